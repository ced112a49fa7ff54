"""Reads llama.cpp's `llama-bench -o jsonl` and `-o json`: one record a test, settings and results side by side."""

import re
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Number, Source, records, settings, whole, words

TOOL = "llama-bench"
SIGNS: tuple[str, ...] = ("build_commit", "model_type", "n_prompt", "n_gen", "avg_ts")
_RESULTS: dict[str, tuple[Statistic, str, str]] = {
    "avg_ns": ("mean", "ns", "time"),
    "stddev_ns": ("std", "ns", "time"),
    "avg_ts": ("mean", "token/s", "token_throughput"),
    "stddev_ts": ("std", "token/s", "token_throughput"),
}
_NEEDS = frozenset(SIGNS)
_FACTS = {"build_commit", "build_number", "cpu_info", "gpu_info", "model_type", "n_prompt", "n_gen", "n_depth"}
_FACTS |= {"test_time", "type_k", "type_v"}
# The model's description ends in llama.cpp's name of its number format: "llama 1B Q4_K - Medium".
_FORMAT = re.compile(
    r" ((?:all )?(?:B?F16|F32|F64)|MXFP4(?: MoE)?|NVFP4|(?:I?Q|TQ)\d\w*(?: - [\w. ]+)?)(?: \(guessed\))?$"
)


def recognise(source: Source) -> bool:
    """Whether the file holds a record of this tool."""
    return any(_is_test(record.value) for record in records(source))


def read(source: Source) -> Reading:
    """One configuration a test; the file is one run."""
    tests = [record for record in records(source) if _is_test(record.value)]
    return Reading([configuration(t.value, {key: f"{t.pointer}/{key}" for key in t.value}) for t in tests])


def _is_test(record: dict[str, Any]) -> bool:
    return record.keys() >= _NEEDS


def configuration(record: dict[str, Any], places: dict[str, str]) -> Configuration:
    """One test: what llama-bench writes of it under column names of its own. `places` are their locators."""
    samples = record.get("samples_ts")
    count = len(samples) if isinstance(samples, list) else None
    measured = [
        Measurement(key, name, value.raw, unit, places[key], statistic, samples=count)
        for key, (statistic, unit, name) in _RESULTS.items()
        if isinstance(value := record.get(key), Number)
    ]
    return Configuration(_facts(record), measured, settings(record, frozenset(_FACTS.union(_RESULTS))))


def split_model(model: str) -> tuple[str, str | None, float | None]:
    """A model's description into name, number format of the weights and stated bits a weight."""
    weights = _FORMAT.search(model)
    if not weights:
        return model, None, None
    bits = re.search(r"([0-9.]+) bpw", weights[1])
    return model[: weights.start()], weights[1], float(bits[1]) if bits else None


def phase(prompt: int | None, generated: int | None) -> str | None:
    """Which half of a request a test of so many tokens exercises."""
    return "+".join(name for name, tokens in (("prefill", prompt), ("decode", generated)) if tokens) or None


def _facts(record: dict[str, Any]) -> dict[str, Any]:
    model = words(record["model_type"])
    name, weights, bits = split_model(model or "")
    keys, values = words(record.get("type_k")), words(record.get("type_v"))
    prompt, generated = whole(record["n_prompt"]), whole(record["n_gen"])
    version = words(record["build_commit"])
    build = whole(record.get("build_number"))
    version = f"{version} ({build})" if version and build else version
    return {
        "tool": TOOL,
        "tool_version": version,
        "engine": "llama.cpp",
        "engine_version": version,
        "time": words(record.get("test_time")),
        "model_raw": model,
        "model": name or None,
        "weight_format": weights,
        "quantisation_bits": bits,
        "kv_cache_format": keys if keys == values else f"{keys}/{values}",
        "accelerator_raw": words(record.get("gpu_info")),
        "cpu": words(record.get("cpu_info")),
        "input_length": prompt or None,
        "output_length": generated or None,
        "context": whole(record.get("n_depth")),
        "phase": phase(prompt, generated),
    }
