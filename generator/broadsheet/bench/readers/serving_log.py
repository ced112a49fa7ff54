"""Reads the "Serving Benchmark Result" that vLLM's and SGLang's serving benchmarks print, however often in a log.

Labels carry their unit in brackets. Rates of acceptance by the draft's position are configurations of their own, with
`draft_position` among the settings. The arguments that vLLM prints before a result (`Namespace(...)`) say what was run.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic, Status
from ..source import Source, whole, words
from .log_lines import unprefixed

TOOL = "serving benchmark log"
SIGNS: tuple[str, ...] = ("= Serving Benchmark Result =", "Successful requests:", "Benchmark duration (s):")
_LINE = re.compile(r"^\s*([A-Z][\w .()/-]*?(?: \([^()]*\))?):\s+(\S+)\s*$")
_BRACKETS = re.compile(r" \((?!retokenized)[^()]*\)$")
_POSITION = re.compile(r"Position ([0-9]{1,3})")
_SPREAD = re.compile(
    r"(?:(Mean|Median|Std|Min|Max)(?: Dev)?|P([0-9]{1,3}(?:\.[0-9]+)?)) "
    r"(?:([\w .-]+) \((ms)\)|Avg Decoded Tokens per Iter)"
)
_WORDS: dict[str | None, Statistic] = {
    "Mean": "mean",
    "Median": "median",
    "Std": "std",
    "Min": "min",
    "Max": "max",
    None: "quantile",
}
# What ends a result; TensorRT-LLM counts failed requests between rules that have words in them.
_END = re.compile(r"\s*={10,}(?![=!])")
# By label without case and brackets: statistic, unit, name in metrics.yml, whether the label writes the unit.
_RESULTS: dict[str, tuple[Statistic, str, str]] = {
    "successful requests": ("total", "1", "completed"),
    "failed requests": ("total", "1", "failed"),
    "benchmark duration": ("single", "s", "duration"),
    "total input tokens": ("total", "1", "total_input_tokens"),
    "total input text tokens": ("total", "1", "total_input_text_tokens"),
    "total input vision tokens": ("total", "1", "total_input_vision_tokens"),
    "total generated tokens": ("total", "1", "total_output_tokens"),
    "total generated tokens (retokenized)": ("total", "1", "retokenized_output_tokens"),
    "total cached tokens": ("total", "1", "cached_tokens"),
    "cache hit rate": ("mean", "ratio", "cache_hit_rate"),
    "probe requests completed": ("total", "1", "probes_completed"),
    "probe requests failed": ("total", "1", "probes_failed"),
    "request throughput": ("single", "req/s", "request_throughput"),
    "request goodput": ("single", "req/s", "request_goodput"),
    "input throughput": ("single", "sample/s", "input_sequence_throughput"),
    "input token throughput": ("single", "tok/s", "input_throughput"),
    "output token throughput": ("single", "tok/s", "output_throughput"),
    "total throughput": ("single", "tok/s", "total_token_throughput"),  # SGLang, 2024
    "total token throughput": ("single", "tok/s", "total_token_throughput"),
    "user throughput": ("mean", "tok/s", "output_throughput_per_user"),  # TensorRT-LLM
    "committed throughput": ("single", "tok/s", "committed_throughput"),
    "denoising steps per canvas": ("mean", "1", "denoising_steps_per_canvas"),
    "committed per denoising step": ("mean", "1", "committed_tokens_per_step"),
    "committed tokens": ("total", "1", "committed_tokens"),
    "denoising steps": ("total", "1", "denoising_steps"),
    "canvas positions evaluated": ("total", "1", "canvas_positions"),
    "peak output token throughput": ("max", "tok/s", "output_throughput"),
    "peak concurrent requests": ("max", "1", "concurrent_requests"),
    "concurrency": ("mean", "1", "concurrent_requests"),
    "rtfx": ("single", "ratio", "rtfx"),
    "accept length": ("mean", "1", "acceptance_length"),
    "acceptance length": ("mean", "1", "acceptance_length"),
    "acceptance rate": ("mean", "%", "acceptance_rate"),
    "drafts": ("total", "1", "drafts"),
    "draft tokens": ("total", "1", "draft_tokens"),
    "accepted tokens": ("total", "1", "accepted_tokens"),
    "total energy": ("total", "J", "energy"),
    "total gpu power": ("mean", "W", "total_power"),
}


def recognise(source: Source) -> bool:
    """Whether the file holds such a result."""
    return all(sign in source.text for sign in SIGNS)


def read(source: Source) -> Reading:
    """One configuration a result, and one for each position of a draft; each result is a run."""
    lines = unprefixed(source.text).split("\n")
    arguments = ""
    found: list[Configuration] = []
    run = 0
    for number, line in enumerate(lines):
        if "Namespace(" in line:
            arguments = line
        elif SIGNS[0] in line:
            run += 1
            found += _result(lines, number + 1, arguments, run)
            arguments = ""
    return Reading(found)


def _result(lines: list[str], start: int, arguments: str, run: int) -> Iterator[Configuration]:
    measured: list[Measurement] = []
    by_position: dict[int, Measurement] = {}
    labels: dict[str, str] = {}
    ended = False
    for number, line in enumerate(lines[start : start + 200], start + 1):
        if _END.match(line):
            ended = SIGNS[0] not in line
            break
        if found := _LINE.match(line):
            place = f"{number}:{found.start(2) + 1}"
            if position := _POSITION.fullmatch(found[1]):
                rate = Measurement(found[1], "acceptance_rate", found[2], "%", place, "mean", None, "%")
                by_position[int(position[1])] = rate
            labels[found[1].lower()] = found[2]
            measured += _measurement(found[1], found[2], place)
    facts, asked = _facts(labels, arguments)
    status: Status = _status(measured, asked) if ended else "partial"
    if status == "failed":
        measured = [m for m in measured if m.name in ("completed", "failed", "duration")]
    params = {"num_prompts": asked} if asked else {}
    yield Configuration(facts, measured, params, status, run)
    for at, rate in by_position.items() if status != "failed" else ():
        yield Configuration(facts, [rate], params | {"draft_position": at}, status, run)


def _measurement(label: str, value: str, locator: str) -> Iterator[Measurement]:
    if spread := _SPREAD.fullmatch(label):
        word, percent, name, unit_raw = spread.groups()
        quantile = round(float(percent) / 100, 9) if percent else None
        if quantile is None or quantile <= 1:
            named = name or "acceptance_length"
            yield Measurement(label, named, value, unit_raw or "1", locator, _WORDS[word], quantile, unit_raw)
    elif known := _RESULTS.get(label.lower()) or _RESULTS.get(_BRACKETS.sub("", label).lower()):
        statistic, unit, name = known
        written = unit if label.endswith(f"({unit})") else None
        yield Measurement(label, name, value, unit, locator, statistic, None, written)


def _status(measured: list[Measurement], asked: int | None) -> Status:
    counts = {m.name: whole(m.value_raw) for m in measured if m.statistic == "total"}
    done = counts.get("completed")
    if done == 0:
        return "failed"
    return "partial" if counts.get("failed") or (asked and done is not None and done < asked) else "ok"


def _facts(labels: dict[str, str], arguments: str) -> tuple[dict[str, Any], int | None]:
    def argument(name: str) -> str | None:
        found = re.search(rf"\b{name}='?([^',)]*)", arguments)
        return words(found[1]) if found else None

    rate = labels.get("traffic request rate") or labels.get("request rate configured (rps)") or argument("request_rate")
    number = (
        float(rate) if rate and re.fullmatch(r"inf|[0-9.]+", rate) and rate.count(".") < 2 and rate != "." else None
    )
    unlimited = None if number is None else number >= 1e9
    concurrency = labels.get("maximum request concurrency") or labels.get("max request concurrency")
    random = argument("dataset_name") == "random"
    facts = {
        "tool": "sglang bench_serving" if labels.get("backend", "").startswith("sgl") else "vllm bench serve",
        "model_raw": argument("model"),
        "workload": argument("dataset_name"),
        "concurrency": whole(concurrency or argument("max_concurrency")),
        "request_rate": None if unlimited else number,
        "request_rate_unlimited": unlimited,
        "input_length": whole(argument("random_input_len")) if random else None,
        "output_length": whole(argument("random_output_len")) if random else None,
    }
    return facts, whole(argument("num_prompts"))
