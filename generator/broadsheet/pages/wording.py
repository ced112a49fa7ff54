"""The setting of a measurement in words: hardware, work, load, number formats, parallelism."""

import json
from collections.abc import Iterable
from typing import Any

from ..bench.leaderboards import Figure, Line, Spread
from ..bench.names import Names
from ..bench.settings import Configuration, Load, Scene
from ..bench.source import printable
from .figures import Scale, number

# Names of tools as their makers write them; a tool that is not here goes by its id.
TOOLS = {
    "aiperf": "AIPerf",
    "cutlass_profiler": "CUTLASS profiler",
    "google-benchmark": "Google Benchmark",
    "guidellm": "GuideLLM",
    "inferencex": "InferenceX",
    "liger-kernel": "Liger Kernel",
    "lighteval": "LightEval",
    "mlperf loadgen": "MLPerf LoadGen",
    "nccl-tests": "NCCL Tests",
    "ncu": "Nsight Compute",
    "nsys stats": "Nsight Systems",
    "nvbench": "NVBench",
    "optimum-benchmark": "Optimum-Benchmark",
    "sglang bench_serving": "SGLang bench_serving",
    "vllm bench latency": "vLLM bench latency",
    "vllm bench serve": "vLLM bench serve",
    "vllm bench throughput": "vLLM bench throughput",
}
_SPREADS = {"std": "standard deviation", "stderr": "standard error", "iqr": "interquartile range"}
_STATISTICS = {"single": "single run", "std": "standard deviation", "stderr": "standard error"}
_STATISTICS |= {"iqr": "interquartile range", "min": "least", "max": "most"}


def metric_name(metric: str, names: Names) -> str:
    """The name that metrics.yml gives a metric, else its id as words."""
    found = names.metric(metric)
    return found.name if found else metric.replace("-", " ").capitalize()


def hardware(scene: Scene, names: Names) -> str:
    """`2 × NVIDIA L40S on 2 nodes`; the processor where no accelerator is stated, else the folder."""
    if scene.accelerator is None:
        nodes = f", {scene.nodes:,} nodes" if scene.nodes and scene.nodes > 1 else ""
        folder = (scene.folder or "").removeprefix("content/runs/")
        return f"{scene.cpu}{nodes}" if scene.cpu else f"Hardware not stated, files of {folder}{nodes}"
    device = names.device(scene.accelerator)
    name = device.name if device else scene.accelerator
    count = f"{scene.accelerator_count:,} × " if scene.accelerator_count else ""
    return count + name + (f" on {scene.nodes:,} nodes" if scene.nodes and scene.nodes > 1 else "")


def work(scene: Scene) -> str:
    """What was run: workload, phase, lengths."""
    parts = [scene.workload or "", (scene.phase or "").replace("+", " and ")]
    parts += [f"{scene.input_length:,} tokens in"] if scene.input_length is not None else []
    parts += [f"{scene.output_length:,} tokens out"] if scene.output_length is not None else []
    return ", ".join(part for part in parts if part)


def load(of: Load) -> str:
    """How hard it is driven; `load not stated` where nothing is known of it."""
    parts = [f"batch of {of.batch:,}"] if of.batch is not None else []
    if of.concurrency is not None:
        parts.append(f"{of.concurrency:,} {'request' if of.concurrency == 1 else 'requests'} in flight at most")
    if of.request_rate is not None:
        parts.append(f"{number(of.request_rate)} requests offered a second")
    elif of.request_rate_unlimited:
        parts.append("all requests sent at once")
    if of.context is not None:
        parts.append(f"{of.context:,} {'token' if of.context == 1 else 'tokens'} in the cache before")
    return ", ".join(parts) or "load not stated"


def setting(scene: Scene, of: Load, names: Names) -> str:
    """The whole setting as one sentence, without what the engine does with it."""
    done = work(scene)
    # A workload's name is not ours to capitalise.
    parts = (capital(hardware(scene, names)), done if scene.workload else capital(done), capital(load(of)))
    return ". ".join(part for part in parts if part) + "."


def precision(of: Configuration) -> str:
    """Number formats, as far as stated: `FP8 weights, BF16 activations, FP8 KV cache, AWQ, 4 bits`."""
    parts = [f"{of.weight_format} weights"] if of.weight_format else []
    parts += [f"{of.activation_format} activations"] if of.activation_format else []
    parts += [f"{of.kv_cache_format} KV cache"] if of.kv_cache_format else []
    parts += [of.quantisation] if of.quantisation and of.quantisation != of.weight_format else []
    parts += [f"{of.quantisation_bits:g} bits"] if of.quantisation_bits is not None else []
    parts += [f"sparsity {of.sparsity}"] if of.sparsity else []
    return ", ".join(parts)


def engine(of: Configuration) -> str:
    """Engine and version."""
    return " ".join(part for part in (of.engine, of.engine_version) if part)


def parallelism(of: Configuration) -> str:
    """`TP 8, PP 2`, only what is stated."""
    return ", ".join(f"{n.upper()} {v}" for n in ("tp", "pp", "dp", "ep") if (v := getattr(of, n)) is not None)


def label(of: Configuration) -> str:
    """A configuration as one phrase for a chart's legend."""
    parts = (of.model, of.method, precision(of), engine(of), parallelism(of))
    return ", ".join(part for part in parts if part) or "configuration not stated"


def called(one: Figure) -> str:
    """What to call a line: its configuration; where nothing is stated of it, its run."""
    return run_name(one) if one.configuration == Configuration() else label(one.configuration)


def run_name(one: Figure) -> str:
    """The raw file and the run's number in it."""
    return f"{one.source}, run {one.run_id.rpartition('-')[2]}"


def statistic(name: str, quantile: float | None) -> str:
    """`median`, `p99`, `standard deviation` ..."""
    return f"p{100 * quantile:g}" if quantile is not None else _STATISTICS.get(name, name)


def spread(of: Spread | None, scale: Scale) -> str:
    """`± 1.2 ms (standard deviation)` or `3.1 to 4.5 ms (p25-p75)`; empty where a run gives none."""
    if of is None:
        return ""
    if of.width is not None:
        sign = "" if of.kind == "iqr" else "± "
        return f"{sign}{scale.figure(of.width)} ({_SPREADS[of.kind]})"
    assert of.low is not None and of.high is not None
    return f"{scale.number(of.low)} to {scale.figure(of.high)} ({of.kind.replace('-', ' to ')})"


def spread_and_tail(line: Line, scale: Scale) -> str:
    """The spread and the high quantile of a line; `one sample` where it cannot have any."""
    if line.samples == 1:
        return "one sample"
    tail = f"p{100 * line.tail[0]:g} {scale.figure(line.tail[1])}" if line.tail else ""
    return "; ".join(part for part in (spread(line.spread, scale), tail) if part)


def settings(rest: str, names: Iterable[str]) -> str:
    """Those of a line's other settings that are wanted, `size 1024; type float`."""
    told = json.loads(rest)
    return "; ".join(
        f"{plain_value(name).replace('_', ' ')} {plain_value(told[name])}" for name in names if name in told
    )


def plain_value(value: Any) -> str:
    """A setting as printable text: words as they are, yes and no, anything else as JSON."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return printable(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def capital(text: str) -> str:
    """Text as it begins a sentence."""
    return text[:1].upper() + text[1:]
