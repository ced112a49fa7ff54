"""The text of a torch.utils.benchmark `Measurement` (`utils/common.py`): title, median, spread, how often.

With fewer than four measurements it prints no spread, with one only the time.
"""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from ..measurement import Configuration, Measurement
from ..schema import Statistic

NAME = "torch.utils.benchmark"
OBJECT = re.compile(r"<(?:torch\.utils\._?benchmark\.)?utils\.common\.Measurement object at 0x[0-9a-fA-F]+>")
_TIME = re.compile(r" {2,}(?:(Median): )?(\d+(?:\.\d+)?) (ns|us|ms|s)\s*$")
_SPREAD = re.compile(r" {2,}(IQR): +(\d+(?:\.\d+)?) (ns|us|ms|s) \((\d+(?:\.\d+)?) to (\d+(?:\.\d+)?)\)")
_COUNT = re.compile(r" {2,}(\d{1,9}) measurements?, (\d{1,12}) runs? .*?(\d{1,6}) threads?")


def facts(label: str | None, method: str | None, version: str | None) -> dict[str, Any]:
    """The columns of a row that torch.utils.benchmark states."""
    return {
        "tool": NAME,
        "tool_version": version,
        "engine": "pytorch",
        "engine_version": version,
        "workload": label or None,
        "method": method or None,
    }


def measurements(lines: list[str], version: str | None) -> Iterator[Configuration]:
    """One configuration a `Measurement` of the text."""
    starts = [number for number, line in enumerate(lines) if OBJECT.search(line)]
    for run, (start, end) in enumerate(pairwise([*starts, len(lines)]), 1):
        yield from _measurement(lines[start + 1 : end], start + 2, version, run)


def _measurement(lines: list[str], first: int, version: str | None, run: int) -> Iterator[Configuration]:
    title: list[str] = []
    time = spread = count = None
    at = first
    for number, line in enumerate(lines, first):
        if time is None and (time := _TIME.match(line)):
            at = number
        elif time is None:
            title += [line.strip()] if line.strip() else []
        else:
            spread = spread or _SPREAD.match(line)
            count = count or _COUNT.match(line)
    if time is None:
        return
    samples = int(count[1]) if count else None
    params: dict[str, Any] = {"description": " ".join(title[1:])} if title[1:] else {}
    params |= {"runs_per_measurement": int(count[2]), "threads": int(count[3])} if count else {}
    measured = [_figure(time, 2, time[3], at, "median" if time[1] else "single", None, samples)]
    if spread:
        told: tuple[tuple[int, Statistic, float | None], ...] = (
            (2, "iqr", None),
            (4, "quantile", 0.25),
            (5, "quantile", 0.75),
        )
        measured += [_figure(spread, g, spread[3], at + 1, kind, q, samples) for g, kind, q in told]
    yield Configuration(facts(title[0] if title else None, None, version), measured, params, run=run)


def _figure(
    match: re.Match[str],
    group: int,
    unit: str,
    number: int,
    kind: Statistic,
    quantile: float | None,
    samples: int | None,
) -> Measurement:
    place = f"{number}:{match.start(group) + 1}"
    return Measurement(match[1] or "time", "time", match[group], unit, place, kind, quantile, unit, samples)
