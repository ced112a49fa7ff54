"""Reads MLPerf Inference's `mlperf_log_detail.txt`: a line of JSON behind `:::MLLOG` for each fact.

Figures are the keys that begin with `result_`; `requested_` and `effective_` ones are settings, `time_ms` is the log's
clock. All latencies are in ns, those of `result_time_to_output_token_*` too, which have no such ending
(`loadgen/results.cc`). `result_token_throughput` divides tokens by nanoseconds and then by the queries: it is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Number, Source, parse, plain, words
from .mlperf_summary import EDGES, judged

TOOL = "mlperf loadgen detail"
SIGNS: tuple[str, ...] = (":::MLLOG", '"loadgen_version"', '"effective_scenario"', '"result_validity"')
_PREFIX = ":::MLLOG "
_KEY = re.compile(r'"key": ?"((?:result|effective|loadgen|sut|test|num|qsl|early)_[^"]*)"')
_VALUE = re.compile(r'"value": ?')
_RATES: dict[str, tuple[str, str]] = {
    "result_samples_per_second": ("sample/s", "sample_throughput"),
    "result_completed_samples_per_sec": ("sample/s", "sample_throughput"),
    "result_scheduled_samples_per_sec": ("sample/s", "scheduled_sample_throughput"),
    "result_tokens_per_second": ("token/s", "output_throughput"),
    "result_completed_tokens_per_second": ("token/s", "output_throughput"),
    "result_inferred_tokens_per_second": ("token/s", "inferred_token_throughput"),
    "result_token_throughput_with_loadgen_overhead": ("token/s", "output_throughput_with_loadgen_overhead"),
    "result_qps_with_loadgen_overhead": ("request/s", "query_throughput_with_loadgen_overhead"),
    "result_qps_without_loadgen_overhead": ("request/s", "query_throughput"),
}
_COUNTS = {"result_query_count": "queries", "result_overlatency_query_count": "late_queries"}
_EDGE = re.compile(
    r"result_(?:(first_token|query|time_to_output_token|time_per_output_token)_)?(min|max|mean)(_query)?(?:_latency)?(?:_ns)?"
)
_PERCENTILE = re.compile(
    r"result_(?:(first_token|time_(?:per|to)_output_token)_)?([0-9]{1,2}(?:\.[0-9]+)?)_percentile"
    r"(?:_per_query)?(?:_latency)?_ns"
)
# The endings stand for single stream and multi-stream: both are in ns.
_ESTIMATES = {"early_stopping_latency_ss": 0.9, "early_stopping_latency_ms": 0.99}
_NAMES = {None: "latency", "query": "latency", "first_token": "ttft"}
_FACTS = {"loadgen_version", "test_datetime", "effective_scenario", "effective_target_qps"}
_NO_PARAMS = ("result_", "loadgen_", "qsl_", "early_", "num_")


def recognise(source: Source) -> bool:
    """Whether the file is such a log: MLPerf Training writes `:::MLLOG` too, but no load generator."""
    return _PREFIX in source.text and ('"loadgen_version"' in source.text or '"result_validity"' in source.text)


def read(source: Source) -> Reading:
    """One configuration a log; each load generator that starts is a run."""
    found: list[Configuration] = []
    problems: list[Problem] = []
    for first, entries in _logs(source.text.split("\n")):
        if not any(key.startswith("result_") for key in entries):
            hint = "an accuracy run has none; else run it again"
            message = "this log of the load generator holds no result"
            problems.append(Problem(source.path, first, 0, "failed-run", message, hint, "warning"))
            continue
        configuration, wrong = _configuration(entries, len(found) + 1)
        found.append(configuration)
        hint = "its rows are kept with status partial"
        problems += [Problem(source.path, first, 0, "doubtful-run", message, hint, "warning") for message in wrong]
    return Reading(found, problems)


def _logs(lines: list[str]) -> Iterator[tuple[int, dict[str, tuple[Any, str]]]]:
    """For each run its first line and its entries: key to value and place."""
    entries: dict[str, tuple[Any, str]] = {}
    first = 1
    for number, line in enumerate(lines, 1):
        start = line.find(_PREFIX)
        key = _KEY.search(line, start) if start >= 0 else None
        if not key:
            continue
        if key[1] == "loadgen_version" and entries:
            yield first, entries
            entries, first = {}, number
        record = parse(line[start + len(_PREFIX) :])
        where = _VALUE.search(line, start)
        if isinstance(record, dict) and where:
            entries.setdefault(key[1], (record.get("value"), f"{number}:{where.end() + 1}"))
    if entries:
        yield first, entries


def _configuration(entries: dict[str, tuple[Any, str]], run: int) -> tuple[Configuration, list[str]]:
    measured = [
        m
        for key, (value, place) in entries.items()
        if isinstance(value, Number) and (m := _measurement(key, value, place))
    ]
    told = {key: value for key, (value, _) in entries.items()}
    errors = told.get("num_errors")
    status, wrong = judged(
        words(told.get("result_validity")), int(errors) if isinstance(errors, Number) and errors < 1e9 else 0
    )
    params = {
        key.removeprefix("effective_"): plain(value)
        for key, value in told.items()
        if key not in _FACTS and not key.startswith(_NO_PARAMS) and not isinstance(value, dict | list | None)
    }
    params |= {k: told[k] for k in ("result_validity", "result_invalid_reason") if isinstance(told.get(k), str)}
    return Configuration(_facts(told), measured, params, status, run), wrong


def _measurement(key: str, value: Number, place: str) -> Measurement | None:
    if rate := _RATES.get(key):
        return Measurement(key, rate[1], value.raw, rate[0], place)
    if key in _ESTIMATES:  # 0 where the scenario is another
        quantile = _ESTIMATES[key]
        return (
            Measurement(key, "early_stopping_latency", value.raw, "ns", place, "quantile", quantile) if value else None
        )
    if key in _COUNTS:
        return Measurement(key, _COUNTS[key], value.raw, "1", place, "total")
    written = "ns" if key.endswith("_ns") else None
    if edge := _EDGE.fullmatch(key):
        name = _NAMES.get(edge[1], "tpot")
        return Measurement(key, name, value.raw, "ns", place, EDGES[edge[2]], None, written)
    if percentile := _PERCENTILE.fullmatch(key):
        name = _NAMES.get(percentile[1], "tpot")
        statistic: Statistic = "quantile"
        return Measurement(key, name, value.raw, "ns", place, statistic, round(float(percentile[2]) / 100, 9), written)
    return None


def _facts(told: dict[str, Any]) -> dict[str, Any]:
    scenario, rate = words(told.get("effective_scenario")), told.get("effective_target_qps")
    return {
        "tool": "mlperf loadgen",
        "tool_version": words(told.get("loadgen_version")),
        "time": words(told.get("test_datetime")),
        "workload": scenario,
        "request_rate": float(rate) if scenario == "Server" and isinstance(rate, Number) and rate < 1e9 else None,
        "request_rate_unlimited": True if scenario == "Offline" else None,
    }
