"""Reads what torch.utils.benchmark prints: the tables of `Compare` and the text of a `Measurement`.

A table's unit stands below it ("Times are in microseconds (us)."). Its cells are medians (`utils/compare.py`), here and
there with `(! 12%)`, the interquartile range over the median, or, in a patch that PyTorch's developers use,
`(+-0.059)`, the standard deviation. A column that says speed-up is a ratio whatever the unit below.
"""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..source import Source
from .torch_measurement import NAME, OBJECT, facts, measurements

TOOL = NAME
SIGNS: tuple[str, ...] = (" threads: ", "Times are in ", " |  ")
# A name longer than its table leaves no room for dashes.
_TITLE = re.compile(r"\s*\[-* (.*?) -*\]\s*$")
_THREADS = re.compile(r"\s*(\d{1,6}) threads: ?-*\s*$")
_UNIT = re.compile(r"\s*Times are in \w+ \((ns|us|ms|s)\)\.")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_CELL = re.compile(r"\s*(\d+(?:\.\d+)?)(?: *\(\+-(\d+(?:\.\d+)?)\))?(?: *\(! (\d+)%\))?\s*")
_SPEEDUP = re.compile(r"speed-?\s?up", re.IGNORECASE)
# Only a build of PyTorch is called so; "Pillow (9.5.0)" is another column's library.
_VERSION = re.compile(r"\((?:[Tt]orch )?(\d+\.\d+\.\d+(?:a0|\.dev\d|\+)[^()\s]*)\)")
_STATED_VERSION = re.compile(r"^(?:- )?Torch version: (\S+)\s*$", re.MULTILINE)


class _Table(Struct):
    """A table of `Compare` as it is read: its cells wait for the unit below."""

    title: str
    first: int
    columns: list[str] | None = None
    threads: int | None = None
    rows: list[tuple[int, int | None, str]] = []
    unit: str | None = None


def recognise(source: Source) -> bool:
    """Whether the text holds a table of `Compare` or a `Measurement`."""
    text = source.text
    if " threads:" in text and any(table.threads for table in _tables(text.split("\n"))):
        return True
    return "common.Measurement object" in text and bool(OBJECT.search(text))


def read(source: Source) -> Reading:
    """One configuration a cell of each table, and one a `Measurement`. A table whose end is missing has no unit."""
    lines = source.text.split("\n")
    versions = set(_STATED_VERSION.findall(source.text))
    version = versions.pop() if len(versions) == 1 else None
    found: list[Configuration] = []
    problems: list[Problem] = []
    for run, table in enumerate((table for table in _tables(lines) if table.threads), 1):
        if table.unit is None:
            hint = "copy the whole output: the line under the table says the unit of its times"
            message = f"the table `{table.title[:80]}` has no line `Times are in ...` and is left out"
            problems.append(Problem(source.path, table.first, 0, "cut-run", message, hint, "warning"))
        else:
            found += _cells(table, table.unit, version, run)
    found += measurements(lines, version)
    return Reading(found, problems)


def _tables(lines: list[str]) -> list[_Table]:
    tables: list[_Table] = []
    for number, line in enumerate(lines, 1):
        if title := _TITLE.match(line):
            tables.append(_Table(title[1], number))
        elif not tables or tables[-1].unit:
            continue
        elif unit := _UNIT.match(line):
            tables[-1].unit = unit[1]
        elif threads := _THREADS.match(line):
            tables[-1].threads = int(threads[1])
        elif "|" in line and tables[-1].columns is None:
            tables[-1].columns = [name.strip() for name in line.split("|")[1:]]
        elif "|" in line:
            tables[-1].rows.append((number, tables[-1].threads, line))
    return tables


def _cells(table: _Table, unit: str, version: str | None, run: int) -> Iterator[Configuration]:
    columns = table.columns or []
    for number, threads, line in table.rows:
        # A row's own name may hold a bar; the cells are the last ones.
        parts = line.rsplit("|", len(columns))
        start = len(parts[0]) + 1
        for column, cell in zip(columns, parts[1:], strict=False):
            if figure := _CELL.fullmatch(_COLOUR.sub(lambda code: " " * len(code[0]), cell)):
                stated = _VERSION.search(column)
                told = facts(table.title, column, stated[1] if stated else version)
                params: dict[str, Any] = {"case": _COLOUR.sub("", parts[0]).strip(), "threads": threads}
                params |= {"iqr_percent_of_median": int(figure[3])} if figure[3] else {}
                yield Configuration(told, _cell(column, figure, unit, number, start), params, run=run)
            start += len(cell) + 1


def _cell(column: str, figure: re.Match[str], unit: str, number: int, start: int) -> list[Measurement]:
    place = f"{number}:{start + figure.start(1) + 1}"
    if _SPEEDUP.search(column):
        return [Measurement(column, "speedup", figure[1], "ratio", place)]
    measured = [Measurement(column, "time", figure[1], unit, place, "median", None, unit)]
    if figure[2]:
        place = f"{number}:{start + figure.start(2) + 1}"
        measured.append(Measurement(column, "time", figure[2], unit, place, "std", None, unit))
    return measured
