"""What NVBench's columns mean, for its CSV and its Markdown alike.

A summary has a name and a hint; the printers turn the hint into a unit (`nvbench/csv_printer.cu`,
`markdown_printer.cu`) and the summaries are made in `nvbench/detail/measure_cold.cu`, `measure_hot.cu` and
`measure_cupti.cu`. "Noise" is the standard deviation over the mean of the time to its left, "Samples" counts the runs
behind the times to its right.
"""

from msgspec import Struct

from ..schema import Statistic

_TIMES = {
    "CPU Time": "host_time",
    "Cold CPU": "host_time",
    "GPU Time": "gpu_time",
    "Cold GPU": "gpu_time",
    "Batch GPU": "batch_gpu_time",
    "Hot GPU": "batch_gpu_time",
}
_EXTREMES: dict[str, Statistic] = {"Min": "min", "Max": "max", "Median": "median", "Mean": "mean"}
SHARES = {
    "BWUtil": "memory_bandwidth_share",
    "BWPeak": "memory_bandwidth_share",
    "HBWPeak": "dram_throughput_share",
    "LoadEff": "global_load_efficiency",
    "StoreEff": "global_store_efficiency",
    "L1HitRate": "l1_hit_rate",
    "L2HitRate": "l2_hit_rate",
}
_RATES = {"Elem/s": "element_rate", "GlobalMem BW": "memory_bandwidth"}


class Summary(Struct, frozen=True):
    """The metric of a column and what its figure is of the samples."""

    name: str
    statistic: Statistic = "single"


def summary(header: str) -> Summary:
    """What the column called `header` (without a unit) measures."""
    first, _, rest = header.partition(" ")
    if first in _EXTREMES and rest in _TIMES:
        return Summary(_TIMES[rest], _EXTREMES[first])
    if header in _TIMES:
        return Summary(_TIMES[header], "mean")
    if is_measured_size(header):
        return Summary("peak_memory", "max")
    return Summary(SHARES.get(header) or _RATES.get(header, header))


def is_measured_size(header: str) -> bool:
    """Whether a size is a result; most only say how large the input was."""
    return header not in SHARES and ("peak" in header.lower() or "usage" in header.lower())
