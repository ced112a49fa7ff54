"""Reports of pytest-benchmark whose tests tell their work, with round made-up times: nobody measured them."""

import json
from collections.abc import Iterable
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
