"""Reads pytest-benchmark's JSON (`--benchmark-json`, `--benchmark-autosave`): seconds a call, one case a test.

The file writes no unit; pytest-benchmark's documentation fixes seconds, and `ops` is calls a second.
"""

from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Number, Source, plain, settings, whole, words

TOOL = "pytest-benchmark"
SIGNS: tuple[str, ...] = ("machine_info", "benchmarks", "stats")
_RESULTS: dict[str, tuple[Statistic, float | None, str, str]] = {
    "min": ("min", None, "s", "time"),
    "max": ("max", None, "s", "time"),
    "mean": ("mean", None, "s", "time"),
    "stddev": ("std", None, "s", "time"),
    "median": ("median", None, "s", "time"),
    "q1": ("quantile", 0.25, "s", "time"),
    "q3": ("quantile", 0.75, "s", "time"),
    "iqr": ("iqr", None, "s", "time"),
    "total": ("total", None, "s", "time"),
    "ops": ("single", None, "op/s", "ops"),
}
# What a test says of its case in `extra_info` under the name of a column goes there.
_NUMBERS = ("batch", "concurrency", "input_length", "output_length", "context")
_WORDS = (
    "method",
    "task",
    "phase",
    "weight_format",
    "activation_format",
    "kv_cache_format",
    "quantisation",
    "sparsity",
)


def recognise(source: Source) -> bool:
    """Whether the file is a report of this tool."""
    return any(_is_report(document.value) for document in source.documents)


def _is_report(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("benchmarks"), list) and "machine_info" in value


def read(source: Source) -> Reading:
    """One configuration a test; each report in the file is one run."""
    found = []
    reports = [document for document in source.documents if _is_report(document.value)]
    for run, document in enumerate(reports, 1):
        shared, stated = _machine(document.value)
        for index, case in enumerate(document.value["benchmarks"]):
            if isinstance(case, dict) and isinstance(case.get("stats"), dict):
                pointer = f"{document.pointer}/benchmarks/{index}/stats"
                found.append(_case(case, pointer, shared, stated, run))
    return Reading(found)


def _case(
    case: dict[str, Any], pointer: str, shared: dict[str, Any], stated: dict[str, Any], run: int
) -> Configuration:
    stats = case["stats"]
    rounds = whole(stats.get("rounds"))
    measured = [
        Measurement(key, name, value.raw, unit, f"{pointer}/{key}", statistic, quantile, samples=rounds)
        for key, (statistic, quantile, unit, name) in _RESULTS.items()
        if isinstance(value := stats.get(key), Number)
    ]
    params = stated | {"group": words(case.get("group")), "iterations": plain(stats.get("iterations"))}
    for key in ("params", "extra_info", "options"):
        inner = case.get(key)
        params |= {f"{key}.{k}": v for k, v in settings(inner if isinstance(inner, dict) else {}, frozenset()).items()}
    name = words(case.get("fullname")) or words(case.get("name"))
    said = case.get("extra_info")
    facts = _facts(said if isinstance(said, dict) else {})
    kept = {k: v for k, v in params.items() if v is not None and k.removeprefix("extra_info.") not in facts}
    return Configuration(shared | {"workload": name} | facts, measured, kept, run=run)


def _facts(said: dict[str, Any]) -> dict[str, Any]:
    told = {key: whole(said.get(key)) for key in _NUMBERS} | {key: words(said.get(key)) for key in _WORDS}
    return {key: value for key, value in told.items() if value is not None}


def _machine(report: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    machine = report["machine_info"] if isinstance(report["machine_info"], dict) else {}
    cpu = machine.get("cpu") if isinstance(machine.get("cpu"), dict) else {}
    commit = report.get("commit_info") if isinstance(report.get("commit_info"), dict) else {}
    facts = {
        "tool": TOOL,
        "tool_version": words(report.get("version")),
        "time": words(report.get("datetime")),
        "cpu": words((cpu or {}).get("brand_raw")) or words((cpu or {}).get("brand")),
    }
    params = {
        "python": words(machine.get("python_version")),
        "system": words(machine.get("system")),
        # Outside a repository pytest-benchmark writes a commit of this name.
        "commit": known if (known := words((commit or {}).get("id"))) != "unversioned" else None,
        "dirty": (commit or {}).get("dirty") if isinstance((commit or {}).get("dirty"), bool) else None,
    }
    return facts, params
