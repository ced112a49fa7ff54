"""What a benchmark's lines show as charts, each with the table of its figures."""

from collections.abc import Iterable, Iterator, Sequence
from math import sqrt

from ..bench.comparisons import Pair, Sweep, by_precision, pairs, sweeps
from ..bench.leaderboards import Line
from ..bench.names import Names
from ..bench.settings import Configuration, Load
from .benchmark_views import Drawing, Link
from .figures import Scale, number, scale_of
from .plots import MOST_SERIES, Bar, Point, Series, axis, bars, plot
from .views import ROOT
from .wording import called, hardware, label, load, metric_name, precision, spread, statistic, work

MOST_PAIRS = 60
_SWEPT = {"concurrency": "Requests in flight at most", "request_rate": "Requests offered a second"}
_SWEPT |= {"batch": "Batch", "context": "Tokens in the cache before"}


def scale_for(lines: Iterable[Line]) -> Scale:
    """One readable unit for several figures, chosen by their geometric middle."""
    found = [line.figure for line in lines]
    sizes = [abs(one.value) for one in found if one.value]
    middle = sqrt(min(sizes)) * sqrt(max(sizes)) if sizes else 0.0
    return scale_of(middle, found[0].unit, found[0].metric)


def pair_drawings(lines: Iterable[Line], names: Names) -> Iterator[tuple[str, Drawing]]:
    """Throughput against latency for each task and scene, with the task; `lines` as `comparisons.pairs` wants them."""
    for found in pairs(lines, MOST_PAIRS):
        yield found[0].throughput.figure.task, _pairs(found, names)


def _pairs(found: Sequence[Pair], names: Names) -> Drawing:
    up, across = (scale_for(lines) for lines in zip(*((one.throughput, one.latency) for one in found), strict=True))
    first = found[0]
    throughput, latency = (metric_name(line.figure.metric, names) for line in (first.throughput, first.latency))
    series: dict[str, list[Point]] = {}
    points = {}
    for one in found:
        x, y = one.latency.figure.value / across.size, one.throughput.figure.value / up.size
        told = f"{called(one.throughput.figure)}, {load(one.throughput.figure.load)}"
        points[id(one)] = Point(x, y, f"{told}: {up.figure(y * up.size)} at {across.figure(x * across.size)}")
        series.setdefault(_group(one.throughput), []).append(points[id(one)])
    if len(series) > MOST_SERIES - 1:
        series = {"Configurations": list(points.values())}
    front = tuple(sorted((points[id(one)] for one in found if one.front), key=lambda point: point.x))
    shown = [Series(name, tuple(held), joined=False) for name, held in sorted(series.items())]
    shown.append(Series("Pareto front", front, marked=False))
    scene = first.throughput.figure.scene
    subject = first.throughput.figure.configuration.model or first.throughput.figure.source
    title = " · ".join(part for part in (subject, hardware(scene, names), work(scene)) if part)
    about = (
        f"{throughput} against {latency.lower()}: {len(found)} measurements, {len(front)} of them on the Pareto front."
    )
    drawn = plot(
        title,
        about,
        axis(_unit(latency, across), [p.x for p in points.values()], zero=True),
        axis(_unit(throughput, up), [p.y for p in points.values()], zero=True),
        shown,
    )
    return Drawing(
        title=title,
        about=about,
        svg_html=drawn,
        columns=("Configuration", "Load", throughput, latency, "On the front"),
        rows=tuple(
            (
                Link(called(one.throughput.figure)),
                Link(load(one.throughput.figure.load)),
                figure_link(one.throughput, up),
                figure_link(one.latency, across),
                Link("yes" if one.front else "no"),
            )
            for one in found
        ),
    )


def _group(line: Line) -> str:
    """The name of the points that a chart draws alike: a configuration, else a raw file."""
    one = line.figure
    return one.source if one.configuration == Configuration() else label(one.configuration)


def sweep_drawings(lines: Sequence[Line], names: Names) -> Iterator[Drawing]:
    """A metric over a growing load, for the lines of one scene."""
    for swept, found in sweeps(lines):
        kept = found[:MOST_SERIES]
        scale = scale_for(line for one in kept for _, line in one.points)
        metric = metric_name(lines[0].figure.metric, names)
        series = [
            Series(_series_name(one, kept), tuple(_point(x, line, scale) for x, line in one.points)) for one in kept
        ]
        every = [point for one in series for point in one.points]
        edges = [edge for p in every for edge in (p.y, p.low, p.high) if edge is not None]
        title = f"{metric} by {_SWEPT[swept].lower()}"
        more = f" {len(found) - len(kept)} more are in the tables." if len(found) > len(kept) else ""
        about = (
            f"{len(kept)} {'configuration' if len(kept) == 1 else 'configurations'}, {len(every)} measurements.{more}"
        )
        yield Drawing(
            title=title,
            about=about,
            svg_html=plot(
                title,
                about,
                axis(_SWEPT[swept], [p.x for p in every], logarithmic=True),
                axis(_unit(metric, scale), edges, zero=True),
                series,
            ),
            columns=("Configuration", _SWEPT[swept], metric, "Spread"),
            rows=tuple(
                (Link(one.name), Link(number(x)), figure_link(line, scale), Link(spread(line.spread, scale)))
                for one, sweep in zip(series, kept, strict=True)
                for x, line in sweep.points
            ),
        )


def _series_name(one: Sweep, among: Sequence[Sweep]) -> str:
    """The configuration, with the rest of the load where that differs."""
    name = label(one.configuration)
    alike = [other for other in among if label(other.configuration) == name]
    return f"{name}, {load(one.load)}" if len(alike) > 1 and one.load != Load() else name


def _point(x: float, line: Line, scale: Scale) -> Point:
    ends = line.spread and (line.spread.low, line.spread.high)
    low, high = (None if end is None else end / scale.size for end in ends or (None, None))
    told = f"{scale.figure(line.figure.value)} at {number(x)}"
    return Point(x, line.figure.value / scale.size, told, low, high)


def precision_drawings(lines: Sequence[Line], names: Names) -> Iterator[Drawing]:
    """Tokens a second by number format, for the lines of one table."""
    if not lines or lines[0].figure.unit != "token/s":
        return
    metric = metric_name(lines[0].figure.metric, names)
    for group in by_precision(lines):
        scale = scale_for(group)
        rest = group[0].figure.configuration
        title = f"{metric} by number format" + (f": {rest.model}" if rest.model else "")
        about = f"{len(group)} number formats of one configuration, the best line of each."
        items = [
            Bar(precision(one.figure.configuration), one.figure.value, scale.figure(one.figure.value), *_ends(one))
            for one in group
        ]
        yield Drawing(
            title=title,
            about=about,
            svg_html=bars(title, about, items),
            columns=("Number format", metric, "Spread"),
            rows=tuple(
                (
                    Link(precision(one.figure.configuration)),
                    figure_link(one, scale),
                    Link(spread(one.spread, scale)),
                )
                for one in group
            ),
        )


def figure_link(line: Line, scale: Scale) -> Link:
    """A figure that leads to its row, with the word for its statistic."""
    one = line.figure
    return Link(scale.figure(one.value), ROOT + one.place, statistic(one.statistic, one.quantile))


def _ends(line: Line) -> tuple[float | None, float | None]:
    return (line.spread.low, line.spread.high) if line.spread else (None, None)


def _unit(metric: str, scale: Scale) -> str:
    return f"{metric}, {scale.label}" if scale.label else metric
