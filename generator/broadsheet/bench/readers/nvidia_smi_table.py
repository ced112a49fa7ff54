"""Reads the table that plain `nvidia-smi` prints: a snapshot of every GPU, in MiB, W, % and degrees Celsius.

Drivers wrote it on two lines a GPU until 2020 and on three since. "Not Supported", N/A and ERR! are no figures; the
capacity of the memory and the cap of the power are settings. Names that the table cuts short end in `...`. A GPU in
parts (MIG) has a table of its own for the memory of each.
"""

import datetime
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..source import Source
from .log_lines import unprefixed

TOOL = "nvidia-smi table"
SIGNS: tuple[str, ...] = ("| NVIDIA-SMI ", "Memory-Usage", "GPU-Util", "Bus-Id")
_START = re.compile(r"\| NVIDIA-SMI (\S+)\s+(?:Driver|KMD) Version: (\S+)(?:\s+CUDA (?:UMD )?Version: (\S+))?")
_TIME = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \d{4}\s*$")
_GPU = re.compile(
    r"\s*\|\s+(\d{1,4})\s+(\S.*?)\s+(?:On|Off|N/A|WDDM|TCC|MCDM)\s*\|\s*[0-9A-Fa-f]{4,8}:[0-9A-Fa-f]{2}:\S+"
)
_STATE = re.compile(
    r"\s*\|\s*(?:(?P<fan>\d+)%|\S+)\s+(?:(?P<temp>\d+)C|\S+)\s+(?P<perf>\S+)"
    r"\s+(?:(?P<power>\d+)W|[^\s/]+) ?/ *(?:(?P<cap>\d+)W|\S+)\s*"
    r"\|\s*(?:(?P<memory>\d+)MiB / +(?P<capacity>\d+)MiB|[^|]*?)\s*\|\s*(?:(?P<util>\d+)%|\S+)\s"
)
_PROCESS = re.compile(r"\s*\|\s+(\d{1,4})\s+(?:\S+\s+\S+\s+)?(\d+)\s+([CGM+]+)\s+(\S.*?)\s+(\d+)MiB \|")
_PART = re.compile(
    r"\s*\|\s+(\d{1,4})\s+(?P<gi>\d+|N/A)\s+(?P<ci>\d+|N/A)\s+(?P<part>\d+)\s*"
    r"\|\s*(?P<memory>\d+)MiB / +(?P<capacity>\d+)MiB\s*\|\s*(?P<sm>\d+)\s"
)
_PARTS = {"gi": "mig_gpu_instance", "ci": "mig_compute_instance", "part": "mig_device", "sm": "mig_multiprocessors"}
_FIGURES = (
    ("temp", "Temp", "temperature", "C"),
    ("power", "Pwr:Usage/Cap", "power_draw", "W"),
    ("memory", "Memory-Usage", "memory_used", "MiB"),
    ("util", "GPU-Util", "utilisation", "%"),
)
_SETTINGS = {"cap": "power_cap_w", "capacity": "memory_total_mib", "fan": "fan_percent"}


class _Snapshot(Struct):
    """One table: what it says of the machine, and the GPUs that it has shown so far."""

    driver: str
    cuda: str | None
    time: str | None
    first: int
    run: int
    gpus: dict[str, str] = {}
    last: str | None = None

    @property
    def facts(self) -> dict[str, Any]:
        return {"tool": "nvidia-smi", "tool_version": self.driver, "driver": self.driver, "time": self.time}


def recognise(source: Source) -> bool:
    """Whether the text has the table's first line and its heading."""
    return all(sign in source.text for sign in SIGNS) and bool(_START.search(source.text))


def read(source: Source) -> Reading:
    """One configuration a GPU and one a process that holds its memory; each table is a run."""
    found: list[Configuration] = []
    snapshots: list[_Snapshot] = []
    time: str | None = None
    for number, line in enumerate(unprefixed(source.text).split("\n"), 1):
        if start := _START.search(line):
            snapshots.append(_Snapshot(start[2], start[3], time, number, len(snapshots) + 1))
            time = None
        elif said := _TIME.search(line):
            time = _iso(said[0])
        elif snapshots:
            found += _line(snapshots[-1], number, line)
    without = [s for s in snapshots if not s.gpus]
    message, hint = "the table of nvidia-smi that begins here shows no GPU", "copy the output again, whole"
    return Reading(found, [Problem(source.path, s.first, 0, "cut-run", message, hint, "warning") for s in without])


def _line(snapshot: _Snapshot, number: int, line: str) -> Iterator[Configuration]:
    if gpu := _GPU.match(line):
        snapshot.gpus[gpu[1]] = gpu[2]
        snapshot.last = gpu[1]
    elif snapshot.last is not None and (state := _STATE.match(line)):
        index, snapshot.last = snapshot.last, None
        measured = [
            Measurement(raw, name, state[group], unit, f"{number}:{state.start(group) + 1}", "single", None, unit)
            for group, raw, name, unit in _FIGURES
            if state[group]
        ]
        params: dict[str, Any] = {"gpu": int(index), "performance_state": state["perf"], "cuda": snapshot.cuda}
        params |= {name: int(state[group]) for group, name in _SETTINGS.items() if state[group]}
        facts = snapshot.facts | {"accelerator_raw": snapshot.gpus[index], "accelerator_count": 1}
        yield Configuration(facts, measured, _stated(params), run=snapshot.run)
    elif part := _PART.match(line):
        place = f"{number}:{part.start('memory') + 1}"
        measured = [Measurement("Memory-Usage", "memory_used", part["memory"], "MiB", place, "single", None, "MiB")]
        facts = snapshot.facts | {"accelerator_raw": snapshot.gpus.get(part[1]), "accelerator_count": 1}
        params = {"gpu": int(part[1]), "memory_total_mib": int(part["capacity"]), "cuda": snapshot.cuda}
        yield Configuration(
            facts, measured, _stated(params | {name: part[g] for g, name in _PARTS.items()}), run=snapshot.run
        )
    elif process := _PROCESS.match(line):
        place = f"{number}:{process.start(5) + 1}"
        raw = "GPU Memory Usage"
        measured = [Measurement(raw, "process_memory", process[5], "MiB", place, "single", None, "MiB")]
        device = snapshot.gpus.get(process[1])
        facts = snapshot.facts | {"accelerator_raw": device, "accelerator_count": 1, "workload": process[4]}
        params = {"gpu": int(process[1]), "pid": process[2], "type": process[3], "cuda": snapshot.cuda}
        yield Configuration(facts, measured, _stated(params), run=snapshot.run)


def _stated(params: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in params.items() if value is not None}


_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _iso(written: str) -> str | None:
    """`Mon Nov 11 04:23:36 2024`, without the locale's names as strptime would want them."""
    _, month, day, clock, year = written.split()
    try:
        date = datetime.date(int(year), _MONTHS.index(month) + 1, int(day))
    except ValueError:
        return None
    return f"{date.isoformat()}T{clock}"
