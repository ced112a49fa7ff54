"""Reads the results of airspeed velocity (asv), `results/MACHINE/COMMIT-ENV.json`, versions 1 and 2 of its API.

The file writes no unit. asv fixes one by the kind of a benchmark, which its name tells (`asv_runner/benchmarks`):
time_* is in seconds, mem_* and peakmem_* in bytes. The unit of track_* stands in benchmarks.json: those are left out.
A result with statistics is the median of its samples (`asv_runner/statistics.py`). null is a failure, NaN a case that
the benchmark skips. `date` is the commit's and not the run's.
"""

import datetime
import itertools
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Document, Number, Source, plain, settings, step, whole, whole_documents, words

TOOL = "asv"
SIGNS: tuple[str, ...] = ('"commit_hash"', '"requirements"', '"results"', '"python"')
_KINDS = (
    (re.compile(r"(?:time_|Time[A-Z_]|timeraw_|Timeraw[A-Z_])"), "time", "s"),
    (re.compile(r"(?:peakmem_|PeakMem[A-Z_])"), "peak_memory", "B"),
    (re.compile(r"(?:mem_|Mem[A-Z_])"), "object_size", "B"),
)
_STATS: dict[str, tuple[Statistic, float | None]] = {
    "q_25": ("quantile", 0.25),
    "q_75": ("quantile", 0.75),
    "mean": ("mean", None),
    "std": ("std", None),
    "min": ("min", None),
    "max": ("max", None),
}

# The year 3000: past it a number is no time.
_LAST_TIME = 32_503_680_000_000


class _Case(Struct, frozen=True):
    """One combination of a benchmark's parameters in either version; a statistic with the pointer that leads to it."""

    value: Any
    pointer: str
    params: dict[str, str]
    stats: dict[str, tuple[Any, str]]


def recognise(source: Source) -> bool:
    """Whether the file is one of asv's result files."""
    return any(_is_result(document.value) for document in source.documents)


def _is_result(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() >= {"commit_hash", "python", "results"}
        and isinstance(value["results"], dict)
        and isinstance(value.get("params"), dict)
    )


def read(source: Source) -> Reading:
    """One configuration a benchmark and combination of parameters; each file of results is one run."""
    found: list[Configuration] = []
    problems: list[Problem] = []
    for run, document in enumerate((d for d in whole_documents(source) if _is_result(d.value)), 1):
        failed: list[str] = []
        unknown: list[str] = []
        for name, cases, started in _benchmarks(document):
            kind = next((kind for kind in _KINDS if kind[0].match(name.rpartition(".")[2])), None)
            if kind is None:
                unknown.append(name)
                continue
            if not cases or any(case.value is None for case in cases):
                failed.append(name)
            facts, params = _facts(document.value, name, started)
            for case in cases:
                if measured := list(_figures(name, case, kind[1], kind[2])):
                    found.append(Configuration(facts, measured, params | case.params, run=run))
        problems += _told(source.path, failed, "failed, in part or in whole", "failed-run", "what failed has no rows")
        hint = "the unit of a track_ benchmark stands in benchmarks.json, which a result file does not repeat"
        problems += _told(source.path, unknown, "state no unit in this file", "unknown-unit", hint)
    return Reading(found, problems)


def _told(path: str, names: list[str], what: str, code: str, hint: str) -> list[Problem]:
    if not names:
        return []
    message = f"benchmarks that {what}: {len(names)}, such as {', '.join(names[:3])}"
    return [Problem(path, 0, 0, code, message[:400], hint, "warning")]


def _figures(name: str, case: _Case, metric: str, unit: str) -> Iterator[Measurement]:
    repeats = whole(case.stats.get("repeat", (None, ""))[0]) or whole(case.stats.get("n", (None, ""))[0])
    kind: Statistic = "median" if case.stats else "single"
    if isinstance(case.value, Number) and case.value == case.value:
        yield Measurement(name, metric, case.value.raw, unit, case.pointer, kind, None, None, repeats)
        for key, (statistic, quantile) in _STATS.items():
            value, pointer = case.stats.get(key, (None, ""))
            if isinstance(value, Number):
                raw = f"{name} {key}"
                yield Measurement(raw, metric, value.raw, unit, pointer, statistic, quantile, None, repeats)


