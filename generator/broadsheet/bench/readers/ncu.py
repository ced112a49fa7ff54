"""Reads Nsight Compute's CSV (`ncu --csv`): the pages details and raw, and `--print-summary` over many launches.

Details has a metric a line with its unit, raw a metric a column with the units in the line below the heading. Units
are decimal (Mbyte is 1e6 bytes) and were spelt out until 2024 (nsecond, Gbyte/second); thousands are set apart by
commas, which `value_raw` leaves out; 1.234,5 of other locales is 1234.5 there. "Memory Throughput" is there in % of the
peak and in byte/s: what is a share gets a name of its own. Launch statistics and what limits the occupancy are settings
of the launch. `n/a` is a metric that the device does not have.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Source, whole
from .table import Line, csv_lines

TOOL = "ncu"
SIGNS: tuple[str, ...] = ('"ID"', '"Kernel Name"', '"Metric Name"', '"Metric Unit"', '"Metric Value"')
_IDENTITY = (
    "ID",
    "Process ID",
    "Process Name",
    "Host Name",
    "Kernel Name",
    "Kernel Time",
    "Context",
    "Stream",
    "Block Size",
    "Grid Size",
    "Device",
    "CC",
    "Invocations",
)
# Not to be published: they say nothing of the kernel.
_PRIVATE = ("Process ID", "Host Name", "Kernel Name", "Kernel Time")
_VALUES: dict[str, Statistic] = {
    "Metric Value": "single",
    "Minimum": "min",
    "Maximum": "max",
    "Average": "mean",
}
_SETTINGS = re.compile(r"launch__.*|Block Limit .*|Max (?:Active Clusters|Cluster Size)")
_NUMBER = re.compile(r"-?[0-9]{1,3}(?:,[0-9]{3})*(?:\.[0-9]+)?(?:e[-+]?[0-9]+)?|-?[0-9.]+(?:e[-+]?[0-9]+)?")
# A figure that only a locale with decimal commas writes: no group of thousands has two digits.
_COMMA = re.compile(r'"-?\d+(?:\.\d{3})*,(?:\d{1,2}|\d{4,})"')
_TIMES = {
    "nsecond": "ns",
    "usecond": "us",
    "msecond": "ms",
    "second": "s",
    "ns": "ns",
    "us": "us",
    "ms": "ms",
    "s": "s",
}
_COUNTED = ("cycle", "inst", "warp", "block", "thread", "sector", "request", "cluster", "inst/cycle", "")
_RATE = re.compile(r"([KMGT]?)byte/(nsecond|usecond|second|ns|us|s)")
_FREQUENCY = re.compile(r"([KMG]?)[Hh]z|cycle/(nsecond|usecond|second|ns|us|s)")
_PER = {"nsecond": "G", "ns": "G", "usecond": "M", "us": "M", "second": "", "s": ""}
_NAMES = {"Duration": "gpu_time", "gpu__time_duration.sum": "gpu_time"}


def recognise(source: Source) -> bool:
    """Whether a line is the heading of one of the pages."""
    return "Kernel Name" in source.text and any(True for _ in csv_lines(source.text, _is_heading))


def _is_heading(cells: Sequence[str]) -> bool:
    details = "Metric Name" in cells and "Metric Unit" in cells and any(name in cells for name in _VALUES)
    return "Kernel Name" in cells and (details or ("ID" in cells and any("__" in cell for cell in cells)))


def read(source: Source) -> Reading:
    """One configuration a launch (of a summary: a kernel and shape)."""
    launches: dict[tuple[Any, ...], Configuration] = {}
    broken: list[int] = []
    units: list[str] = []
    comma = bool(_COMMA.search(source.text))
    table = 0
    for line in csv_lines(source.text, _is_heading):
        values = line.values
        details = "Metric Name" in line.names
        if line.table != table:
            units, table = [], line.table
        if not _is_whole(line):
            broken.append(line.number)
        elif not details and not values.get("ID"):
            units = line.texts
        else:
            key = (table, *(values.get(name) for name in _IDENTITY))
            if key not in launches:
                launches[key] = _launch(values, table)
            _take(launches[key], _details(line) if details else _raw(line, units), comma)
    message = f"{len(broken)} lines break off before their value and are left out, the first of them here"
    hint = "copy the file again, whole"
    told = [Problem(source.path, at, 0, "broken-line", message, hint, "warning") for at in broken[:1]]
    return Reading(list(launches.values()), told)


def _is_whole(line: Line) -> bool:
    """Whether a line has all that its page needs: details leave out the columns of advice where there is none."""
    ends = [index for index, name in enumerate(line.names) if name in _VALUES] or [len(line.names) - 1]
    return len(line.cells) > max(ends)


def _launch(values: dict[str, str], table: int) -> Configuration:
    facts = {"tool": TOOL, "workload": values["Kernel Name"] or None}
    facts["accelerator_raw"] = values.get("device__attribute_display_name") or None
    params = {name: values[name] for name in _IDENTITY if values.get(name) and name not in _PRIVATE}
    return Configuration(facts, [], params, run=table)


def _details(line: Line) -> Iterator[tuple[str, str, str, str, Statistic]]:
    """Name, unit, value, place and statistic of the metric of a line; a line of advice has none."""
    values = line.values
    for column, statistic in _VALUES.items():
        if column in values and values["Metric Name"]:
            place = line.place(line.names.index(column))
            setting = values.get("Section Name") == "Launch Statistics"
            name = f"launch__{values['Metric Name']}" if setting else values["Metric Name"]
            yield name, values["Metric Unit"], values[column], place, statistic


def _raw(line: Line, units: list[str]) -> Iterator[tuple[str, str, str, str, Statistic]]:
    for index, name in enumerate(line.names):
        if name not in _IDENTITY and "__" in name and not name.startswith("device__attribute"):
            yield name, units[index] if index < len(units) else "", line.cells[index][0], line.place(index), "single"


def _take(launch: Configuration, metrics: Iterator[tuple[str, str, str, str, Statistic]], comma: bool) -> None:
    samples = whole(launch.params.get("Invocations"))
    for padded, written, told, place, statistic in metrics:
        name, unit = padded.strip(), _unit(written)
        text = re.sub(r"[.\s]", "", told).replace(",", ".") if comma else told.strip()
        if not _NUMBER.fullmatch(text):
            continue
        if unit is None or _SETTINGS.fullmatch(name):
            launch.params[name.removeprefix("launch__")] = f"{text} {written}".strip()
            continue
        value = text.replace(",", "")
        kind = _name(name, unit)
        launch.measurements.append(
            Measurement(name, kind, value, unit, place, statistic, None, written or None, samples)
        )


def _name(metric: str, unit: str) -> str:
    if unit == "%" and metric.endswith(("Throughput", "Bandwidth")):
        return f"{metric} share"
    return "memory_bandwidth" if metric == "Memory Throughput" else _NAMES.get(metric, metric)


def _unit(written: str) -> str | None:
    """A unit of ncu's as this project spells it, None for one that is no result's."""
    if rate := _RATE.fullmatch(written):
        return f"{rate[1] or _PER[rate[2]]}B/s" if not (rate[1] and _PER[rate[2]]) else None
    if frequency := _FREQUENCY.fullmatch(written):
        return f"{_PER[frequency[2]] if frequency[2] else frequency[1]}Hz"
    if re.fullmatch(r"[KMGT]?byte|%", written):
        return written
    return "1" if written in _COUNTED else _TIMES.get(written)
