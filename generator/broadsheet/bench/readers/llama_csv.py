"""Reads `llama-bench -o csv`: the columns of its JSON, numbers in quotes too."""

import re
from collections.abc import Iterator

from ...model import Problem
from ..measurement import Configuration, Reading
from ..source import Number, Source
from . import llama_bench
from .table import csv_cells

TOOL = "llama-bench -o csv"
SIGNS = llama_bench.SIGNS
_RESULTS = ("avg_ns", "stddev_ns", "avg_ts", "stddev_ts")


def recognise(source: Source) -> bool:
    """Whether a line of the file is llama-bench's heading."""
    return "build_commit" in source.text and any(map(_is_heading, source.text.split("\n")))


def _is_heading(line: str) -> bool:
    return "build_commit," in line.replace('"', "") and {cell for cell, _ in csv_cells(line)} >= set(SIGNS)


def read(source: Source) -> Reading:
    """One configuration a line; a line with more or fewer cells than the heading has names is a problem."""
    found = list(_configurations(source))
    problems = [one for one in found if isinstance(one, Problem)]
    return Reading([one for one in found if isinstance(one, Configuration)], problems)


def _configurations(source: Source) -> Iterator[Configuration | Problem]:
    heading: list[str] = []
    for number, line in enumerate(source.text.split("\n"), 1):
        if _is_heading(line):
            heading = [cell for cell, _ in csv_cells(line)]
            continue
        cells = csv_cells(line) if heading else []
        if len(cells) != len(heading) or not heading:
            if len(cells) > len(heading) // 2 and heading:
                message = f"this line has {len(cells)} cells under {len(heading)} names, so none can be told"
                hint = "write the table again with llama-bench, or mend its heading"
                yield Problem(source.path, number, 1, "ragged-line", message, hint, "warning")
            continue
        record = {name: _value(name, cell) for name, (cell, _) in zip(heading, cells, strict=True)}
        places = {name: f"{number}:{column}" for name, (_, column) in zip(heading, cells, strict=True)}
        yield llama_bench.configuration(record, places)


def _value(name: str, cell: str) -> str | Number:
    return Number(cell) if name in _RESULTS and re.fullmatch(r"-?[0-9]+(\.[0-9]*)?(e[-+]?[0-9]+)?", cell) else cell
