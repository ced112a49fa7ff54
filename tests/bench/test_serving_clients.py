"""Serving results as TensorRT-LLM's client, SGLang's several processes and vLLM's latest version write them."""

import json

import pytest
from bench_samples import LLAMA_MARKDOWN, SERVING_LOG
from figures import figures, rows_of

from broadsheet.bench.formats import read_file

TRTLLM_CLIENT = """\
============ Serving Benchmark Result ============
Total requests:                          20
Successful requests:                     18
Failed requests:                         2
Benchmark duration (s):                  2.50
User throughput (tok/s):                 40.00
=======================!FAILED REQUESTS!=======================
Total failed requests: 2
=====================!CHECK LOG FOR ERRORS!====================
-----------Avg Decoded Tokens per Iter------------
Std Dev Avg Decoded Tokens per Iter:     0.25
P99 Avg Decoded Tokens per Iter:         2.00
---------------Time to First Token----------------
Std Dev TTFT (ms):                       2.00
Min TTFT (ms):                           10.00
Mean E2EL incl. Client Queue (ms):       99.50
----------------- Energy Metrics -----------------
Total Energy (J):                        100.5000
Total GPU Power (W):                     40.2000
==================================================
"""
LLAMA_TABLE = """\
| model        |     size | params | backend | ngl |  test |           t/s |
| tiny 1B Q8_0 | 1.00 GiB | 1.00 B | CUDA    |  99 | pp512 | 422.25 ± 1.75 |
"""
VLLM = {
    "model_id": "acme/Tiny",
    "num_prompts": 10,
    "request_rate": "inf",
    "completed": 10,
    "duration": 2.5,
    "request_throughput": 4.0,
    "mean_ttft_ms": 20.5,
}
SGLANG = {
    "total_output_tokens_retokenized": 99,
    "median_e2e_latency_ms": 250.0,
    "output_throughput": 40.0,
    "duration": 2.5,
    "completed": 10,
}
AIPERF = {
    "aiperf_version": "0.12.0",
    "request_count": {"unit": "requests", "avg": 8.0},
    "http_req_data_sent": {"unit": "KB", "avg": 1.5, "p99": 2.5, "count": 9},
    "nvidia_total_gpu_energy": {"unit": "J", "avg": 90.5},
    "nvidia_energy_per_user": {"unit": "joules/user", "avg": 4.5},
    "telemetry_data": {
        "endpoints": {
            "host:9400": {
                "gpus": {
                    "gpu_0": {
                        "gpu_name": "Acme One",
                        "metrics": {
                            "nvidia_power_usage": {"unit": "W", "avg": 130.5, "max": 140.0},
                            "nvidia_memory_used": {"unit": "GB", "avg": 2.5, "max": 3.0},
                            "nvidia_energy_consumption": {"unit": "MJ", "avg": 0.25},
                        },
                    }
                }
            }
        }
    },
    "input_config": {
        "models": {"items": [{"name": "acme/Tiny"}]},
        "datasets": [{"name": "main", "prompts": {"isl": {"mean": 64}, "osl": 32}}],
        "phases": [
            {"name": "warmup", "exclude_from_results": True, "requests": 99, "concurrency": 1},
            {"name": "profiling", "requests": 8, "concurrency": 4, "rate": 2.5},
        ],
    },
}
BEFORE = {
    "Ray": "(Bench pid=12, ip=192.0.2.1) ",
    "torchrun": "[default0]:",
    "GitHub": "bench\tRun it\t2026-01-02T03:04:05.1234567Z ",
    "Python": "2026-01-02 03:04:05,123 - bench.run - INFO - ",
    "Loguru": "2026-01-02 03:04:05.123 | INFO     | bench.run:main:12 - ",
    "level": "[INFO] ",
    "Python without settings": "INFO:bench.run:",
    "progress bar": " 50%|##  | 1/2\r100%|####| 2/2\r",
}


