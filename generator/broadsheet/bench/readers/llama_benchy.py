"""Reads the Markdown table of llama-benchy (`--format md`), alone or in a report around it.

A cell is mean ± standard deviation over the runs (`numpy.std`); an empty cell is none. Headings carry the unit.
`pp1024 @ d4096 (c5)` is 1024 prompt tokens behind 4096 at 5 requests at once; llama-benchy leaves `(cN)` out where it
ran no more than one. `t/s (total)` is over all requests of a batch, `t/s (req)` the mean of one.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Source
from .log_lines import unprefixed
from .table import PLUS_MINUS, markdown_cells

TOOL = "llama-benchy"
SIGNS: tuple[str, ...] = ("| model", " test |", " t/s", "est_ppt (ms)", "e2e_ttft (ms)")
_FIGURE = re.compile(rf"([0-9][0-9.]*)(?:{PLUS_MINUS}([0-9][0-9.]*))?")
_TEST = re.compile(r"(ctx_)?(pp|tg)([0-9]{1,9})?(?: @ d([0-9]{1,9}))?(?: \(c([0-9]{1,6})\))?")
_HEADING = re.compile(r"(peak )?(t/s)(?: \((total|req)\))?|([a-z0-9_]+) \((ms)\)")
_VERSION = re.compile(r"^\s*llama-benchy \(([^)]+)\)")
_DATE = re.compile(r"^\s*date: (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?: \| latency mode: (\S+))?")
_NAMES = {
    (None, None): "token_throughput",
    (None, "total"): "token_throughput",
    (None, "req"): "token_throughput_per_request",
    ("peak ", None): "peak_token_throughput",
    ("peak ", "total"): "peak_token_throughput",
    ("peak ", "req"): "peak_token_throughput_per_request",
}


def recognise(source: Source) -> bool:
    """Whether a line of the file is the heading of llama-benchy's table."""
    return "(ms) |" in source.text and any(map(_is_heading, unprefixed(source.text).split("\n")))


def _is_heading(line: str) -> bool:
    cells = {cell for cell, _ in markdown_cells(line)} if "ttfr (ms)" in line or "e2e_ttft (ms)" in line else set()
    return {"model", "test"} <= cells and any(cell.startswith("t/s") for cell in cells)


def read(source: Source) -> Reading:
    """One configuration a line; each table is a run."""
    lines = unprefixed(source.text).split("\n")
    heading: list[str] = []
    found: list[tuple[int, int, list[str], list[tuple[str, int]]]] = []
    footers: dict[int, dict[str, str]] = {}
    run = 0
    for number, line in enumerate(lines, 1):
        cells = markdown_cells(line)
        if _is_heading(line):
            heading, run = [cell for cell, _ in cells], run + 1
        elif cells and len(cells) == len(heading):
            found.append((run, number, heading, cells))
        elif version := _VERSION.match(line):
            footers.setdefault(run, {})["version"] = version[1]
        elif date := _DATE.match(line):
            footers.setdefault(run, {}).update(time=f"{date[1]}T{date[2]}", latency_mode=date[3] or "")
    return Reading(
        [
            _configuration(names, cells, n, r, footers.get(r, {}))
            for r, n, names, cells in found
            if _tested(names, cells)
        ]
    )


def _tested(heading: list[str], cells: list[tuple[str, int]]) -> bool:
    return bool(_TEST.fullmatch(cells[heading.index("test")][0]))


def _configuration(
    heading: list[str], cells: list[tuple[str, int]], line: int, run: int, footer: dict[str, str]
) -> Configuration:
    record = dict(zip(heading, cells, strict=True))
    measured = [m for name, (text, column) in record.items() for m in _cell(name, text, f"{line}:", column)]
    params = {"latency_mode": footer["latency_mode"]} if footer.get("latency_mode") else {}
    test = record["test"][0]
    if test.startswith("ctx_"):
        params["cached_context"] = "being loaded"
    return Configuration(_facts(record["model"][0], test, footer), measured, params, run=run)


def _cell(name: str, text: str, line: str, column: int) -> Iterator[Measurement]:
    heading, figure = _HEADING.fullmatch(name), _FIGURE.fullmatch(text)
    if not heading or not figure:
        return
    peak, rate, over, time, _ = heading.groups()
    metric = _NAMES[(peak, over)] if rate else time
    unit = "t/s" if rate else "ms"
    parts: tuple[tuple[int, Statistic], ...] = ((1, "mean"), (2, "std"))
    for group, statistic in parts:
        if figure[group]:
            place = f"{line}{column + figure.start(group)}"
            yield Measurement(name, metric, figure[group], unit, place, statistic, None, unit)


def _facts(model: str, test: str, footer: dict[str, str]) -> dict[str, Any]:
    parts = _TEST.fullmatch(test)
    _, kind, tokens, depth, concurrency = parts.groups() if parts else (None,) * 5
    return {
        "tool": TOOL,
        "tool_version": footer.get("version"),
        "time": footer.get("time"),
        "model_raw": model or None,
        "workload": test,
        "input_length": int(tokens) if kind == "pp" and tokens else None,
        "output_length": int(tokens) if kind == "tg" and tokens else None,
        "context": int(depth) if depth else None,
        "concurrency": int(concurrency) if concurrency else 1,
        "phase": "prefill" if kind == "pp" else "decode",
    }
