"""The leaderboards: a page for each task and metric, a table for each setting, further pages where there are many."""

import json
from collections.abc import Iterable, Iterator
from itertools import groupby, islice

from msgspec import Struct

from ..bench.leaderboards import Line, board_key, scene_key, table_key
from ..bench.names import Names
from ..bench.tables import Rows
from ..catalog.urls import leaderboard_url, page_url, task_url
from .benchmark_views import LeaderboardView, Link, SceneView
from .board_tables import Part, Piece, Table, scene_views, tables
from .drawings import sweep_drawings
from .jobs import Job
from .views import ROOT, Chip, Pager, chip
from .wording import TOOLS, metric_name

# A page ends with the table that reaches one of these.
MOST_TABLES, MOST_LINES = 24, 150
# Lines that charts look at; of more nobody could make out one.
_FOR_CHARTS = 600
_DIRECTIONS = {
    True: "Higher is better.",
    False: "Lower is better.",
    None: "Neither direction is known to be better: lines come in the order of their names.",
}


class Board(Struct, frozen=True):
    """A leaderboard: how much is on it, with how many different models."""

    task: str
    task_name: str
    is_tool: bool
    metric: str
    lines: int
    tables: int
    pages: int
    models: int


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
            # A setting with a single line is a line of a table that others share.
            self.tables, self.lines = self.tables + (count > 1), self.lines + end - start
            yield self.page, start, end
            start = end


def find_boards(lines: Iterable[Line]) -> list[Board]:
    """The leaderboards that lines in the order of `by_rank` make."""
    boards = []
    for (task, metric), held in groupby(lines, key=lambda line: board_key(line.figure)):
        cut, tables, count, name, is_tool = _Pages(), 0, 0, "", False
        models: set[str | None] = set()
        for _, table in groupby(held, key=lambda line: table_key(line.figure)):
            size = 0
            for line in table:
                size += 1
                name = min(name or line.figure.task_name, line.figure.task_name)
                models.add(line.figure.configuration.model)
            is_tool = is_tool or json.loads(line.figure.rest).get("tool") == name
            for _ in cut.place(size):
                pass
            tables, count = tables + 1, count + size
        boards.append(Board(task, name, is_tool, metric, count, tables, cut.page, len(models - {None})))
    return boards


def leaderboard_pages(lines: Rows, boards: Iterable[Board], names: Names) -> Iterator[Job]:
    """Every page of every leaderboard; `lines` in the order of `by_rank`."""
    by_task: dict[str, list[Board]] = {}
    for board in boards:
        by_task.setdefault(board.task, []).append(board)
    by_board = groupby(tables(lines), key=lambda found: board_key(found[0].first.figure))
    for board, (_, held) in zip(boards, by_board, strict=True):
        others = tuple(_chip(other, names) for other in by_task[board.task] if other != board)
        for number, scenes in _pages(held, names):
            yield _job(board, number, scenes, others, names)


def _pages(found: Iterable[tuple[Table, Iterator[Line]]], names: Names) -> Iterator[tuple[int, tuple[SceneView, ...]]]:
    """The number and the scenes of each page of one leaderboard."""
    cut, page = _Pages(), 1
    done: list[Part] = []
    for _, in_scene in groupby(found, key=lambda one: scene_key(one[0].first.figure)):
        made: list[Piece] = []
        held: list[Line] = []
        for table, lines in in_scene:
            for number, start, end in cut.place(table.count):
                if number != page:
                    yield page, tuple(scene_views([*done, *([Part(made)] if made else ())], names))
                    page, done, made = number, [], []
                piece = list(islice(lines, end - start))
                held += piece[: max(0, _FOR_CHARTS + 1 - len(held))]
                made.append(Piece(table, piece, start))
        charts = tuple(sweep_drawings(held, names)) if len(held) <= _FOR_CHARTS else ()
        done.append(Part(made, charts))
    yield page, tuple(scene_views(done, names))


def task_title(board: Board) -> str:
    """What the task of a leaderboard is called; a tool by the name that its makers use."""
    return TOOLS.get(board.task_name, board.task_name) if board.is_tool else board.task_name


def opening_metric(boards: Iterable[Board], names: Names) -> str:
    """The metric to begin with: of those with a good direction the one whose leaderboard has the most models.

    Then the one with the most lines counts, then the name. Empty where nothing has a good direction.
    """
    found = [board for board in boards if ranked(board, names)]
    return min(found, key=lambda board: (-board.models, -board.lines, board.metric)).metric if found else ""


def _chip(board: Board, names: Names) -> Chip:
    return chip(metric_name(board.metric, names), ROOT + leaderboard_url(board.task, board.metric))


def _job(board: Board, page: int, scenes: tuple[SceneView, ...], others: tuple[Chip, ...], names: Names) -> Job:
    metric = metric_name(board.metric, names)
    known = names.metric(board.metric)
    base = leaderboard_url(board.task, board.metric)
    view = LeaderboardView(
        task=Link(task_title(board), ROOT + task_url(board.task)),
        metric=metric,
        description=known.description.replace("`", "") if known else "",
        direction=_DIRECTIONS[known.higher_is_better if known else None],
        line_count=board.lines,
        table_count=board.tables,
        scenes=scenes,
        others=others,
        pager=turner(base, page, board.pages),
    )
    task = task_title(board)
    about = f"{metric} measured for {task}: {board.lines} configurations in {board.tables} settings, kept apart."
    title = f"{metric}, {task}" + (f", page {page}" if page > 1 else "")
    return Job(page_url(base, page), "benchmarks", title, about, "leaderboard", view)


def turner(base: str, page: int, pages: int) -> Pager:
    """A pager for pages whose things are not counted."""
    before = ROOT + page_url(base, page - 1) if page > 1 else ""
    after = ROOT + page_url(base, page + 1) if page < pages else ""
    return Pager(page, pages, before, after)


def ranked(board: Board, names: Names) -> bool:
    """Whether a metric has a good direction: others count and describe, and nobody leads in them."""
    known = names.metric(board.metric)
    return known is not None and known.higher_is_better is not None


def describe(boards: Iterable[Board], names: Names) -> tuple[Link, ...]:
    """Leaderboards as links with what is on them."""
    return tuple(
        Link(metric_name(b.metric, names), ROOT + leaderboard_url(b.task, b.metric), _counted(b)) for b in boards
    )


def _counted(board: Board) -> str:
    lines = f"{board.lines:,} {'line' if board.lines == 1 else 'lines'}"
    return f"{lines}, {board.tables:,} {'setting' if board.tables == 1 else 'settings'}"
