"""Reads optimum-benchmark's `benchmark.json` (config and report) and `benchmark_report.json` (the report alone).

The list `values` is the samples; the statistics beside it are the results.
"""

from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..source import Number, Source, step, whole, words
from . import optimum

TOOL = optimum.NAME
SIGNS: tuple[str, ...] = ('"latency"', '"stdev_"', '"unit"', '"p99"')
_ACCELERATED = ("cuda", "rocm", "xpu", "hpu", "mps")


def recognise(source: Source) -> bool:
    """Whether the file is one of the two."""
    return any(_report(document.value) for document in source.documents)


def _report(value: Any) -> dict[str, Any] | None:
    """The report in a document: parts that hold such groups, at least one with a unit beside its figures."""
    inside = value.get("report") if isinstance(value, dict) and "config" in value else value
    if not isinstance(inside, dict):
        return None
    parts = {key: part for key, part in inside.items() if isinstance(part, dict) and part.keys() & set(optimum.GROUPS)}
    known = any(
        isinstance(group := part.get(name), dict) and "unit" in group and group.keys() & {"mean", "max_ram", "total"}
        for part in parts.values()
        for name in optimum.GROUPS
    )
    return parts if known else None


def read(source: Source) -> Reading:
    """One configuration a part of a report; each document is a run."""
    found = []
    reports = [(document, report) for document in source.documents if (report := _report(document.value))]
    for run, (document, report) in enumerate(reports, 1):
        config = document.value.get("config") if "config" in document.value else {}
        facts, params = _setup(config if isinstance(config, dict) else {})
        pointer = f"{document.pointer}/report" if "config" in document.value else document.pointer
        for part, groups in report.items():
            measured, more = _part(part, groups, pointer + step(part))
            told = facts | {"phase": optimum.phase(part)}
            found.append(Configuration(told, measured, params | more | {"part": part}, run=run))
    return Reading(found)


def _part(part: str, groups: dict[str, Any], pointer: str) -> tuple[list[Measurement], dict[str, Any]]:
    measured: list[Measurement] = []
    params: dict[str, Any] = {}
    latency = groups.get("latency")
    samples = whole(latency.get("count")) if isinstance(latency, dict) else None
    if isinstance(latency, dict) and samples is None and isinstance(latency.get("values"), list):
        samples = len(latency["values"])
    for name in optimum.GROUPS:
        group = groups.get(name)
        unit = words(group.get("unit")) if isinstance(group, dict) else None
        if not isinstance(group, dict) or not unit:
            continue
        for key, value in group.items():
            if isinstance(value, Number):
                place = pointer + step(name) + step(key)
                written = None if key == "stdev_" else unit
                figure = optimum.figure(part, name, key, value.raw, unit, place, written, samples)
                measured += [figure] if figure else []
                params |= {name: f"{value.raw} {unit}"} if name == "efficiency" and key == "value" else {}
    return measured, params


def _setup(config: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    backend, scenario = _inner(config, "backend"), _inner(config, "scenario") or _inner(config, "benchmark")
    machine = _inner(config, "environment")
    shapes, generate = _inner(scenario, "input_shapes"), _inner(scenario, "generate_kwargs")
    device = words(backend.get("device"))
    scheme = words(backend.get("quantization_scheme"))
    dtype = words(backend.get("torch_dtype")) or words(backend.get("dtype"))
    facts = {
        "tool": TOOL,
        "tool_version": words(machine.get("optimum_benchmark_version")),
        "engine": words(backend.get("name")),
        "engine_version": words(backend.get("version")),
        "model_raw": words(backend.get("model")),
        "task": words(backend.get("task")) or words(config.get("task")),
        "activation_format": dtype,
        "weight_format": None if scheme else dtype,
        "quantisation": scheme,
        "cpu": words(machine.get("cpu")),
        "batch": whole(shapes.get("batch_size")),
        "input_length": whole(shapes.get("sequence_length")),
        "output_length": whole(generate.get("max_new_tokens")) or whole(scenario.get("new_tokens")),
    }
    if device in _ACCELERATED:
        facts |= _accelerators(machine, words(backend.get("device_ids")))
    params = {
        "name": words(config.get("name")) or words(config.get("experiment_name")),
        "device": device,
        "scenario": words(scenario.get("name")),
        "attention": words(backend.get("attn_implementation")),
        "transformers": words(machine.get("transformers_version")),
        "python": words(machine.get("python_version")),
        "torch_compile": backend.get("torch_compile") if isinstance(backend.get("torch_compile"), bool) else None,
    }
    return facts, {key: value for key, value in params.items() if value is not None}


def _accelerators(machine: dict[str, Any], ids: str | None) -> dict[str, Any]:
    """The devices that `device_ids` ("0,1") picks out of the machine's, or all of them."""
    listed = machine.get("gpu") if isinstance(machine.get("gpu"), list) else [machine.get("gpu")]
    names = [name.strip() for name in listed or [] if isinstance(name, str) and name.strip()]
    chosen = [whole(part.strip()) for part in ids.split(",")] if ids else []
    picked = [names[at] for at in chosen if at is not None and at < len(names)]
    raw = " + ".join(dict.fromkeys(picked if picked and len(picked) == len(chosen) else names))
    return {"accelerator_raw": raw or None, "accelerator_count": len(chosen) or whole(machine.get("gpu_count"))}


def _inner(value: dict[str, Any], key: str) -> dict[str, Any]:
    found = value.get(key)
    return found if isinstance(found, dict) else {}
