"""Reads the JSON report of `trtllm-bench` (`--report_json`): keys end in their unit.

`get_statistics_dict` of TensorRT-LLM's `tensorrt_llm/bench` writes it: percentiles of latencies are in ms, those under
`gen_tps_percentiles` in tokens a second; `system_output_throughput_tok_s` counts generated tokens.
"""

from collections.abc import Iterator
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Document, Number, Source, settings, whole, words

TOOL = "trtllm-bench --report_json"
SIGNS: tuple[str, ...] = ("world_info", "request_info", "performance", "system_output_throughput_tok_s")
_RESULTS: dict[str, tuple[Statistic, str, str]] = {
    "avg_num_concurrent_requests": ("mean", "1", "concurrent_requests"),
    "avg_input_length": ("mean", "token", "input_sequence_length"),
    "avg_output_length": ("mean", "token", "output_sequence_length"),
    "total_latency_ms": ("single", "ms", "duration"),
    "avg_request_latency_ms": ("mean", "ms", "request_latency"),
    "request_throughput_req_s": ("single", "req/s", "request_throughput"),
    "system_output_throughput_tok_s": ("single", "tok/s", "output_throughput"),
    "system_total_throughput_tok_s": ("single", "tok/s", "total_token_throughput"),
    "output_throughput_per_user_tok_s": ("mean", "tok/s", "output_throughput_per_user"),
    "output_throughput_per_gpu_tok_s": ("single", "tok/s", "output_tput_per_gpu"),
    "token_output_speed_tok_s": ("mean", "tok/s", "generation_rate_per_request"),
    "avg_ttft_ms": ("mean", "ms", "ttft"),
    "avg_tpot_ms": ("mean", "ms", "tpot"),
    "total_energy_j": ("total", "J", "energy"),
    "average_gpu_power": ("mean", "W", "power"),
}
_SPREADS = {
    "request_latency_percentiles_ms": ("request_latency", "ms"),
    "tpot_percentiles": ("tpot", "ms"),
    "ttft_percentiles": ("ttft", "ms"),
    "gen_tps_percentiles": ("generation_rate_per_request", "tok/s"),
    "num_draft_tokens_percentiles": ("draft_tokens", "1"),
    "num_accepted_draft_tokens_percentiles": ("accepted_tokens", "1"),
    "draft_acceptance_rate_percentiles": ("acceptance_rate", "ratio"),
    "acceptance_length_percentiles": ("acceptance_length", "1"),
}
_WORDS: dict[str, tuple[Statistic, float | None]] = {
    "minimum": ("min", None),
    "maximum": ("max", None),
    "average": ("mean", None),
    **{f"p{percent}": ("quantile", percent / 100) for percent in (50, 90, 95, 99)},
}
_PARTS = ("request_info", "performance", "streaming_metrics", "decoding_stats", "energy")


def recognise(source: Source) -> bool:
    """Whether the file holds such a report."""
    return any(_is_report(document.value) for document in source.documents)


def _is_report(value: Any) -> bool:
    if not isinstance(value, dict) or not value.keys() >= set(SIGNS[:3]):
        return False
    return all(isinstance(value[part], dict) for part in SIGNS[:3]) and "total_latency_ms" in value["performance"]


def read(source: Source) -> Reading:
    """One configuration a report; each is a run."""
    reports = [document for document in source.documents if _is_report(document.value)]
    return Reading([_configuration(document, run) for run, document in enumerate(reports, 1)])


def _configuration(document: Document, run: int) -> Configuration:
    report = document.value
    parts = {name: report[name] for name in _PARTS if isinstance(report.get(name), dict)}
    measured = [m for name, part in parts.items() for m in _measurements(part, f"{document.pointer}/{name}")]
    world = report["world_info"]
    params = settings(world, frozenset({"tp_size", "pp_size", "ep_size", "world_size"}))
    params |= {"num_requests": whole(report["request_info"].get("num_requests"))}
    return Configuration(_facts(report, world), measured, {k: v for k, v in params.items() if v is not None}, run=run)


def _measurements(part: dict[str, Any], pointer: str) -> Iterator[Measurement]:
    for key, value in part.items():
        if isinstance(value, Number) and key in _RESULTS:
            statistic, unit, name = _RESULTS[key]
            yield Measurement(key, name, value.raw, unit, f"{pointer}/{key}", statistic)
        elif isinstance(value, dict) and key in _SPREADS:
            name, unit = _SPREADS[key]
            for word, (statistic, quantile) in _WORDS.items():
                if isinstance(figure := value.get(word), Number):
                    yield Measurement(
                        f"{key}.{word}", name, figure.raw, unit, f"{pointer}/{key}/{word}", statistic, quantile
                    )


def _facts(report: dict[str, Any], world: dict[str, Any]) -> dict[str, Any]:
    engine = report["engine"] if isinstance(report.get("engine"), dict) else {}
    machine = report["machine"] if isinstance(report.get("machine"), dict) else {}
    return {
        "tool": "trtllm-bench",
        "tool_version": words(engine.get("version")),
        "engine": "tensorrt-llm",
        "engine_version": words(engine.get("version")),
        "model_raw": words(engine.get("model")),
        "quantisation": words(engine.get("quantization")),
        "weight_format": None if words(engine.get("quantization")) else words(engine.get("dtype")),
        "kv_cache_format": words(engine.get("kv_cache_dtype")),
        "accelerator_raw": words(machine.get("name")),
        "accelerator_count": whole(world.get("world_size")),
        "tp": whole(world.get("tp_size")),
        "pp": whole(world.get("pp_size")),
        "ep": whole(world.get("ep_size")),
    }
