"""Reads InferenceX's JSON (InferenceMAX until 2025): its serving benchmark's, its `agg_*.json` and its API's rows.

In the serving benchmark's file latencies are keyed without `_ms`; `utils/process_result.py` divides vLLM's milliseconds
by 1000 and drops the ending. So all three are in seconds. `*_intvty` is the reciprocal of the TPOT of the same name;
its `std` is therefore no deviation of anything and is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic, Status
from ..source import Document, Number, Source, records, settings, step, whole, words
from .serving import offered_rate

TOOL = "inferencex"
SIGNS: tuple[str, ...] = ("framework", "precision", "conc", "tput_per_gpu")
_SERVING = {"model_id", "num_prompts", "request_rate", "completed", "duration", "request_throughput"}
_LATENCY = re.compile(r"(?:(mean|median|std|min|max)|p([0-9]{1,2}(?:\.[0-9]+)?))_(ttft|tpot|itl|e2el|intvty)")
_WORDS: dict[str | None, Statistic] = {
    "mean": "mean",
    "median": "median",
    "std": "std",
    "min": "min",
    "max": "max",
    None: "quantile",
}
_SCALARS: dict[str, tuple[Statistic, str, str]] = {
    "duration": ("single", "s", "duration"),
    "completed": ("total", "1", "completed"),
    "failed": ("total", "1", "failed"),
    "total_input_tokens": ("total", "1", "total_input_tokens"),
    "total_output_tokens": ("total", "1", "total_output_tokens"),
    "request_throughput": ("single", "request/s", "request_throughput"),
    "request_goodput": ("single", "request/s", "request_goodput"),
    "input_throughput": ("single", "token/s", "input_throughput"),
    "output_throughput": ("single", "token/s", "output_throughput"),
    "total_token_throughput": ("single", "token/s", "total_token_throughput"),
    "tput_per_gpu": ("single", "token/s", "tput_per_gpu"),
    "output_tput_per_gpu": ("single", "token/s", "output_tput_per_gpu"),
    "input_tput_per_gpu": ("single", "token/s", "input_tput_per_gpu"),
    "output_tput_per_decode_gpu": ("single", "token/s", "output_tput_per_decode_gpu"),
    "input_tput_per_prefill_gpu": ("single", "token/s", "input_tput_per_prefill_gpu"),
    "avg_power_w": ("mean", "W", "power"),
    "avg_total_gpu_power_w": ("mean", "W", "total_power"),
    "total_gpu_energy_j": ("total", "J", "energy"),
    "joules_per_output_token": ("mean", "J", "energy_per_output_token"),
    "joules_per_total_token": ("mean", "J", "energy_per_token"),
}
_COUNTS = {"duration", "completed", "failed"}
_HARDWARE = ("hw", "hardware", "device")
_FACTS = {"model_id", "model", "max_concurrency", "conc", "date", "framework", "precision", "tp", "ep", "isl", "osl"}


def recognise(source: Source) -> bool:
    """Whether the file holds a result of this tool."""
    return any(_is_run(record.value) for record in records(source))


def _is_run(record: dict[str, Any]) -> bool:
    return _is_serving(record) or _is_summary(record)


def _is_serving(record: dict[str, Any]) -> bool:
    keys = record.keys()
    return keys >= _SERVING and any(map(_LATENCY.fullmatch, keys)) and not any(key.endswith("_ms") for key in keys)


def _is_summary(record: dict[str, Any]) -> bool:
    metrics = record.get("metrics")
    figures = metrics if isinstance(metrics, dict) else record
    hardware = any(key in record for key in _HARDWARE)
    return hardware and record.keys() >= {"framework", "precision", "conc", "model"} and "tput_per_gpu" in figures


def read(source: Source) -> Reading:
    """One configuration a record; each is a run."""
    runs = [record for record in records(source) if _is_run(record.value)]
    return Reading([_run(document, run) for run, document in enumerate(runs, 1)])


def _run(document: Document, run: int) -> Configuration:
    record, pointer = document.value, document.pointer
    metrics = record.get("metrics")
    figures = metrics if isinstance(metrics, dict) else record
    place = pointer + "/metrics" if figures is metrics else pointer
    status = _status(record)
    measured = [m for m in _measurements(figures, place) if status != "failed" or m.name in _COUNTS]
    facts = _facts(record)
    used = _FACTS.union(_SCALARS, _HARDWARE, filter(_LATENCY.fullmatch, record))
    if not facts.get("request_rate_unlimited"):
        used |= {"request_rate"}
    return Configuration(facts, measured, settings(record, frozenset(used)), status, run)


def _measurements(figures: dict[str, Any], pointer: str) -> Iterator[Measurement]:
    for key, value in figures.items():
        if not isinstance(value, Number):
            continue
        if known := _SCALARS.get(key):
            yield Measurement(key, known[2], value.raw, known[1], pointer + step(key), known[0])
        elif found := _LATENCY.fullmatch(key):
            word, percent, name = found.groups()
            unit = "token/s" if name == "intvty" else "s"
            quantile = round(float(percent) / 100, 9) if percent else None
            if (name, word) != ("intvty", "std"):
                yield Measurement(key, name, value.raw, unit, pointer + step(key), _WORDS[word], quantile)


def _status(record: dict[str, Any]) -> Status:
    asked, done, failed = (whole(record.get(key)) for key in ("num_prompts", "completed", "failed"))
    if done == 0:
        return "failed"
    return "partial" if failed or (asked is not None and done is not None and done < asked) else "ok"


def _facts(record: dict[str, Any]) -> dict[str, Any]:
    serving = record.keys() >= _SERVING
    prefill, decode = whole(record.get("num_prefill_gpu")), whole(record.get("num_decode_gpu"))
    apart = record.get("disagg") is True and prefill is not None and decode is not None
    return {
        "tool": TOOL,
        "time": iso_time(words(record.get("date"))),
        "model_raw": words(record.get("model_id")) or words(record.get("model")),
        "engine": words(record.get("framework")),
        "weight_format": words(record.get("precision")),
        "accelerator_raw": next(filter(None, (words(record.get(key)) for key in _HARDWARE)), None),
        "accelerator_count": (prefill or 0) + (decode or 0) if apart else None,
        "tp": whole(record.get("tp")),
        "ep": whole(record.get("ep")),
        "concurrency": whole(record.get("max_concurrency") or record.get("conc")),
        "input_length": whole(record.get("isl")),
        "output_length": whole(record.get("osl")),
        **(offered_rate(record["request_rate"]) if serving else {}),
    }


def iso_time(date: str | None) -> str | None:
    """20260213-135636, as vLLM's benchmarks write it, as ISO 8601; anything else as it is."""
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)", date or "")
    return "{}-{}-{}T{}:{}:{}".format(*match.groups()) if match else date
