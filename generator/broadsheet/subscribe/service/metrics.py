"""Counters and a histogram in the text format of Prometheus 0.0.4; none of them knows an address."""

import threading
from collections import Counter
from collections.abc import Mapping

# Upper bounds in seconds of the buckets of request durations.
BUCKETS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5)
MEDIA = "text/plain; version=0.0.4; charset=utf-8"
_HELP = {
    "broadsheet_requests_total": "Requests by route, method and status",
    "broadsheet_sign_ups_total": "Sign-ups by what became of them",
    "broadsheet_confirmed_total": "Requests that were confirmed",
    "broadsheet_erased_total": "Subscribers who left, by how",
    "broadsheet_confirmation_mails_total": "Confirmation mails by what became of them",
}
_SECONDS = "broadsheet_request_seconds"

_Labels = tuple[tuple[str, str], ...]


class Metrics:
    """Counts since the start; safe from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, Counter[_Labels]] = {name: Counter() for name in _HELP}
        self._buckets = [0] * (len(BUCKETS) + 1)
        self._sum = 0.0

    def add(self, name: str, **labels: str) -> None:
        """Count one. Labels are words of our own, never what a visitor sent."""
        with self._lock:
            self._counts[name][tuple(sorted(labels.items()))] += 1

    def took(self, seconds: float) -> None:
        """Note how long a request took."""
        at = next((i for i, bound in enumerate(BUCKETS) if seconds <= bound), len(BUCKETS))
        with self._lock:
            self._buckets[at] += 1
            self._sum += seconds

    def text(self, gauges: Mapping[str, float]) -> str:
        """Everything, with what the caller measured now."""
        lines = []
        with self._lock:
            for name, words in _HELP.items():
                lines += [f"# HELP {name} {words}", f"# TYPE {name} counter"]
                lines += [f"{name}{_labels(labels)} {count}" for labels, count in sorted(self._counts[name].items())]
            lines += [f"# HELP {_SECONDS} Seconds from a request to its answer", f"# TYPE {_SECONDS} histogram"]
            total = 0
            for bound, count in zip((*map(str, BUCKETS), "+Inf"), self._buckets, strict=True):
                total += count
                lines.append(f'{_SECONDS}_bucket{{le="{bound}"}} {total}')
            lines += [f"{_SECONDS}_sum {self._sum:.6f}", f"{_SECONDS}_count {total}"]
        for name, value in gauges.items():
            lines += [f"# TYPE {name} gauge", f"{name} {value:g}"]
        return "\n".join(lines) + "\n"


def _labels(labels: _Labels) -> str:
    return "{" + ",".join(f'{name}="{value}"' for name, value in labels) + "}" if labels else ""
