"""What was measured, prepared once for all pages that show it; the index of the benchmarks and the pages of tasks."""

from collections.abc import Iterator
from itertools import groupby

from msgspec import Struct

from ..bench.comparisons import LATENCIES, THROUGHPUTS, by_run
from ..bench.leaderboards import Figure, Line, by_configuration, by_rank, figure
from ..bench.leaderboards import lines as lines_of
from ..bench.names import Names
from ..bench.schema import Row
from ..bench.tables import Rows, gather
from ..bench.techniques import SetUp, set_ups
from ..bench.timings import tells_work
from ..catalog.urls import page_url, run_url, task_url
from .benchmark_views import BenchmarksView, Drawing, Link, TaskLines, TaskView
from .drawings import pair_drawings
from .jobs import Job
from .leaderboards import Board, describe, find_boards, leaderboard_pages, ranked, task_title, turner
from .runs import Run, by_source, find_runs, newest, places, run_list, run_pages, summary
from .site import Site, pages_of
from .techniques import technique_link, technique_pages
from .views import ROOT

NEWEST = 12
# Charts on a page of a task.
MOST_DRAWINGS = 12


class Benchmarks(Struct, frozen=True):
    """Everything measured, in the orders in which pages want it, packed. `names` are those of metrics and devices."""

    names: Names
    rows: Rows
    runs: list[Run]
    lines: Rows
    boards: list[Board]
    set_ups: tuple[SetUp, ...]


def make_benchmarks(rows: Rows, names: Names) -> Benchmarks:
    """Sort the measured rows by place in their files, then their figures into the lines of leaderboards."""
    sorted_rows = gather(rows, Row, by_source)
    runs = find_runs(sorted_rows)
    timed: list[tuple[Row, str]] = []
    figures = gather(_figures(sorted_rows, runs, timed), Figure, by_configuration)
    lines = gather(lines_of(figures), Line, by_rank)
    return Benchmarks(names, sorted_rows, runs, lines, find_boards(lines), set_ups(timed))


def _figures(rows: Rows, runs: list[Run], timed: list[tuple[Row, str]]) -> Iterator[Figure]:
    """Every row as a figure; those of timed techniques go to `timed` on the way, so that rows are unpacked once."""
    for at, (row, place) in enumerate(places(rows, runs)):
        if tells_work(row):
            timed.append((row, place))
        if found := figure(row, at, place):
            yield found


def benchmark_pages(site: Site, measured: Benchmarks, claims: int) -> Iterator[Job]:
    """Every page under /benchmarks/ but the explorer. `claims` counts the figures that papers report."""
    names = measured.names
    yield _index(site, measured, claims)
    if measured.runs:
        yield from _task_pages(measured)
        yield from leaderboard_pages(measured.lines, measured.boards, names)
        yield from run_pages(site, measured.rows, measured.runs, names)
        yield from run_list(site, measured.runs)
        yield from technique_pages(site, measured.set_ups, names)


def _index(site: Site, measured: Benchmarks, claims: int) -> Job:
    tasks = [list(held) for _, held in groupby(measured.boards, key=lambda board: board.task)]
    view = BenchmarksView(
        row_count=len(measured.rows),
        run_count=len(measured.runs),
        board_count=sum(ranked(board, measured.names) for board in measured.boards),
        claim_count=claims,
        claim_paper_count=sum(1 for paper in site.catalog.papers.values() if paper.claims),
        tasks=tuple(
            TaskLines(
                _task_link(boards[0], _counted(sum(b.lines for b in boards))), *_by_direction(boards, measured.names)
            )
            for boards in tasks
        ),
        newest=tuple(_run_link(run) for run in newest(measured.runs)[:NEWEST]),
        techniques=technique_link(measured.set_ups),
    )
    about = f"{view.row_count} figures read from {view.run_count} raw files of benchmark tools, each with its source."
    return Job("benchmarks/", "benchmarks", "Benchmarks", about, "benchmarks", view)


def _counted(lines: int) -> str:
    return f"{lines:,} {'line' if lines == 1 else 'lines'}"


def _by_direction(boards: list[Board], names: Names) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    """Links to the leaderboards, and to what is measured without a good direction."""
    good = [board for board in boards if ranked(board, names)]
    return describe(good, names), describe([board for board in boards if board not in good], names)


def _task_link(board: Board, note: str = "") -> Link:
    return Link(task_title(board), ROOT + task_url(board.task), note)


def _run_link(run: Run) -> Link:
    return Link(run.path.removeprefix("content/runs/"), ROOT + run_url(run.id), summary(run))


def _task_pages(measured: Benchmarks) -> Iterator[Job]:
    """A page a task, further ones where it has many charts."""
    wanted = {*THROUGHPUTS, *LATENCIES}
    lines = gather((line for line in measured.lines if line.figure.metric in wanted), Line, by_run)
    found = pair_drawings(lines, measured.names)
    drawn = {task: [drawing for _, drawing in held] for task, held in groupby(found, key=lambda pair: pair[0])}
    for task, held in groupby(measured.boards, key=lambda board: board.task):
        boards = list(held)
        drawings = drawn.get(task, [])
        for page in range(1, pages_of(len(drawings), MOST_DRAWINGS) + 1):
            yield _task_job(boards, page, drawings, measured.names)


def _task_job(boards: list[Board], page: int, drawings: list[Drawing], names: Names) -> Job:
    name, base = task_title(boards[0]), task_url(boards[0].task)
    leading, unranked = _by_direction(boards, names)
    view = TaskView(
        task=name,
        is_tool=any(board.is_tool for board in boards),
        boards=leading,
        unranked=unranked,
        drawings=tuple(drawings[(page - 1) * MOST_DRAWINGS : page * MOST_DRAWINGS]),
        pager=turner(base, page, pages_of(len(drawings), MOST_DRAWINGS)),
    )
    about = f"{len(boards)} metrics measured for {name}, each setting apart."
    title = name if page == 1 else f"{name}, page {page}"
    return Job(page_url(base, page), "benchmarks", title, about, "task", view)
