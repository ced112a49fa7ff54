"""Reads the reports that `trtllm-bench throughput` and `latency` print, however often in a log.

Labels carry their unit in brackets; `report_statistics` in TensorRT-LLM's `tensorrt_llm/bench` is their source. Until
0.16 "Token Throughput" counts generated tokens only. An issue rate of 1E+14 says that requests were sent at once. The
"P90" of the old GENERATION LATENCY BREAKDOWN prints the median by mistake and is left out.
"""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Source, whole, words
from .log_lines import unprefixed
from .serving import UNLIMITED

TOOL = "trtllm-bench"
SIGNS: tuple[str, ...] = ("= PERFORMANCE OVERVIEW", "Request Throughput (req/sec):", "Total Latency (ms):")
_STARTS = ("ENGINE DETAILS", "PYTORCH BACKEND", "_AUTODEPLOY BACKEND", "AUTODEPLOY BACKEND")
_BEFORE_FIGURES = ("MACHINE DETAILS", "REQUEST DETAILS", "WORLD + RUNTIME INFORMATION")
_FIGURES = ("PERFORMANCE OVERVIEW", "THROUGHPUT OVERVIEW", "STATISTICS")  # the last until 0.14
_TOTAL = re.compile(r"Total Latency \((?:ms|seconds)\):")
_RULE = re.compile(r"\s*={20,}")
_LABEL = re.compile(r"\s*([A-Z][\w /\[\]().-]*?)(?: \(([\w/]+)\))?:\s+(\S.*?)\s*$")
_STEP = re.compile(
    r"\s*(?:\[(Latency|TPOT|TTFT|GTPS|DT|ADT|DAR|AL)\] )?"
    r"(MINIMUM|MAXIMUM|AVERAGE|MIN|MAX|AVG|P[0-9]{1,2})(?: \(ms\))?\s*:\s*(\S+)\s*$"
)
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_DEVICE = re.compile(r"(\S.*?), memory [0-9.]+ GB,")
# By label without its unit: statistic and name in metrics.yml.
_RESULTS: dict[str, tuple[Statistic, str]] = {
    "average input length": ("mean", "input_sequence_length"),
    "average output length": ("mean", "output_sequence_length"),
    "number of concurrent requests": ("mean", "concurrent_requests"),
    "token throughput": ("single", "output_throughput"),
    "total output throughput": ("single", "output_throughput"),
    "total token throughput": ("single", "total_token_throughput"),
    "generation token throughput": ("mean", "generation_rate_per_request"),
    "request throughput": ("single", "request_throughput"),
    "total latency": ("single", "duration"),
    "average request latency": ("mean", "request_latency"),
    "average time-to-first-token": ("mean", "ttft"),
    "average time-per-output-token": ("mean", "tpot"),
    "average inter-token latency": ("mean", "itl"),
    "per user output throughput": ("mean", "output_throughput_per_user"),
    "per user output speed": ("mean", "generation_rate_per_request"),
    "per gpu output throughput": ("single", "output_tput_per_gpu"),
}

_STEPS: dict[str, tuple[str, str]] = {
    "Latency": ("request_latency", "ms"),
    "TPOT": ("tpot", "ms"),
    "TTFT": ("ttft", "ms"),
    "GTPS": ("generation_rate_per_request", "token/s"),
    "DT": ("draft_tokens", "1"),
    "ADT": ("accepted_tokens", "1"),
    "DAR": ("acceptance_rate", "ratio"),
    "AL": ("acceptance_length", "1"),
}
_WORDS: dict[str, Statistic] = {"MIN": "min", "MAX": "max", "AVG": "mean", "AVE": "mean"}


class _Report(Struct):
    """One report: what it says of the engine and the run, and its figures."""

    line: int
    stated: dict[str, str] = {}
    device: str | None = None
    measured: list[Measurement] = []
    figures: bool = False
    ended: bool = False


def recognise(source: Source) -> bool:
    """Whether the file holds such a report."""
    text = source.text
    return any(f"= {head}" in text for head in _FIGURES) and SIGNS[1] in text and _TOTAL.search(text) is not None


