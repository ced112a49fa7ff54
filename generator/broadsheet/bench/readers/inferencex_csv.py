"""Reads the CSV that InferenceX's site exports: a configuration a line, throughput for each GPU.

Its headings say "(ms)" over seconds: the export writes `mean_ttft` of the database as it is, and `process_result.py`
put seconds there. Should an export come to mean it, a line says so itself, for interactivity is the reciprocal of TPOT.
"Std Interactivity" is the reciprocal of TPOT's deviation, which is no deviation, and is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Source, whole, words
from .table import csv_cells

TOOL = "inferencex csv"
SIGNS: tuple[str, ...] = ("Model,ISL,OSL,", "Framework,Precision,", "Throughput/GPU (tok/s)")
_NEEDS = {"Model", "ISL", "OSL", "Hardware", "Framework", "Precision", "Concurrency", "Throughput/GPU (tok/s)"}
_COLUMN = re.compile(r"(?:(Mean|Median|Std|Min|Max|P[0-9]{1,2}(?:\.[0-9]+)?) )?(.+?) \((ms|s|tok/s(?:/user|/gpu)?)\)")
_WORDS: dict[str, Statistic] = {"Mean": "mean", "Median": "median", "Std": "std", "Min": "min", "Max": "max"}
_FACTS = {"Model", "ISL", "OSL", "Hardware", "Framework", "Precision", "TP", "EP", "Concurrency", "Date"}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?")

Cells = dict[str, tuple[str, int]]


def recognise(source: Source) -> bool:
    """Whether a line of the file is this export's heading."""
    return "Throughput/GPU (tok/s)" in source.text and any(map(_is_heading, source.text.split("\n")))


def _is_heading(line: str) -> bool:
    return "Throughput/GPU" in line and {cell for cell, _ in csv_cells(line.strip())} >= _NEEDS


def read(source: Source) -> Reading:
    """One configuration a line; each is a run."""
    heading: list[str] = []
    found: list[Configuration] = []
    for number, line in enumerate(source.text.split("\n"), 1):
        if line.startswith("#"):
            continue
        if _is_heading(line):
            heading = [cell for cell, _ in csv_cells(line.strip())]
            continue
        cells = csv_cells(line.rstrip()) if heading else []
        if len(cells) == len(heading) and heading:
            found.append(_configuration(dict(zip(heading, cells, strict=True)), number, len(found) + 1))
    return Reading(found)


def _configuration(cells: Cells, line: int, run: int) -> Configuration:
    measured = list(_measurements(cells, line))
    params = {k: text for k, (text, _) in cells.items() if k not in _FACTS and not _COLUMN.fullmatch(k) and text}
    return Configuration(_facts({k: text for k, (text, _) in cells.items()}), measured, params, run=run)


def _measurements(cells: Cells, line: int) -> Iterator[Measurement]:
    milliseconds = _truly_milliseconds(cells)
    for heading, (text, column) in cells.items():
        found = _COLUMN.fullmatch(heading)
        if not found or not _NUMBER.fullmatch(text) or heading.startswith("Std Interactivity"):
            continue
        word, name, unit = found.groups()
        statistic: Statistic = "single" if not word else _WORDS.get(word, "quantile")
        quantile = round(float(word[1:]) / 100, 9) if statistic == "quantile" else None
        time = unit in ("ms", "s")
        actual = ("ms" if milliseconds else "s") if time else "tok/s"
        written = unit if actual == unit or not time else None
        yield Measurement(heading, name, text, actual, f"{line}:{column}", statistic, quantile, written)


def _truly_milliseconds(cells: Cells) -> bool:
    pairs = [(f"{word} TPOT (ms)", f"{word} Interactivity (tok/s/user)") for word in ("Mean", "Median")]
    texts = [(cells[a][0], cells[b][0]) for a, b in pairs if a in cells and b in cells]
    products = [float(a) * float(b) for a, b in texts if _NUMBER.fullmatch(a) and _NUMBER.fullmatch(b)]
    return any(abs(product - 1000) < 10 for product in products)


def _facts(row: dict[str, str]) -> dict[str, Any]:
    return {
        "tool": "inferencex",
        "time": words(row.get("Date")),
        "model_raw": words(row["Model"]),
        "engine": words(row["Framework"]),
        "weight_format": words(row["Precision"]),
        "accelerator_raw": words(row["Hardware"]),
        "tp": whole(row.get("TP")),
        "ep": whole(row.get("EP")),
        "concurrency": whole(row["Concurrency"]),
        "input_length": whole(row["ISL"]),
        "output_length": whole(row["OSL"]),
    }
