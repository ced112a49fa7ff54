"""Reads Google Benchmark's JSON (`--benchmark_format=json`, `--benchmark_out`): each case states its unit.

Only versions before 1.0 state none, and count in ns. Before 1.5 an aggregate is told by the end of its name alone.
"""

import re
from typing import Any

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Number, Source, printable, settings, step, whole, words

TOOL = "google-benchmark"
SIGNS: tuple[str, ...] = ("context", "benchmarks", "real_time", "time_unit")
AGGREGATES: dict[str, Statistic] = {"mean": "mean", "median": "median", "stddev": "std", "min": "min", "max": "max"}
_TIMES = ("real_time", "cpu_time")
_AGGREGATE = re.compile(r"(.+)_(mean|median|stddev)")
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
    needs = ({"real_time", "time_unit"}, {"real_time", "cpu_time", "iterations"})
    return isinstance(cases, list) and any(
        isinstance(c, dict) and any(c.keys() >= need for need in needs) for c in cases
    )


def read(source: Source) -> Reading:
    """One configuration a case; each report in the file is one run."""
    found: list[Configuration] = []
    problems: list[Problem] = []
    for run, document in enumerate((d for d in source.documents if _is_report(d.value)), 1):
        context = document.value["context"]
        facts = {
            "tool": TOOL,
            "tool_version": words(context.get("library_version")),
            "time": words(context.get("date")),
        }
        cases = [(index, case) for index, case in enumerate(document.value["benchmarks"]) if isinstance(case, dict)]
        names = {words(case.get("name")) for _, case in cases}
        found += [
            _case(case, f"{document.pointer}/benchmarks/{index}", facts, aggregate_of(case, names), run)
            for index, case in cases
        ]
        problems += unmeasured(source.path, [case for _, case in cases if _has_failed(case)], len(cases))
    return Reading(found, problems)


def _has_failed(case: dict[str, Any]) -> bool:
    return case.get("error_occurred") is True or case.get("skipped") is True


def unmeasured(path: str, failed: list[dict[str, Any]], of: int) -> list[Problem]:
    """One problem for the cases without figures, if there are any."""
    if not failed:
        return []
    first = failed[0]
    why = words(first.get("error_message")) or words(first.get("skip_message")) or "no reason is given"
    message = f"cases that failed or were skipped: {len(failed)} of {of}, the first of them {first.get('name')}: {why}"
    return [Problem(path, 0, 0, "skipped-case", printable(message[:400]), "they have no figures", "warning")]


def aggregate_of(case: dict[str, Any], names: set[str | None]) -> tuple[str, str] | None:
    """What a case is an aggregate of and which, None for a run itself. `names` are those of the report's cases."""
    end = _AGGREGATE.fullmatch(words(case.get("name")) or "")
    if "run_type" in case:
        stated = words(case.get("run_name")) or (end[1] if end else "")
        return (stated, str(case.get("aggregate_name"))) if case["run_type"] == "aggregate" else None
    return (end[1], end[2]) if end and names >= {f"{end[1]}_mean", f"{end[1]}_stddev"} else None


def _case(
    case: dict[str, Any], pointer: str, facts: dict[str, Any], aggregate: tuple[str, str] | None, run: int
) -> Configuration:
    # A coefficient of variation, a complexity or a statistic of the author's has no column.
    statistic = AGGREGATES.get(aggregate[1]) if aggregate else "mean"
    failed = _has_failed(case)
    measured: list[Measurement] = []
    for key, value in case.items() if not failed else ():
        stated = words(case.get("time_unit"))
        unit = (stated or "ns") if key in _TIMES else counter_unit(key)
        if isinstance(value, Number) and unit and statistic and key.isprintable():
            name = "time" if key == "real_time" else key if key in _TIMES else counter_name(unit)
            written = stated if key in _TIMES else None
            samples = whole(case.get("repetitions") if aggregate else case.get("iterations"))
            kind = statistic if aggregate or key in _TIMES else "single"
            measured.append(Measurement(key, name, value.raw, unit, pointer + step(key), kind, None, written, samples))
    workload = (aggregate[0] if aggregate else words(case.get("run_name"))) or words(case.get("name"))
    params = settings(case, frozenset({"run_name", "time_unit", *(m.metric_raw for m in measured)}))
    return Configuration(facts | {"workload": workload}, measured, params, "failed" if failed else "ok", run)


def counter_name(unit: str) -> str:
    """The metric of a counter in this unit."""
    return "flops" if "FLOP" in unit else "bytes_per_second" if unit.endswith("B/s") else "ops"


def counter_unit(key: str) -> str | None:
    """The unit that a counter's name says; None for one that says none."""
    rate = _RATE.fullmatch(key)
    return rate[1] if rate else next((unit for pattern, unit in _COUNTERS if pattern.fullmatch(key)), None)
