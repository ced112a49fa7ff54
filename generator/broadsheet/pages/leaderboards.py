"""The leaderboards: a page for each task and metric, a table for each setting, further pages where there are many."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby, islice
from math import sqrt

from msgspec import Struct

from ..bench.leaderboards import Figure, Line, board_key, scene_key, table_key
from ..bench.names import Names
from ..bench.tables import Rows
from ..catalog.urls import leaderboard_url, page_url, task_url
from .benchmark_views import LeaderboardView, LineView, Link, SceneView, TableView
from .drawings import precision_drawings, sweep_drawings
from .figures import Scale, scale_of
from .jobs import Job
from .views import ROOT, Chip, Pager, chip
from .wording import (
    engine,
    hardware,
    metric_name,
    parallelism,
    precision,
    setting,
    settings,
    spread_and_tail,
    statistic,
    work,
)

# A page ends with the table that reaches one of these.
MOST_TABLES, MOST_LINES = 24, 150
# Lines that charts look at; of more nobody could make out one.
_FOR_CHARTS = 600
# Settings in one cell; the row's own page has all.
_MOST_SETTINGS = 8
_DIRECTIONS = {
    True: "Higher is better.",
    False: "Lower is better.",
    None: "Neither direction is known to be better: lines come in the order of their names.",
}


class Board(Struct, frozen=True):
    """A leaderboard: how much is on it."""

    task: str
    task_name: str
    is_tool: bool
    metric: str
    lines: int
    tables: int
    pages: int


class _Table(Struct, frozen=True):
    """A table before its lines are made: what they have in common."""

    first: Line
    count: int
    columns: tuple[str, ...]
    differing: tuple[str, ...]
    has_spread: bool
    has_samples: bool
    scale: Scale


class _Pages:
    """Where tables go: which page takes which of a table's lines."""

    def __init__(self) -> None:
        self.page, self.tables, self.lines = 1, 0, 0

    def place(self, count: int) -> Iterator[tuple[int, int, int]]:
        """Page, first line and end for each piece of a table of `count` lines."""
        start = 0
        while start < count:
            if self.tables == MOST_TABLES or self.lines >= MOST_LINES:
                self.page, self.tables, self.lines = self.page + 1, 0, 0
            end = min(count, start + MOST_LINES - self.lines)
            self.tables, self.lines = self.tables + 1, self.lines + end - start
            yield self.page, start, end
            start = end


def find_boards(lines: Iterable[Line]) -> list[Board]:
    """The leaderboards that lines in the order of `by_rank` make."""
    boards = []
    for (task, metric), held in groupby(lines, key=lambda line: board_key(line.figure)):
        cut, tables, count, name, is_tool = _Pages(), 0, 0, "", False
        for _, table in groupby(held, key=lambda line: table_key(line.figure)):
            size = 0
            for line in table:
                size += 1
                name = min(name or line.figure.task_name, line.figure.task_name)
            is_tool = is_tool or json.loads(line.figure.rest).get("tool") == name
            for _ in cut.place(size):
                pass
            tables, count = tables + 1, count + size
        boards.append(Board(task, name, is_tool, metric, count, tables, cut.page))
    return boards


def leaderboard_pages(lines: Rows, boards: Iterable[Board], names: Names) -> Iterator[Job]:
    """Every page of every leaderboard; `lines` in the order of `by_rank`."""
    by_task: dict[str, list[Board]] = {}
    for board in boards:
        by_task.setdefault(board.task, []).append(board)
    tables = groupby(_tables(lines), key=lambda found: board_key(found[0].first.figure))
    for board, (_, held) in zip(boards, tables, strict=True):
        others = tuple(_chip(other, names) for other in by_task[board.task] if other != board)
        for number, scenes in _pages(held, names):
            yield _job(board, number, scenes, others, names)


def _tables(lines: Rows) -> Iterator[tuple[_Table, Iterator[Line]]]:
    """Each table with its lines. The lines are read twice, side by side, so that none need be held."""
    ahead, behind = (groupby(lines, key=lambda line: table_key(line.figure)) for _ in range(2))
    for (_, first), (_, second) in zip(ahead, behind, strict=True):
        yield _table(first), second


def _table(lines: Iterator[Line]) -> _Table:
    """What the columns of a table will be, from all of its lines."""
    first = next(lines)
    told = json.loads(first.figure.rest)
    seen, differs, only_some = {first.figure.rest}, dict[str, None](), dict[str, None]()
    smallest = largest = abs(first.figure.value)
    columns = dict.fromkeys(name for name, cell in _cells(first) if cell)
    spread, samples, count = bool(first.spread or first.tail), first.samples is not None, 1
    for line in lines:
        count += 1
        if line.figure.rest not in seen:
            # A few are remembered: lines of one run are much alike.
            seen = {line.figure.rest} if len(seen) > 64 else seen | {line.figure.rest}
            other = json.loads(line.figure.rest)
            differs |= {name: None for name in told if name in other and told[name] != other[name]}
            only_some |= dict.fromkeys(told.keys() ^ other.keys())
        size = abs(line.figure.value)
        smallest, largest = min(smallest, size) if size else smallest, max(largest, size)
        columns |= dict.fromkeys(name for name, cell in _cells(line) if cell)
        spread, samples = spread or bool(line.spread or line.tail), samples or line.samples is not None
    middle = sqrt(smallest) * sqrt(largest) or largest
    scale = scale_of(middle, first.figure.unit, first.figure.metric)
    order = tuple(name for name, _ in _cells(first) if name in columns)
    # What lines state differently says more than what only some of them state.
    settings_that_differ = (*sorted(differs), *sorted(only_some.keys() - differs.keys()))
    return _Table(first, count, order, settings_that_differ, spread, samples, scale)


