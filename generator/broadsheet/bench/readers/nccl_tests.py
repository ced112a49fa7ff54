"""Reads the tables that nccl-tests and rccl-tests print (`all_reduce_perf` and its kin), several in a file if need be.

A table's own header says the columns and their units; GB/s is 1e9 byte/s there. Until 2019 it was called `bytes N type
op`, without units: times are in ms there. Launchers may put a rank, a host or the time before each line (`srun -l`,
`mpirun --tag-output`, `pdsh`, `kubectl logs --timestamps`). Times are means over the iterations that the header line
states. With NCCL_DEBUG set, NCCL's own log breaks into a line of the table, whose figures go on some lines below.
"""

import itertools
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ...model import Problem
from ..measurement import Configuration, Measurement, Reading
from ..schema import Status
from ..source import Source, words
from .log_lines import unprefixed

TOOL = "nccl-tests"
SIGNS: tuple[str, ...] = ("# nThread", "# Using devices", "algbw", "busbw")
# A host, only where the line goes on as one of ours.
_HOST = re.compile(r"^[ \t]*(?:[\w.-]+:|\[[\w./-]+\])(?= ?\s*(?:#|\d+\s+\d+\s))", re.MULTILINE)
_ROW = re.compile(r"\s*\d+\s+\d+\s")
_HEADER = re.compile(r"#\s+(?:size\s+count|bytes\s+N)\b.*\s(?:time|cputime)\s+algbw\s+busbw\b")
_OLD_NAMES = {"bytes": "size", "N": "count", "op": "redop"}
_STARTS = re.compile(r"(?:# )?nThread \d")
_RANK = re.compile(r"#\s+Rank\s+\d+ .*\bon\s+(\S+)\s+device\s+\d+\s+\[[^]]*\]\s+(.+?)\s*$")
_VERSION = re.compile(r"(?:# )?(?:nccl-tests version|rccl-tests: Version) (\S+).*?(?:nccl-library=(\S+))?\s*$")
_LIBRARY = re.compile(r"(?:.* NCCL INFO )?([NR]CCL) version ?:? (\d+\.\d+\S*)")
_COLLECTIVE = re.compile(r"# Collective test starting: (\S+)")
_AVERAGE = re.compile(r"[# ]*(Avg bus bandwidth)\s*:\s*(\S+)")
_FAULT = re.compile(r"Test (?:NCCL|CUDA)? ?failure\b|Out of bounds values\s*:\s*\d+ FAILED")
_ITERATIONS = re.compile(r"(?<!warmup )(?<!agg )iters: (\d{1,9})\b")
_WHOLE = re.compile(r"-?[0-9]{1,18}")
# HOST:PID:THREAD [DEVICE] before each line of NCCL's log, which may follow a cell without a blank.
_NCCL_LOG = re.compile(r"[A-Za-z][\w.-]{0,252}:\d{1,10}:\d{1,10} \[\d+\] .*")
_RESULT = re.compile(r"-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?\*?|N/A|-?inf|-?nan", re.IGNORECASE)
_TIMES = ("time", "cputime")
_FIGURES = (*_TIMES, "algbw", "busbw")


class _Line(Struct):
    """A line of the table as far as it was printed: the message's cells, and the results with their places."""

    number: int
    message: list[str]
    results: list[tuple[str, str]]


class _Block(Struct):
    """One run of a collective, from its `# nThread` line (or the lines before that name it) to the average."""

    collective: str | None = None
    version: tuple[str | None, str | None] = (None, None)
    engine: str = "nccl"
    options: str = ""
    hosts: list[str] = []
    devices: list[str] = []
    columns: list[str] = []
    units: list[str] = []
    time_unit: str = "us"
    lines: list[_Line] = []
    average: Measurement | None = None
    faulty: bool = False

    @property
    def first(self) -> int:
        """Where the columns of results begin; the message's size, count, type and so on stand before."""
        return next(index for index, name in enumerate(self.columns) if name in _TIMES)

    def is_whole(self, line: _Line) -> bool:
        """Whether a line of the table has all its results."""
        return len(line.results) == len(self.columns) - self.first


def recognise(source: Source) -> bool:
    """Whether the file holds a table of nccl-tests or the lines before one."""
    return bool(_HEADER.search(source.text)) or ("nThread " in source.text and "# Using devices" in source.text)


def read(source: Source) -> Reading:
    """One configuration a line and half (out-of-place, in-place) of each table, and one for each table's average."""
    blocks = _blocks(source.text)
    found = [c for number, block in enumerate(blocks, 1) for c in _configurations(block, number)]
    problems = [p for block in blocks for p in _problems(block, source.path)]
    return Reading(found, problems)


def _blocks(text: str) -> list[_Block]:
    blocks = [_Block()]
    without = unprefixed(_HOST.sub(lambda host: " " * len(host[0]), unprefixed(text)))
    for number, whole_line in enumerate(without.split("\n"), 1):
        line = whole_line.lstrip()
        margin = whole_line[: len(whole_line) - len(line)]
        block = blocks[-1]
        starts = bool(_STARTS.match(line))
        names = line.startswith("# nccl-tests version ")
        if (starts and block.options) or (names and (block.options or block.version[0])):
            blocks.append(block := _Block())
        _take(block, number, line, margin)
    return [b for b in blocks if b.options or b.columns]


