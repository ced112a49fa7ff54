"""Reads llama-benchy's JSON report (`--format json`): tokens a second and milliseconds, by its report's schema.

Each benchmark is a prompt that is processed and an answer that is generated: two configurations, named and described as
in the tool's Markdown table, so that one run compares alike in either form. `values` are the runs behind mean and `std`
(`numpy.std`).
"""

import re
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..source import Document, Number, Source, records, settings, whole, words

TOOL = "llama-benchy"
SIGNS: tuple[str, ...] = ("latency_mode", "prefix_caching_enabled", "max_concurrency", "is_context_prefill_phase")
_PREFILL = {
    "pp_throughput": ("token_throughput", "token/s"),
    "pp_req_throughput": ("token_throughput_per_request", "token/s"),
    "ttfr": ("ttfr", "ms"),
    "est_ppt": ("est_ppt", "ms"),
    "e2e_ttft": ("e2e_ttft", "ms"),
}
_DECODE = {
    "tg_throughput": ("token_throughput", "token/s"),
    "tg_req_throughput": ("token_throughput_per_request", "token/s"),
    "peak_throughput": ("peak_token_throughput", "token/s"),
    "peak_req_throughput": ("peak_token_throughput_per_request", "token/s"),
}
_FACTS = frozenset(("version", "timestamp", "model", "benchmarks"))
_TIME = re.compile(r"(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(Z?)")


def recognise(source: Source) -> bool:
    """Whether the file holds a report of this tool."""
    return SIGNS[-1] in source.text and any(_is_report(record.value) for record in records(source))


def _is_report(value: Any) -> bool:
    if not isinstance(value, dict) or not value.keys() >= set(SIGNS[:-1]):
        return False
    found = value.get("benchmarks")
    return isinstance(found, list) and any(isinstance(one, dict) and SIGNS[-1] in one for one in found)


def read(source: Source) -> Reading:
    """Two configurations a benchmark; each report is a run."""
    reports = [record for record in records(source) if _is_report(record.value)]
    found = []
    for run, report in enumerate(reports, 1):
        for at, benchmark in enumerate(report.value["benchmarks"]):
            if isinstance(benchmark, dict):
                place = f"{report.pointer}/benchmarks/{at}"
                found += [_configuration(report, benchmark, place, decode, run) for decode in (False, True)]
    return Reading([one for one in found if one.measurements])


def _configuration(report: Document, values: dict[str, Any], at: str, decode: bool, run: int) -> Configuration:
    names = _DECODE if decode else _PREFILL
    measured = [m for key, name in names.items() for m in _figures(key, *name, values.get(key), at)]
    params = settings(report.value, _FACTS)
    if values.get("is_context_prefill_phase") is True:
        params["cached_context"] = "being loaded"
    return Configuration(_facts(report.value, values, decode), measured, params, run=run)


def _figures(key: str, name: str, unit: str, metric: Any, at: str) -> list[Measurement]:
    if not isinstance(metric, dict):
        return []
    runs = metric.get("values")
    samples = len(runs) or None if isinstance(runs, list) else None
    return [
        Measurement(key, name, value.raw, unit, f"{at}/{key}/{statistic}", statistic, samples=samples)
        for statistic in ("mean", "std")
        if isinstance(value := metric.get(statistic), Number)
    ]


def _facts(report: dict[str, Any], values: dict[str, Any], decode: bool) -> dict[str, Any]:
    loads = values.get("is_context_prefill_phase") is True
    keys = ("prompt_size", "response_size", "context_size", "concurrency")
    prompt, answer, context, concurrency = (whole(values.get(key)) for key in keys)
    tokens = answer if decode else prompt
    kind = "tg" if decode else "pp"
    test = f"ctx_{kind}" if loads else f"{kind}{'' if tokens is None else tokens}"
    test += f" @ d{context}" if context or loads else ""
    test += f" (c{concurrency})" if (whole(report.get("max_concurrency")) or 1) > 1 else ""
    time = _TIME.fullmatch(words(report.get("timestamp")) or "")
    return {
        "tool": TOOL,
        "tool_version": words(report.get("version")),
        "time": f"{time[1]}T{time[2]}{time[3]}" if time else None,
        "model_raw": words(report.get("model")),
        "workload": test,
        "input_length": None if decode or loads else prompt,
        "output_length": answer if decode and not loads else None,
        "context": context or None,
        "concurrency": concurrency,
        "phase": "decode" if decode else "prefill",
    }
