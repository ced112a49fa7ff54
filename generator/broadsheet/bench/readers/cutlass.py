"""What the CUTLASS profiler's figures are, for its CSV and what it prints alike.

`tools/profiler/src/performance_report.cpp` prints the runtime in ms (a mean of the iterations), the bandwidth over
2^30 bytes (the CSV's heading says GB/s, what is printed says GiB/s; `performance_result.h` divides by 1 << 30) and the
arithmetic over 1e9 operations. An operation that did not run has a runtime of 0 and no rates.
"""

from typing import Any

from ...model import Problem
from ..measurement import Measurement
from ..schema import Statistic, Status

NAME = "cutlass_profiler"
_VERIFIED = ("passed", "not verified", "not run")
# The operands that a convolution or a matrix product names, and the column of the row that holds their number format.
_FORMATS = {"Activation": "activation_format", "Filter": "weight_format"}


def figure(written: str, value: str, locator: str, unit_raw: str | None) -> Measurement | None:
    """One of the three figures by its name in the output; None for anything else, or where nothing ran."""
    known = {
        "Runtime": ("runtime", "ms"),
        "GB/s": ("memory_bandwidth", "GiB/s"),
        "Memory": ("memory_bandwidth", "GiB/s"),
        "GFLOPs": ("flop_rate", "GFLOP/s"),
        "Math": ("flop_rate", "GFLOP/s"),
    }.get(written)
    if not known or not value or value == "0":
        return None
    statistic: Statistic = "mean" if written == "Runtime" else "single"
    return Measurement(written, known[0], value, known[1], locator, statistic, None, unit_raw)


def status(disposition: str, ran: str) -> Status:
    """Failed when the operation returned wrong results or did not run; not to have been checked is no failure."""
    good = disposition.lower().replace("_", " ") in _VERIFIED and ran.lower() == "success"
    return "ok" if good else "failed"


def facts(provider: str, kind: str, operation: str, arguments: dict[str, str]) -> dict[str, Any]:
    """The columns of a row that an operation states."""
    batch = arguments.get("n", "") if kind.startswith("conv") else arguments.get("batch_count", "")
    formats = {column: arguments.get(name, "").partition(":")[0] or None for name, column in _FORMATS.items()}
    return formats | {
        "tool": NAME,
        "engine": provider or None,
        "task": kind or None,
        "workload": operation or None,
        "batch": int(batch) if batch.isascii() and batch.isdigit() and len(batch) < 16 else None,
    }


def unmeasured(path: str, places: list[int], all_of_them: int) -> list[Problem]:
    """One problem for the operations without figures, if there are any; `places` are their lines."""
    if not places:
        return []
    message = f"{len(places)} of {all_of_them} operations have no figures, the first of them here"
    hint = "the profiler did not run them, or could not: see their disposition"
    return [Problem(path, places[0], 0, "skipped-case", message, hint, "warning")]
