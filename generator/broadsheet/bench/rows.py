"""Measurements into rows: units, names, provenance, and what run.yml adds."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

import msgspec

from ..model import Problem
from .consistency import doubts
from .measurement import Configuration, Measurement, Reading
from .names import Names, model_name, slug
from .schema import Row
from .sidecar import Sidecar, contradictions
from .source import Source, printable
from .units import canonical

# Enough of a SHA-256 that a million rows do not collide.
_ID_LENGTH = 24
_JSON = json.JSONEncoder(sort_keys=True, ensure_ascii=False)


def rows(reading: Reading, source: Source, names: Names, sidecar: Sidecar | None) -> tuple[list[Row], list[Problem]]:
    """The rows of one file in its order. A figure that is not finite or has no known unit is a problem instead.

    Figures that cannot all be true are a warning and stay.
    """
    together: list[list[Row]] = []
    problems = list(reading.problems)
    for configuration in reading.configurations:
        if sidecar:
            problems += contradictions(configuration.facts, sidecar, names, source.path)
        shared = _shared(configuration, source, names, sidecar)
        settled = [_row(measurement, shared, source, names) for measurement in configuration.measurements]
        together.append([row for row in settled if isinstance(row, Row)])
        problems += [problem for problem in settled if isinstance(problem, Problem)]
    problems += doubts(together, names)
    return [row for rows_of_one in together for row in rows_of_one], sorted(set(problems))


def _shared(configuration: Configuration, source: Source, names: Names, sidecar: Sidecar | None) -> dict[str, Any]:
    """The columns that all rows of a configuration have in common."""
    told = configuration.facts.items()
    facts = {column: printable(v) if isinstance(v, str) else v for column, v in told if v is not None}
    params = dict(configuration.params)
    by_sidecar: list[str] = []
    if sidecar:
        # A file that says "unlimited" has said its rate.
        closed = facts | ({"request_rate": None} if facts.get("request_rate_unlimited") else {})
        by_sidecar = [column for column in sidecar.facts if column not in closed]
        facts |= {column: sidecar.facts[column] for column in by_sidecar}
        params = sidecar.params | params
    by_path = {} if facts.get("accelerator_raw") else _by_path(source.path, names)
    origins = {"file": sorted(facts.keys() - by_sidecar), "path": sorted(by_path), "sidecar": sorted(by_sidecar)}
    facts |= by_path
    if sidecar:
        facts["sidecar_sha256"] = sidecar.sha256
    if facts.get("model_raw"):
        facts["model"] = model_name(facts.get("model") or facts["model_raw"])
    if facts.get("accelerator_raw"):
        facts["accelerator"] = names.accelerator(facts["accelerator_raw"])
    return facts | {
        "run_id": f"{source.sha256[:12]}-{configuration.run}",
        "reported": False,
        "status": configuration.status,
        "source_path": source.path,
        "source_sha256": source.sha256,
        "origins": _JSON.encode({who: columns for who, columns in origins.items() if columns}),
        "params": _JSON.encode(params),
    }


def _by_path(path: str, names: Names) -> dict[str, str]:
    """The device whose name a folder on the way to the file has, whole; the nearest folder counts."""
    folders = reversed(PurePosixPath(path).parent.parts)
    return next(({"accelerator_raw": folder} for folder in folders if names.accelerator(folder)), {})


def _row(measurement: Measurement, shared: dict[str, Any], source: Source, names: Names) -> Row | Problem:
    m = measurement
    settled = canonical(m.value_raw, m.unit)
    if settled is None:
        message = f"`{m.metric_raw}` at {m.locator} is {m.value_raw} {m.unit}, which is no figure in a known unit"
        hint = "the figure is left out; the file's other figures are kept"
        return Problem(source.path, 0, 0, "bad-figure", message, hint, "warning")
    metric = names.metric(m.name)
    return Row(
        row_id=row_id(source.sha256, m.locator, m.metric_raw, m.statistic, m.quantile),
        metric=metric.id if metric else slug(m.name),
        metric_raw=m.metric_raw,
        statistic=m.statistic,
        quantile=m.quantile,
        value=settled[0],
        unit=settled[1],
        value_raw=None if m.derived else m.value_raw,
        unit_raw=m.unit_raw,
        unit_origin="file" if m.unit_raw else "format",
        higher_is_better=metric.higher_is_better if metric and m.statistic not in ("std", "stderr", "iqr") else None,
        samples=m.samples,
        derived=m.derived,
        locator=m.locator,
        **shared,
    )


def row_id(*parts: object) -> str:
    """The same parts give the same id, on every machine and for as long as the source does not change."""
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:_ID_LENGTH]


def row_json(row: Row) -> bytes:
    """A row as one line of JSON, as `broadsheet runs read --format jsonl` prints it."""
    return msgspec.json.encode(row)


def problem_json(path: str, problem: Problem) -> bytes:
    """The line of JSON for a file that gave no rows, or not all."""
    told = {name: getattr(problem, name) for name in ("code", "message", "hint", "severity", "line", "column")}
    return msgspec.json.encode({"source_path": path, "problem": told})


def unknown_names(found: list[Row], names: Names) -> Iterator[Problem]:
    """A warning for each file's metric or device that metrics.yml or hardware.yml does not have."""
    for path, metric in dict.fromkeys((row.source_path, row.metric) for row in found):
        if not names.metric(metric):
            hint = "add it to site_config/metrics.yml, with its unit and direction"
            yield Problem(path, 0, 0, "unknown-metric", f"the metric `{metric}` is not known", hint, "warning")
    for path, device in dict.fromkeys((row.source_path, row.accelerator_raw) for row in found if not row.accelerator):
        if device:
            hint = "add it to site_config/hardware.yml, written exactly so under `names:`"
            yield Problem(path, 0, 0, "unknown-accelerator", f"the device `{device}` is not known", hint, "warning")
