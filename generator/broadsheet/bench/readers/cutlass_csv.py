"""Reads the CUTLASS profiler's CSV (`--output=FILE`): one operation on one problem a line.

Its `Problem` column counts within one run; runs that were appended or pasted together repeat it, so the line tells.
"""

from collections.abc import Sequence

from ..measurement import Configuration, Reading
from ..source import Source
from . import cutlass
from .table import Line, csv_lines

TOOL = "cutlass_profiler --output"
SIGNS: tuple[str, ...] = ("Problem,Provider,OperationKind,Operation,Disposition,Status", "Runtime,GB/s,GFLOPs")
_FIGURES = ("Runtime", "GB/s", "GFLOPs")
_COLUMNS = ("Provider", "OperationKind", "Operation", "Status")


def recognise(source: Source) -> bool:
    """Whether the file has the profiler's heading."""
    return all(sign in source.text for sign in SIGNS)


def _is_heading(cells: Sequence[str]) -> bool:
    return "Problem" in cells and set(_COLUMNS) <= set(cells) and set(_FIGURES) <= set(cells)


def read(source: Source) -> Reading:
    """One configuration a line with figures; the lines without are one problem."""
    found: list[Configuration] = []
    without: list[int] = []
    for line in csv_lines(source.text, _is_heading):
        if len(line.cells) < len(line.names):
            without.append(line.number)
            continue
        case = _case(line)
        if case.measurements:
            found.append(case)
        else:
            without.append(line.number)
    return Reading(found, cutlass.unmeasured(source.path, without, len(found) + len(without)))


def _case(line: Line) -> Configuration:
    values = line.values
    measured = [
        figure
        for index, name in enumerate(line.names)
        if name in _FIGURES and (figure := cutlass.figure(name, line.cells[index][0], line.place(index), None))
    ]
    facts = cutlass.facts(values["Provider"], values["OperationKind"], values["Operation"], values)
    params = {name: text for name, text in values.items() if text and name not in (*_FIGURES, *_COLUMNS)}
    return Configuration(
        facts, measured, params, cutlass.status(values.get("Disposition", ""), values["Status"]), line.table
    )