def _cells(line: Line) -> tuple[tuple[str, str], ...]:
    """What a configuration is, under the names of its columns."""
    of = line.figure.configuration
    return (
        ("Model", of.model or ""),
        ("Method", of.method or ""),
        ("Precision", precision(of)),
        ("Engine", engine(of)),
        ("Parallelism", parallelism(of)),
    )


def _pages(
    tables: Iterable[tuple[_Table, Iterator[Line]]], names: Names
) -> Iterator[tuple[int, tuple[SceneView, ...]]]:
    """The number and the scenes of each page of one leaderboard."""
    cut, page = _Pages(), 1
    done: list[SceneView] = []
    for _, in_scene in groupby(tables, key=lambda found: scene_key(found[0].first.figure)):
        made: list[TableView] = []
        held: list[Line] = []
        heading = ""
        for table, lines in in_scene:
            heading = heading or _heading(table.first, names)
            for number, start, end in cut.place(table.count):
                if number != page:
                    yield page, (*done, *([SceneView(heading, tuple(made))] if made else ()))
                    page, done, made = number, [], []
                piece = list(islice(lines, end - start))
                held += piece[: max(0, _FOR_CHARTS + 1 - len(held))]
                made.append(_table_view(table, piece, start, names))
        charts = tuple(sweep_drawings(held, names)) if len(held) <= _FOR_CHARTS else ()
        done.append(SceneView(heading, tuple(made), charts))
    yield page, tuple(done)


def _heading(line: Line, names: Names) -> str:
    scene = line.figure.scene
    return " · ".join(part for part in (hardware(scene, names), work(scene)) if part)


def _table_view(table: _Table, lines: list[Line], start: int, names: Names) -> TableView:
    one = table.first.figure
    columns = (*table.columns, *(("Settings that differ",) if table.differing else ()))
    return TableView(
        caption=setting(one.scene, one.load, names),
        columns=columns or ("Run",),
        has_spread=table.has_spread,
        has_samples=table.has_samples,
        first=start == 0,
        lines=tuple([_line(line, at, table) for at, line in enumerate(lines, start + 1)]),
        drawings=tuple(precision_drawings(lines, names)) if start == 0 else (),
    )


def _line(line: Line, rank: int, table: _Table) -> LineView:
    one = line.figure
    cells = [cell for name, cell in _cells(line) if name in table.columns]
    if table.differing:
        more = len(table.differing) - _MOST_SETTINGS
        told = settings(one.rest, table.differing[:_MOST_SETTINGS])
        cells.append(f"{told}; and {more} more" if more > 0 else told)
    return LineView(
        # Only complete runs of a metric with a good direction compete.
        rank=str(rank) if one.status == "ok" and one.higher_is_better is not None else "",
        figure=table.scale.figure(one.value),
        url=ROOT + one.place,
        statistic=statistic(one.statistic, one.quantile),
        status="" if one.status == "ok" else one.status,
        spread=spread_and_tail(line, table.scale),
        samples=f"{line.samples:,}" if line.samples is not None else "",
        cells=tuple(cells) or (_run_name(one),),
    )


def _run_name(one: Figure) -> str:
    """What to call a line of which nothing else is stated: its raw file and the run's number in it."""
    return f"{one.place.split('/')[2]}, run {one.run_id.rpartition('-')[2]}"


def _chip(board: Board, names: Names) -> Chip:
    return chip(metric_name(board.metric, names), ROOT + leaderboard_url(board.task, board.metric))


def _job(board: Board, page: int, scenes: tuple[SceneView, ...], others: tuple[Chip, ...], names: Names) -> Job:
    metric = metric_name(board.metric, names)
    known = names.metric(board.metric)
    base = leaderboard_url(board.task, board.metric)
    view = LeaderboardView(
        task=Link(board.task_name, ROOT + task_url(board.task)),
        metric=metric,
        description=known.description.replace("`", "") if known else "",
        direction=_DIRECTIONS[known.higher_is_better if known else None],
        line_count=board.lines,
        table_count=board.tables,
        scenes=scenes,
        others=others,
        pager=turner(base, page, board.pages),
    )
    about = (
        f"{metric} measured for {board.task_name}: {board.lines} configurations in {board.tables} settings, kept apart."
    )
    title = f"{metric}, {board.task_name}" + (f", page {page}" if page > 1 else "")
    return Job(page_url(base, page), "benchmarks", title, about, "leaderboard", view)


def turner(base: str, page: int, pages: int) -> Pager:
    """A pager for pages whose things are not counted."""
    before = ROOT + page_url(base, page - 1) if page > 1 else ""
    after = ROOT + page_url(base, page + 1) if page < pages else ""
    return Pager(page, pages, before, after)


def describe(boards: Iterable[Board], names: Names) -> tuple[Link, ...]:
    """Leaderboards as links with what is on them."""
    return tuple(
        Link(metric_name(b.metric, names), ROOT + leaderboard_url(b.task, b.metric), _counted(b)) for b in boards
    )


def _counted(board: Board) -> str:
    lines = f"{board.lines:,} {'line' if board.lines == 1 else 'lines'}"
    return f"{lines}, {board.tables:,} {'setting' if board.tables == 1 else 'settings'}"
