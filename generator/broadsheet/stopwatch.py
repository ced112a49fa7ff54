"""How long each stage takes, and word of it as it begins."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager


class Stopwatch:
    """Seconds by stage, in the order in which stages begin; `tell` hears of each as it begins."""

    def __init__(
        self, clock: Callable[[], float] = time.perf_counter, tell: Callable[[str], None] = lambda name: None
    ) -> None:
        self.clock = clock
        self.tell = tell
        self.start = clock()
        self.seconds: dict[str, float] = {}

    def total(self) -> float:
        """Seconds since the beginning."""
        return self.clock() - self.start

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to a stage."""
        self.tell(name)
        start = self.clock()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + self.clock() - start, 4)
