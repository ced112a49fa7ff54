"""What the figures of an optimum-benchmark report are, for its JSON and its Markdown alike.

A report has parts (load_model, prefill, decode, per_token, forward, train ...) and in each memory, latency, throughput,
energy and efficiency (`optimum_benchmark/trackers`). MB is 1e6 bytes. `stdev_` is the standard deviation in percent
of the mean though nothing says so, `count` the samples. Efficiency (tokens/kWh) has no canonical unit
and goes to `params`.
"""

from ..measurement import Measurement
from ..schema import Statistic

NAME = "optimum-benchmark"
GROUPS = ("memory", "latency", "throughput", "energy", "efficiency")
_LATENCY: dict[str, tuple[Statistic, float | None]] = {
    "total": ("total", None),
    "mean": ("mean", None),
    "p50": ("quantile", 0.5),
    "p90": ("quantile", 0.9),
    "p95": ("quantile", 0.95),
    "p99": ("quantile", 0.99),
    "stdev": ("std", None),
    "stdev_": ("std", None),
}
_MEMORY = {
    "max_ram": "peak_host_memory",
    "max_global_vram": "peak_device_memory",
    "max_process_vram": "peak_process_memory",
    "max_vram": "peak_device_memory",
    "max_reserved": "peak_reserved_memory",
    "max_allocated": "peak_allocated_memory",
}
_ENERGY = {"cpu": "cpu_energy", "ram": "memory_energy", "gpu": "accelerator_energy", "total": "energy"}


def figure(
    part: str, group: str, key: str, value: str, unit: str, locator: str, unit_raw: str | None, samples: int | None
) -> Measurement | None:
    """One entry of a report, None for what is no result."""
    raw = f"{group}.{key}"
    if group == "memory" and key in _MEMORY:
        return Measurement(raw, _MEMORY[key], value, unit, locator, "max", None, unit_raw)
    if group == "latency" and key in _LATENCY:
        statistic, quantile = _LATENCY[key]
        name = "latency_per_token" if part in ("per_token", "token") else f"{part}_time"
        if key == "stdev_":
            return Measurement(raw, "time_noise", value, "%", locator, "std", None, unit_raw, samples)
        return Measurement(raw, name, value, unit, locator, statistic, quantile, unit_raw, samples)
    if group == "throughput" and key in ("value", "throughput"):
        name = "throughput" if unit.startswith("token") else "sample_throughput"
        return Measurement(raw, name, value, unit, locator, "single", None, unit_raw, samples)
    if group == "energy" and key in _ENERGY:
        return Measurement(raw, _ENERGY[key], value, unit, locator, "total", None, unit_raw)
    return None


def phase(part: str) -> str | None:
    """The phase column for a part of the report."""
    return {"prefill": "prefill", "decode": "decode", "per_token": "decode"}.get(part)
