"""Reads the CSV of Liger-Kernel's benchmarks (`benchmark/data/all_benchmark_data.csv`).

`benchmark/scripts/utils.py` writes 20th, 50th and 80th percentile: of `triton.testing.do_bench` in ms for speed, of the
peak memory over ten calls for memory, whose "MB" is 2^20 bytes. NaN is a case that was not measured.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Source, words
from .table import Line, csv_lines

TOOL = "liger-kernel"
SIGNS: tuple[str, ...] = ("kernel_name", "kernel_provider", "metric_unit", "y_value_50")
_NEEDS = frozenset({"kernel_name", "kernel_provider", "metric_name", "metric_unit", "x_name", "x_value", "y_value_50"})
_UNITS = {"MB": "MiB", "GB": "GiB"}
_METRICS = {"speed": "time", "memory": "peak_memory"}
_STATISTICS: dict[str, tuple[Statistic, float | None]] = {
    "y_value_20": ("quantile", 0.2),
    "y_value_50": ("median", None),
    "y_value_80": ("quantile", 0.8),
}
_CONFIG = "extra_benchmark_config_str"


def recognise(source: Source) -> bool:
    """Whether a line of the file is the heading."""
    return all(sign in source.text for sign in SIGNS) and any(
        _is_heading([cell.strip('" ') for cell in line.split(",")]) for line in source.text.splitlines()
    )


def _is_heading(cells: Sequence[str]) -> bool:
    return set(cells) >= _NEEDS


def read(source: Source) -> Reading:
    """One configuration a line: a kernel of a provider on one input."""
    found: list[Configuration] = []
    without: list[int] = []
    for line in csv_lines(source.text, _is_heading):
        measured = list(_figures(line)) if len(line.cells) == len(line.names) else []
        if measured:
            found.append(Configuration(*_stated(line.values, measured), run=line.table))
        else:
            without.append(line.number)
    message = f"{len(without)} of {len(found) + len(without)} lines have no figures"
    hint = "NaN is a case that was not measured, a short line one that was cut"
    told = [Problem(source.path, number, 0, "skipped-case", message, hint, "warning") for number in without[:1]]
    return Reading(found, told)


def _figures(line: Line) -> Iterator[Measurement]:
    values = line.values
    written = values["metric_unit"]
    name = _METRICS.get(values["metric_name"], values["metric_name"])
    for index, column in enumerate(line.names):
        text = line.cells[index][0]
        if column in _STATISTICS and text and text.lower() != "nan":
            unit = _UNITS.get(written, written)
            place = line.place(index)
            raw = values["metric_name"]
            kind, quantile = _STATISTICS[column]
            yield Measurement(raw, name, text, unit, place, kind, quantile, written)


def _stated(
    values: dict[str, str], measured: list[Measurement]
) -> tuple[dict[str, Any], list[Measurement], dict[str, Any]]:
    try:
        config = json.loads(values.get(_CONFIG) or "{}")
    except (ValueError, RecursionError):
        config = {}
    config = config if isinstance(config, dict) else {}
    dtype = words(config.get("dtype"))
    facts = {
        "tool": TOOL,
        "tool_version": words(values.get("liger_version")),
        "engine": words(values["kernel_provider"]),
        "workload": words(values["kernel_name"]),
        "accelerator_raw": words(values.get("gpu_name")),
        "accelerator_count": 1 if words(values.get("gpu_name")) else None,
        "time": (words(values.get("timestamp")) or "").replace(" ", "T") or None,
        "activation_format": dtype.removeprefix("torch.") if dtype else None,
    }
    params: dict[str, Any] = {key: v for key, v in config.items() if isinstance(v, str | int | float | bool)}
    params |= {"kernel_operation_mode": values.get("kernel_operation_mode"), values["x_name"]: values["x_value"]}
    return facts, measured, {key: v for key, v in params.items() if key and v not in (None, "")}
