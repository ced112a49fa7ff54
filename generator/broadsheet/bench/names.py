"""Names as tools write them to the ids that this project knows: site_config/metrics.yml and hardware.yml, and models.

Only exact names match (case, spaces and punctuation aside): a device is never guessed from a part of its name.
"""

import re
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import Any, Literal

from msgspec import Struct

from ..fields import Id, Record, Text, fitting_id
from ..model import Problem
from ..sources.records import read_records

Unit = Literal["s", "token/s", "request/s", "sample/s", "op/s", "byte/s", "FLOP/s", "byte", "W", "J", "K", "ratio", "1"]


class Metric(Record, frozen=True):
    """A metric of metrics.yml: `names` are what tools and papers call it, without statistic and unit."""

    id: Id
    name: Text
    unit: Unit
    higher_is_better: bool | None = None
    description: str = ""
    names: tuple[str, ...] = ()


class Accelerator(Record, frozen=True):
    """A device of hardware.yml: `names` are what drivers and tools print.

    `memory` in byte; `memory_bandwidth` in byte/s as the data sheet has it.
    """

    id: Id
    name: Text
    vendor: str = ""
    memory: int | None = None
    memory_bandwidth: int | None = None
    names: tuple[str, ...] = ()


class Names(Struct, frozen=True):
    """The two files, by every name in its plain form."""

    metrics: dict[str, Metric] = {}
    accelerators: dict[str, Accelerator] = {}

    def metric(self, name: str) -> Metric | None:
        """The metric that a tool calls `name`."""
        return self.metrics.get(_plain(name))

    def accelerator(self, name: str) -> str | None:
        """The id of a device, None when hardware.yml does not know it. A list of one device repeated is that device."""
        parts = {_plain(part) for part in re.split(r",| \+ ", name)}
        found = self.accelerators.get(parts.pop()) if len(parts) == 1 else None
        return found.id if found else None

    def device(self, accelerator: str) -> Accelerator | None:
        """The device with this id."""
        return self.accelerators.get(_plain(accelerator))


def read_names(folder: Path, root: Path) -> tuple[Names, list[Problem]]:
    """metrics.yml and hardware.yml of `folder`, which lies under `root`. A missing file knows no names."""
    metrics, problems = _read(folder / "metrics.yml", root, Metric)
    accelerators, more = _read(folder / "hardware.yml", root, Accelerator)
    return Names(metrics, accelerators), problems + more


def _read(path: Path, root: Path, kind: type) -> tuple[dict[str, Any], list[Problem]]:
    if not path.exists():
        return {}, []
    entries, problems = read_records(path, root, kind)
    found: dict[str, Any] = {}
    for entry in entries:
        record = entry.record
        for name in dict.fromkeys(map(_plain, (record.id, record.name, *record.names))):
            if name in found:
                message = f"`{record.id}` and `{found[name].id}` share the name `{name}`"
                hint = "a name can mean one thing only: take it from one of the two"
                problems.append(Problem(entry.path, entry.line, 1, "duplicate-name", message, hint))
            else:
                found[name] = record
    return found, problems


@lru_cache(4096)
def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def slug(name: str) -> str:
    """An id for a metric that metrics.yml does not have: `Peak VRAM` is peak-vram."""
    return fitting_id(re.sub(r"[^a-z0-9]+", "-", name.casefold()).strip("-") or "unnamed")


@lru_cache(4096)
def model_name(written: str) -> str:
    """A model's normal form: no owner, folder, file ending or shard number, lower case, hyphens for spaces.

    "Qwen/Qwen3.5-2B" is qwen3.5-2b, "/models/Foo-7B-00001-of-00002.gguf" is foo-7b.
    """
    last = PurePosixPath(written.strip().replace("\\", "/")).name
    last = re.sub(r"(-\d{5}-of-\d{5})?\.(gguf|safetensors|bin)$", "", last)
    return re.sub(r"[\s_]+", "-", last.casefold())
