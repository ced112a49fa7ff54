"""The tables of a leaderboard: their columns, from all of their lines, and what stands in each line.

A table holds one setting. Settings of which each has a single line are shown in one table, unranked: a page of tables
with a line each could not be read, and a rank among unlike things would say nothing.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from math import sqrt

from msgspec import Struct

from ..bench.leaderboards import Line, table_key
from ..bench.names import Names
from ..bench.settings import Configuration, Load
from ..bench.tables import Rows
from .benchmark_views import Drawing, LineView, SceneView, TableView
from .drawings import precision_drawings
from .figures import Scale, scale_of
from .views import ROOT
from .wording import (
    capital,
    engine,
    hardware,
    load,
    parallelism,
    precision,
    run_name,
    setting,
    settings,
    spread_and_tail,
    statistic,
    work,
)

# Settings in one cell; the row's own page has all.
_MOST_SETTINGS = 8
# Lines of a table that are held against the next one.
_MOST_SEEN = 64
# Tools write yes and no in more ways than one.
_SAME = {"1": "true", "0": "false", "yes": "true", "no": "false"}


class Table(Struct, frozen=True):
    """A table before its lines are made: what they have in common."""

    first: Line
    count: int
    columns: tuple[str, ...]
    differing: tuple[str, ...]
    has_spread: bool
    has_samples: bool
    scale: Scale


class Piece(Struct, frozen=True):
    """Those lines of a table that stand on one page, from line `start` on."""

    table: Table
    lines: Sequence[Line]
    start: int


class Part(Struct, frozen=True):
    """The pieces of one scene on one page, and what they show together."""

    pieces: Sequence[Piece]
    drawings: tuple[Drawing, ...] = ()


def tables(lines: Rows) -> Iterator[tuple[Table, Iterator[Line]]]:
    """Each table with its lines. The lines are read twice, side by side, so that none need be held."""
    ahead, behind = (groupby(lines, key=lambda line: table_key(line.figure)) for _ in range(2))
    for (_, first), (_, second) in zip(ahead, behind, strict=True):
        yield _table(first), second


def _table(lines: Iterator[Line]) -> Table:
    """What the columns of a table will be, from all of its lines."""
    first = next(lines)
    told = json.loads(first.figure.rest)
    seen, first_of = {_what(first)}, {first.figure.configuration: told}
    telling, differs, only_some = dict[str, None](), dict[str, None](), dict[str, None]()
    smallest = largest = abs(first.figure.value)
    columns = dict.fromkeys(name for name, cell in _cells(first) if cell)
    spread, samples, count = bool(first.spread or first.tail), first.samples is not None, 1
    for line in lines:
        count += 1
        if _what(line) not in seen:
            # A few are remembered: lines of one run are much alike.
            if len(seen) > _MOST_SEEN:
                seen, first_of = set(), {}
            seen.add(_what(line))
            other = json.loads(line.figure.rest)
            telling |= dict.fromkeys(_unlike(first_of.setdefault(line.figure.configuration, other), other))
            differs |= dict.fromkeys(_unlike(told, other))
            only_some |= dict.fromkeys(told.keys() ^ other.keys())
        size = abs(line.figure.value)
        smallest, largest = min(smallest, size) if size else smallest, max(largest, size)
        columns |= dict.fromkeys(name for name, cell in _cells(line) if cell)
        spread, samples = spread or bool(line.spread or line.tail), samples or line.samples is not None
    middle = sqrt(smallest) * sqrt(largest) or largest
    scale = scale_of(middle, first.figure.unit, first.figure.metric)
    order = tuple(name for name, _ in _cells(first) if name in columns)
    # What tells lines of one configuration apart says most, what only some lines state says least.
    differing = dict.fromkeys((*sorted(telling), *sorted(differs), *sorted(only_some)))
    return Table(first, count, order, tuple(differing), spread, samples, scale)


def _what(line: Line) -> tuple[Configuration, str]:
    return line.figure.configuration, line.figure.rest


def _unlike(one: Mapping[str, object], other: Mapping[str, object]) -> Iterator[str]:
    """What both state, and not the same of it."""
    return (name for name in one if name in other and _plain(one[name]) != _plain(other[name]))


def _plain(value: object) -> str:
    """A setting as it is compared: `1`, `true` and `yes` say the same."""
    text = str(value).lower()
    return _SAME.get(text, text)


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


def scene_views(parts: Iterable[Part], names: Names) -> Iterator[SceneView]:
    """The scenes of one page; neighbours on one hardware with a single line a setting become one table."""
    for _, held in groupby(enumerate(parts), key=lambda numbered: _together(*numbered)):
        group = [part for _, part in held]
        pieces = [piece for part in group for piece in part.pieces]
        if len(pieces) > 1 and all(piece.table.count == 1 for piece in pieces):
            scene = pieces[0].table.first.figure.scene
            heading = hardware(scene, names) if len(group) > 1 else _heading(pieces[0], names)
            drawings = tuple(drawing for part in group for drawing in part.drawings)
            yield SceneView(heading, (_gathered(pieces, len(group) > 1, heading),), drawings)
        else:
            for part in group:
                views = tuple(_table_view(piece, names) for piece in part.pieces)
                yield SceneView(_heading(part.pieces[0], names), views, part.drawings)


def _together(at: int, part: Part) -> tuple[object, ...]:
    """Parts of which this is the same may share a table."""
    if any(piece.table.count > 1 for piece in part.pieces):
        return (at,)
    one = part.pieces[0].table.first.figure
    scene = one.scene
    return one.unit, scene.accelerator, scene.accelerator_count, scene.nodes, scene.cpu, scene.folder


def _heading(piece: Piece, names: Names) -> str:
    scene = piece.table.first.figure.scene
    return " · ".join(part for part in (hardware(scene, names), work(scene)) if part)


def _gathered(pieces: Sequence[Piece], of_many_scenes: bool, heading: str) -> TableView:
    """One table for settings with a line each; the setting stands first in the line."""
    wanted = {name for piece in pieces for name in piece.table.columns}
    columns = tuple(name for name, _ in _cells(pieces[0].lines[0]) if name in wanted)
    lines = []
    for piece in pieces:
        [line], one = piece.lines, piece.table.first.figure
        told = [work(one.scene)] if of_many_scenes else []
        told += [load(one.load)] if one.load != Load() or not any(told) else []
        cells = (", ".join(part for part in told if part), *_filled(line, columns))
        lines.append(_line(line, "", piece.table.scale, cells))
    return TableView(
        caption="Each line is a setting of its own, so that none is ranked.",
        name=heading,
        columns=("Setting", *columns),
        has_ranks=False,
        has_spread=any(piece.table.has_spread for piece in pieces),
        has_samples=any(piece.table.has_samples for piece in pieces),
        first=True,
        lines=tuple(lines),
    )


def _table_view(piece: Piece, names: Names) -> TableView:
    table, one = piece.table, piece.table.first.figure
    # Where nothing is stated of what was run, nothing says that it is alike: in order, but not ranked.
    competes = table.count > 1 and table.columns and one.higher_is_better is not None
    told = [(_filled(line, table.columns), _rest(line, table.differing)) for line in piece.lines]
    # Lines that nothing else tells apart are known by their files.
    by_run = not table.columns or len(set(told)) < len(told)
    lines = []
    for at, (line, (stated, rest)) in enumerate(zip(piece.lines, told, strict=True), piece.start + 1):
        run = (run_name(line.figure),) if by_run else ()
        rank = str(at) if competes and line.figure.status == "ok" else ""
        lines.append(_line(line, rank, table.scale, (*stated, *run, *rest)))
    run_column, last_column = ("Run",) if by_run else (), ("Settings that differ",) if table.differing else ()
    return TableView(
        caption=capital(load(one.load)) + ".",
        name=setting(one.scene, one.load, names),
        columns=(*table.columns, *run_column, *last_column),
        has_ranks=any(line.rank for line in lines),
        has_spread=table.has_spread,
        has_samples=table.has_samples,
        first=piece.start == 0,
        lines=tuple(lines),
        drawings=tuple(precision_drawings(piece.lines, names)) if piece.start == 0 else (),
    )


def _rest(line: Line, differing: Sequence[str]) -> tuple[str, ...]:
    """The cell of a line's other settings, where there is such a column."""
    if not differing:
        return ()
    told, more = settings(line.figure.rest, differing[:_MOST_SETTINGS]), len(differing) - _MOST_SETTINGS
    return (f"{told}; and {more} more" if more > 0 else told,)


def _filled(line: Line, columns: Sequence[str]) -> tuple[str, ...]:
    return tuple(cell for name, cell in _cells(line) if name in columns)


def _line(line: Line, rank: str, scale: Scale, cells: tuple[str, ...]) -> LineView:
    one = line.figure
    return LineView(
        rank=rank,
        figure=scale.figure(one.value),
        url=ROOT + one.place,
        statistic=statistic(one.statistic, one.quantile),
        status="" if one.status == "ok" else one.status,
        spread=spread_and_tail(line, scale),
        samples=f"{line.samples:,}" if line.samples is not None else "",
        cells=cells,
    )