@pytest.mark.parametrize("text", [SERVING_LOG, LLAMA_MARKDOWN], ids=["serving log", "llama-bench"])
@pytest.mark.parametrize("end", ["\n", "\r\n"], ids=["Unix", "Windows"])
@pytest.mark.parametrize("prefix", BEFORE.values(), ids=BEFORE)
def test_what_else_stands_before_each_line(text, end, prefix):
    told = rows_of("".join(f"{prefix}{line}{end}" for line in text.splitlines()))
    assert (
        [(r.metric, r.statistic, r.value) for r in told]
        == [(r.metric, r.statistic, r.value) for r in rows_of(text)]
        != []
    )


def test_devices_and_build_behind_prefixes():
    plain, told = (rows_of("".join(f"{p}{line}\n" for line in LLAMA_MARKDOWN.splitlines())) for p in ("", "b-1  | "))
    assert [(r.accelerator_raw, r.engine_version, r.params) for r in told] == [
        (r.accelerator_raw, r.engine_version, r.params) for r in plain
    ]
    assert {r.accelerator_raw for r in told} == {"Some GPU", "Other GPU (RADV X1)"}


def test_a_count_of_failed_requests_does_not_end_the_result():
    told, problems = figures(TRTLLM_CLIENT)
    assert told[4:] == [
        (11, "Std Dev Avg Decoded Tokens per Iter", "std", 0.25, "1"),
        (12, "P99 Avg Decoded Tokens per Iter", 0.99, 2.0, "1"),
        (14, "Std Dev TTFT (ms)", "std", 0.002, "s"),
        (15, "Min TTFT (ms)", "min", 0.01, "s"),
        (16, "Mean E2EL incl. Client Queue (ms)", "mean", 0.0995, "s"),
        (18, "Total Energy (J)", "total", 100.5, "J"),
        (19, "Total GPU Power (W)", "mean", 40.2, "W"),
    ]
    assert told[3] == (6, "User throughput (tok/s)", "mean", 40.0, "token/s")
    assert problems == []


def test_a_result_that_another_follows_before_its_end_is_partial():
    cut = TRTLLM_CLIENT[: TRTLLM_CLIENT.index("=======================!")].replace("Failed requests:      ", "Left: ")
    whole = cut + "=" * 50 + "\n"
    assert {(r.run_id[-1], r.status) for r in rows_of(cut + whole)} == {("1", "partial"), ("2", "ok")}


def test_keys_of_vllms_latest_clients():
    run = VLLM | {"min_ttft_ms": 10.0, "user_throughput": 40.0, "probe_failed": 1, "diffusion_steps_per_canvas": 7.5}
    told, _ = figures(json.dumps(run))
    assert {
        ("/min_ttft_ms", "min_ttft_ms", "min", 0.01, "s"),
        ("/user_throughput", "user_throughput", "mean", 40.0, "token/s"),
        ("/probe_failed", "probe_failed", "total", 1.0, "1"),
        ("/diffusion_steps_per_canvas", "diffusion_steps_per_canvas", "mean", 7.5, "1"),
    } <= set(told)


@pytest.mark.parametrize(
    ("counts", "status"),
    [({}, "ok"), ({"num_prompts": 12}, "partial"), ({"failed": 1}, "partial"), ({"completed": 0}, "failed")],
)
def test_sglang_run_of_which_requests_failed(counts, status):
    assert {r.status for r in rows_of(json.dumps(SGLANG | counts))} == {status}


def test_devices_of_a_start_that_failed_are_not_the_next_ones():
    start = "ggml_cuda_init: found 1 CUDA devices:\n  Device 0: Acme One, compute capability 9.0, VMM: yes\n"
    row = rows_of(start + "error: no such model\n" + start + LLAMA_TABLE)[0]
    assert (row.accelerator_raw, row.accelerator_count) == ("Acme One", 1)


def test_the_device_that_metal_names():
    row = rows_of("ggml_metal_device_init: GPU name:   Apple M9 Ultra\n" + LLAMA_TABLE)[0]
    assert (row.accelerator_raw, row.accelerator_count) == ("Apple M9 Ultra", 1)


