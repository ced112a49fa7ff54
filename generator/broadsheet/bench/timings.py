"""Tests of pytest-benchmark that tell their work: figures with the rows behind them, medians and quartiles gathered.

What a test may tell in its `extra_info` stands in docs/gpu-runs.md.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from statistics import fmean
from typing import Any

from msgspec import Struct

from .schema import Row

_TOLD = "extra_info."
# The statistics that are read, by their places in a range.
_ENDS = {("median", None): "middle", ("quantile", 0.25): "low", ("quantile", 0.75): "high"}
# Seconds and amounts beyond which a quotient would be no number.
_LEAST, _MOST = 1e-15, 1e30


class Origin(Struct, frozen=True):
    """A row behind a figure: the address at which it is shown, and what it is unless the timing itself."""

    url: str
    what: str = ""


class Value(Struct, frozen=True):
    """A figure with the rows that it is, or is computed from."""

    value: float
    origins: tuple[Origin, ...]


class Range(Struct, frozen=True):
    """A median and its spread: the least and the most of several runs, or the quartiles of a single one."""

    middle: Value
    low: Value | None = None
    high: Value | None = None


class Timing(Struct, frozen=True):
    """One test of one run: its row, its time in seconds, and all that the run states beside."""

    row: Row
    time: Range
    stated: dict[str, Any]

    def told(self, key: str) -> Any:
        """What the test tells of itself."""
        return self.stated.get(_TOLD + key)

    def text(self, key: str) -> str:
        """The same as text; empty where it tells nothing."""
        told = self.told(key)
        return "" if told is None else str(told)


def tells_work(row: Row) -> bool:
    """Whether a row is a median or a quartile of a test that tells its work."""
    told = row.unit == "s" and (row.statistic, row.quantile) in _ENDS and row.value is not None and row.value > _LEAST
    return told and all(f'"{_TOLD}{key}"' in row.params for key in ("flops", "bytes"))


def over(values: Sequence[Value]) -> Range:
    """The median of some figures, the least and the most; of an even number the median is the mean of two."""
    ranked = sorted(values, key=lambda one: one.value)
    half = len(ranked) // 2
    middle = ranked[half : half + 1] if len(ranked) % 2 else ranked[half - 1 : half + 1]
    found = Value(fmean(one.value for one in middle), tuple(origin for one in middle for origin in one.origins))
    return Range(found, ranked[0], ranked[-1]) if len(ranked) > 1 else Range(found)


def across(ranges: Sequence[Range]) -> Range:
    """The median of the middles, and the least and the most of all ends."""
    ends = [end for one in ranges for end in (one.low, one.middle, one.high) if end]
    middle = over([one.middle for one in ranges]).middle
    if len(ends) == 1:
        return Range(middle)
    return Range(middle, min(ends, key=lambda one: one.value), max(ends, key=lambda one: one.value))


def timings(rows: Iterable[tuple[Row, str]]) -> Iterator[Timing]:
    """Each test of each run. `rows` are as `techniques.set_ups` wants them."""
    for _, held in groupby(rows, key=lambda pair: (pair[0].source_path, pair[0].locator.rpartition("/")[0])):
        pairs = list(held)
        ends = {_ENDS[r.statistic, r.quantile]: Value(r.value or 0.0, (Origin(place),)) for r, place in pairs}
        stated = json.loads(pairs[0][0].params)
        if "middle" in ends and all(_is_amount(stated[_TOLD + key]) for key in ("flops", "bytes")):
            yield Timing(pairs[0][0], Range(**ends), stated)


def _is_amount(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= _MOST
