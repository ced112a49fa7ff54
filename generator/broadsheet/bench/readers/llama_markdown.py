"""Reads the Markdown table that llama-bench prints, with the lines around it that name devices and build.

A cell such as `422.28 ± 1.78` is mean and standard deviation; `pp2048 @ d32768` is 2048 prompt tokens behind 32768.
"""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ..measurement import Configuration, Measurement, Reading
from ..source import Source
from .llama_bench import phase, split_model
from .log_lines import unprefixed
from .table import PLUS_MINUS, markdown_cells

TOOL = "llama-bench -o md"
SIGNS: tuple[str, ...] = ("| model ", "| backend ", " test |", " t/s |")
# Other tools print a model, a test and t/s too; only llama-bench's own table has all of these.
_NEEDS = {"model", "backend", "test", "t/s"}
_SETTINGS = {"size", "ngl", "n_gpu_layers", "threads", "n_threads"}  # 2023 began without the size
_COLUMNS = {"model", "test", "t/s"}
_FIGURE = re.compile(rf"([0-9.]+){PLUS_MINUS}([0-9.]+)")
_TEST = re.compile(r"(?:pp ?([0-9]{1,12}))?\+?(?:tg ?([0-9]{1,12}))?(?: @ d([0-9]{1,12})|@pp([0-9]{1,12}))?")
_DEVICE = re.compile(
    r"^\s*Device \d+: ([^,]+),|^\s*ggml_vulkan: \d+ = (.+?) \([^()]*\) \|"
    r"|^\s*ggml_metal\w*: GPU name: +(Apple \S.*?)\s*$"
)
# What comes before the devices of a backend; said again, the tool was started again.
_START = re.compile(r"^\s*ggml_(cuda_init|vulkan): [Ff]ound \d")
_BUILD = re.compile(r"^\s*build: ([0-9a-f]+ \(\d+\))")
_SECTION = re.compile(r"^\s*#{1,6}\s+(.+?)[\s#]*$")


class _Table(Struct):
    """A table with what was said before it since the last one."""

    devices: list[str] = []
    backends: list[str] = []
    section: str | None = None
    version: str | None = None
    heading: list[str] = []
    rows: list[tuple[int, list[tuple[str, int]]]] = []


def recognise(source: Source) -> bool:
    """Whether a line of the file is the heading of llama-bench's table."""
    return " t/s " in source.text and any(map(_is_heading, unprefixed(source.text).split("\n")))


def _is_heading(line: str) -> bool:
    cells = {cell for cell, _ in markdown_cells(line)} if "t/s" in line else set()
    return cells >= _NEEDS and not cells.isdisjoint(_SETTINGS)


def read(source: Source) -> Reading:
    """One configuration a line; each table is a run."""
    tables = [table for table in _tables(unprefixed(source.text)) if table.rows]
    return Reading([c for number, table in enumerate(tables, 1) for c in _configurations(table, number)])


def _tables(text: str) -> list[_Table]:
    tables = [_Table()]
    for number, line in enumerate(text.split("\n"), 1):
        table = tables[-1]
        cells = markdown_cells(line)
        if _is_heading(line):
            if table.heading:
                tables.append(table := _Table())
            table.heading = [cell for cell, _ in cells]
        elif table.heading and len(cells) >= len(table.heading) and not any(c for c, _ in cells[len(table.heading) :]):
            table.rows.append((number, cells[: len(table.heading)]))
        elif build := _BUILD.match(line):
            table.version = build[1]
        elif start := _START.match(line):
            if table.rows:
                tables.append(table := _Table())
            if start[1] in table.backends:
                table.devices, table.backends = [], []
            table.backends.append(start[1])
        elif said := _DEVICE.match(line) or _SECTION.match(line):
            if table.rows:
                tables.append(table := _Table())
            if said.re is _SECTION:
                table.section = said[1]
            else:
                table.devices.append(said[1] or said[2] or said[3])
    return tables


def _configurations(table: _Table, run: int) -> Iterator[Configuration]:
    for number, cells in table.rows:
        record = dict(zip(table.heading, cells, strict=True))
        figure = _FIGURE.fullmatch(record["t/s"][0])
        if figure:
            start = record["t/s"][1]
            measured = [
                Measurement("t/s", "token_throughput", figure[1], "t/s", f"{number}:{start}", "mean", None, "t/s"),
                Measurement(
                    "t/s",
                    "token_throughput",
                    figure[2],
                    "t/s",
                    f"{number}:{start + figure.start(2)}",
                    "std",
                    None,
                    "t/s",
                ),
            ]
            params = {name: cell for name, (cell, _) in record.items() if name not in _COLUMNS and cell}
            params |= {"section": table.section} if table.section else {}
            yield Configuration(_facts(table, record["model"][0], record["test"][0]), measured, params, run=run)


def _facts(table: _Table, model: str, test: str) -> dict[str, Any]:
    name, weights, bits = split_model(model)
    tokens = _TEST.fullmatch(test)
    prompt, generated, depth, behind = (int(n) if n else None for n in tokens.groups()) if tokens else (None,) * 4
    return {
        "tool": "llama-bench",
        "tool_version": table.version,
        "engine": "llama.cpp",
        "engine_version": table.version,
        "workload": test,
        "model_raw": model or None,
        "model": name or None,
        "weight_format": weights,
        "quantisation_bits": bits,
        "accelerator_raw": " + ".join(dict.fromkeys(table.devices)) or None,
        "accelerator_count": len(table.devices) or None,
        "input_length": prompt,
        "output_length": generated,
        "context": depth or behind,
        "phase": phase(prompt, generated),
    }
