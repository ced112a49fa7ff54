"""Reads the tables that `nsys stats` and `nsys profile --stats=true` print: the summaries of `nsys_stats`, in columns.

A line of dashes stands under the heading; the columns of numbers come first, those of names last. Versions of 2020
state the unit in the title alone: `CUDA Kernel Statistics (nanoseconds)`.
"""

import re
from collections.abc import Iterator

from ..measurement import Reading
from ..source import Source
from .nsys_stats import TOOL as NAME
from .nsys_stats import is_heading, reading
from .table import Line

TOOL = f"{NAME} table"
SIGNS: tuple[str, ...] = ("Total", "Min", "Max", " Name", " ---", "Avg (ns)")
_DIVIDER = re.compile(r"\s*-{3,}(?: +-{3,})+\s*")
_TITLE = re.compile(r".*Statistics.*\((nanoseconds|KiB)\)\s*")
_UNITS = {"nanoseconds": "ns", "KiB": "KiB"}
# A heading's names hold single spaces, two stand between them; so do the names of style and range of one line.
_NAME = re.compile(r"\S+(?: \S+)*")
_TEXTS = ("Name", "Operation", "Style", "Range", "Category", "API Name", "Kernel Name", "NVTX Range", "Event Type")


def recognise(source: Source) -> bool:
    """Whether the text holds a line of such a table."""
    return "Total" in source.text and " ---" in source.text and any(True for _ in _lines(source.text))


def read(source: Source) -> Reading:
    """One configuration a line; each table is a run."""
    return reading(_lines(source.text), source.path)


def _lines(text: str) -> Iterator[tuple[Line, str | None]]:
    """The lines of the tables, each with the unit of its table's title."""
    names: list[str] = []
    before = ""
    unit: str | None = None
    table = 0
    for number, line in enumerate(text.split("\n"), 1):
        if title := _TITLE.fullmatch(line):
            names, unit = [], _UNITS[title[1]]
        elif _DIVIDER.fullmatch(line):
            names = _NAME.findall(before)
            names = names if len(names) == len(line.split()) and is_heading(names, unit) else []
            table += bool(names)
        elif names and line.lstrip()[:1].isdigit():
            yield Line(number, table, names, _cells(line, names)), unit
        elif names:
            names, unit = [], None
        before = line


def _cells(line: str, names: list[str]) -> list[tuple[str, int]]:
    """The cells of a line: the numbers, and then the names; fewer than there are columns when the line breaks off."""
    texts = sum(name in _TEXTS for name in names)
    found = [(match[0], match.start() + 1) for match in re.finditer(r"\S+", line)][: len(names) - texts]
    if len(found) + texts < len(names):
        return found
    place = found[-1][1] - 1 + len(found[-1][0])
    rest = [(match[0], match.start() + 1) for match in _NAME.finditer(line, place)]
    if len(rest) != texts:  # a name may hold anything, or be empty
        name = line[place:].strip()
        rest = [("", place + 1)] * (texts - 1) + [(name, line.find(name, place) + 1)] * bool(texts)
    return found + rest
