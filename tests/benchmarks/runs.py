"""How fast result files become rows: rows and megabytes a second of processor time, beside `json.loads` alone.

    python tests/benchmarks/runs.py [--scale 1.0] [--repeat 3]

The files are made up here, the same every time: records of llama-bench, and reports that are mostly lists with an
entry a request or a token. The peer does nothing but parse the same bytes; the ratio is how many times its time we
take. Times are the least of the repeats, in seconds of this process's processor: a busy machine matters little.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from broadsheet.bench.formats import read_file
from broadsheet.bench.names import read_names

PROJECT = Path(__file__).resolve().parents[2]


def llama_bench(scale: float) -> bytes:
    """15,000 records, one a line, four figures each."""
    draw = random.Random(1)
    lines = []
    for _ in range(int(15_000 * scale)):
        record = {
            "build_commit": "abc1234",
            "build_number": 6865,
            "cpu_info": "Some CPU 64-Core",
            "gpu_info": "NVIDIA H100 80GB HBM3",
            "backends": "CUDA",
            "model_filename": "/models/tiny-7b-q4_k_m.gguf",
            "model_type": "llama 7B Q4_K - Medium",
            **dict.fromkeys(("model_size", "model_n_params", "n_batch", "n_ubatch", "n_threads", "n_gpu_layers"), 2048),
            **dict.fromkeys(("cpu_strict", "no_kv_offload", "flash_attn", "use_mmap", "embeddings"), False),
            **dict.fromkeys(("split_mode", "tensor_split", "devices", "cpu_mask"), "layer"),
            "type_k": "f16",
            "type_v": "f16",
            "n_prompt": draw.choice((0, 512, 2048)),
            "n_gen": draw.choice((0, 128)),
            "n_depth": 0,
            "test_time": "2026-01-02T03:04:05Z",
            "avg_ns": draw.randrange(10**9),
            "stddev_ns": draw.randrange(10**6),
            "avg_ts": draw.random() * 1e4,
            "stddev_ts": draw.random(),
            "samples_ns": [draw.randrange(10**9) for _ in range(5)],
            "samples_ts": [draw.random() * 1e4 for _ in range(5)],
        }
        lines.append(json.dumps(record))
    return "\n".join(lines).encode()


def vllm_detailed(scale: float) -> bytes:
    """`vllm bench serve --save-detailed`: 3,000 requests of 512 tokens, each gap between them."""
    draw = random.Random(2)
    count = int(3_000 * scale)
    totals = {"num_prompts": count, "completed": count, "total_output_tokens": 512 * count}
    rates = {"request_throughput": count / 100, "output_throughput": 5.12 * count}
    result = {"model_id": "acme/Tiny-1B", "request_rate": "inf", "duration": 100.0, **totals, **rates}
    result |= {"mean_ttft_ms": 30.5, "median_ttft_ms": 29.5, "p99_ttft_ms": 99.25, "input_lens": [1024] * count}
    result |= {"ttfts": [draw.random() for _ in range(count)], "errors": [""] * count}
    result |= {"itls": [[draw.random() / 50 for _ in range(512)] for _ in range(count)]}
    return json.dumps(result | {"generated_texts": ["a few words " * 200] * count}).encode()


def guidellm(scale: float) -> bytes:
    """GuideLLM's report with an object a request."""
    draw = random.Random(3)
    spread = {"mean": 1.5, "median": 1.5, "std_dev": 0.5, "count": 20, "percentiles": {"p99": 2.5}}
    statuses = {"successful": spread, "errored": None, "incomplete": None}
    names = ("requests_per_second", "request_latency", "time_to_first_token_ms", "output_tokens_per_second")
    requests = [
        {"request_id": f"{draw.random()}", "output": "a few words " * 300, "request_latency": draw.random()}
        | {"timings": dict.fromkeys(("queued", "dequeued", "request_start", "request_end"), draw.random())}
        for _ in range(int(10_000 * scale))
    ]
    benchmark = {"metrics": dict.fromkeys(names, statuses), "requests": {"successful": requests}}
    return json.dumps({"metadata": {"guidellm_version": "0.7.1"}, "benchmarks": [benchmark]}, indent=1).encode()


def aiperf(scale: float) -> bytes:
    """AIPerf's export with the telemetry of many devices."""
    percentiles = {f"p{percent}": 100.0 + percent for percent in (1, 5, 10, 25, 50, 75, 90, 95, 99)}
    metric = {"unit": "ms", "avg": 150.0, **percentiles, "min": 99.5, "max": 200.0, "std": 12.5}
    others = [f"dcgm_field_{number}" for number in range(200)]
    device = {
        "gpu_name": "NVIDIA H100 80GB HBM3",
        "metrics": dict.fromkeys(["gpu_power_usage", *others], metric | {"unit": "W"}),
    }
    devices = {f"gpu_{number}": device for number in range(int(400 * scale))}
    export = {"request_latency": metric, "time_to_first_token": metric, "input_config": {"loadgen": {"concurrency": 8}}}
    return json.dumps(
        export | {"telemetry_data": {"endpoints": {"localhost:9400": {"gpus": devices}}}}, indent=2
    ).encode()


FILES: dict[str, Callable[[float], bytes]] = {
    "llama-bench, JSON lines": llama_bench,
    "vLLM serve, --save-detailed": vllm_detailed,
    "GuideLLM, with its requests": guidellm,
    "AIPerf, with telemetry": aiperf,
}


def least(repeat: int, work: Callable[[], object]) -> float:
    """The least processor seconds that `work` took."""
    seconds = []
    for _ in range(repeat):
        start = time.process_time()
        work()
        seconds.append(time.process_time() - start)
    return min(seconds)


def measured(scale: float, repeat: int) -> Iterator[tuple[str, float, int, float, float]]:
    """For each file its name, megabytes and rows, our seconds and the peer's."""
    names, _ = read_names(PROJECT / "site_config", PROJECT)
    for name, make in FILES.items():
        data = make(scale)
        lines = data.splitlines() if name.endswith("lines") else [data]
        rows, problems = read_file(data, name, names)
        if not rows or problems:
            sys.exit(f"{name}: {len(rows)} rows, {problems[:1]}")
        ours = least(repeat, lambda data=data, name=name: read_file(data, name, names))
        peer = least(repeat, lambda lines=lines: [json.loads(line) for line in lines])
        yield name, len(data) / 1e6, len(rows), ours, peer


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=1.0, help="how much larger or smaller the files are")
    parser.add_argument("--repeat", type=int, default=3)
    options = parser.parse_args()
    print(f"{'file':30}{'MB':>8}{'rows':>8}{'s':>8}{'rows/s':>10}{'MB/s':>8}{'x json.loads':>14}")
    for name, megabytes, rows, ours, peer in measured(options.scale, options.repeat):
        rates = f"{rows / ours:>10,.0f}{megabytes / ours:>8.1f}{ours / peer:>14.1f}"
        print(f"{name:30}{megabytes:>8.1f}{rows:>8}{ours:>8.2f}{rates}")


if __name__ == "__main__":
    main()