def read(source: Source) -> Reading:
    """One configuration a report; each is a run."""
    reports = [report for report in _reports(unprefixed(source.text).split("\n")) if report.measured]
    found = [_configuration(report, run) for run, report in enumerate(reports, 1)]
    hint = "its rows are kept with status partial"
    cut = [
        Problem(source.path, r.line, 0, "cut-run", "this report has no end", hint, "warning")
        for r in reports
        if not r.ended
    ]
    return Reading(found, cut)


def _reports(lines: list[str]) -> list[_Report]:
    found = [_Report(1)]
    section = ""
    for number, line in enumerate(lines, 1):
        before = lines[number - 2] if number > 1 else ""
        if line.lstrip().startswith("= ") and _RULE.match(before):
            section = line.strip("= \r")
            if section in _STARTS or (found[-1].figures and section in _BEFORE_FIGURES):
                found.append(_Report(number))
            found[-1].figures |= section in _FIGURES
        elif _RULE.match(line):
            # A rule after the figures ends them, unless it underlines their own heading.
            found[-1].ended |= found[-1].figures and not before.lstrip().startswith("= ")
        else:
            _take(found[-1], section, line, number)
    return found


def _take(report: _Report, section: str, line: str, number: int) -> None:
    if step := _STEP.match(line):
        report.measured += _step(section, step, number)
    elif label := _LABEL.match(line):
        name, unit, value = label.groups()
        key = re.sub(r" \[[^]]*\]", "", name).lower()
        known = _RESULTS.get(key) if unit or key == "number of concurrent requests" else None
        if known and _NUMBER.fullmatch(value):
            raw = f"{name} ({unit})" if unit else name
            place = f"{number}:{label.start(3) + 1}"
            report.measured.append(Measurement(raw, known[1], value, unit or "1", place, known[0], None, unit))
        else:
            report.stated[name] = value
    elif section == "MACHINE DETAILS" and (device := _DEVICE.match(line)):
        report.device = device[1]


def _step(section: str, step: re.Match[str], number: int) -> Iterator[Measurement]:
    kind, word, value = step.groups()
    if not kind and section != "GENERATION LATENCY BREAKDOWN":
        return
    name, unit = _STEPS[kind] if kind else ("generation_latency", "ms")
    if not _NUMBER.fullmatch(value) or (not kind and word == "P90"):
        return
    raw = f"[{kind}] {word}" if kind else f"{word} (ms)"
    statistic = _WORDS.get(word[:3], "quantile")
    quantile = int(word[1:]) / 100 if statistic == "quantile" else None
    yield Measurement(raw, name, value, unit, f"{number}:{step.start(3) + 1}", statistic, quantile)


def _configuration(report: _Report, run: int) -> Configuration:
    stated = report.stated
    known = {"Model", "TensorRT-LLM Version", "TensorRT LLM Version", "Dtype", "KV Cache Dtype", "Quantization"}
    known |= {"TP Size", "PP Size", "EP Size"}
    params: dict[str, Any] = {name: value for name, value in stated.items() if name not in known}
    return Configuration(_facts(report), report.measured, params, "ok" if report.ended else "partial", run)


def _facts(report: _Report) -> dict[str, Any]:
    stated = report.stated
    version = words(stated.get("TensorRT-LLM Version") or stated.get("TensorRT LLM Version"))
    method, data = words(stated.get("Quantization")), words(stated.get("Dtype"))
    plain = bool(method and re.fullmatch(r"(?:NV|MX)?FP\d+|INT\d+", method))
    rate = stated.get("Issue Rate", "")
    unlimited = float(rate) >= UNLIMITED if _NUMBER.fullmatch(rate) else None
    return {
        "tool": TOOL,
        "tool_version": version,
        "engine": "tensorrt-llm",
        "engine_version": version,
        "model_raw": words(stated.get("Model")),
        "weight_format": method if plain else None if method else data,
        "quantisation": method,
        "kv_cache_format": words(stated.get("KV Cache Dtype")),
        "accelerator_raw": report.device,
        "tp": whole(stated.get("TP Size")),
        "pp": whole(stated.get("PP Size")),
        "ep": whole(stated.get("EP Size")),
        "request_rate_unlimited": unlimited or None,
    }
