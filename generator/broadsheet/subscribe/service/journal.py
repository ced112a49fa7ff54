"""The log: one JSON object a line, without addresses, without query strings, without the visitor's host."""

import json
from collections.abc import Callable
from datetime import UTC, datetime

from .tokens import mark


class Journal:
    """Writes lines to `out`; addresses go in as `mark` gives them, which only the secret's holder can compare."""

    def __init__(self, out: Callable[[str], object], secret: bytes, clock: Callable[[], float]) -> None:
        self._out, self._secret, self._clock = out, secret, clock

    def write(self, what: str, **fields: str | float) -> None:
        """One line: the time (RFC 3339), what happened, and what there is to say about it."""
        time = datetime.fromtimestamp(self._clock(), UTC).isoformat(timespec="milliseconds")
        self._out(json.dumps({"time": time, "event": what} | {k: v for k, v in fields.items() if v != ""}) + "\n")

    def mark(self, text: str) -> str:
        """What stands for an address in the log."""
        return mark(self._secret, text)
