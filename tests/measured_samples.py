"""A small set of result files of our own making, as contributors would lay them out: test data, nobody measured it."""

import json
from pathlib import Path
from typing import Any


def serve(concurrency: int, output: float, tpot: float, **more: Any) -> str:
    """What `vllm bench serve --save-result` writes, in short."""
    result = {
        "date": "20260301-120000",
        "model_id": "acme/Tiny-7B",
        "num_prompts": 100,
        "request_rate": "inf",
        "max_concurrency": concurrency,
        "completed": 100,
        "duration": 50.0,
        "total_input_tokens": 1000,
        "total_output_tokens": int(output * 50),
        "request_throughput": 2.0,
        "output_throughput": output,
        "mean_tpot_ms": tpot + 1,
        "median_tpot_ms": tpot,
        "std_tpot_ms": tpot / 10,
        "p99_tpot_ms": tpot * 2,
        "mean_ttft_ms": 10.0 * concurrency,
    }
    return json.dumps(result | more)


def llama(weights: str, speed: float, samples: int = 5, build: str = "abc1234") -> str:
    """A line of `llama-bench -o jsonl`, in short."""
    record = {
        "build_commit": build,
        "build_number": 6865,
        "cpu_info": "Some CPU",
        "gpu_info": "NVIDIA L40S",
        "model_filename": f"/models/tiny-{weights}.gguf",
        "model_type": f"llama 7B {weights}",
        "type_k": "f16",
        "type_v": "f16",
        "n_prompt": 0,
        "n_gen": 128,
        "n_depth": 0,
        "test_time": "2026-02-01T03:04:05Z",
        "avg_ns": int(128e9 / speed),
        "stddev_ns": 1000000,
        "avg_ts": speed,
        "stddev_ts": 1.5,
        "samples_ts": [speed] * samples,
    }
    return json.dumps(record)


def pytest_benchmark() -> str:
    """What `pytest --benchmark-json` writes, in short."""
    stats = {"min": 0.001, "max": 0.004, "mean": 0.002, "stddev": 0.0005, "median": 0.0018, "q1": 0.0015, "q3": 0.0025}
    stats |= {"iqr": 0.001, "rounds": 40, "iterations": 1, "ops": 500.0, "total": 0.08}
    machine = {"cpu": {"brand_raw": "Some CPU"}, "python_version": "3.12.1", "system": "Linux"}
    case = {"fullname": "tests/test_x.py::test_x[<1>]", "name": "test_x", "group": None, "params": None, "stats": stats}
    report = {"machine_info": machine, "commit_info": {"id": "f00"}, "version": "5.1.0", "benchmarks": [case]}
    return json.dumps(report | {"datetime": "2026-01-15T10:00:00"})


RUN = """licence: CC-BY-4.0
paper: {paper}
accelerator: NVIDIA L40S
accelerator_count: 1
engine: vllm
engine_version: 0.11.0
weight_format: {weights}
task: chat
input_length: 1024
output_length: 128
"""


def write_runs(root: Path, paper: str) -> None:
    """Files under `content/runs` of the project at `root`, two folders of them for a paper."""
    files = {
        "chat-fp16/run.yml": RUN.format(paper=paper, weights="fp16"),
        "chat-fp16/c1.json": serve(1, 90.0, 10.0),
        "chat-fp16/c4.json": serve(4, 320.0, 12.0),
        "chat-fp16/c16.json": serve(16, 800.0, 20.0),
        "chat-fp16/c64.json": serve(64, 900.0, 70.0, completed=60),
        "chat-int8/run.yml": RUN.format(paper=paper, weights="int8"),
        "chat-int8/c1.json": serve(1, 140.0, 7.0),
        "chat-int8/c4.json": serve(4, 480.0, 8.0),
        "chat-int8/c16.json": serve(16, 1250.0, 12.5),
        "llama/run.yml": "licence: CC0-1.0\naccelerator_count: 1\n",
        "llama/bench.jsonl": "\n".join(
            [
                llama("F16", 41.5),
                llama("Q8_0", 77.25),
                llama("Q4_K - Medium", 120.125),
                llama("F16", 40.0, 1, "def5678"),
            ]
        )
        + "\n",
        "unit/run.yml": "licence: CC0-1.0\n",
        "unit/0001_x.json": pytest_benchmark(),
    }
    for name, text in files.items():
        path = root / "content" / "runs" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
