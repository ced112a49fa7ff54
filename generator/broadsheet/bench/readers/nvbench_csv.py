"""Reads NVBench's CSV (`--csv FILE`): seconds, bytes and shares at full precision, one case a line.

Heading: benchmark, device, axes, `Skipped`, summaries, and then the axes that only later benchmarks have. Names repeat,
so columns are taken by place. NVBench quotes nothing: a comma in a name makes a line that cannot be read. Shares are
fractions, but percentages where the heading says `(%)` as the versions of 2021 did.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..source import Source, whole, words
from .nvbench import SHARES, Summary, is_measured_size, summary
from .table import Line, csv_lines

TOOL = "nvbench --csv"
SIGNS: tuple[str, ...] = ("Benchmark,Device,Device Name,", "Skipped", "Samples", "GPU Time (sec)")
_FIRST = ["Benchmark", "Device", "Device Name"]
_HEADER = re.compile(r"(.*?)(?: \((sec|elem/sec|bytes/sec|bytes|%|Hz)\))?")
_UNITS = {"sec": "s", "elem/sec": "op/s", "bytes/sec": "B/s", "bytes": "B", "Hz": "Hz", "%": "%"}
_NUMBER = re.compile(r"-?[0-9.]+(?:e[-+]?[0-9]+)?")


class _Column(Struct, frozen=True):
    """A column of figures; `samples` is the column that counts them."""

    summary: Summary
    unit: str
    unit_raw: str | None
    samples: int | None


def recognise(source: Source) -> bool:
    """Whether the file has NVBench's heading."""
    return SIGNS[0] in source.text and any(_is_heading(line.split(",")) for line in source.text.splitlines())


def _is_heading(cells: Sequence[str]) -> bool:
    return list(cells[:3]) == _FIRST and "Skipped" in cells


def read(source: Source) -> Reading:
    """One configuration a case that ran; those that were skipped are one problem."""
    found: list[Configuration] = []
    skipped: list[int] = []
    problems: list[Problem] = []
    columns: dict[int, _Column] = {}
    table = 0
    for line in csv_lines(source.text, _is_heading):
        if line.table != table:
            columns, table = _columns(line.names), line.table
        if len(line.cells) != len(line.names):
            problems.append(_broken(source.path, line))
        elif line.values["Skipped"] == "Yes":
            skipped.append(line.number)
        else:
            found.append(_case(line, columns))
    if skipped:
        message = f"{len(skipped)} of {len(skipped) + len(found)} cases were skipped, the first of them here"
        hint = "they have no figures; the log of the run says why"
        problems.append(Problem(source.path, skipped[0], 0, "skipped-case", message, hint, "warning"))
    return Reading(found, problems)


def _broken(path: str, line: Line) -> Problem:
    message = f"this line has {len(line.cells)} cells under a heading of {len(line.names)} and is left out"
    hint = "NVBench does not quote: take commas out of names, or copy the file again, whole"
    return Problem(path, line.number, 0, "broken-line", message, hint, "warning")


def _columns(names: list[str]) -> dict[int, _Column]:
    found: dict[int, _Column] = {}
    samples: int | None = None
    time = ""
    first = names.index("Skipped") + 1
    for index, written in enumerate(names[first:], first):
        match = _HEADER.fullmatch(written)
        header, suffix = (match[1], match[2]) if match else (written, None)
        if header == "Samples":
            samples = index
        elif header == "Noise":
            found[index] = _Column(Summary(f"{time}_noise", "std"), suffix or "ratio", suffix, samples)
        elif header in SHARES or suffix == "%":
            found[index] = _Column(summary(header), suffix or "ratio", suffix, samples)
        elif suffix and (suffix != "bytes" or is_measured_size(header)):
            found[index] = _Column(summary(header), _UNITS[suffix], suffix, samples)
            time = summary(header).name if suffix == "sec" else time
    return found


def _case(line: Line, columns: dict[int, _Column]) -> Configuration:
    values = line.values
    device = words(values["Device Name"])
    facts: dict[str, Any] = {
        "tool": "nvbench",
        "workload": words(values["Benchmark"]),
        "accelerator_raw": device,
        "accelerator_count": 1 if device else None,
    }
    stated = {"Benchmark", "Device Name", "Skipped", "Samples"}
    params = {
        name: text
        for index, (name, text) in enumerate(zip(line.names, line.texts, strict=True))
        # An axis of powers of two is there twice, as `Size (pow2)` 2^9 and as `Size` 512.
        if text and index not in columns and name not in stated and not name.endswith(" (pow2)")
    }
    return Configuration(facts, list(_figures(line, columns)), params, run=line.table)


def _figures(line: Line, columns: dict[int, _Column]) -> Iterator[Measurement]:
    for index, column in columns.items():
        text = line.cells[index][0]
        # Infinite noise is how NVBench says that there were too few samples for any.
        if not text or (column.summary.statistic == "std" and not _NUMBER.fullmatch(text)):
            continue
        yield Measurement(
            line.names[index],
            column.summary.name,
            text,
            column.unit,
            line.place(index),
            column.summary.statistic,
            None,
            column.unit_raw,
            whole(line.cells[column.samples][0]) if column.samples is not None else None,
        )
