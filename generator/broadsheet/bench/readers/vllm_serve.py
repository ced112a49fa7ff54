"""Reads `vllm bench serve --save-result` JSON (benchmark_serving.py before 2025), one or several runs appended or in
a list (`vllm bench sweep serve` writes its `summary.json` so).

Keys end in their unit (`_ms`) or have one that vLLM's documentation fixes; lists hold one entry a request and are no
results; whatever else is scalar is a setting.
"""

import re
from collections.abc import Iterator
from typing import Any

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic, Status
from ..source import Document, Number, Source, records, settings, step, whole, words
from .serving import is_latency, latency, offered_rate

TOOL = "vllm bench serve"
# A file of vLLM's says all of these, and a hand-written summary with a few of the keys does not.
SIGNS: tuple[str, ...] = (
    "model_id",
    "num_prompts",
    "request_rate",
    "completed",
    "duration",
    "request_throughput",
    "mean_ttft_ms",
)
_ALWAYS = frozenset(SIGNS[:-1])  # a pooling model has no first token, but some other latency
_SCALARS: dict[str, tuple[Statistic, str, str]] = {
    "duration": ("single", "s", "duration"),
    "completed": ("total", "1", "completed"),
    "failed": ("total", "1", "failed"),
    "total_input_tokens": ("total", "1", "total_input_tokens"),
    "total_output_tokens": ("total", "1", "total_output_tokens"),
    "probe_completed": ("total", "1", "probes_completed"),
    "probe_failed": ("total", "1", "probes_failed"),
    "total_input_sequences": ("total", "1", "total_input_sequences"),
    "request_throughput": ("single", "request/s", "request_throughput"),
    "request_goodput": ("single", "request/s", "request_goodput"),
    "request_goodput:": ("single", "request/s", "request_goodput"),  # vLLM wrote the colon until 2025
    "input_sequence_throughput": ("single", "sample/s", "input_sequence_throughput"),
    "input_throughput": ("single", "token/s", "input_throughput"),
    "output_throughput": ("single", "token/s", "output_throughput"),
    "total_token_throughput": ("single", "token/s", "total_token_throughput"),
    "max_output_tokens_per_s": ("max", "token/s", "output_throughput"),
    "max_concurrent_requests": ("max", "1", "concurrent_requests"),
    "user_throughput": ("mean", "token/s", "output_throughput_per_user"),  # TensorRT-LLM's client
    "rtfx": ("single", "ratio", "rtfx"),
    "spec_decode_acceptance_rate": ("mean", "%", "acceptance_rate"),
    "spec_decode_acceptance_length": ("mean", "1", "acceptance_length"),
    "spec_decode_num_drafts": ("total", "1", "drafts"),
    "spec_decode_draft_tokens": ("total", "1", "draft_tokens"),
    "spec_decode_accepted_tokens": ("total", "1", "accepted_tokens"),
    "diffusion_committed_throughput": ("single", "token/s", "committed_throughput"),
    "diffusion_steps_per_canvas": ("mean", "1", "denoising_steps_per_canvas"),
    "diffusion_committed_per_step": ("mean", "1", "committed_tokens_per_step"),
    "diffusion_committed_tokens": ("total", "1", "committed_tokens"),
    "diffusion_denoising_steps": ("total", "1", "denoising_steps"),
    "diffusion_canvas_positions": ("total", "1", "canvas_positions"),
    "probe_median_e2el_ms": ("median", "ms", "probe_latency"),
    "probe_max_e2el_ms": ("max", "ms", "probe_latency"),
}
_BY_POSITION = "spec_decode_per_position_acceptance_rates"
# These hold however the requests went; the others mean nothing when none was answered.
_COUNTS = {"duration", "completed", "failed"}
_FACTS = {"date", "model_id", "max_concurrency", "gpu_name", "gpu_count", "tensor_parallel_size", "tp"}
_CLOCK = {"benchmark_start_time_unix", "benchmark_end_time_unix"}


def recognise(source: Source) -> bool:
    """Whether the file holds a result of this tool."""
    return any(_is_run(record.value) for record in records(source))


def _is_run(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() >= _ALWAYS and any(map(is_latency, value))


def read(source: Source) -> Reading:
    """One configuration a run, and more for its steady state and each position of a draft where the file has them."""
    runs = [record for record in records(source) if _is_run(record.value)]
    found = [c for number, run in enumerate(runs, 1) for c in _run(run, number)]
    none = [r for r in runs if r.value["completed"] == 0]
    hint = "the counts are kept with status failed; look into the server's log"
    message = "no request of this run was answered, so it has no latencies or throughputs"
    return Reading(found, [Problem(source.path, 0, 0, "failed-run", message, hint, "warning") for _ in none])


def _run(document: Document, number: int) -> Iterator[Configuration]:
    values = document.value
    status = _status(values)
    measured = list(_measurements(values, document.pointer, whole(values["completed"])))
    if status == "failed":
        measured = [m for m in measured if m.name in _COUNTS]
    facts = _facts(values)
    used = _FACTS.union(_SCALARS, _CLOCK, filter(is_latency, values))
    if not facts.get("request_rate_unlimited"):
        used |= {"request_rate"}
    params = settings(values, frozenset(used))
    yield Configuration(facts, measured, params, status, number)
    steady = values.get("steady_state")
    if isinstance(steady, dict) and status != "failed":
        inner = list(_measurements(steady, f"{document.pointer}/steady_state", None))
        yield Configuration(facts, inner, params | {"window": "steady_state"}, status, number)
    rates = values.get(_BY_POSITION)
    for at, rate in enumerate(rates if isinstance(rates, list) and status != "failed" else ()):
        if isinstance(rate, Number):
            place = f"{document.pointer}/{_BY_POSITION}/{at}"
            kept = Measurement(_BY_POSITION, "acceptance_rate", rate.raw, "ratio", place, "mean")
            yield Configuration(facts, [kept], params | {"draft_position": at}, status, number)


def _measurements(values: dict[str, Any], pointer: str, samples: int | None) -> Iterator[Measurement]:
    for key, value in values.items():
        if not isinstance(value, Number):
            continue
        if scalar := _SCALARS.get(key):
            # 0 here only says that the run was not about sound.
            if key != "rtfx" or value:
                yield Measurement(key, scalar[2], value.raw, scalar[1], pointer + step(key), scalar[0])
        elif found := latency(key, value, pointer, samples):
            yield found


def _status(values: dict[str, Any]) -> Status:
    asked, done, failed = (whole(values.get(key)) for key in ("num_prompts", "completed", "failed"))
    if done == 0:
        return "failed"
    return "partial" if failed or (asked is not None and done is not None and done < asked) else "ok"


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    return {
        "tool": TOOL,
        "time": _time(words(values.get("date"))),
        "model_raw": words(values.get("model_id")),
        "concurrency": whole(values.get("max_concurrency")),
        "accelerator_raw": words(values.get("gpu_name")),
        "accelerator_count": whole(values.get("gpu_count")),
        "tp": whole(values.get("tensor_parallel_size") or values.get("tp")),
        **offered_rate(values["request_rate"]),
    }


def _time(date: str | None) -> str | None:
    """vLLM writes 20260807-130416, in the machine's own zone."""
    match = re.fullmatch(r"(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)", date or "")
    return "{}-{}-{}T{}:{}:{}".format(*match.groups()) if match else date
