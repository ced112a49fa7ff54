"""Reads the table that Google Benchmark prints on the console (`src/console_reporter.cc`).

Every case states the unit of its times. Counters have prefixes: those of bytes_per_second are powers of 1024, although
versions before 1.8.3 print `1.5G/s` for GiB/s, the others of 1000. Before 1.4.1 a rate had no name and stood as
`1.5GB/s` (powers of 1024 too) and as `2M items/s`, whose powers changed: those are left out. Without the JSON's
`run_type` an aggregate is told by its name alone.
"""

import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ..measurement import Configuration, Measurement, Reading
from ..schema import Statistic
from ..source import Source
from .google_benchmark import AGGREGATES, aggregate_of, counter_name, counter_unit, unmeasured
from .google_benchmark import TOOL as NAME
from .log_lines import unprefixed

TOOL = f"{NAME} console"
SIGNS: tuple[str, ...] = ("Benchmark  ", " Time  ", " CPU ", " Iterations", "-----")
_HEADING = re.compile(
    r"^[ \t]*-{20,}[ \t]*\r?\n[ \t]*Benchmark +Time +CPU +Iterations(?: .*)?\r?\n[ \t]*-{20,}[ \t]*\r?$", re.MULTILINE
)
_COLUMNS = re.compile(r"\s*Benchmark +Time +CPU +Iterations(.*)")
_RUN = re.compile(r"\s*Run on \(\d+ X ")
_NUMBER = r"\d+(?:\.\d+)?(?:e[-+]?\d+)?"
# Between a name and the figures there may be very many blanks, within a name one at a time.
_NAME = r"\s*(\S+(?: \S+)*?) +"
_CASE = re.compile(rf"{_NAME}({_NUMBER}) (ns|us|ms|s) +({_NUMBER}) (ns|us|ms|s) +(\d{{1,15}})(?= |\s*$)(.*)")
_FAILURE = re.compile(rf"{_NAME}(?:ERROR OCCURRED|SKIPPED): '(.*)'\s*$")
_VALUE = re.compile(rf"({_NUMBER})([kKMGT]?i?)(/s|B/s)?")
_COUNTER = re.compile(rf" (?:([^\s=]+)=)?({_VALUE.pattern})(?=\s|$)")


class _Case(Struct, frozen=True):
    """A line of the table, with the names of the counters that stand in columns."""

    number: int
    run: int
    match: re.Match[str]
    columns: list[str]


def recognise(source: Source) -> bool:
    """Whether the text holds the table's heading between its two lines."""
    return "Iterations" in source.text and bool(_HEADING.search(unprefixed(source.text)))


def read(source: Source) -> Reading:
    """One configuration a case; each `Run on` that the tool begins with is a run."""
    cases: list[_Case] = []
    failed: list[dict[str, Any]] = []
    columns: list[str] | None = None
    runs = 0
    for number, line in enumerate(unprefixed(source.text).split("\n"), 1):
        runs += bool(_RUN.match(line))
        if heading := _COLUMNS.match(line):
            columns = [name for name in heading[1].split() if name != "UserCounters..."]
        elif columns is not None and (case := _CASE.match(line)):
            cases.append(_Case(number, max(1, runs), case, columns))
        elif columns is not None and (said := _FAILURE.match(line)):
            failed.append({"name": said[1], "error_message": said[2]})
    names: set[str | None] = {case.match[1] for case in cases}
    found = [_configuration(case, aggregate_of({"name": case.match[1]}, names)) for case in cases]
    return Reading(found, unmeasured(source.path, failed, len(cases) + len(failed)))


def _configuration(line: _Case, aggregate: tuple[str, str] | None) -> Configuration:
    case = line.match
    statistic: Statistic = AGGREGATES[aggregate[1]] if aggregate else "mean"
    samples = None if aggregate else int(case[6])
    measured = []
    for raw, name, at in (("Time", "time", 2), ("CPU", "cpu_time", 4)):
        unit, place = case[at + 1], f"{line.number}:{case.start(at) + 1}"
        measured.append(Measurement(raw, name, case[at], unit, place, statistic, None, unit, samples))
    params: dict[str, Any] = {"name": case[1], "iterations": int(case[6])}
    for raw, at, text in _counters(case[7], line.columns):
        value = _VALUE.fullmatch(text)
        if value and (unit := _unit(raw, value[2], value[3])):
            place = f"{line.number}:{case.start(7) + at + 1}"
            kind: Statistic = statistic if aggregate else "single"
            written = f"{value[2]}{value[3] or ''}" or None
            measured.append(Measurement(raw, counter_name(unit), value[1], unit, place, kind, None, written, samples))
        elif raw:
            params[raw] = text
    facts = {"tool": NAME, "workload": aggregate[0] if aggregate else case[1]}
    return Configuration(facts, measured, params, run=line.run)


def _counters(rest: str, columns: list[str]) -> Iterator[tuple[str, int, str]]:
    """Name, place and text of what follows the iterations: in columns, as `name=value`, or an old rate."""
    cells = list(re.finditer(r"\S+", rest))
    if columns and len(cells) == len(columns):
        yield from ((name, cell.start(), cell[0]) for name, cell in zip(columns, cells, strict=True))
    else:
        for found in _COUNTER.finditer(rest):
            if found[1] or found[2].endswith("B/s"):
                yield found[1] or "bytes_per_second", found.start(2), found[2]


def _unit(name: str, prefix: str, rate: str | None) -> str | None:
    """The unit of a counter, its prefix included; None where its name says none."""
    if name == "bytes_per_second":
        return f"{prefix.removesuffix('i').upper()}{'i' if prefix else ''}B/s"
    unit = counter_unit(name) if rate != "B/s" else None
    # `GFLOPS=1.5k` and `ops=2Ki` are in no unit that anybody writes.
    return None if not unit or (prefix and (unit[0] in "KMGTP" or prefix.endswith("i"))) else f"{prefix}{unit}"
