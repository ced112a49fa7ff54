"""Reads AIPerf's `profile_export_aiperf.json` and GenAI-Perf's before it: each metric with its unit beside it.

A metric with no more than `avg` was computed once for the run: a count, a rate or a duration, not a mean. Timestamps
are no results. Sizes that AIPerf converts itself are binary (its "KB" is 1024 bytes); those of the telemetry are not.
Of the telemetry, limits and counters since the driver was loaded are no results, and a temperature of 0 °C throughout
is a sensor that the board does not have. Since schema 1.5 its names begin with the vendor's.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic, Status
from ..source import Document, Number, Source, settings, step, whole, words

TOOL = "aiperf"
SIGNS: tuple[str, ...] = ("request_throughput", "request_latency", "input_config", '"unit"', '"avg"')
_WORDS: dict[str, Statistic] = {"avg": "mean", "std": "std", "min": "min", "max": "max"}
_PERCENTILE = re.compile(r"p([0-9]{1,2}(?:[._][0-9]+)?)")
_NO_RESULTS = {"min_request_timestamp", "max_response_timestamp"}
# These leave out the tokens of reasoning; the sequence lengths count them.
_NAMES = {"output_token_count": "answer_length", "total_output_tokens": "answer_tokens"}
_VENDOR = re.compile(r"^(?:nvidia|amd)_")
_SIZES = {"KB": "KiB", "MB": "MiB", "GB": "GiB", "TB": "TiB", "MB/sec": "MiB/s", "GB/sec": "GiB/s"}
_ENERGY = re.compile(r"(?:J|joules)/[a-z]+")  # a user, a request, a token
# Without the vendor's name and without "gpu_".
_TELEMETRY = {
    "power_usage": "power",
    "utilization": "utilisation",
    "memory_copy_utilization": "memory_utilisation",
    "mem_utilization": "memory_utilisation",
    "memory_utilization": "memory_utilisation",
    "memory_used": "memory_used",
    "temperature": "temperature",
    "memory_temperature": "memory_temperature",
    "encoder_utilization": "encoder_utilisation",
    "decoder_utilization": "decoder_utilisation",
    "energy_consumption": "energy",
}
_DEEPEST = 6


def recognise(source: Source) -> bool:
    """Whether the file holds an export of this tool."""
    return any(_is_export(document.value) for document in source.documents)


def _is_export(value: Any) -> bool:
    if not isinstance(value, dict) or not ("input_config" in value or "aiperf_version" in value):
        return False
    return any(_is_metric(value.get(key)) for key in ("request_throughput", "request_latency", "request_count"))


def _is_metric(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("unit"), str) and any(k in value for k in ("avg", "p50"))


def read(source: Source) -> Reading:
    """One configuration an export, and one for each device whose telemetry it has; an export is a run."""
    exports = [document for document in source.documents if _is_export(document.value)]
    return Reading([c for run, document in enumerate(exports, 1) for c in _run(document, run)])


def _run(document: Document, run: int) -> Iterator[Configuration]:
    values, pointer = document.value, document.pointer
    given = values["input_config"] if isinstance(values.get("input_config"), dict) else {}
    devices = list(_devices(values.get("telemetry_data"), f"{pointer}/telemetry_data/endpoints"))
    names = {words(device.get("gpu_name")) for _, _, device in devices}
    facts = _facts(values, given) | ({"accelerator_raw": names.pop()} if len(names) == 1 else {})
    answered = _average(values, "request_count")
    status = _status(values, given)
    samples = int(answered) if answered is not None and answered == answered and answered < 1e15 else None
    measured = [
        m
        for key, value in values.items()
        if _is_metric(value) and key not in _NO_RESULTS
        for m in _statistics(
            key, _NAMES.get(key, _plain(key)), value, _unit(value["unit"]), pointer + step(key), samples
        )
    ]
    params = _settings(given)
    yield Configuration(facts, measured, params, status, run)
    for endpoint, place, device in devices:
        metrics = device["metrics"] if isinstance(device.get("metrics"), dict) else {}
        measured = [
            m
            for key, metric in metrics.items()
            if (name := _TELEMETRY.get(_plain(key).removeprefix("gpu_"))) and _is_metric(metric)
            if _is_of_the_run(name, metric)
            for m in _statistics(key, name, metric, metric["unit"], f"{place}/metrics{step(key)}", None)
        ]
        own = {"endpoint": endpoint, "gpu_index": whole(device.get("gpu_index"))}
        params_here = params | {k: v for k, v in own.items() if v is not None}
        yield Configuration(
            facts | {"accelerator_raw": words(device.get("gpu_name"))}, measured, params_here, status, run
        )


def _statistics(
    key: str, name: str, metric: dict[str, Any], unit: str, pointer: str, samples: int | None
) -> Iterator[Measurement]:
    single = _is_single(metric)
    samples = samples if key in ("request_latency", "time_to_first_token") else None
    count = whole(metric.get("count")) or samples  # told since schema 1.1
    for word, value in metric.items():
        percent = _PERCENTILE.fullmatch(word)
        if not isinstance(value, Number) or not (percent or word in _WORDS):
            continue
        if single:
            whole_run = key.endswith("_count") or (_plain(key).startswith("total_") and unit != "W") or name == "energy"
            statistic: Statistic = "total" if whole_run else "single"
        else:
            statistic = "quantile" if percent else _WORDS[word]
        quantile = round(float(percent[1].replace("_", ".")) / 100, 9) if percent else None
        yield Measurement(key, name, value.raw, unit, f"{pointer}/{word}", statistic, quantile, metric["unit"], count)


def _plain(key: str) -> str:
    return _VENDOR.sub("", key)


def _unit(written: str) -> str:
    return "J" if _ENERGY.fullmatch(written) else _SIZES.get(written, written)


def _is_single(metric: dict[str, Any]) -> bool:
    return not any(_PERCENTILE.fullmatch(word) or word in ("min", "max", "std") for word in metric)


def _is_of_the_run(name: str, metric: dict[str, Any]) -> bool:
    """Whether a device's metric is a result. A counter is one where AIPerf tells what it grew by, without a spread."""
    if name == "energy":
        return _is_single(metric)
    return not name.endswith("temperature") or metric.get("max") != 0