def _benchmarks(document: Document) -> Iterator[tuple[str, list[_Case], Any]]:
    """Name, cases and start of every benchmark of a file."""
    columns = document.value.get("result_columns")
    keys = [key for key in columns if isinstance(key, str)] if isinstance(columns, list) else []
    for name, value in document.value["results"].items():
        pointer = f"{document.pointer}/results{step(name)}"
        if not name.isprintable():
            continue
        if isinstance(value, list) and keys:  # version 2: a list a statistic, with an entry a combination
            fields = dict(zip(keys, value, strict=False))
            places = {key: f"{pointer}/{index}" for index, key in enumerate(keys)}
            stats = {
                key.removeprefix("stats_"): (entries, places[key])
                for key, entries in fields.items()
                if key.startswith("stats_") and isinstance(entries, list)
            }
            combined = [
                {key: (entries[at], f"{place}/{at}") for key, (entries, place) in stats.items() if at < len(entries)}
                for at in range(len(fields["result"]) if isinstance(fields.get("result"), list) else 1)
            ]
            yield name, _cases(fields, places.get("result", pointer), combined), fields.get("started_at")
        elif isinstance(value, dict):  # version 1, later: an object a combination
            entries = value.get("stats")
            places_of = [(entries, f"{pointer}/stats")] if isinstance(entries, dict) else []
            if isinstance(entries, list):
                places_of = [(entry, f"{pointer}/stats/{at}") for at, entry in enumerate(entries)]
            combined = [
                {key: (v, place + step(key)) for key, v in entry.items()} if isinstance(entry, dict) else {}
                for entry, place in places_of
            ]
            yield name, _cases(value, f"{pointer}/result", combined), _of(document.value, "started_at", name)
        else:  # version 1, at first: the figure
            yield name, [_Case(value, pointer, {}, {})], _of(document.value, "started_at", name)


def _of(document: dict[str, Any], key: str, name: str) -> Any:
    inner = document.get(key)
    return inner.get(name) if isinstance(inner, dict) else None


def _cases(fields: dict[str, Any], pointer: str, stats: list[dict[str, tuple[Any, str]]]) -> list[_Case]:
    result, params = fields.get("result"), fields.get("params")
    lists = params if isinstance(params, list) and all(isinstance(p, list) for p in params) else []
    if not isinstance(result, list):
        return [_Case(result, pointer, {}, stats[0] if stats else {})]
    # itertools.product() would make as many combinations as the file claims; `result` says how many there are.
    combinations = itertools.islice(itertools.product(*lists), len(result))
    named = [{f"param{i}": str(plain(v)) for i, v in enumerate(values, 1)} for values in combinations]
    given = [{key: pair for key, pair in entry.items() if pair[0] is not None} for entry in stats]
    return [
        _Case(v, f"{pointer}/{at}", named[at] if at < len(named) else {}, given[at] if at < len(given) else {})
        for at, v in enumerate(result)
    ]


def _facts(value: dict[str, Any], name: str, started: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    machine = value["params"]
    facts = {
        "tool": TOOL,
        "workload": name,
        "cpu": words(machine.get("cpu")),
        "time": _time(started),
    }
    stated = settings(machine, frozenset({"cpu"})) | {"commit": words(value["commit_hash"])}
    stated |= {"python": words(value["python"]), "env_name": words(value.get("env_name"))}
    return facts, {key: v for key, v in stated.items() if v not in (None, "")}


def _time(started: Any) -> str | None:
    """When it ran, from milliseconds since 1970 as JavaScript counts them."""
    if not isinstance(started, Number) or not 0 <= started < _LAST_TIME:
        return None
    return datetime.datetime.fromtimestamp(int(started) // 1000, datetime.UTC).isoformat()
