"""Reads lighteval's `results_*.json`, and those of the first Open LLM Leaderboard, which have the same layout.

One configuration a task: means over its samples and their standard errors. A task is `suite|task|shots`, with a version
behind it in some releases and without the suite in the latest. `all` averages over tasks that have little in common and
is left out; `config_tasks` and `summary_*` are settings and counts. `total_evaluation_time_secondes` is misspelt in all
releases, and text.
"""

import re
from collections.abc import Iterator
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..source import Document, Number, Source, plain, settings, step, whole, words
from .scores import scores

TOOL = "lighteval"
SIGNS: tuple[str, ...] = ("config_general", "results", "versions", "config_tasks", "total_evaluation_time_secondes")


def recognise(source: Source) -> bool:
    """Whether the file holds results of this tool."""
    return any(_is_run(document.value) for document in source.documents)


def _is_run(value: Any) -> bool:
    return isinstance(value, dict) and all(
        isinstance(value.get(k), dict) for k in ("config_general", "results", "versions")
    )


def read(source: Source) -> Reading:
    """One configuration a task; each set of results is a run."""
    runs = [document for document in source.documents if _is_run(document.value)]
    return Reading([c for run, document in enumerate(runs, 1) for c in _run(document, run)])


def _run(document: Document, run: int) -> Iterator[Configuration]:
    values, pointer = document.value, document.pointer
    general = values["config_general"]
    facts, params = _facts(general), settings(general, _used(general))
    for task, results in values["results"].items():
        if task == "all" or not isinstance(results, dict):
            continue
        parts = task.split("|")
        shots = next((part for part in parts[1:][-2:] if part.isdigit()), None)
        here = params | ({"num_fewshot": int(shots)} if shots and len(shots) < 9 else {})
        measured = list(scores(results, f"{pointer}/results{step(task)}", _samples(values, parts)))
        yield Configuration(facts | {"workload": task}, measured, here, run=run)
    for key in ("total_evaluation_time_secondes", "total_evaluation_time_seconds"):
        seconds = general.get(key)
        text = seconds.raw if isinstance(seconds, Number) else seconds
        if isinstance(text, str) and re.fullmatch(r"[0-9]+(\.[0-9]+)?", text):
            figure = Measurement(key, "duration", text, "s", f"{pointer}/config_general/{key}")
            yield Configuration(facts, [figure], params, run=run)


def _used(general: dict[str, Any]) -> frozenset[str]:
    return frozenset(k for k in general if k in ("model_name", "start_time", "end_time") or k.startswith("total_eval"))


def _samples(values: dict[str, Any], task: list[str]) -> int | None:
    """How many documents of a task were evaluated: config_tasks calls it suite|task, or by its whole name."""
    tasks = values.get("config_tasks")
    for name in ("|".join(task[:2]), "|".join(task)):
        config = tasks.get(name) if isinstance(tasks, dict) else None
        if isinstance(config, dict) and (count := whole(config.get("effective_num_docs"))) and count > 0:
            return count
    return None


def _facts(general: dict[str, Any]) -> dict[str, Any]:
    model = general["model_config"] if isinstance(general.get("model_config"), dict) else {}
    return {
        "tool": TOOL,
        "tool_version": words(plain(general.get("lighteval_version"))),
        "model_raw": words(general.get("model_name")) or words(model.get("model_name")),
        "activation_format": words(general.get("model_dtype")) or words(model.get("dtype")),
        "batch": whole(general.get("override_batch_size")) or None,
        "tp": whole(model.get("tensor_parallel_size")),
        "dp": whole(model.get("data_parallel_size")),
        "pp": whole(model.get("pipeline_parallel_size")),
    }
