"""Reads Google Benchmark's JSON (`--benchmark_format=json`, `--benchmark_out`): each case states its unit."""

import re
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Number, Source, settings, step, whole, words

TOOL = "google-benchmark"
SIGNS: tuple[str, ...] = ("context", "benchmarks", "real_time", "time_unit")
_AGGREGATES: dict[str, Statistic] = {"mean": "mean", "median": "median", "stddev": "std", "min": "min", "max": "max"}
_TIMES = ("real_time", "cpu_time")
# A counter is in a unit only when its own name says so; the rest are the author's business and stay settings.
_COUNTERS = (
    (re.compile(r"bytes_per_second"), "B/s"),
    (re.compile(r"items_per_second|.*\bops(?:/s| per second)"), "op/s"),
)
_RATE = re.compile(r"(?:.*[ (\[])?([KMGTP]?i?B/s|[KMGTP]?(?:FLOPS|FLOPs?/s))[)\]]?")


def recognise(source: Source) -> bool:
    """Whether the file is a report of this tool."""
    return any(_is_report(document.value) for document in source.documents)


def _is_report(value: Any) -> bool:
    if not isinstance(value, dict) or not isinstance(value.get("context"), dict):
        return False
    cases = value.get("benchmarks")
    return isinstance(cases, list) and any(isinstance(c, dict) and c.keys() >= set(SIGNS[2:]) for c in cases)


def read(source: Source) -> Reading:
    """One configuration a case; each report in the file is one run."""
    found = []
    for run, document in enumerate((d for d in source.documents if _is_report(d.value)), 1):
        context = document.value["context"]
        facts = {
            "tool": TOOL,
            "tool_version": words(context.get("library_version")),
            "time": words(context.get("date")),
        }
        for index, case in enumerate(document.value["benchmarks"]):
            if isinstance(case, dict):
                found.append(_case(case, f"{document.pointer}/benchmarks/{index}", facts, run))
    return Reading(found)


def _case(case: dict[str, Any], pointer: str, facts: dict[str, Any], run: int) -> Configuration:
    aggregate = case.get("run_type") == "aggregate"
    # A coefficient of variation, a complexity or a statistic of the author's has no column.
    statistic = _AGGREGATES.get(str(case.get("aggregate_name"))) if aggregate else "mean"
    failed = case.get("error_occurred") is True or case.get("skipped") is True
    measured: list[Measurement] = []
    for key, value in case.items() if not failed else ():
        unit = words(case.get("time_unit")) if key in _TIMES else _counter_unit(key)
        if isinstance(value, Number) and unit and statistic and key.isprintable():
            name = "time" if key == "real_time" else key if key in _TIMES else _counter_name(unit)
            written = unit if key in _TIMES else None
            samples = whole(case.get("repetitions") if aggregate else case.get("iterations"))
            kind = statistic if aggregate or key in _TIMES else "single"
            measured.append(Measurement(key, name, value.raw, unit, pointer + step(key), kind, None, written, samples))
    workload = words(case.get("run_name")) or words(case.get("name"))
    params = settings(case, frozenset({"run_name", "time_unit", *(m.metric_raw for m in measured)}))
    return Configuration(facts | {"workload": workload}, measured, params, "failed" if failed else "ok", run)


def _counter_name(unit: str) -> str:
    return "flops" if "FLOP" in unit else "bytes_per_second" if unit.endswith("B/s") else "ops"


def _counter_unit(key: str) -> str | None:
    rate = _RATE.fullmatch(key)
    return rate[1] if rate else next((unit for pattern, unit in _COUNTERS if pattern.fullmatch(key)), None)
