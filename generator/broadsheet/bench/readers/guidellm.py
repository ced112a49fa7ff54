"""Reads GuideLLM's report (`benchmarks.json`) in its first and its second layout: a configuration a strategy.

Keys end in their unit but for `request_latency`, which is in seconds ("Sec" in GuideLLM's CSV). Each metric is told for
successful, errored and incomplete requests and all together: only the successful are results. Rates of tokens are
spread over time, and the largest of them is the inverse of the smallest gap: no throughput, so it is left out.
`p001` is 0.1 % and `p999` 99.9 %.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic, Status
from ..source import Document, Number, Source, settings, whole, words

TOOL = "guidellm"
SIGNS: tuple[str, ...] = ("benchmarks", "metrics", "request_totals", "requests_per_second", "successful", "percentiles")
# Unit and name in metrics.yml.
_METRICS: dict[str, tuple[str, str]] = {
    "requests_per_second": ("request/s", "requests_per_second"),
    "request_concurrency": ("1", "concurrent_requests"),
    "request_latency": ("s", "request_latency"),
    "prompt_token_count": ("token", "input_sequence_length"),
    "output_token_count": ("token", "output_sequence_length"),
    "total_token_count": ("token", "total_sequence_length"),
    "time_to_first_token_ms": ("ms", "ttft"),
    "time_to_first_output_token_ms": ("ms", "time_to_first_output_token"),
    "time_per_output_token_ms": ("ms", "tpot_with_first"),
    "inter_token_latency_ms": ("ms", "itl"),
    "prompt_tokens_per_second": ("token/s", "input_throughput"),
    "output_tokens_per_second": ("token/s", "output_throughput"),
    "tokens_per_second": ("token/s", "total_token_throughput"),
}
_WORDS: dict[str, Statistic] = {"mean": "mean", "median": "median", "std_dev": "std", "min": "min", "max": "max"}
_COUNTS = {"successful": "completed", "errored": "failed", "incomplete": "incomplete_requests"}
# Where versions tell how many requests there were.
_TOTALS: tuple[tuple[str, ...], ...] = (
    ("metrics", "request_totals"),
    ("request_totals",),
    ("run_stats", "requests_made"),
    ("scheduler_metrics", "requests_made"),
)
_STRATEGY = {"type_", "kind", "rate", "streams", "max_concurrency"}


def recognise(source: Source) -> bool:
    """Whether the file holds a report of this tool."""
    return any(_is_report(document.value) for document in source.documents)


def _is_report(value: Any) -> bool:
    benchmarks = value.get("benchmarks") if isinstance(value, dict) else None
    return isinstance(benchmarks, list) and any(map(_is_benchmark, benchmarks))


def _is_benchmark(value: Any) -> bool:
    metrics = value.get("metrics") if isinstance(value, dict) else None
    rate = metrics.get("requests_per_second") if isinstance(metrics, dict) else None
    return isinstance(rate, dict) and isinstance(rate.get("successful"), dict | None) and "errored" in rate


def read(source: Source) -> Reading:
    """One configuration a benchmark; each is a run."""
    reports = [document for document in source.documents if _is_report(document.value)]
    pairs = [(d, i, b) for d in reports for i, b in enumerate(d.value["benchmarks"]) if _is_benchmark(b)]
    return Reading([_configuration(document, i, b, run) for run, (document, i, b) in enumerate(pairs, 1)])


def _configuration(document: Document, index: int, benchmark: dict[str, Any], run: int) -> Configuration:
    metrics, pointer = benchmark["metrics"], f"{document.pointer}/benchmarks/{index}"
    within: tuple[str, ...] = next((path for path in _TOTALS if isinstance(_at(benchmark, *path), dict)), ())
    totals: dict[str, Any] = _at(benchmark, *within) if within else {}
    status = _status(totals)
    measured = [
        Measurement(f"{within[-1]}.{key}", name, value.raw, "1", "/".join((pointer, *within, key)), "total")
        for key, name in _COUNTS.items()
        if isinstance(value := totals.get(key), Number)
    ]
    if isinstance(duration := benchmark.get("duration"), Number) and duration > 0:
        measured.append(Measurement("duration", "duration", duration.raw, "s", f"{pointer}/duration"))
    measured += _measurements(metrics, f"{pointer}/metrics") if status != "failed" else []
    strategy = _strategy(benchmark)
    params = {f"strategy.{key}": value for key, value in settings(strategy, frozenset(_STRATEGY)).items()}
    params["strategy"] = words(strategy.get("type_")) or words(strategy.get("kind"))
    kept = {key: value for key, value in params.items() if value is not None}
    return Configuration(_facts(document.value, benchmark, strategy), measured, kept, status, run)


def _measurements(metrics: dict[str, Any], pointer: str) -> Iterator[Measurement]:
    for key, (unit, name) in _METRICS.items():
        metric = metrics.get(key)
        spread = metric.get("successful") if isinstance(metric, dict) else None
        count = whole(spread.get("count")) if isinstance(spread, dict) else None
        if not isinstance(spread, dict) or not count:
            continue
        place = f"{pointer}/{key}/successful"
        written = "ms" if key.endswith("_ms") else None
        for word, statistic in _WORDS.items():
            if isinstance(value := spread.get(word), Number) and not (word == "max" and "tokens_per_second" in key):
                yield Measurement(key, name, value.raw, unit, f"{place}/{word}", statistic, None, written, count)
        percentiles = spread.get("percentiles")
        for word, value in percentiles.items() if isinstance(percentiles, dict) else ():
            if isinstance(value, Number) and re.fullmatch(r"p[0-9]{2,5}", word):
                quantile = int(word[1:]) / 10 ** (len(word) - 1)
                place_of = f"{place}/percentiles/{word}"
                yield Measurement(key, name, value.raw, unit, place_of, "quantile", quantile, written, count)


def _status(totals: dict[str, Any]) -> Status:
    """Requests that the end of the time cut off are incomplete, which is no failure."""
    if whole(totals.get("successful")) == 0:
        return "failed"
    return "partial" if whole(totals.get("errored")) else "ok"


def _strategy(benchmark: dict[str, Any]) -> dict[str, Any]:
    """How requests were sent: under `config` since 0.4, under `scheduler` in 0.4's drafts, under `args` before."""
    for part in ("config", "scheduler", "args"):
        holder = benchmark.get(part)
        strategy = holder.get("strategy") if isinstance(holder, dict) else None
        if isinstance(strategy, dict):
            return strategy
    return {}


