"""What a row is compared under: its task, what runs on what, how hard it is driven, and what is compared."""

from functools import lru_cache
from operator import attrgetter
from posixpath import dirname
from typing import Any

import msgspec
from msgspec import Struct

from ..catalog.slugs import slug
from .schema import Row


class Scene(Struct, frozen=True, array_like=True, gc=False):
    """What runs on what. `accelerator` is an id, or the name as written where hardware.yml does not know it.

    `cpu` is stated only where no accelerator is: then it is what was measured. Where neither is, `folder` is the
    raw file's: nothing says that files of other folders are of the same machine.
    """

    accelerator: str | None = None
    accelerator_count: int | None = None
    nodes: int | None = None
    cpu: str | None = None
    workload: str | None = None
    phase: str | None = None
    input_length: int | None = None
    output_length: int | None = None
    folder: str | None = None


class Load(Struct, frozen=True, array_like=True, gc=False):
    """How hard it is driven, as set."""

    context: int | None = None
    batch: int | None = None
    request_rate: float | None = None
    request_rate_unlimited: bool | None = None
    concurrency: int | None = None


class Configuration(Struct, frozen=True, array_like=True, gc=False):
    """What is compared within one setting."""

    model: str | None = None
    method: str | None = None
    weight_format: str | None = None
    activation_format: str | None = None
    kv_cache_format: str | None = None
    quantisation: str | None = None
    quantisation_bits: float | None = None
    sparsity: str | None = None
    engine: str | None = None
    engine_version: str | None = None
    tp: int | None = None
    pp: int | None = None
    dp: int | None = None
    ep: int | None = None


_SCENE = attrgetter("accelerator_count", "nodes")
_WORK = attrgetter("workload", "phase", "input_length", "output_length")
_LOAD = attrgetter(*Load.__struct_fields__)
_CONFIGURATION = attrgetter(*Configuration.__struct_fields__)
# Parts of other addresses under /benchmarks/.
_TAKEN = ("runs", "explorer", "page", "techniques")


def settings_of(row: Row) -> tuple[Scene, Load, Configuration]:
    """The setting of a row, in its parts."""
    device = row.accelerator or row.accelerator_raw
    folder = None if device or row.cpu else dirname(row.source_path)
    scene = Scene(device, *_SCENE(row), None if device else row.cpu, *_WORK(row), folder)
    return scene, Load(*_LOAD(row)), Configuration(*_CONFIGURATION(row))


def task_of(row: Row) -> tuple[str, str]:
    """The slug and the name of what a row is compared under: its task, else its tool.

    Tools define metrics differently, so that without a stated task they are kept apart.
    """
    name = row.task or row.tool or "unnamed"
    found = slug(name)
    return (f"task-{found}" if found in _TAKEN else found), name


@lru_cache(8192)  # there are few settings for very many rows
def sortable(values: Struct) -> tuple[Any, ...]:
    """The fields of a setting in an order in which None comes first and numbers are numbers."""
    return tuple([(v is not None, v) for v in msgspec.structs.astuple(values)])
