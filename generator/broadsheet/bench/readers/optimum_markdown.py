"""Reads optimum-benchmark's Markdown report: `# part:`, `## group:` and a table of metric, value and unit."""

import re
from typing import Any

from ..measurement import Configuration, Measurement, Reading
from ..source import Source, whole
from . import optimum
from .table import markdown_cells

TOOL = "optimum-benchmark report"
SIGNS: tuple[str, ...] = ("| metric ", "| value ", "| p99 ", "## latency:")
_PART = re.compile(r"# (\w+):\s*$")
_GROUP = re.compile(rf"## ({'|'.join(optimum.GROUPS)}):\s*$")
_GROUPS = re.compile(_GROUP.pattern.replace("## ", "^## "), re.MULTILINE)
_HEADING = ["metric", "value", "unit"]


def recognise(source: Source) -> bool:
    """Whether the text has such a group with such a table."""
    return (
        SIGNS[0] in source.text
        and bool(_GROUPS.search(source.text))
        and any(
            [cell for cell, _ in markdown_cells(line)] == _HEADING
            for line in source.text.split("\n")
            if "metric" in line
        )
    )


def read(source: Source) -> Reading:
    """One configuration a part; a part that comes again begins another run."""
    found: list[Configuration] = []
    part, group, run, samples = "", "", 1, None
    for number, line in enumerate(source.text.split("\n"), 1):
        if heading := _PART.match(line):
            part, group, samples = heading[1], "", None
            run += any(c.params["part"] == part and c.run == run for c in found)
            params: dict[str, Any] = {"part": part}
            found.append(Configuration({"tool": optimum.NAME, "phase": optimum.phase(part)}, [], params, run=run))
        elif heading := _GROUP.match(line):
            group = heading[1]
        elif found and group and len(cells := markdown_cells(line)) == 3:
            (key, _), (value, column), (unit, _) = cells
            samples = whole(value) if key == "count" else samples
            figure = _figure(part, group, key, value, unit, f"{number}:{column}", samples)
            found[-1].measurements.extend([figure] if figure else [])
            if key == "efficiency":
                found[-1].params[key] = f"{value} {unit}"
    return Reading([c for c in found if c.measurements])


def _figure(
    part: str, group: str, key: str, value: str, unit: str, locator: str, samples: int | None
) -> Measurement | None:
    return optimum.figure(part, group, key, value, unit, locator, unit, samples)
