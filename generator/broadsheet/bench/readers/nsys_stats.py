"""Reads the summaries of `nsys stats --format csv`: kernels, API calls, memory operations, NVTX ranges and their kin.

Each column is one statistic over the events of a kernel, call or range, its unit in the heading (`--timeunit` changes
it); versions until 2021 write none behind `Average`, `Minimum` and `Maximum`, which are in the unit of the total.
Reports in one file follow one another, with lines of the tool between. MB is 1e6 bytes. `value_raw` leaves out commas
that set thousands apart.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from msgspec import Struct

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Source, whole
from .table import Line, csv_lines

TOOL = "nsys stats"
SIGNS: tuple[str, ...] = ("Total Time (", "Min", "Max", "Name")
_COLUMN = re.compile(r"(.*?) ?\((ns|us|ms|s|%|[KMG]?i?B)\)")
_STATISTICS: dict[str, Statistic] = {
    "Total": "total",
    "Avg": "mean",
    "Average": "mean",
    "Med": "median",
    "Median": "median",
    "Min": "min",
    "Minimum": "min",
    "Max": "max",
    "Maximum": "max",
    "StdDev": "std",
}
# `cuda_kern_exec_sum` tells of API call, queue, kernel and all together with a letter before the statistic.
_PART = re.compile(r"([TAQK])(Avg|Med|Min|Max|StdDev)")
_PARTS = {"T": "launch_to_end_time", "A": "api_time", "Q": "queue_time", "K": "gpu_time"}
_SIGN = re.compile(r"(?:Total[ \w]{0,20}|[TAQK]Avg) ?\((?:ns|us|ms|s|[KMG]?i?B)\)\"?,")
_GROUPED = re.compile(r"-?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COUNTS = ("Instances", "Num Calls", "Count", "Calls", "Operations", "Range Instances", "Kern Inst")
_SUBJECTS = ("Name", "Operation", "Range", "NVTX Range", "Kernel Name", "Event Type")


class _Column(Struct, frozen=True):
    """What a column's figures are."""

    name: str
    statistic: Statistic
    unit: str
    unit_raw: str | None


def recognise(source: Source) -> bool:
    """Whether a line is the heading of such a summary."""
    return bool(_SIGN.search(source.text)) and any(True for _ in csv_lines(source.text, is_heading))


def is_heading(cells: Sequence[str], unit: str | None = None) -> bool:
    """Whether these are the columns of a summary. `unit` is the table's, which columns of totals then need not have."""
    named = any(
        (cell.startswith("Total") and (unit or _COLUMN.fullmatch(cell))) or _PART.fullmatch(cell.partition(" (")[0])
        for cell in cells
    )
    return named and any(c in _COUNTS for c in cells) and any(c in _SUBJECTS for c in cells)


def read(source: Source) -> Reading:
    """One configuration a line; each report of the file is a run."""
    return reading(((line, None) for line in csv_lines(source.text, is_heading)), source.path)


def reading(lines: Iterable[tuple[Line, str | None]], path: str) -> Reading:
    """The figures of lines of summaries, each with the unit of its table, where it has one for all columns."""
    found: list[Configuration] = []
    broken: list[int] = []
    columns: dict[int, _Column] = {}
    table = 0
    for line, unit in lines:
        if line.table != table:
            columns, table = _columns(line.names, unit), line.table
        if len(line.cells) != len(line.names):
            broken.append(line.number)
        elif measured := list(_figures(line, columns)):
            found.append(_configuration(line, columns, measured))
    message = f"{len(broken)} lines have not as many cells as the heading and are left out, the first of them here"
    hint = "copy the file again, whole"
    return Reading(found, [Problem(path, at, 0, "broken-line", message, hint, "warning") for at in broken[:1]])


def _columns(names: list[str], stated: str | None) -> dict[int, _Column]:
    units = [match[2] for name in names if name.startswith("Total") and (match := _COLUMN.fullmatch(name))]
    units += [stated] if stated else []
    found: dict[int, _Column] = {}
    for index, written in enumerate(names):
        match = _COLUMN.fullmatch(written)
        base, unit = (match[1], match[2]) if match else (written, None)
        part = _PART.fullmatch(base)
        statistic = next((_STATISTICS[word] for word in base.split() if word in _STATISTICS), None)
        if unit == "%":
            found[index] = _Column("time_share", "single", unit, unit)
        elif part and unit:
            found[index] = _Column(_PARTS[part[1]], _STATISTICS[part[2]], unit, unit)
        elif written in _COUNTS:
            found[index] = _Column("calls", "total", "1", None)
        elif statistic and (unit or (units and (written in _STATISTICS or stated))):
            what = " ".join(word for word in base.split() if word not in _STATISTICS and word != "Time")
            size = (unit or units[0]).endswith("B")
            found[index] = _Column(
                f"{what} {'transfer_size' if size else 'time'}".strip(), statistic, unit or units[0], unit
            )
    return found


def _figures(line: Line, columns: dict[int, _Column]) -> Iterator[Measurement]:
    samples = next(
        (whole(_ungrouped(line.cells[at][0])) for at, column in columns.items() if column.name == "calls"), None
    )
    for index, column in columns.items():
        text = line.cells[index][0]
        if text:
            alone = column.name in ("calls", "time_share")
            yield Measurement(
                line.names[index],
                column.name,
                _ungrouped(text),
                column.unit,
                line.place(index),
                column.statistic,
                None,
                column.unit_raw,
                None if alone else samples,
            )


def _ungrouped(text: str) -> str:
    return text.replace(",", "") if _GROUPED.fullmatch(text) else text


def _configuration(line: Line, columns: dict[int, _Column], measured: list[Measurement]) -> Configuration:
    params: dict[str, Any] = {
        name: text
        for index, (name, text) in enumerate(zip(line.names, line.texts, strict=True))
        if text and index not in columns
    }
    subject = next(name for name in reversed(_SUBJECTS) if name in line.names)
    return Configuration({"tool": TOOL, "workload": params.pop(subject, None)}, measured, params, run=line.table)