def _devices(telemetry: Any, pointer: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
    endpoints = telemetry.get("endpoints") if isinstance(telemetry, dict) else None
    for endpoint, value in endpoints.items() if isinstance(endpoints, dict) else ():
        devices = value.get("gpus") if isinstance(value, dict) else None
        for name, device in devices.items() if isinstance(devices, dict) else ():
            if isinstance(device, dict):
                yield endpoint, f"{pointer}{step(endpoint)}/gpus{step(name)}", device


def _average(values: dict[str, Any], key: str) -> float | None:
    metric = values.get(key)
    value = metric.get("avg") if isinstance(metric, dict) else None
    return float(value) if isinstance(value, Number) else None


def _status(values: dict[str, Any], given: dict[str, Any]) -> Status:
    answered, failed = _average(values, "request_count"), _average(values, "error_request_count")
    if answered == 0 or (answered is None and failed):
        return "failed"
    asked = whole(_found(given, "loadgen", "request_count")) or whole(_phase(given).get("requests"))
    short = asked is not None and answered is not None and answered < asked
    return "partial" if failed or short or values.get("was_cancelled") is True else "ok"


def _found(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _phase(given: dict[str, Any]) -> dict[str, Any]:
    """The phase that was measured, as AIPerf keeps settings since 0.10; none where there were several."""
    listed = given.get("phases")
    phases = [phase for phase in listed if isinstance(phase, dict)] if isinstance(listed, list) else []
    measured = [phase for phase in phases if phase.get("exclude_from_results") is not True]
    return measured[0] if len(measured) == 1 else {}


def _length(given: dict[str, Any], name: str) -> int | None:
    """The mean length of synthetic prompts (`isl`) or answers (`osl`), as AIPerf keeps settings since 0.10."""
    sets = given.get("datasets")
    length = _found(sets[0], "prompts", name) if isinstance(sets, list) and len(sets) == 1 else None
    return whole(length.get("mean") if isinstance(length, dict) else length)


def _facts(values: dict[str, Any], given: dict[str, Any]) -> dict[str, Any]:
    models = (
        _found(given, "endpoint", "model_names") or _found(given, "model_names") or _found(given, "models", "items")
    )
    first = models[0] if isinstance(models, list) and models else models
    phase, stimulus = _phase(given), _found(given, "perf_analyzer", "stimulus")
    rate = next(
        filter(None, (_found(given, "loadgen", "request_rate"), phase.get("rate"), _found(stimulus, "request_rate"))),
        None,
    )
    concurrency = (_found(given, "loadgen", "concurrency"), phase.get("concurrency"), _found(stimulus, "concurrency"))
    return {
        "tool": TOOL,
        "tool_version": words(values.get("aiperf_version")),
        "time": words(values.get("start_time")),
        "model_raw": words(first.get("name") if isinstance(first, dict) else first),
        "concurrency": next(filter(None, map(whole, concurrency)), None),
        "request_rate": float(rate) if isinstance(rate, Number) and rate - rate == 0 else None,
        "input_length": whole(_found(given, "input", "prompt", "input_tokens", "mean")) or _length(given, "isl"),
        "output_length": whole(_found(given, "input", "prompt", "output_tokens", "mean")) or _length(given, "osl"),
    }


def _settings(given: dict[str, Any], prefix: str = "", depth: int = 0) -> dict[str, Any]:
    """The scalars of the nested settings under dotted names; file names and addresses stay out."""
    flat = {f"{prefix}{key}": value for key, value in settings(given, frozenset({"cli_command", "url"})).items()}
    for key, value in given.items():
        if isinstance(value, dict) and key != "output" and depth < _DEEPEST:
            flat |= _settings(value, f"{prefix}{key}.", depth + 1)
    return flat
