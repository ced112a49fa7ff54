"""Reads what SGLang's `bench_serving --output-file` appends: one run a line, with the server's settings in some.

The first versions (2024) wrote neither data set nor request rate. `concurrency` is what was observed, `max_concurrency`
what was set; random lengths are left over when the data set is another one.
"""

from collections.abc import Iterator
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic, Status
from ..source import Document, Number, Source, records, settings, step, whole, words
from .serving import is_latency, latency, offered_rate

TOOL = "sglang bench_serving"
SIGNS: tuple[str, ...] = (
    "total_output_tokens_retokenized",
    "output_throughput",
    "median_e2e_latency_ms",
    "completed",
    "duration",
)
_SCALARS: dict[str, tuple[Statistic, str, str]] = {
    "duration": ("single", "s", "duration"),
    "completed": ("total", "1", "completed"),
    "failed": ("total", "1", "failed"),
    "total_input_tokens": ("total", "1", "total_input_tokens"),
    "total_output_tokens": ("total", "1", "total_output_tokens"),
    "total_output_tokens_retokenized": ("total", "1", "retokenized_output_tokens"),
    "total_input_text_tokens": ("total", "1", "total_input_text_tokens"),
    "total_input_vision_tokens": ("total", "1", "total_input_vision_tokens"),
    "request_throughput": ("single", "request/s", "request_throughput"),
    "input_throughput": ("single", "token/s", "input_throughput"),
    "output_throughput": ("single", "token/s", "output_throughput"),
    "total_throughput": ("single", "token/s", "total_token_throughput"),
    "total_token_throughput": ("single", "token/s", "total_token_throughput"),
    "output_throughput_retokenized": ("single", "token/s", "retokenized_output_throughput"),
    "total_throughput_retokenized": ("single", "token/s", "retokenized_total_throughput"),
    "max_output_tokens_per_s": ("max", "token/s", "output_throughput"),
    "max_concurrent_requests": ("max", "1", "concurrent_requests"),
    "concurrency": ("mean", "1", "concurrent_requests"),
    "accept_length": ("mean", "1", "acceptance_length"),
}
# These hold however the requests went; the others mean nothing when none was answered.
_COUNTS = {"duration", "completed", "failed"}
_FACTS = {"dataset_name", "request_rate", "max_concurrency", "random_input_len", "random_output_len"}


def recognise(source: Source) -> bool:
    """Whether the file holds a result of this tool."""
    return any(_is_run(record.value) for record in records(source))


def _is_run(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() >= set(SIGNS)


def read(source: Source) -> Reading:
    """One configuration a run."""
    runs = [record for record in records(source) if _is_run(record.value)]
    return Reading([_run(document, number) for number, document in enumerate(runs, 1)])


def _run(document: Document, number: int) -> Configuration:
    values = document.value
    answered = whole(values["completed"]) != 0
    measured = [m for m in _measurements(values, document.pointer) if answered or m.name in _COUNTS]
    used = _FACTS.union(_SCALARS, filter(is_latency, values))
    status: Status = "failed" if not answered else "partial" if _short(values) else "ok"
    return Configuration(_facts(values), measured, settings(values, frozenset(used)), status, number)


def _short(values: dict[str, Any]) -> bool:
    """Whether requests failed or were never answered; most versions do not write how many there were to be."""
    asked, done, failed = (whole(values.get(key)) for key in ("num_prompts", "completed", "failed"))
    return bool(failed) or (asked is not None and done is not None and done < asked)


def _measurements(values: dict[str, Any], pointer: str) -> Iterator[Measurement]:
    samples = whole(values["completed"])
    for key, value in values.items():
        if not isinstance(value, Number):
            continue
        if known := _SCALARS.get(key):
            yield Measurement(key, known[2], value.raw, known[1], pointer + step(key), known[0])
        elif found := latency(key, value, pointer, samples):
            yield found


def _facts(values: dict[str, Any]) -> dict[str, Any]:
    named = words(values.get("dataset_name"))
    random = named is not None and named.startswith("random")
    server = _server(values.get("server_info"))
    version = words(server.get("version"))
    return {
        "tool": TOOL,
        "engine": "sglang" if version else None,
        "engine_version": version,
        "model_raw": words(server.get("model_path")),
        "workload": named,
        "concurrency": whole(values.get("max_concurrency")),
        "input_length": whole(values.get("random_input_len")) if random else None,
        "output_length": whole(values.get("random_output_len")) if random else None,
        "tp": whole(server.get("tp_size")),
        "dp": whole(server.get("dp_size")),
        "pp": whole(server.get("pp_size")),
        "ep": whole(server.get("ep_size")),
        **offered_rate(values.get("request_rate")),
    }


def _server(info: Any) -> dict[str, Any]:
    """The server's settings; of several servers (prefill and decode apart) those in which all agree."""
    if not isinstance(info, dict):
        return {}
    lists = (info[part] for part in ("prefill", "decode") if isinstance(info.get(part), list))
    servers = [server for part in lists for server in part if isinstance(server, dict)] or [info]
    return {key: value for key, value in servers[0].items() if all(s.get(key) == value for s in servers)}
