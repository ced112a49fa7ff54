"""Reads lm-evaluation-harness's results, old (0.3, keys such as `acc`) and new (0.4, `acc,none` with the filter).

One configuration a task: means over its samples and their standard errors. Versions, `higher_is_better`, the numbers of
shots and of samples are no results; a group of tasks, whose means the new layout repeats under `groups`, is told once.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..source import Document, Number, Source, plain, settings, step, whole, words
from .scores import scores

TOOL = "lm-eval"
SIGNS: tuple[str, ...] = ("results", "versions", "config", "model_args", "bootstrap_iters")
# What a task's results state beside its scores.
_NO_SCORES = {"alias", "sample_len", "sample_count", "name", "samples"}
_DEVICE = re.compile(r"^GPU \d+: (.+?)\s*$", re.MULTILINE)


def recognise(source: Source) -> bool:
    """Whether the file holds results of this tool."""
    return any(_is_run(document.value) for document in source.documents)


def _is_run(value: Any) -> bool:
    if not isinstance(value, dict) or not all(isinstance(value.get(k), dict) for k in ("results", "versions")):
        return False
    if value.keys() == {"results", "versions"}:
        return _is_bare(value)
    config = value.get("config")
    if not isinstance(config, dict):
        return False
    return "model_args" in config and ("bootstrap_iters" in config or "lm_eval_version" in value or "n-shot" in value)


def _is_bare(value: dict[str, Any]) -> bool:
    """Whether results have nothing beside them but a version a task, as in 2021, and at least one standard error."""
    results, versions = value["results"], value["versions"]
    named = results.keys() == versions.keys() and all(isinstance(version, Number) for version in versions.values())
    return named and any(key.endswith("_stderr") for task in results.values() if isinstance(task, dict) for key in task)


def read(source: Source) -> Reading:
    """One configuration a task; each set of results is a run."""
    runs = [document for document in source.documents if _is_run(document.value)]
    return Reading([c for run, document in enumerate(runs, 1) for c in _run(document, run)])


def _run(document: Document, run: int) -> Iterator[Configuration]:
    values, pointer = document.value, document.pointer
    config = values.get("config", {})
    facts, params = _facts(values, config), _settings(config)
    groups = values["groups"] if isinstance(values.get("groups"), dict) else {}
    only = {task: "groups" for task in groups if task not in values["results"]}
    for task, part in {**dict.fromkeys(values["results"], "results"), **only}.items():
        results = values[part][task]
        if not isinstance(results, dict):
            continue
        told = {key: value for key, value in results.items() if key not in _NO_SCORES}
        effective = _at(values, "n-samples", task, "effective")
        shots = _at(values, "n-shot", task)
        own = {"num_fewshot": shots if shots is not None else config.get("num_fewshot")}
        own |= {
            "task_version": _at(values, "versions", task),
            "samples_in_full": _at(values, "n-samples", task, "original"),
        }
        here = params | {k: plain(v) for k, v in own.items() if isinstance(v, Number | str)}
        measured = list(scores(told, f"{pointer}/{part}{step(task)}", whole(effective)))
        yield Configuration(facts | {"workload": task}, measured, here, run=run)
    seconds = values.get("total_evaluation_time_seconds")
    if isinstance(seconds, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", seconds):
        key = "total_evaluation_time_seconds"
        yield Configuration(facts, [Measurement(key, "duration", seconds, "s", f"{pointer}/{key}")], params, run=run)


def _at(value: Any, *path: str) -> Any:
    for key in path:
        value = value.get(key) if isinstance(value, dict) else None
    return value


def _settings(config: dict[str, Any]) -> dict[str, Any]:
    found = settings(config, frozenset({"num_fewshot", "model_args"}))
    model_args = config.get("model_args")
    # Since 0.4.9 the arguments may be an object.
    inner = settings(model_args, frozenset()) if isinstance(model_args, dict) else {"": model_args}
    return found | {f"model_args.{key}".rstrip("."): value for key, value in inner.items() if value is not None}


def _argument(config: dict[str, Any], name: str) -> str | None:
    arguments = config.get("model_args")
    if isinstance(arguments, dict):
        return words(arguments.get(name))
    found = re.search(rf"(?:^|,){name}=([^,]+)", arguments) if isinstance(arguments, str) else None
    return words(found[1]) if found else None


def _facts(values: dict[str, Any], config: dict[str, Any]) -> dict[str, Any]:
    given = next(filter(None, (_argument(config, key) for key in ("pretrained", "model", "path", "engine"))), None)
    data = _argument(config, "dtype")
    environment = values.get("pretty_env_info")
    devices = (
        _DEVICE.findall(environment.replace("configuration: ", "configuration: \n"))
        if isinstance(environment, str)
        else []
    )
    driver = re.search(r"Nvidia driver version: ([0-9.]+)", environment) if isinstance(environment, str) else None
    return {
        "tool": TOOL,
        "tool_version": words(values.get("lm_eval_version")),
        "engine": words(config.get("model")),
        "model_raw": words(values.get("model_name")) or given,
        "activation_format": None if data == "auto" else data,
        "batch": whole(config.get("batch_size")),
        "tp": whole(_argument(config, "tensor_parallel_size")),
        "accelerator_raw": " + ".join(dict.fromkeys(devices)) or None,
        "driver": driver[1] if driver else None,
    }
