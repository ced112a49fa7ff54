"""Reads MLPerf Inference's `mlperf_log_summary.txt`, which the load generator writes, of all versions since 0.5.

Labels carry "(ns)" where they are times (`loadgen/results.cc`), but for early stopping's estimates, in ns too. In
MultiStream the latencies are of queries, else of samples; until 1.0 its result was `Samples per query`, how many could
be answered in time. An INVALID result missed a condition of the rules: its figures are kept and say `partial`. What
stands below "Test Parameters Used" are settings. A figure that is printed twice is one figure.
"""

import re
from collections.abc import Iterator
from typing import Any

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic, Status
from ..source import Source, words

TOOL = "mlperf loadgen summary"
SIGNS: tuple[str, ...] = ("MLPerf Results Summary", "SUT name :", "Scenario :", "Result is :")
_TITLE = re.compile(r"^[ \t]*MLPerf Results Summary\s*$", re.MULTILINE)
_LINE = re.compile(r"\s*(?:\* )?([A-Za-z0-9][\w ./()-]*?)\s*:\s*(\S.*?)\s*$")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_EDGE = re.compile(r"(Min|Max|Mean) (.+?) \(ns\)", re.IGNORECASE)
_PERCENTILE = re.compile(r"([0-9]{1,2}(?:\.[0-9]+)?)(?:th)? (?:(first token) )?percentile (.+?) \(ns\)", re.IGNORECASE)
_ESTIMATE = re.compile(r"Early stopping ([0-9]{1,2}(?:\.[0-9]+)?)th percentile estimate", re.IGNORECASE)
_ERRORS = re.compile(r"^(\d+) ERRORS? encountered", re.MULTILINE)
_RATES: dict[str, tuple[str, str]] = {
    "samples per second": ("sample/s", "sample_throughput"),
    "completed samples per second": ("sample/s", "sample_throughput"),
    "scheduled samples per second": ("sample/s", "scheduled_sample_throughput"),
    "tokens per second": ("token/s", "output_throughput"),
    "completed tokens per second": ("token/s", "output_throughput"),
    "tokens per second (inferred)": ("token/s", "inferred_token_throughput"),
    "completed tokens per second (inferred)": ("token/s", "inferred_token_throughput"),
    "qps w/ loadgen overhead": ("request/s", "query_throughput_with_loadgen_overhead"),
    "qps w/o loadgen overhead": ("request/s", "query_throughput"),
    "tps w/ loadgen overhead": ("token/s", "output_throughput_with_loadgen_overhead"),
    "tps w/o loadgen overhead": ("token/s", "output_throughput_of_one_stream"),
}
# What follows "Min", "Max", "Mean" or a percentile.
LATENCIES = {
    "latency": "latency",
    "first token latency": "ttft",
    "time to output token": "tpot",
    "time per output token": "tpot",
}
EDGES: dict[str, Statistic] = {"min": "min", "max": "max", "mean": "mean"}


def recognise(source: Source) -> bool:
    """Whether the file holds such a summary, its title alone on a line."""
    return "Scenario" in source.text and bool(_TITLE.search(source.text))


def read(source: Source) -> Reading:
    """One configuration a summary; each is a run."""
    found, problems = [], []
    for run, (first, lines) in enumerate(_summaries(source.text.split("\n")), 1):
        configuration, wrong = _configuration(first, lines, run)
        found.append(configuration)
        hint = "its rows are kept with status partial"
        problems += [Problem(source.path, first, 0, "doubtful-run", message, hint, "warning") for message in wrong]
    return Reading(found, problems)


def _summaries(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    starts = [number for number, line in enumerate(lines) if line.strip() == "MLPerf Results Summary"]
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        yield start + 1, lines[start:end]


def _configuration(first: int, lines: list[str], run: int) -> tuple[Configuration, list[str]]:
    stated: dict[str, str] = {}
    measured: dict[str, Measurement] = {}
    over = False
    for number, line in enumerate(lines, first):
        over |= line.strip() == "Test Parameters Used"
        found = _LINE.match(line)
        if not found:
            continue
        label, value = found[1], found[2]
        figure = None if over else _figure(label, value, f"{number}:{found.start(2) + 1}")
        if figure is None:
            stated.setdefault(label, value)
        else:
            measured.setdefault(label.lower(), figure)
    errors = _ERRORS.search("\n".join(lines))
    status, wrong = judged(stated.get("Result is"), int(errors[1]) if errors else 0)
    return Configuration(_facts(stated), list(measured.values()), _params(stated), status, run), wrong


def judged(result: str | None, errors: int) -> tuple[Status, list[str]]:
    """The status of a run whose result is VALID, INVALID or not told, and a sentence for each thing wrong."""
    wrong = [f"the load generator calls this result {result}"] if result and result != "VALID" else []
    wrong += ["the load generator gives no verdict on this result"] if not result else []
    wrong += [f"the load generator met {errors} error{'s' if errors > 1 else ''} in this run"] if errors else []
    return ("partial" if wrong else "ok"), wrong


def _figure(label: str, value: str, place: str) -> Measurement | None:
    if not _NUMBER.fullmatch(value):
        return None
    if rate := _RATES.get(label.lower()):
        return Measurement(label, rate[1], value, rate[0], place)
    if label == "Samples per query":
        return Measurement(label, "samples_per_query", value, "1", place)
    if estimate := _ESTIMATE.fullmatch(label):
        quantile = round(float(estimate[1]) / 100, 9)
        return Measurement(label, "early_stopping_latency", value, "ns", place, "quantile", quantile)
    if edge := _EDGE.fullmatch(label):
        name = LATENCIES.get(edge[2].lower())
        statistic = EDGES[edge[1].lower()]
        return Measurement(label, name, value, "ns", place, statistic, None, "ns") if name else None
    if percentile := _PERCENTILE.fullmatch(label):
        percent, token, what = percentile.groups()
        name = LATENCIES.get(f"{token} {what}".lower() if token else what.lower())
        quantile = round(float(percent) / 100, 9)
        return Measurement(label, name, value, "ns", place, "quantile", quantile, "ns") if name else None
    return None


def _params(stated: dict[str, str]) -> dict[str, Any]:
    known = {"Scenario"}
    return {label: value for label, value in stated.items() if label not in known}


def _facts(stated: dict[str, str]) -> dict[str, Any]:
    scenario, rate = words(stated.get("Scenario")), stated.get("target_qps", "")
    offered = scenario == "Server" and _NUMBER.fullmatch(rate)
    return {
        "tool": "mlperf loadgen",
        "workload": scenario,
        "request_rate": float(rate) if offered else None,
        "request_rate_unlimited": True if scenario == "Offline" else None,
    }
