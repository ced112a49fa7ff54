"""What lines of leaderboards show together: a Pareto front, a metric over a growing load, formats side by side."""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

import msgspec
from msgspec import Struct

from .leaderboards import Figure, Line
from .settings import Configuration, Load, sortable

# Which metrics a chart of throughput against latency takes, the first that there is.
THROUGHPUTS = (
    "output-throughput",
    "output-throughput-per-accelerator",
    "total-throughput",
    "sample-throughput",
    "request-throughput",
)
LATENCIES = (
    "time-per-output-token",
    "inter-token-latency",
    "time-per-output-token-first-counted",
    "end-to-end-latency",
    "time-to-first-token",
)
# What a load may be swept over.
SWEPT = ("concurrency", "request_rate", "batch", "context")
_FORMATS = ("weight_format", "activation_format", "kv_cache_format", "quantisation", "quantisation_bits", "sparsity")
_FORMAT_FREE: dict[str, Any] = dict.fromkeys(_FORMATS)


class Sweep(Struct, frozen=True):
    """One configuration under a load that grows in one respect: pairs of the load and the line."""

    configuration: Configuration
    load: Load
    points: tuple[tuple[float, Line], ...]


class Pair(Struct, frozen=True):
    """Throughput and latency of one configuration in one run; `front` when no other is better in both."""

    throughput: Line
    latency: Line
    front: bool


def by_run(line: Line) -> tuple[Any, ...]:
    """The order in which `pairs` wants its lines: task, scene and model, then the run and what it ran."""
    return (*_subject(line.figure), *_run(line.figure), line.figure.metric, line.figure.at)


def _subject(one: Figure) -> tuple[Any, ...]:
    """What one front is about. A small model is faster than a large one, and beats nobody by that.

    Where no model is stated, nothing says that two files are of the same.
    """
    model = one.configuration.model
    return one.task, sortable(one.scene), model or "", "" if model else one.run_id.rpartition("-")[0]


def _run(one: Figure) -> tuple[Any, ...]:
    return sortable(one.load), one.run_id, msgspec.json.encode(one.configuration), one.rest


def pairs(lines: Iterable[Line], most: int) -> Iterator[tuple[Pair, ...]]:
    """For each task, scene and model the configurations that have both a throughput and a latency, the fastest first.

    `lines` are those of THROUGHPUTS and LATENCIES, sorted by `by_run`; complete runs alone count. Fewer than three are
    left out, more than `most` too: nobody could read that.
    """
    for _, group in groupby(lines, key=lambda line: _subject(line.figure)):
        found: list[dict[str, Line]] = []
        for _, same in groupby(group, key=lambda line: _run(line.figure)):
            metrics = {line.figure.metric: line for line in same if line.figure.status == "ok"}
            if len(found) <= most and len(metrics) > 1:
                found.append(metrics)
        throughput, latency = (_common(names, found) for names in (THROUGHPUTS, LATENCIES))
        both = [(one[throughput], one[latency]) for one in found if throughput in one and latency in one]
        if 3 <= len(both) <= most:
            yield _front(both)


def _common(names: Sequence[str], found: Sequence[dict[str, Line]]) -> str:
    """The metric that most have, the earlier in `names` among equals."""
    return max(names, key=lambda name: (sum(name in one for one in found), -names.index(name)))


def _front(both: list[tuple[Line, Line]]) -> tuple[Pair, ...]:
    """The pairs by falling throughput; one is on the front when all that have as much throughput have more latency."""
    ranked = sorted(both, key=lambda pair: (-pair[0].figure.value, pair[1].figure.value, pair[0].figure.at))
    found, best = [], float("inf")
    for throughput, latency in ranked:
        front = latency.figure.value < best
        best = min(best, latency.figure.value)
        found.append(Pair(throughput, latency, front))
    return tuple(found)


def sweeps(lines: Sequence[Line]) -> Iterator[tuple[str, tuple[Sweep, ...]]]:
    """For each respect in which the load grows, the configurations that were run under three loads or more.

    `lines` are of one scene; complete runs alone count. A configuration with figures that differ in more than the load
    is left out: a line through them would lead from one thing to another.
    """
    for swept in SWEPT:
        series: dict[Hashable, list[Line]] = {}
        for line in lines:
            if line.figure.status == "ok" and getattr(line.figure.load, swept) is not None:
                rest = msgspec.structs.replace(line.figure.load, **{swept: None})
                series.setdefault((line.figure.configuration, rest), []).append(line)
        found = [_sweep(swept, held) for held in series.values()]
        kept = [one for one in found if len({x for x, _ in one.points}) >= 3]
        if kept:
            yield swept, tuple(sorted(kept, key=lambda one: (sortable(one.configuration), sortable(one.load))))


def _sweep(swept: str, lines: Sequence[Line]) -> Sweep:
    rests: dict[float, set[str]] = {}
    for line in lines:
        rests.setdefault(getattr(line.figure.load, swept), set()).add(line.figure.rest)
    first = lines[0].figure
    load = msgspec.structs.replace(first.load, **{swept: None})
    if any(len(different) > 1 for different in rests.values()):
        return Sweep(first.configuration, load, ())
    points = ((float(getattr(line.figure.load, swept)), line) for line in lines)
    return Sweep(first.configuration, load, tuple(sorted(points, key=lambda p: (p[0], p[1].figure.at))))


def by_precision(lines: Iterable[Line]) -> tuple[tuple[Line, ...], ...]:
    """The lines of one table in groups that differ in number formats alone, two formats or more in each.

    Of several lines in one format the first counts, which is the best.
    """
    groups: dict[Hashable, dict[Configuration, Line]] = {}
    for line in lines:
        configuration = line.figure.configuration
        if line.figure.status == "ok" and any(getattr(configuration, name) is not None for name in _FORMATS):
            same = msgspec.structs.replace(configuration, **_FORMAT_FREE)
            groups.setdefault(same, {}).setdefault(configuration, line)
    return tuple(tuple(group.values()) for group in groups.values() if len(group) > 1)
