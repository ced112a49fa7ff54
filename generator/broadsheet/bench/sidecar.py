"""run.yml: what the files beside it do not say of themselves. It fills gaps; it never overrules a file."""

from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta, Struct

from ..fields import Id, Record
from ..model import Entry, Problem
from ..sources.places import place
from .names import Names, model_name

Amount = Annotated[int, Meta(ge=0, le=10**12)]


class Facts(Record, frozen=True):
    """Columns of a row that a contributor may state. `model` and `accelerator` are written as in any file."""

    paper: Id | None = None
    method: str | None = None
    model: str | None = None
    task: str | None = None
    workload: str | None = None
    time: str | None = None
    weight_format: str | None = None
    activation_format: str | None = None
    kv_cache_format: str | None = None
    quantisation: str | None = None
    quantisation_bits: Annotated[float, Meta(ge=0, le=128)] | None = None
    sparsity: str | None = None
    accelerator: str | None = None
    accelerator_count: Amount | None = None
    nodes: Amount | None = None
    cpu: str | None = None
    driver: str | None = None
    tp: Amount | None = None
    pp: Amount | None = None
    dp: Amount | None = None
    ep: Amount | None = None
    batch: Amount | None = None
    concurrency: Amount | None = None
    request_rate: Annotated[float, Meta(ge=0, le=10**12)] | None = None
    request_rate_unlimited: bool | None = None
    input_length: Amount | None = None
    output_length: Amount | None = None
    context: Amount | None = None
    phase: str | None = None
    tool_version: str | None = None
    engine: str | None = None
    engine_version: str | None = None
    licence: str | None = None
    params: dict[str, str] = msgspec.field(default_factory=dict)


class RunFile(Facts, frozen=True):
    """A whole run.yml: facts for every file beside it, and under `files:` those for one of them.

    `trial` says that what lies beside it measures nothing.
    """

    files: dict[str, Facts] = msgspec.field(default_factory=dict)
    note: str = ""
    trial: bool = False


class Sidecar(Struct, frozen=True):
    """The facts of the run.yml at `path` below `root` for one file; `steps` lead to each within run.yml."""

    root: Path
    path: str
    sha256: str
    facts: dict[str, Any] = {}
    params: dict[str, str] = {}
    steps: dict[str, tuple[str, ...]] = {}


def facts_for(run: RunFile, name: str, root: Path, path: str, sha256: str) -> Sidecar:
    """What `run`, read from `path`, says of the file called `name`: its own facts before those for all."""
    stated: dict[str, Any] = {}
    params: dict[str, str] = {}
    steps: dict[str, tuple[str, ...]] = {}
    for facts, way in ((run, ()), (run.files.get(name, Facts()), ("files", name))):
        plain = msgspec.structs.asdict(facts)
        params |= plain.pop("params")
        for key, value in plain.items():
            if value is not None and key in Facts.__struct_fields__:
                column = f"{key}_raw" if key in ("model", "accelerator") else key
                stated[column], steps[column] = value, (*way, key)
    return Sidecar(root, path, sha256, stated, params, steps)


def contradictions(facts: dict[str, Any], sidecar: Sidecar, names: Names, source: str) -> list[Problem]:
    """A problem for each column that file and sidecar fill differently."""
    found = []
    for column, stated in sidecar.facts.items():
        written = facts.get(column)
        if written is not None and _normal(column, written, names) != _normal(column, stated, names):
            steps = sidecar.steps[column]
            message = f"`{steps[-1]}` is {stated} here, but {source} says {written}"
            hint = "the file's own word is kept: correct or delete the key, or move it under `files:`"
            line, at = place(sidecar.root, Entry(None, sidecar.path), steps)
            found.append(Problem(sidecar.path, line, at, "run-contradiction", message, hint))
    return found


def _normal(column: str, value: Any, names: Names) -> Any:
    if column == "model_raw":
        return model_name(value)
    if column == "accelerator_raw":
        return names.accelerator(value) or value.casefold()
    return value.casefold() if isinstance(value, str) else value
