"""What the connections of one sending share: whose turn it is and when, who comes later, whether to stop."""

import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from threading import Event, Lock

from msgspec import Struct

# So many refusals in a row are not about mailboxes any more.
REFUSALS = 5


class Delivery(Struct, frozen=True):
    """One message to one reader; `message` makes it when its turn comes, so that few are in memory.

    `key` is the address as the ledger has it.
    """

    address: str
    key: str
    message_id: str
    message: Callable[[], bytes]


class Run:
    """One pass over deliveries. `later` are those to be tried again, `reason` why it was stopped if it was."""

    def __init__(self, deliveries: Iterable[Delivery], rate: float) -> None:
        self.counts: Counter[str] = Counter()
        self.later: list[Delivery] = []
        self.halt = Event()
        self.reason = ""
        self._left: Iterator[Delivery] = iter(deliveries)
        self._lock = Lock()
        self._seconds, self._slot = 1 / rate, 0.0
        self._refusals = 0

    def next(self) -> Delivery | None:
        """The next delivery, at its time; None when there is none or the run is stopped."""
        with self._lock:
            if self.halt.is_set() or (found := next(self._left, None)) is None:
                return None
            # Time that was not used is not made up for with a burst.
            self._slot = max(self._slot + self._seconds, now := time.monotonic())
            pause = self._slot - now
        return None if pause > 0 and self.halt.wait(pause) else found

    def stop(self, reason: str) -> None:
        """Let every connection end the message that it is at, and take no other."""
        with self._lock:
            self.reason = self.reason or reason
        self.halt.set()

    def count(self, state: str) -> None:
        """Count one; many refusals in a row stop the run."""
        with self._lock:
            self.counts[state] += 1
            self._refusals = self._refusals + 1 if state == "refused" else 0
            too_many = self._refusals >= REFUSALS
        if too_many:
            self.stop(f"{REFUSALS} messages in a row were refused")

    def put_off(self, delivery: Delivery) -> None:
        """Try this one again in the next pass."""
        with self._lock:
            self.later.append(delivery)
