"""A timer for pytest-benchmark that tells the seconds between two CUDA events."""

from typing import Any


class EventClock:
    """Called when a region starts it records an event and returns 0; called when the region ends it records another,
    waits for it and returns the seconds between the two, as the card counted them.

    pytest-benchmark subtracts the first answer from the second, so what it writes is the events' time, untouched.
    """

    __name__ = "cuda_event_seconds"  # what the report calls the timer

    def __init__(self, torch: Any) -> None:
        self._torch = torch
        self._start: Any = None

    def __call__(self) -> float:
        event = self._torch.cuda.Event(enable_timing=True)
        event.record()
        if self._start is None:
            self._start = event
            return 0.0
        event.synchronize()
        milliseconds = self._start.elapsed_time(event)
        self._start = None
        return float(milliseconds) / 1000
