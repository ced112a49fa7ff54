"""Whether figures that were measured together can all be true: a warning for each way in which they cannot.

Only what holds for every tool is checked. A mean of rates is no rate of means, so interactivity's mean may lie above
the inverse of the mean time per token but not below; percentiles of interactivity are some tools' own inverses and are
not compared. What a file writes is rounded, and each check allows for that.
"""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from msgspec.structs import replace

from ..model import Problem
from .names import Names
from .schema import Row

# Beyond the rounding of what is written: clocks of a client start and stop a little apart.
_TOLERANCE = 0.02
# A rate, and the count that over the run's duration should give it.
_RATES = {
    "request-throughput": "completed-requests",
    "input-throughput": "input-tokens",
    "output-throughput": "output-tokens",
    "total-throughput": "total-tokens",
}
# What a device's memory bounds, whichever way it is counted.
_BANDWIDTHS = {"memory-bandwidth", "algorithm-bandwidth", "bus-bandwidth"}
# Its tail is told from the slow end by some tools and from the fast end by others.
_UNORDERED = {"interactivity"}
_NO_ORDER = ("std", "stderr", "iqr", "total", "single")


def doubts(configurations: Iterable[list[Row]], names: Names) -> list[Problem]:
    """A warning for each kind of doubt in one file, about the first place; each list is measured together."""
    first: dict[str, Problem] = {}
    more: dict[str, int] = {}
    for rows in configurations:
        for problem in _doubts(rows, names):
            if problem.code in first:
                more[problem.code] = more.get(problem.code, 0) + 1
            first.setdefault(problem.code, problem)
    return [_counted(problem, more.get(code, 0)) for code, problem in first.items()]


def _counted(problem: Problem, more: int) -> Problem:
    return replace(problem, message=f"{problem.message} (and {more} more like it)") if more else problem


def _doubts(rows: list[Row], names: Names) -> Iterator[Problem]:
    if rows and rows[0].accelerator:
        yield from _bandwidth(rows, names)
    if len(rows) > 2:
        yield from _throughput(rows)
        yield from _interactivity(rows)
        yield from _order(rows)


def _warning(row: Row, code: str, message: str, hint: str) -> Problem:
    line = row.locator.split(":")[0]
    number = int(line) if line.isdigit() and "/" not in row.locator else 0
    return Problem(row.source_path, number, 0, code, message, hint, "warning")


def _throughput(rows: list[Row]) -> Iterator[Problem]:
    totals = {row.metric: row for row in rows if row.statistic in ("total", "single")}
    duration = totals.get("run-duration")
    if duration is None or not duration.value:
        return
    for metric, counted in _RATES.items():
        rate, count = totals.get(metric), totals.get(counted)
        # A rate that was averaged over time windows is not the count over the duration.
        if rate is None or count is None or rate.statistic != "single" or rate.value is None or count.value is None:
            continue
        expected = count.value / duration.value
        slack = _TOLERANCE * expected + _rounding(rate) + expected * _rounding(duration) / duration.value
        if abs(rate.value - expected) > slack:
            message = (
                f"`{rate.metric_raw}` is {rate.value:g} {rate.unit}, but {count.value:g} `{count.metric_raw}` in "
                f"{duration.value:g} s are {expected:g}"
            )
            yield _warning(rate, "doubtful-throughput", message, "see whether one of the three was counted otherwise")


def _rounding(row: Row) -> float:
    """How far the figure may be from what it was before it was written with so many digits, in its canonical unit."""
    written = (row.value_raw or "").lower()
    digits, _, power = written.partition("e")
    if not row.value or not digits or not float(written):
        return 0.0
    unit = abs(row.value / float(written))
    return 0.5 * 10.0 ** (int(power or 0) - len(digits.partition(".")[2])) * unit


def _interactivity(rows: list[Row]) -> Iterator[Problem]:
    times = {row.statistic: row for row in rows if row.metric == "time-per-output-token" and row.value}
    for row in rows:
        time = times.get(row.statistic)
        if row.metric != "interactivity" or row.statistic not in ("mean", "median") or time is None:
            continue
        product = (row.value or 0.0) * (time.value or 0.0)
        highest = 1 + 2.5 * _TOLERANCE if row.statistic == "median" else 3.0
        if not 1 - 2.5 * _TOLERANCE <= product <= highest:
            message = (
                f"`{row.metric_raw}` is {row.value:g} token/s, but `{time.metric_raw}` is {time.value:g} s, "
                f"whose inverse is {1 / (time.value or 1):g}"
            )
            yield _warning(row, "doubtful-interactivity", message, "see whether one of the two is in another unit")


def _order(rows: list[Row]) -> Iterator[Problem]:
    spreads: dict[str, dict[tuple[float, str], Row]] = {}
    unclear = set(_UNORDERED)
    for row in rows:
        if row.statistic in _NO_ORDER or row.value is None:
            continue
        key = (_rank(row), row.statistic)
        if spreads.setdefault(row.metric, {}).setdefault(key, row) is not row:
            unclear.add(row.metric)  # two things under one name, such as tokens with and without reasoning
    for metric, spread in spreads.items():
        if metric not in unclear and len(spread) > 1:
            yield from _unordered(spread)


def _rank(row: Row) -> float:
    return {"min": -1.0, "max": 2.0, "median": 0.5}.get(
        row.statistic, row.quantile if row.quantile is not None else -2.0
    )


def _unordered(spread: dict[tuple[float, str], Row]) -> Iterator[Problem]:
    ranked = [row for (rank, _), row in sorted(spread.items(), key=lambda item: item[0]) if rank > -2]
    for below, above in pairwise(ranked):
        # A median is interpolated, and a 50th percentile beside it may not be.
        same = _rank(below) == _rank(above)
        if not same and (below.value or 0) > (above.value or 0) + _rounding(below) + _rounding(above):
            told = f"{below.value:g} {below.unit}, which is above its {_said(above)} of {above.value:g}"
            message = f"the {_said(below)} of `{below.metric_raw}` is {told}"
            yield _warning(below, "unordered-percentiles", message, "see whether the columns of the file are swapped")
            return


def _said(row: Row) -> str:
    return f"percentile {100 * row.quantile:g}" if row.quantile is not None else row.statistic


def _bandwidth(rows: list[Row], names: Names) -> Iterator[Problem]:
    device = names.device(rows[0].accelerator or "")
    peak = device.memory_bandwidth if device else None
    if device is None or peak is None:
        return
    for row in rows:
        if row.metric in _BANDWIDTHS and (row.value or 0.0) > peak * (1 + _TOLERANCE):
            message = (
                f"`{row.metric_raw}` is {row.value:g} byte/s, but the memory of {device.name} gives {peak:g} at most"
            )
            hint = "see whether the unit is right, or whether a cache answered"
            yield _warning(row, "doubtful-bandwidth", message, hint)
