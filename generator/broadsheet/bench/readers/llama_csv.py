"""Reads `llama-bench -o csv`: the columns of its JSON, numbers in quotes too."""

import re
from collections.abc import Iterator

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
    """One configuration a line."""
    return Reading(list(_configurations(source.text)))


def _configurations(text: str) -> Iterator[Configuration]:
    heading: list[str] = []
    for number, line in enumerate(text.split("\n"), 1):
        if _is_heading(line):
            heading = [cell for cell, _ in csv_cells(line)]
            continue
        cells = csv_cells(line) if heading else []
        if len(cells) != len(heading) or not heading:
            continue
        record = {name: _value(name, cell) for name, (cell, _) in zip(heading, cells, strict=True)}
        places = {name: f"{number}:{column}" for name, (_, column) in zip(heading, cells, strict=True)}
        yield llama_bench.configuration(record, places)


def _value(name: str, cell: str) -> str | Number:
    return Number(cell) if name in _RESULTS and re.fullmatch(r"-?[0-9]+(\.[0-9]*)?(e[-+]?[0-9]+)?", cell) else cell
