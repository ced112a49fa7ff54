"""The table of one run or several: medians, spread, share of the binding ceiling, speed-up, run-to-run difference."""

import argparse
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent))

from gpu.work import Work, seconds_at_least  # noqa: E402


class Case(NamedTuple):
    """One benchmark of one run."""

    file: str
    name: str
    told: Mapping[str, Any]
    stats: Mapping[str, Any]

    @property
    def work(self) -> Work:
        """What it must at least do."""
        return Work(self.told["flops"], self.told["bytes"], self.told["arithmetic"])


class Ceilings(NamedTuple):
    """Measured in the same run: byte/s, and operations a second by arithmetic."""

    bandwidth: float
    peaks: dict[str, float]


def cases(folder: Path) -> list[Case]:
    """Every benchmark that pytest-benchmark wrote into the folder."""
    found = []
    for path in sorted(folder.glob("*.json")):
        for case in json.loads(path.read_text(encoding="utf-8"))["benchmarks"]:
            found.append(Case(path.stem, case["name"], case["extra_info"], case["stats"]))
    return found


def ceilings(found: Sequence[Case]) -> Ceilings | None:
    """The best that the run's own ceilings reached; None without those that all shares need, copy and bf16."""
    best: dict[str, float] = {}
    for case in found:
        if kind := case.told.get("ceiling"):
            done = case.work.bytes if kind == "bandwidth" else case.work.flops
            best[kind] = max(best.get(kind, 0.0), done / case.stats["median"])
    return Ceilings(best.pop("bandwidth"), best) if {"bandwidth", "bf16"} <= best.keys() else None


def share(case: Case, limits: Ceilings) -> float | None:
    """The time that the binding ceiling allows over the median; None where its kind of arithmetic was not measured."""
    if case.work.arithmetic not in ("none", *limits.peaks):
        return None
    return seconds_at_least(case.work, limits.bandwidth, limits.peaks) / float(case.stats["median"])


def speed_up(case: Case, found: Sequence[Case]) -> float | None:
    """The baseline's median for the same setting over this one's; None without such a baseline."""
    alike = [
        other
        for other in found
        if other.told.get("baseline") and other.file == case.file
        if other.told.get("setting") == case.told.get("setting")
    ]
    return float(alike[0].stats["median"] / case.stats["median"]) if len(alike) == 1 else None


def table(runs: Sequence[Sequence[Case]]) -> str:
    """Markdown, a line a case: the first run's figures, and the range of the medians over all runs."""
    first = runs[0]
    limits = ceilings(first)
    lines = [
        "| file | case | median | IQR | share of ceiling | speed-up | between runs | error |",
        "|---|---|--:|--:|--:|--:|--:|--:|",
    ]
    for case in first:
        medians = [
            other.stats["median"] for run in runs for other in run if (other.file, other.name) == (case.file, case.name)
        ]
        faster = speed_up(case, first)
        reached = share(case, limits) if limits else None
        cells = [
            case.file,
            case.name.removeprefix("test_"),
            f"{case.stats['median'] * 1e6:.1f} us",
            f"{case.stats['iqr'] / case.stats['median']:.1%}",
            f"{reached:.0%}" if reached is not None else "",
            f"{faster:.2f}" if faster else "",
            f"{(max(medians) - min(medians)) / median(medians):.1%}" if len(medians) > 1 else "",
            f"{case.told['relative_error']:.1e}",
        ]
        lines.append(f"| {' | '.join(cells)} |")
    if limits:
        peaks = ", ".join(f"{kind} {rate / 1e12:.0f} TFLOP/s" for kind, rate in sorted(limits.peaks.items()))
        lines += ["", f"Ceilings measured in the first run: copy {limits.bandwidth / 1e9:.0f} GB/s, {peaks}."]
    return "\n".join(lines)


def main(arguments: list[str] | None = None) -> int:
    """Print the table of the folders named; returns 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folders", nargs="+", type=Path, metavar="FOLDER", help="folders that run.py wrote")
    print(table([cases(folder) for folder in parser.parse_args(arguments).folders]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