def test_lm_eval_of_2021_wrote_no_settings():
    results = {"results": {"tiny_task": {"acc": 0.25, "acc_stderr": 0.125}}, "versions": {"tiny_task": 0}}
    told, _ = figures(json.dumps(results))
    assert told == [
        ("/results/tiny_task/acc", "acc", "mean", 0.25, "ratio"),
        ("/results/tiny_task/acc_stderr", "acc_stderr", "stderr", 0.125, "ratio"),
    ]


@pytest.mark.parametrize(
    "value",
    [
        {"results": {"a": {"acc": 0.25}}, "versions": {"a": 0}},
        {"results": {"a": {"acc_stderr": 0.25}}, "versions": {"b": 0}},
        {"results": {"a": {"acc_stderr": 0.25}}, "versions": {"a": "1.0.0"}},
    ],
    ids=["no error", "other names", "versions of packages"],
)
def test_near_misses_of_such_results(value):
    rows, problems = read_file(json.dumps(value).encode(), "x")
    assert (rows, len(problems)) == ([], 1)


def test_trtllm_bench_counts_drafted_tokens():
    report = {
        "world_info": {"tp_size": 1},
        "request_info": {"num_requests": 2},
        "performance": {"total_latency_ms": 50.0},
        "decoding_stats": {"num_accepted_draft_tokens_percentiles": {"average": 2.5, "p99": 4.0}},
        "energy": {"total_energy_j": 9.5, "average_gpu_power": 20.0},
    }
    told, _ = figures(json.dumps(report))
    assert [(name, kind, value, unit) for _, name, kind, value, unit in told[1:]] == [
        ("num_accepted_draft_tokens_percentiles.average", "mean", 2.5, "1"),
        ("num_accepted_draft_tokens_percentiles.p99", 0.99, 4.0, "1"),
        ("total_energy_j", "total", 9.5, "J"),
        ("average_gpu_power", "mean", 20.0, "W"),
    ]


def test_aiperf_of_schema_1_5():
    told = rows_of(json.dumps(AIPERF))
    assert [(r.metric_raw, r.statistic, r.value, r.unit, r.samples) for r in told[1:]] == [
        ("http_req_data_sent", "mean", 1536.0, "byte", 9),
        ("http_req_data_sent", "quantile", 2560.0, "byte", 9),
        ("nvidia_total_gpu_energy", "total", 90.5, "J", None),
        ("nvidia_energy_per_user", "single", 4.5, "J", None),
        ("nvidia_power_usage", "mean", 130.5, "W", None),
        ("nvidia_power_usage", "max", 140.0, "W", None),
        ("nvidia_memory_used", "mean", 2.5e9, "byte", None),
        ("nvidia_memory_used", "max", 3e9, "byte", None),
        ("nvidia_energy_consumption", "total", 250000.0, "J", None),
    ]
    assert {r.metric_raw: r.metric for r in told}["nvidia_power_usage"] == "power"
    first = told[0]
    assert (first.status, first.concurrency, first.request_rate) == ("ok", 4, 2.5)
    assert (first.input_length, first.output_length, first.model_raw) == (64, 32, "acme/Tiny")


def test_aiperf_run_that_answered_too_few_requests():
    assert {r.status for r in rows_of(json.dumps(AIPERF | {"request_count": {"unit": "requests", "avg": 7.0}}))} == {
        "partial"
    }


def test_genai_perf_kept_the_load_among_the_stimuli():
    settings = {"model_names": ["acme/Tiny"], "perf_analyzer": {"stimulus": {"concurrency": 3}}}
    told = rows_of(json.dumps({"request_throughput": {"unit": "requests/sec", "avg": 1.5}, "input_config": settings}))
    assert [(r.value, r.concurrency, r.model_raw) for r in told] == [(1.5, 3, "acme/Tiny")]
