"""Reports of pytest-benchmark whose tests tell their work, with round made-up times: nobody measured them."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def timed(name: str, seconds: float, **told: Any) -> dict[str, Any]:
    """One test; its quartiles are a quarter off the median."""
    stats = {"median": seconds, "q1": 0.75 * seconds, "q3": 1.25 * seconds, "rounds": 11, "iterations": 1}
    return {"name": name, "fullname": f"tests/test_thin.py::{name}", "extra_info": told, "stats": stats}


def report(cases: Iterable[Any], day: int, slower: float = 1.0, commit: str = "a" * 40, mark: str = "") -> str:
    """A file of tests, run on a day of January 2026, all times multiplied by `slower`.

    Files of one content count once: `mark` makes them differ."""
    ends = ("median", "q1", "q3")
    benchmarks = [
        case | {"stats": case["stats"] | {end: slower * case["stats"][end] for end in ends}} for case in cases
    ]
    about = {"machine_info": {"system": "Linux"}, "commit_info": {"id": commit, "dirty": False}, "version": "5.1.0"}
    told = {"datetime": f"2026-01-{day:02}T10:00:00", "mark": mark}
    return json.dumps(about | told | {"benchmarks": benchmarks})


CASES = [
    timed("test_copy", 2.0, ceiling="bandwidth", flops=0, bytes=200, arithmetic="none"),
    timed("test_peak", 1.0, ceiling="bf16", flops=1000, bytes=1, arithmetic="bf16"),
    timed("test_dense[8]", 4.0, setting="m 8", way="dense", baseline=True, flops=500, bytes=100, arithmetic="bf16"),
    timed("test_thin[8]", 2.0, setting="m 8", way="thin", flops=500, bytes=10, arithmetic="bf16"),
    timed("test_thin[9]", 8.0, setting="m 9", way="thin", flops=500, bytes=10, arithmetic="fp8"),
]
RUN_YML = """licence: CC0-1.0
accelerator: NVIDIA L40S
driver: "570.1"
task: thin <products>
paper: PAPER
params: {differs.PAPER: Theirs is thick & serves.}
"""


def write_timed_runs(project: Path, paper: str) -> None:
    """Three runs of one machine and one of another, of a technique of `paper`, under content/runs."""
    for day, slower, driver in ((1, 1.0, "570.1"), (2, 1.5, "570.1"), (3, 1.25, "570.1"), (4, 1.0, "580.1")):
        place = project / "content" / "runs" / f"run-{day}"
        place.mkdir(parents=True)
        (place / "thin.json").write_text(report(CASES, day, slower))
        (place / "run.yml").write_text(RUN_YML.replace("570.1", driver).replace("PAPER", paper))
