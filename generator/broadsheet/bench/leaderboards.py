"""Rows into the lines of leaderboards: the figures of one configuration gathered, unlike settings kept apart.

Everything streams: rows become figures, figures sorted by configuration become lines, lines sorted by rank become
tables. `tables.gather` does the sorting in little memory.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import groupby
from posixpath import basename
from typing import Any

import msgspec
from msgspec import Struct

from .schema import Row, Statistic, Status
from .settings import Configuration, Load, Scene, settings_of, sortable, task_of

_ENCODE = msgspec.json.Encoder().encode
Which = tuple[Statistic, float | None]
# What a line shows first, if the run has it; then its lowest quantile; then whatever it has.
_HEADLINES: tuple[Which, ...] = (
    ("median", None),
    ("quantile", 0.5),
    ("mean", None),
    ("single", None),
    ("total", None),
    ("max", None),
    ("min", None),
)
# Lower ends of the ranges that are shown as spread, with their mirror images as upper ends.
_LOWER_ENDS = (0.25, 0.05, 0.1, 0.2, 0.01, 0.001)
_TAILS = (0.99, 0.95, 0.9, 0.999)
_SPREADS = ("std", "stderr", "iqr")
_RANK: dict[Status, int] = {"ok": 0, "partial": 1, "failed": 2}


class Figure(Struct, frozen=True, array_like=True, gc=False):
    """A row as far as leaderboards need it. `place` is the address at which it is shown in full, `at` its rank there.

    `rest` is JSON: whatever else is stated of the run and may differ. `source` is the raw file's name, without folder.
    """

    task: str
    task_name: str
    metric: str
    unit: str
    scene: Scene
    load: Load
    configuration: Configuration
    rest: str
    run_id: str
    at: int
    place: str
    statistic: Statistic
    quantile: float | None
    value: float
    samples: int | None
    higher_is_better: bool | None
    status: Status
    paper: str | None
    time: str | None
    source: str


class Spread(Struct, frozen=True, array_like=True, gc=False):
    """How far the samples of a figure lie apart, in its unit. `kind` is std, stderr, iqr, min-max or p25-p75.

    An `iqr` has only a `width`; std and stderr have one too.
    """

    kind: str
    low: float | None = None
    high: float | None = None
    width: float | None = None


class Line(Struct, frozen=True, array_like=True, gc=False):
    """One configuration of one run: its headline figure and what goes with it.

    `tail` is a high quantile and its value, such as (0.99, 0.31).
    """

    figure: Figure
    samples: int | None
    spread: Spread | None = None
    tail: tuple[float, float] | None = None


def figure(row: Row, at: int, place: str) -> Figure | None:
    """A row as a figure; None for one without a value."""
    if row.value is None or row.unit is None:
        return None
    task, name = task_of(row)
    scene, load, configuration = settings_of(row)
    return Figure(
        task=task,
        task_name=name,
        metric=row.metric,
        unit=row.unit,
        scene=scene,
        load=load,
        configuration=configuration,
        rest=_rest(row.params, row.tool, row.tool_version, row.driver, None if scene.cpu else row.cpu),
        run_id=row.run_id,
        at=at,
        place=place,
        statistic=row.statistic,
        quantile=row.quantile,
        value=row.value,
        samples=row.samples,
        higher_is_better=row.higher_is_better,
        status=row.status,
        paper=row.paper,
        time=row.time,
        source=basename(row.source_path),
    )


@lru_cache(64)  # rows of one configuration follow one another
def _rest(params: str, tool: str | None, tool_version: str | None, driver: str | None, cpu: str | None) -> str:
    told = {"tool": tool, "tool_version": tool_version, "driver": driver, "cpu": cpu}
    rest = json.loads(params) | {name: value for name, value in told.items() if value is not None}
    return json.dumps(rest, sort_keys=True, ensure_ascii=False)


def board_key(one: Figure) -> tuple[str, str]:
    """Task and metric: what one leaderboard is about."""
    return one.task, one.metric


def scene_key(one: Figure) -> tuple[Any, ...]:
    """Scene and unit within a board: what one chart may show together."""
    return (one.task, one.metric, one.unit, sortable(one.scene))


def table_key(one: Figure) -> tuple[Any, ...]:
    """Scene and load: what one table may show together."""
    return (*scene_key(one), sortable(one.load))


def _line_key(one: Figure) -> tuple[Any, ...]:
    return (*table_key(one), one.run_id, _ENCODE(one.configuration), one.rest)


def by_configuration(one: Figure) -> tuple[Any, ...]:
    """The order in which `lines` wants its figures."""
    return (*_line_key(one), one.at)


def by_rank(line: Line) -> tuple[Any, ...]:
    """The order of a leaderboard: table by table, complete runs first, the best first, ties always alike.

    Where no direction is known to be good, configurations come in the order of their names.
    """
    one = line.figure
    signed = {True: -one.value, False: one.value, None: 0.0}[one.higher_is_better]
    only_spread = one.statistic in _SPREADS
    return (*table_key(one), _RANK[one.status], only_spread, signed, _ENCODE(one.configuration), one.rest, one.at)


def lines(figures: Iterable[Figure]) -> Iterator[Line]:
    """The figures of each configuration of each run as one line; `figures` come sorted by `by_configuration`.

    What a run measures twice under one configuration (the same statistic again) is two lines.
    """
    for _, group in groupby(figures, key=_line_key):
        times: Counter[Which] = Counter()
        apart: list[dict[Which, Figure]] = []
        for one in group:
            which = (one.statistic, one.quantile)
            if times[which] == len(apart):
                apart.append({})
            apart[times[which]][which] = one
            times[which] += 1
        yield from map(_line, apart)


def _line(found: dict[Which, Figure]) -> Line:
    quantiles = sorted((which for which in found if which[0] == "quantile"), key=lambda which: which[1] or 0)
    first = next(which for which in (*_HEADLINES, *quantiles, *sorted(found, key=str)) if which in found)
    values = {which: one.value for which, one in found.items()}
    tails = [q for q in _TAILS if ("quantile", q) in found and ("quantile", q) != first]
    samples = max((one.samples for one in found.values() if one.samples is not None), default=None)
    return Line(
        figure=found[first],
        samples=samples,
        # One sample does not lie apart from itself, though some tools write a deviation of 0.
        spread=None if first[0] in _SPREADS or samples == 1 else _spread(values, values[first]),
        tail=(tails[0], values["quantile", tails[0]]) if tails else None,
    )


def _spread(values: dict[Which, float], value: float) -> Spread | None:
    """The spread that says most: quartiles, other ranges of quantiles, standard deviation, extremes, standard error."""
    for low in _LOWER_ENDS:
        high = round(1 - low, 3)
        if ("quantile", low) in values and ("quantile", high) in values:
            return Spread(f"p{100 * low:g}-p{100 * high:g}", values["quantile", low], values["quantile", high])
        if low == _LOWER_ENDS[0] and ("iqr", None) in values:
            return Spread("iqr", width=values["iqr", None])
    if ("std", None) in values:
        return _around("std", value, values["std", None])
    if ("min", None) in values and ("max", None) in values:
        return Spread("min-max", values["min", None], values["max", None])
    return _around("stderr", value, values["stderr", None]) if ("stderr", None) in values else None


def _around(kind: str, value: float, width: float) -> Spread:
    return Spread(kind, value - width, value + width, width)
