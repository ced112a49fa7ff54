"""Reads what `nvidia-smi --query-gpu=... --format=csv -l` logs, as mean, least and most of each column and device.

A sample a second is a series, not a result: these rows are computed here and say so (`derived`). A script that asks
again and again repeats the heading: what stands under the same one is one series. Of `--query-compute-apps` it is a
process that has its memory.
"""

import re
from decimal import Decimal
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Source, words
from .table import csv_cells

TOOL = "nvidia-smi"
SIGNS: tuple[str, ...] = ("timestamp", "utilization.gpu [%]", "power.draw [W]")
# Columns that are measured, with the unit where the heading states none.
_MEASURED = {
    "utilization.gpu": ("%", "utilisation"),
    "utilization.memory": ("%", "memory_utilisation"),
    "utilization.encoder": ("%", "encoder_utilisation"),
    "utilization.decoder": ("%", "decoder_utilisation"),
    "memory.used": ("MiB", "memory_used"),
    "memory.free": ("MiB", "memory_free"),
    "clocks.sm": ("MHz", "sm_frequency"),
    "clocks.current.sm": ("MHz", "sm_frequency"),
    "clocks.gr": ("MHz", "graphics_frequency"),
    "clocks.current.graphics": ("MHz", "graphics_frequency"),
    "clocks.video": ("MHz", "video_frequency"),
    "clocks.current.video": ("MHz", "video_frequency"),
    "clocks.mem": ("MHz", "dram_frequency"),
    "clocks.current.memory": ("MHz", "dram_frequency"),
    "fan.speed": ("%", "fan_speed"),
    "power.draw": ("W", "power_draw"),
    "power.draw.average": ("W", "power_draw"),
    "power.draw.instant": ("W", "power_draw"),
    "temperature.gpu": ("C", "temperature"),
    "temperature.memory": ("C", "memory_temperature"),
    "used_memory": ("MiB", "process_memory"),
    "used_gpu_memory": ("MiB", "process_memory"),
}
_DEVICE = ("index", "uuid", "gpu_uuid", "pci.bus_id", "gpu_bus_id", "name", "gpu_name", "serial", "pid", "process_name")
_HEADING = re.compile(r"([a-z][a-z0-9_.]*)(?: \[([^]]+)\])?")
_NUMBER = re.compile(r"(-?[0-9]+(?:\.[0-9]+)?)(?: [%A-Za-z]+)?")


def recognise(source: Source) -> bool:
    """Whether a line is such a heading: fields of nvidia-smi alone, one of them measured and with its unit."""
    return " [" in source.text and any(map(_heading, source.text.split("\n")))


def _heading(line: str) -> list[tuple[str, str | None]]:
    if " [" not in line:
        return []
    cells = [_HEADING.fullmatch(cell) for cell, _ in csv_cells(line)]
    fields = [(cell[1], cell[2]) for cell in cells if cell]
    known = any(name in _MEASURED and unit for name, unit in fields)
    return fields if known and len(fields) == len(cells) else []


def read(source: Source) -> Reading:
    """One configuration a heading and device; each heading that differs from those above is a run."""
    fields: list[tuple[str, str | None]] = []
    headings: list[list[tuple[str, str | None]]] = []
    series: dict[tuple[int, tuple[str, ...]], list[tuple[int, list[tuple[str, int]]]]] = {}
    for number, line in enumerate(source.text.split("\n"), 1):
        if heading := _heading(line):
            fields = heading
            headings += [fields] if fields not in headings else []
        elif fields and len(cells := csv_cells(line)) == len(fields):
            device = tuple(cell for (name, _), (cell, _) in zip(fields, cells, strict=True) if name in _DEVICE)
            series.setdefault((headings.index(fields), device), []).append((number, cells))
    return Reading([_configuration(headings[at], rows, at + 1) for (at, _), rows in series.items()])


def _configuration(
    fields: list[tuple[str, str | None]], rows: list[tuple[int, list[tuple[str, int]]]], run: int
) -> Configuration:
    facts: dict[str, Any] = {"tool": TOOL}
    params: dict[str, Any] = {}
    measured: list[Measurement] = []
    for index, (name, unit) in enumerate(fields):
        text = rows[0][1][index][0]
        if name in ("name", "gpu_name"):
            facts["accelerator_raw"] = words(text)
        elif name == "process_name":
            facts["workload"] = words(text)
        elif name == "driver_version":
            facts["driver"] = words(text)
        elif name in _MEASURED:
            raw = f"{name} [{unit}]" if unit else name
            numbers = [_NUMBER.fullmatch(cells[index][0]) for _, cells in rows]
            values = [Decimal(number[1]) for number in numbers if number]
            first = next(((number, cells) for number, cells in rows if _NUMBER.fullmatch(cells[index][0])), rows[0])
            measured += _summary(raw, name, unit, values, f"{first[0]}:{first[1][index][1]}")
        elif name != "timestamp" and len({cells[index][0] for _, cells in rows}) == 1:
            params[f"{name} [{unit}]" if unit else name] = text
    return Configuration(facts, measured, params, run=run)


def _summary(raw: str, field: str, unit: str | None, values: list[Decimal], locator: str) -> list[Measurement]:
    if not values:
        return []
    fallback, name = _MEASURED[field]
    told: tuple[tuple[Statistic, Decimal], ...] = (
        ("mean", sum(values, Decimal(0)) / len(values)),
        ("min", min(values)),
        ("max", max(values)),
    )
    return [
        Measurement(raw, name, str(value), unit or fallback, locator, statistic, None, unit, len(values), derived=True)
        for statistic, value in told
    ]