def _take(block: _Block, number: int, line: str, margin: str) -> None:
    if _FAULT.search(line):
        block.faulty = True
    if block.columns and block.average is None and _take_figures(block, number, line, margin):
        return
    if rank := _RANK.match(line):
        block.hosts.append(rank[1])
        block.devices.append(rank[2])
    elif _HEADER.match(line):
        block.columns = [_OLD_NAMES.get(name, name) for name in line.strip("# ").split()]
        block.time_unit = "ms" if "bytes" in line else "us"
    elif block.columns and not block.units and "(B)" in line:
        block.units = re.findall(r"\(([^)]+)\)", line)[2:]
    elif average := _AVERAGE.match(line):
        locator = f"{number}:{len(margin) + average.start(2) + 1}"
        block.average = Measurement(average[1], "busbw", average[2], "GB/s", locator, "mean")
    elif _STARTS.match(line):
        block.options = line.strip("# ")
    elif version := _VERSION.match(line):
        block.version = (version[1], version[2])
    elif not block.version[1] and (library := _LIBRARY.match(line)):
        block.engine, block.version = library[1].lower(), (block.version[0], library[2])
    elif collective := _COLLECTIVE.match(line):
        block.collective = collective[1]


def _take_figures(block: _Block, number: int, line: str, margin: str) -> bool:
    """Take a line of the table, or the rest of one that NCCL's log broke; false when it is neither."""
    line = _NCCL_LOG.sub("", line)
    cells = [(m[0], f"{number}:{m.start() + len(margin) + 1}") for m in re.finditer(r"\S+", line)]
    texts = [text for text, _ in cells]
    if not _ROW.match(line):
        rest = bool(cells and block.lines) and all(map(_RESULT.fullmatch, texts))
        if rest and len(block.lines[-1].results) + len(cells) <= len(block.columns) - block.first:
            block.lines[-1].results += cells
        return rest
    # Counted from the end, for the message's last cells may be blank.
    start = len(cells) - len(block.columns) + block.first
    if start < 3 or not all(map(_RESULT.fullmatch, texts[start:])):
        start = block.first
    results = list(itertools.takewhile(lambda cell: _RESULT.fullmatch(cell[0]), cells[start:]))
    block.lines.append(_Line(number, texts[:start], results))
    return True


def _configurations(block: _Block, run: int) -> Iterator[Configuration]:
    facts = _facts(block)
    iterations = _ITERATIONS.search(block.options)
    samples = int(iterations[1]) if iterations else None
    status: Status = "partial" if block.faulty or not block.average else "ok"
    for line in filter(block.is_whole, block.lines):
        for halves, params, wrong in _halves(block, line, samples):
            yield Configuration(facts, halves, params, "failed" if wrong else status, run)
    if block.average:
        yield Configuration(facts, [block.average], {"over": "all sizes, in and out of place"}, status, run)


def _halves(
    block: _Block, line: _Line, samples: int | None
) -> Iterator[tuple[list[Measurement], dict[str, Any], bool]]:
    """The line's figures out of place and in place, with what they are figures of and whether the data was wrong."""
    results = block.columns[block.first :]
    shared = _message(block.columns[: block.first], line.message)
    units = iter(block.units)
    starts = [index for index, name in enumerate(results) if name in _TIMES]
    for start, end in zip(starts, [*starts[1:], len(results)], strict=True):
        measured, params = [], shared | {"in_place": start > 0}
        for name, (text, place) in zip(results[start:end], line.results[start:end], strict=True):
            if name not in _FIGURES:
                params[name.lstrip("#")] = text
                continue
            written = next(units, None)
            unit = written or (block.time_unit if name in _TIMES else "GB/s")
            if text[0].isdigit():
                measured.append(Measurement(name, name, text, unit, place, "mean", None, written, samples))
        yield measured, params, params.get("wrong", "0") not in ("0", "N/A")


def _message(names: list[str], cells: list[str]) -> dict[str, Any]:
    """size, count and type, then redop and root, which some collectives and old versions leave blank."""
    rest = names[3:]
    if len(cells) < len(names):
        rest = ["root"] if cells[3:] and _WHOLE.fullmatch(cells[3]) else ["redop"]
    named = dict(zip(names[:3] + rest, cells, strict=False))
    return named | {key: int(named[key]) for key in ("size", "count", "root") if _WHOLE.fullmatch(named.get(key, ""))}


def _facts(block: _Block) -> dict[str, Any]:
    return {
        "tool": TOOL,
        "tool_version": words(block.version[0]),
        "engine": block.engine if block.version[1] else None,
        "engine_version": block.version[1],
        "workload": block.collective,
        "accelerator_raw": " + ".join(dict.fromkeys(block.devices)) or None,
        "accelerator_count": len(block.devices) or None,
        "nodes": len(set(block.hosts)) or None,
    }


def _problems(block: _Block, path: str) -> Iterator[Problem]:
    name = block.collective or "a collective"
    for line in itertools.filterfalse(block.is_whole, block.lines):
        message = "this line of the table has too few figures and is left out"
        yield Problem(path, line.number, 0, "broken-line", message, "copy the log again, whole", "warning")
    if not any(map(block.is_whole, block.lines)):
        hint = "leave the log out, or run the test again"
        yield Problem(path, 0, 0, "failed-run", f"nccl-tests started {name} but printed no results", hint, "warning")
    elif block.faulty:
        hint = "its rows are kept with status partial, those with wrong data as failed"
        yield Problem(
            path, 0, 0, "failed-run", f"nccl-tests says that {name} failed or returned wrong data", hint, "warning"
        )
    elif not block.average:
        hint = "its rows are kept with status partial"
        yield Problem(path, 0, 0, "cut-run", f"the table of {name} has no end: the run was cut short", hint, "warning")
