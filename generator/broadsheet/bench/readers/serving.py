"""What the JSON results of serving benchmarks have in common: how latencies are keyed and rates are told."""

import re
from typing import Any

from ..measurement import Measurement
from ..schema import Statistic
from ..source import Number, step

_LATENCY = re.compile(r"(?:(mean|median|std|min|max)|p([0-9]{1,3}(?:\.[0-9]+)?))_([a-z0-9_]+)_ms")
_WORDS: dict[str | None, Statistic] = {
    "mean": "mean",
    "median": "median",
    "std": "std",
    "min": "min",
    "max": "max",
    None: "quantile",
}
# Tools have no flag for "all at once" but an infinite rate, which wrappers write as a huge one.
UNLIMITED = 1e9


def is_latency(key: str) -> bool:
    """Whether a key names a statistic of a latency: mean_ttft_ms, p99.9_e2el_ms."""
    return bool(_LATENCY.fullmatch(key))


def latency(key: str, value: Number, pointer: str, samples: int | None) -> Measurement | None:
    """The figure under such a key of the object at `pointer`; None for a quantile that is none (p150)."""
    found = _LATENCY.fullmatch(key)
    if not found:
        return None
    word, percent, name = found.groups()
    quantile = round(float(percent) / 100, 9) if percent else None
    if quantile is not None and quantile > 1:
        return None
    # Tokens are counted otherwise, so only latencies of whole requests have as many samples as there are requests.
    count = samples if name in ("ttft", "e2el", "e2e_latency") else None
    return Measurement(key, name, value.raw, "ms", pointer + step(key), _WORDS[word], quantile, "ms", count)


def offered_rate(written: Any) -> dict[str, Any]:
    """The columns of a request rate as written: a number, "inf" or Infinity."""
    number = float(written) if isinstance(written, Number) or written == "inf" else None
    if number is None or number != number:
        return {}
    unlimited = number >= UNLIMITED
    return {"request_rate": None if unlimited else number, "request_rate_unlimited": unlimited}