def _facts(report: dict[str, Any], benchmark: dict[str, Any], strategy: dict[str, Any]) -> dict[str, Any]:
    kind = words(strategy.get("type_")) or words(strategy.get("kind"))
    rate = strategy.get("rate")
    data = _data(report, benchmark)
    limited = kind in ("synchronous", "concurrent")
    streams = whole(strategy.get("streams")) or whole(strategy.get("max_concurrency"))
    return {
        "tool": TOOL,
        "tool_version": words(_at(report, "metadata", "guidellm_version")),
        "model_raw": _model(report, benchmark),
        "concurrency": (1 if kind == "synchronous" else streams) if limited else None,
        "request_rate": float(rate) if kind in ("constant", "poisson") and isinstance(rate, Number) else None,
        "request_rate_unlimited": True if kind == "throughput" else None,
        "input_length": whole(data.get("prompt_tokens")),
        "output_length": whole(data.get("output_tokens")),
    }


def _at(value: Any, *path: str | int) -> Any:
    for key in path:
        if isinstance(key, int):
            value = value[key] if isinstance(value, list) and len(value) > key else None
        else:
            value = value.get(key) if isinstance(value, dict) else None
    return value


def _model(report: dict[str, Any], benchmark: dict[str, Any]) -> str | None:
    places = (
        _at(benchmark, "config", "backend", "model"),
        _at(report, "config", "spec", "backend", "model"),
        _at(report, "args", "model"),
        _at(benchmark, "benchmarker", "backend", "model"),
        _at(benchmark, "worker", "backend_model"),
        _at(report, "args", "backend_kwargs", "model"),
    )
    return next(filter(None, map(words, places)), None)


def _data(report: dict[str, Any], benchmark: dict[str, Any]) -> dict[str, Any]:
    """The lengths of synthetic prompts: an object, or text such as prompt_tokens=512,output_tokens=256."""
    told = _at(report, "config", "spec", "data", 0) or _at(report, "args", "data")
    told = told or _at(benchmark, "request_loader", "data")
    told = told[0] if isinstance(told, list) and told else told
    if isinstance(told, str):
        return dict(re.findall(r'"?(\w+)"?\s*[=:]\s*([0-9]+)', told))
    return told if isinstance(told, dict) else {}
