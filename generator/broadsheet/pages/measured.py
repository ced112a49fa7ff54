"""What was measured of a paper's work beside what it reports, as a piece of the paper's page."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from msgspec import Struct

from ..bench.comparisons import LATENCIES, THROUGHPUTS
from ..bench.leaderboards import Line, board_key
from ..bench.names import Names
from ..bench.schema import ClaimRow
from ..bench.tables import Rows
from ..catalog.urls import leaderboard_url
from .benchmark_views import Drawing, Link, Measured, MeasuredLine, MeasuredView, ReportedLine, TechniquePart
from .benchmarks import Benchmarks
from .drawings import figure_link, scale_for
from .environment import template
from .figures import Scale, figure, is_times
from .plots import Bar, bars
from .site import Site
from .techniques import parts_of_papers
from .views import ROOT
from .wording import called, load, metric_name, setting, spread_and_tail, statistic

# What is asked for first of what a paper does not report.
_FIRST = (*THROUGHPUTS, *LATENCIES)
# Lines of a metric that the paper reports too, and of another one.
_MOST_LINES, _MOST_OF_OTHERS = 24, 4
# Other metrics that are shown with figures.
_MOST_OTHERS = 4
# Bars in a chart.
_MOST_BARS = 16


class _Held(Struct):
    """The first lines of one metric of a paper, and how many there are."""

    lines: list[Line]
    count: int = 0


def measured_parts(site: Site, measured: Benchmarks, claims: Rows, theme: Path) -> dict[str, str]:
    """By paper id the finished piece for each paper that a run names; `claims` are rows of what papers report."""
    if not measured.set_ups and not any("paper" in run.facts for run in measured.runs):
        return {}
    reported: dict[str, list[ClaimRow]] = {}
    # In the order in which the paper's file has them.
    for claim in sorted(claims, key=lambda claim: int(claim.locator.rpartition("/")[2])):
        reported.setdefault(claim.paper or "", []).append(claim)
    piece = template(theme, "pages/measured.html")
    boards = _of_papers(measured.lines, reported)
    in_words = {
        paper: [(claim, text, _reported(claim, text).setting) for claim in held if (text := _written(site, claim))]
        for paper, held in reported.items()
        if measured.set_ups
    }
    timed = parts_of_papers(measured.set_ups, in_words, measured.names)
    return {
        paper: piece.render(
            view=_view(
                site, paper, boards.get(paper, {}), reported.get(paper, ()), measured.names, timed.get(paper, ())
            )
        ).strip()
        for paper in dict.fromkeys((*boards, *timed))
        if paper in site.catalog.papers
    }


def _written(site: Site, claim: ClaimRow) -> str:
    """A claim's figure as the paper's page writes it."""
    paper = site.catalog.papers[claim.paper or ""]
    return figure(paper.claims[int(claim.locator.rpartition("/")[2])])


def _of_papers(
    lines: Iterable[Line], reported: Mapping[str, Sequence[ClaimRow]]
) -> dict[str, dict[tuple[str, str], _Held]]:
    """For each paper and leaderboard the first lines and their count: never all lines at once."""
    metrics = {paper: {claim.metric for claim in held} for paper, held in reported.items()}
    found: dict[str, dict[tuple[str, str], _Held]] = {}
    for line in lines:
        if paper := line.figure.paper:
            held = found.setdefault(paper, {}).setdefault(board_key(line.figure), _Held([]))
            held.count += 1
            if len(held.lines) < (_MOST_LINES if line.figure.metric in metrics.get(paper, ()) else _MOST_OF_OTHERS):
                held.lines.append(line)
    return found


def _view(
    site: Site,
    paper: str,
    boards: Mapping[tuple[str, str], _Held],
    claims: Sequence[ClaimRow],
    names: Names,
    timed: tuple[TechniquePart, ...],
) -> MeasuredView:
    """First what the paper reports too, then some of what has a good direction; links for the rest."""
    metrics = {claim.metric for claim in claims}
    same = [key for key in boards if key[1] in metrics]
    others = [key for key in boards if key[1] not in metrics]
    ranked = [key for key in others if boards[key].lines[0].figure.higher_is_better is not None]
    shown = sorted(ranked, key=lambda key: _FIRST.index(key[1]) if key[1] in _FIRST else len(_FIRST))[:_MOST_OTHERS]
    written = {f"/claims/{at}": figure(claim) for at, claim in enumerate(site.catalog.papers[paper].claims)}
    return MeasuredView(
        techniques=timed,
        parts=tuple(
            _metric(boards[key], [claim for claim in claims if claim.metric == key[1]], names, written)
            for key in (*same, *shown)
        ),
        others=tuple(_other(key, boards[key].count, names) for key in others if key not in shown),
    )


def _other(board: tuple[str, str], count: int, names: Names) -> Link:
    note = f"{count:,} {'line' if count == 1 else 'lines'}"
    return Link(metric_name(board[1], names), ROOT + leaderboard_url(*board), note)


def _metric(held: _Held, claims: Sequence[ClaimRow], names: Names, written: Mapping[str, str]) -> Measured:
    one = held.lines[0].figure
    units = dict.fromkeys(line.figure.unit for line in held.lines)
    scales = {unit: scale_for(line for line in held.lines if line.figure.unit == unit) for unit in units}
    return Measured(
        metric=Link(metric_name(one.metric, names), ROOT + leaderboard_url(*board_key(one))),
        lines=tuple(_line(line, scales[line.figure.unit], names) for line in held.lines),
        reported=tuple(_reported(claim, written[claim.locator]) for claim in claims),
        left_out=held.count - len(held.lines),
        drawings=tuple(_drawings(held.lines, claims, scales, names, written)),
    )


def _line(line: Line, scale: Scale, names: Names) -> MeasuredLine:
    one = line.figure
    return MeasuredLine(
        figure=scale.figure(one.value),
        url=ROOT + one.place,
        statistic=statistic(one.statistic, one.quantile),
        status="" if one.status == "ok" else one.status,
        spread=spread_and_tail(line, scale),
        configuration=called(one),
        setting=setting(one.scene, one.load, names),
    )


def _reported(claim: ClaimRow, text: str) -> ReportedLine:
    """A claim with its set-up in words."""
    parts = [claim.method, claim.model_raw, claim.accelerator_raw, claim.precision_raw, claim.task, claim.conditions]
    parts += [f"against {claim.baseline}"] if claim.baseline else []
    return ReportedLine(text, ", ".join(part for part in parts if part) or "set-up not recorded")


def _drawings(
    lines: Sequence[Line],
    claims: Sequence[ClaimRow],
    scales: Mapping[str, Scale],
    names: Names,
    written: Mapping[str, str],
) -> Iterator[Drawing]:
    """Bars for each unit in which measured and reported figures of a metric can be held against each other."""
    for unit, held in groupby(sorted(lines, key=lambda line: line.figure.unit), key=lambda line: line.figure.unit):
        alike = [claim for claim in claims if agrees(claim, unit)]
        good = [line for line in held if line.figure.status == "ok"][: _MOST_BARS - len(alike)]
        if not alike or not good:
            continue
        metric, scale = metric_name(good[0].figure.metric, names), scales[unit]
        title = f"{metric}: measured and reported"
        about = f"{len(good)} measured figures, filled, and {len(alike)} reported by the authors, hollow."
        items = [_bar(line, scale) for line in good]
        items += [
            Bar(f"Reported: {_reported(c, '').setting}", c.value or 0.0, written[c.locator], c.low, c.high, hollow=True)
            for c in alike
        ]
        rows = [(Link("measured"), figure_link(line, scale), Link(_name(line))) for line in good]
        rows += [(Link("reported"), Link(written[c.locator]), Link(_reported(c, "").setting)) for c in alike]
        yield Drawing(title, about, bars(title, about, items), ("By", metric, "Set-up"), tuple(rows))


def _bar(line: Line, scale: Scale) -> Bar:
    ends = (line.spread.low, line.spread.high) if line.spread else (None, None)
    return Bar(_name(line), line.figure.value, scale.figure(line.figure.value), *ends)


def _name(line: Line) -> str:
    return f"{called(line.figure)}, {load(line.figure.load)}"


def agrees(claim: ClaimRow, unit: str) -> bool:
    """Whether a reported figure can stand beside measured ones: the same unit, and a figure rather than a change.

    A ratio to a baseline is what some metrics are (speed-up); of any other metric it is a comparison.
    """
    kind = claim.comparison == "level" or (claim.comparison == "ratio" and is_times(claim.metric))
    return kind and claim.value is not None and claim.unit == unit
