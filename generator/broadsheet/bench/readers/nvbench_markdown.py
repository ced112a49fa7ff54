"""Reads the Markdown that NVBench prints: a table a benchmark and device under `# Benchmark Results`.

Every cell states its own unit, and the prefix changes from line to line. The log above repeats the times in ms and is
no result. Rates of elements are `1.152M`, in the versions of 2021 `1.152m` and `1.152b` (million and billion).
"""

import re
from typing import Any

from msgspec import Struct

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..source import Source, whole
from .nvbench import SHARES, Summary, is_measured_size, summary
from .table import markdown_cells

TOOL = "nvbench"
SIGNS: tuple[str, ...] = ("# Benchmark Results", "| Samples |", "GPU Time")
_RESULTS = re.compile(r"^# Benchmark Results\s*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"^(?:# Devices|# Log|### \[\d+\] .+|\|.*\bSamples\b.*\|)\s*$", re.MULTILINE)
_BENCHMARK = re.compile(r"## (?!#)(.+?)\s*$")
_DEVICE = re.compile(r"### \[\d+\] `?(.+?)`?\s*$")
_NO_RESULT = re.compile(r"(?:\x1b\[[0-9;]*m)*(Fail|Skip): *(?:\x1b\[[0-9;]*m)* *(.*)")
_CELL = re.compile(r"(-?[0-9.]+(?:e[-+]?[0-9]+)?) ?(s|[mun]s|[KMGT]?i?B(?:/s)?|%|x|[kKMGT]?Hz|[kKmMbGT])?")
_RATE_PREFIX = {None: "", "k": "k", "K": "K", "m": "M", "M": "M", "b": "G", "G": "G", "T": "T"}
_DIVIDER = re.compile(r"[-:]+")


class _Table(Struct):
    """The table that is being read, and whose it is."""

    benchmark: str | None = None
    device: str | None = None
    heading: list[str] = []


def recognise(source: Source) -> bool:
    """Whether the text has NVBench's results, with its devices, its log or a table of its kind."""
    text = source.text
    return SIGNS[0] in text and bool(_RESULTS.search(text)) and bool(_ELSEWHERE.search(text))


def read(source: Source) -> Reading:
    """One configuration a line of the tables; each `# Benchmark Results` is a run. What failed is one problem."""
    found: list[Configuration] = []
    lost: list[tuple[int, str]] = []
    table, run, in_results = _Table(), 0, False
    for number, line in enumerate(source.text.split("\n"), 1):
        if line.startswith("# "):
            in_results = bool(_RESULTS.match(line))
            run += in_results
        elif not in_results:
            lost += [(number, said[2].strip())] if (said := _NO_RESULT.match(line)) else []
        elif device := _DEVICE.match(line):
            table = _Table(table.benchmark, device[1])
        elif benchmark := _BENCHMARK.match(line):
            table = _Table(benchmark[1])
        elif cells := markdown_cells(line):
            if not table.heading:
                table.heading = [cell for cell, _ in cells]
            elif len(cells) == len(table.heading) and not all(_DIVIDER.fullmatch(cell) for cell, _ in cells):
                found.append(_case(table, number, cells, run))
    return Reading(found, [_lost(source.path, lost)] if lost else [])


def _lost(path: str, lost: list[tuple[int, str]]) -> Problem:
    number, said = lost[0]
    message = f"cases that failed or were skipped: {len(lost)}, the first of them here: {said[:120]}"
    return Problem(path, number, 0, "skipped-case", message, "they have no figures", "warning")


def _case(table: _Table, number: int, cells: list[tuple[str, int]], run: int) -> Configuration:
    measured: list[Measurement] = []
    params: dict[str, Any] = {}
    samples: int | None = None
    time = ""
    for header, (text, column) in zip(table.heading, cells, strict=True):
        figure = _CELL.fullmatch(text)
        unit = _unit(header, figure[2]) if figure else None
        if header == "Samples":
            samples = whole(text.rstrip("x"))
        elif figure and unit:
            known = Summary(f"{time}_noise", "std") if header == "Noise" else summary(header)
            time = known.name if unit.endswith("s") and "/" not in unit else time
            place = f"{number}:{column}"
            measured.append(
                Measurement(header, known.name, figure[1], unit, place, known.statistic, None, figure[2], samples)
            )
        elif text and header != "Noise":
            params[header] = text
    facts = {
        "tool": TOOL,
        "workload": table.benchmark,
        "accelerator_raw": table.device,
        "accelerator_count": 1 if table.device else None,
    }
    return Configuration(facts, measured, params, run=run)


def _unit(header: str, written: str | None) -> str | None:
    """The unit of a cell, None where the column is a setting."""
    if header.endswith("/s") and written in _RATE_PREFIX:
        return f"{_RATE_PREFIX[written]}op/s"
    if written and written.endswith("B"):
        return written if is_measured_size(header) else None
    return written if written and (written.endswith(("s", "Hz")) or written == "%" or header in SHARES) else None
