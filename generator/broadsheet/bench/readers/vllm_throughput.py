"""Reads `vllm bench throughput --output-json`. `tokens_per_second` counts prompt and generated tokens together."""

from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Document, Number, Source, records, settings

TOOL = "vllm bench throughput"
SIGNS: tuple[str, ...] = (
    "elapsed_time",
    "num_requests",
    "total_num_tokens",
    "requests_per_second",
    "tokens_per_second",
)
_RESULTS: dict[str, tuple[Statistic, str, str]] = {
    "elapsed_time": ("single", "s", "elapsed_time"),
    "total_num_tokens": ("total", "1", "total_num_tokens"),
    "requests_per_second": ("single", "request/s", "requests_per_second"),
    "tokens_per_second": ("single", "token/s", "total_token_throughput"),
}


def recognise(source: Source) -> bool:
    """Whether the file holds a result of this tool."""
    return any(_is_run(record.value) for record in records(source))


def _is_run(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() >= set(SIGNS)


def read(source: Source) -> Reading:
    """One configuration a run."""
    runs = [record for record in records(source) if _is_run(record.value)]
    return Reading([_run(document, number) for number, document in enumerate(runs, 1)])


def _run(document: Document, number: int) -> Configuration:
    measured = [
        Measurement(key, name, value.raw, unit, f"{document.pointer}/{key}", statistic)
        for key, (statistic, unit, name) in _RESULTS.items()
        if isinstance(value := document.value[key], Number)
    ]
    facts = {"tool": TOOL, "engine": "vllm"}
    return Configuration(facts, measured, settings(document.value, frozenset(_RESULTS)), run=number)
