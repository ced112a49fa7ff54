"""Reads `vllm bench latency --output-json`: seconds a batch, by vLLM's documentation."""

import re
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..source import Document, Number, Source, records, settings

TOOL = "vllm bench latency"
SIGNS: tuple[str, ...] = ("avg_latency", "latencies", "percentiles")


def recognise(source: Source) -> bool:
    """Whether the file holds a result of this tool."""
    return any(_is_run(record.value) for record in records(source))


def _is_run(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() >= set(SIGNS) and isinstance(value["percentiles"], dict)


def read(source: Source) -> Reading:
    """One configuration a run."""
    runs = [record for record in records(source) if _is_run(record.value)]
    return Reading([_run(document, number) for number, document in enumerate(runs, 1)])


def _run(document: Document, number: int) -> Configuration:
    values, at = document.value, document.pointer
    latencies = values["latencies"]
    # Some publish the file with the list emptied: then nothing says how many there were.
    samples = len(latencies) or None if isinstance(latencies, list) else None
    measured = []
    if isinstance(mean := values["avg_latency"], Number):
        measured.append(
            Measurement("avg_latency", "latency", mean.raw, "s", f"{at}/avg_latency", "mean", samples=samples)
        )
    for percent, value in values["percentiles"].items():
        if isinstance(value, Number) and re.fullmatch(r"[0-9]{1,2}(\.[0-9]+)?|100", percent):
            quantile = round(float(percent) / 100, 9)
            name, place = f"percentiles.{percent}", f"{at}/percentiles/{percent}"
            measured.append(Measurement(name, "latency", value.raw, "s", place, "quantile", quantile, samples=samples))
    return Configuration({"tool": TOOL, "engine": "vllm"}, measured, settings(values, frozenset(SIGNS)), run=number)
