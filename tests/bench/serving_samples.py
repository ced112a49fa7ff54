"""A small file of our own in each format of serving benchmarks and evaluations, for the tests of their readers."""

import json

INFERENCEX = json.dumps(
    {
        "date": "20260102-030405",
        "model_id": "acme/Tiny-1B",
        "num_prompts": 20,
        "request_rate": "inf",
        "max_concurrency": 4,
        "duration": 12.5,
        "completed": 20,
        "request_goodput": None,
        "request_throughput": 1.6,
        "output_throughput": 204.8,
        "median_ttft": 0.25,
        "p99_tpot": 0.0125,
    },
    indent=1,
)

INFERENCEX_SUMMARY = json.dumps(
    [
        {
            "hw": "h200",
            "conc": 8,
            "model": "acme/Tiny-1B",
            "framework": "sglang",
            "precision": "fp8",
            "disagg": False,
            "isl": 1024,
            "osl": 512,
            "tp": 2,
            "ep": 1,
            "tput_per_gpu": 1234.5,
            "mean_ttft": 0.125,
            "mean_intvty": 80.0,
            "std_intvty": 4000.0,
            "joules_per_output_token": 1.5,
        },
        {
            "hardware": "b300",
            "conc": 16,
            "model": "tiny",
            "framework": "vllm",
            "precision": "fp4",
            "disagg": True,
            "num_prefill_gpu": 4,
            "num_decode_gpu": 8,
            "metrics": {"tput_per_gpu": 77.0, "p99_e2el": 20.5},
            "date": "2026-04-17",
        },
    ]
)

INFERENCEX_CSV = """\
# Some licence
Model,ISL,OSL,Hardware,Hardware Key,Framework,Precision,TP,Concurrency,Date,Throughput/GPU (tok/s),\
Mean TTFT (ms),P99 TTFT (ms),Mean TPOT (ms),Mean Interactivity (tok/s/user),Std Interactivity (tok/s/user),EP
Tiny-1B,1024,512,h200,h200_sglang,sglang,fp8,2,4,2026-01-02,98.5,0.125,0.75,0.0125,80.0,4000.0,1
Tiny-1B,1024,512,h200,h200_sglang,sglang,fp8,2,8,2026-01-02,164.5,,0.8,0.02,50.0,3000.0,1
"""

LLAMA_BENCHY = """\
# A report around it

| model   |               test |     t/s (total) |      t/s (req) |     peak t/s |      ttfr (ms) |  e2e_ttft (ms) |
|:--------|-------------------:|----------------:|---------------:|-------------:|---------------:|---------------:|
| tiny-1b | pp1024 @ d4096 (c5) | 2942.64 ± 802.37 | 1506.12 ± 1.50 |             | 492.78 ± 10.25 | 500.25 ± 10.25 |
| tiny-1b |  tg128 @ d4096 (c5) |    12.26 ± 0.10 |   12.26 ± 0.10 | 13.00 ± 0.00 |                |                |

llama-benchy (0.4.0)
date: 2026-01-02 03:04:05 | latency mode: generation
"""

LLAMA_BENCHY_JSON = json.dumps(
    {
        "version": "0.4.0",
        "timestamp": "2026-01-02 03:04:05Z",
        "latency_mode": "generation",
        "latency_ms": 1.25,
        "model": "acme/tiny-1b",
        "prefix_caching_enabled": True,
        "max_concurrency": 5,
        "benchmarks": [
            {
                "concurrency": 1,
                "context_size": 4096,
                "prompt_size": 1024,
                "response_size": 128,
                "is_context_prefill_phase": True,
                "pp_throughput": {"mean": 2500.5, "std": 0.0, "values": [2500.5]},
                "tg_throughput": None,
            },
            {
                "concurrency": 5,
                "context_size": 4096,
                "prompt_size": 1024,
                "response_size": 128,
                "is_context_prefill_phase": False,
                "pp_throughput": {"mean": 2942.64, "std": 802.37, "values": [2140.27, 3745.01]},
                "tg_throughput": {"mean": 12.26, "std": 0.1, "values": [12.16, 12.36]},
                "peak_throughput": {"mean": 13.0, "std": 0.0, "values": [13.0, 13.0]},
                "ttfr": {"mean": 492.78, "std": 10.25, "values": [482.53, 503.03]},
                "e2e_ttft": {"mean": 500.25, "std": 10.25, "values": [490.0, 510.5]},
                "throughput_over_time": [[[0.0, 11.0], [1.0, 13.0]]],
            },
        ],
    },
    indent=2,
)

TRTLLM = """\
[TensorRT-LLM][INFO] Engine version 1.0.0 found
===========================================================
= PYTORCH BACKEND
===========================================================
Model:\t\t\tacme/Tiny-1B
TensorRT LLM Version:\t1.0.0
Dtype:\t\t\tbfloat16
KV Cache Dtype:\t\tFP8
Quantization:\t\tFP8

===========================================================
= MACHINE DETAILS
===========================================================
NVIDIA H100 80GB HBM3, memory 79.11 GB, 2.62 GHz

===========================================================
= REQUEST DETAILS
===========================================================
Number of requests:             100
Number of concurrent requests:  50.5000
Average Input Length (tokens):  128.0000

===========================================================
= WORLD + RUNTIME INFORMATION
===========================================================
TP Size:                2
PP Size:                1
EP Size:                None
KV Memory Percentage:   90.00%
Issue Rate (req/sec):   1.4117E+17

===========================================================
= PERFORMANCE OVERVIEW
===========================================================
Request Throughput (req/sec):                     43.2089
Total Output Throughput (tokens/sec):             5530.7382
Per User Output Throughput [w/ ctx] (tps/user):   2.0563
Per GPU Output Throughput (tps/gpu):              2765.3691
Total Latency (ms):                               115716.9214
Average time-to-first-token [TTFT] (ms):          52667.0339

-- Request Latency Breakdown (ms) -----------------------

[Latency] P50    : 3936.3022
[Latency] MINIMUM: 2397.1047
[Latency] AVERAGE: 3671.8441

===========================================================
"""

TRTLLM_REPORT = json.dumps(
    {
        "engine": {"model": "acme/Tiny-1B", "version": "1.0.0", "dtype": "bfloat16", "quantization": None},
        "machine": {"name": "NVIDIA H100 80GB HBM3", "memory.total": 79.1},
        "world_info": {"tp_size": 2, "pp_size": 1, "ep_size": None, "world_size": 2, "max_batch_size": 64},
        "request_info": {"num_requests": 100, "avg_input_length": 128.0},
        "performance": {
            "total_latency_ms": 1500.5,
            "system_output_throughput_tok_s": 640.25,
            "request_latency_percentiles_ms": {"p99": 25.5, "minimum": 10.25},
        },
        "streaming_metrics": {"avg_ttft_ms": 12.5, "gen_tps_percentiles": {"p50": 90.5}},
    },
    indent=1,
)

AIPERF = json.dumps(
    {
        "aiperf_version": "0.3.0",
        "request_throughput": {"unit": "requests/sec", "avg": 0.25},
        "request_count": {"unit": "requests", "avg": 64.0},
        "request_latency": {"unit": "ms", "avg": 3652.5, "p1": 3518.0, "p99": 3909.25, "min": 3517.0, "std": 70.25},
        "output_token_throughput_per_user": {"unit": "tokens/sec/user", "avg": 54.5, "p5": 52.75},
        "goodput": None,
        "min_request_timestamp": {"unit": "ns", "avg": 1.7e18},
        "telemetry_data": {
            "endpoints": {
                "localhost:9400": {
                    "gpus": {
                        "gpu_0": {
                            "gpu_index": 0,
                            "gpu_name": "Some GPU",
                            "metrics": {
                                "gpu_power_usage": {"unit": "W", "avg": 129.5, "max": 137.0},
                                "gpu_utilization": {"unit": "%", "avg": 93.5, "max": 99.0},
                                "energy_consumption": {"unit": "MJ", "avg": 32.5, "max": 33.0},
                                "memory_temperature": {"unit": "°C", "avg": 0.0, "max": 0.0},
                            },
                        }
                    }
                }
            }
        },
        "input_config": {
            "endpoint": {"model_names": ["acme/Tiny-1B"], "url": "localhost:8000", "streaming": True},
            "input": {"prompt": {"input_tokens": {"mean": 100}, "output_tokens": {"mean": 200}}},
            "loadgen": {"concurrency": 2, "request_count": 64},
        },
        "was_cancelled": False,
        "start_time": "2026-01-02T03:04:05.000001",
    },
    indent=1,
)


def _spread(mean, count, **more):
    return {"mean": mean, "median": mean, "std_dev": 0.5, "max": 2 * mean, "count": count, "total_sum": 9.0, **more}


def _statuses(mean, count, **more):
    return {"successful": _spread(mean, count, **more), "errored": _spread(0.0, 0), "incomplete": _spread(0.0, 0)}


GUIDELLM = json.dumps(
    {
        "metadata": {"version": 2, "guidellm_version": "0.7.1"},
        "config": {
            "spec": {
                "backend": {"model": "acme/Tiny-1B"},
                "data": [{"kind": "synthetic_text", "prompt_tokens": 512, "output_tokens": 256}],
            }
        },
        "benchmarks": [
            {
                "config": {"strategy": {"type_": "constant", "rate": 2.0, "max_concurrency": 10240}},
                "duration": 30.0,
                "metrics": {
                    "request_totals": {"successful": 20, "errored": 0, "incomplete": 1, "total": 21},
                    "requests_per_second": _statuses(0.75, 20),
                    "request_latency": _statuses(1.5, 20, percentiles={"p001": 1.25, "p99": 1.75, "p999": 1.8}),
                    "time_to_first_token_ms": _statuses(23.25, 20),
                    "output_tokens_per_second": _statuses(164.25, 5120),
                },
                "requests": {"successful": [{"request_latency": 1.5, "output_tokens": 256}]},
            }
        ],
    },
    indent=1,
)

MLPERF_SUMMARY = """\
================================================
MLPerf Results Summary
================================================
SUT name : PySUT
Scenario : Server
Mode     : PerformanceOnly
Completed samples per second    : 29.41
Completed tokens per second: 8840.42
Result is : VALID
  Min duration satisfied : Yes

================================================
Additional Stats
================================================
Min latency (ns)                : 262990969
50.00 percentile latency (ns)   : 8609970750
Completed tokens per second                 : 8840.42
99.90 percentile first token latency (ns)   : 534147878
Mean Time to Output Token (ns)               : 32102490

================================================
Test Parameters Used
================================================
target_qps : 29.5
min_duration (ms): 600000

No warnings encountered during test.

No errors encountered during test.
"""


def _mllog(key, value):
    rest = {"namespace": "mlperf::logging", "event_type": "POINT_IN_TIME", "metadata": {"line_no": 7}}
    return ":::MLLOG " + json.dumps({"key": key, "value": value, "time_ms": 0.5, **rest})


MLPERF_DETAIL = "\n".join(
    _mllog(key, value)
    for key, value in {
        "loadgen_version": "5.1.0 @ 091d51f041",
        "test_datetime": "2026-01-02T03:04:05Z",
        "requested_min_query_count": 5,
        "effective_scenario": "SingleStream",
        "effective_min_duration_ms": 600000,
        "result_validity": "VALID",
        "result_min_queries_met": True,
        "result_query_count": 128,
        "result_90.00_percentile_latency_ns": 435976100,
        "result_first_token_mean_latency_ns": 201330486,
        "result_time_to_output_token_max": 449073359,
        "result_token_throughput": 3.09379e-08,
        "result_qps_without_loadgen_overhead": 4.25,
        "early_stopping_latency_ss": 0,
        "early_stopping_latency_ms": 2419183,
        "num_errors": 0,
    }.items()
)

LM_EVAL = json.dumps(
    {
        "results": {
            "arc_easy": {"alias": "arc_easy", "acc,none": 0.828, "acc_stderr,none": 0.0239, "sample_len": 250},
            "truthfulqa_gen": {
                "alias": " - gen",
                "bleu_max,none": 27.5,
                "bleu_acc,none": 0.25,
                "bleu_acc_stderr,none": "N/A",
            },
        },
        "groups": {"all_of_it": {"acc,none": 0.5}},
        "versions": {"arc_easy": 1.0},
        "n-shot": {"arc_easy": 5},
        "higher_is_better": {"arc_easy": {"acc": True}},
        "n-samples": {"arc_easy": {"original": 2376, "effective": 250}},
        "config": {
            "model": "vllm",
            "model_args": "pretrained=./tiny-fp8,dtype=bfloat16",
            "limit": 250.0,
            "bootstrap_iters": 0,
        },
        "pretty_env_info": "GPU models and configuration: GPU 0: Some GPU\nGPU 1: Some GPU\nNvidia driver version: 5.1",
        "lm_eval_version": "0.4.9",
        "total_evaluation_time_seconds": "564.25",
    },
    indent=1,
)

LM_EVAL_OLD = json.dumps(
    {
        "results": {
            "lambada_openai": {"ppl": 6.125, "ppl_stderr": 0.15, "acc": 0.625},
            "squad2": {"exact": 40.5, "f1": 45.25},
            "coqa": {"f1": 0.75},
            "crows_pairs": {"pct_stereotype": 0.615},
        },
        "versions": {"lambada_openai": 0},
        "config": {
            "model": "hf-causal",
            "model_args": "pretrained=acme/Tiny-1B,revision=main",
            "num_fewshot": 0,
            "bootstrap_iters": 9,
        },
    },
    indent=1,
)

LIGHTEVAL = json.dumps(
    {
        "config_general": {
            "lighteval_sha": "?",
            "total_evaluation_time_secondes": "7453.5",
            "model_name": "acme/Tiny-1B",
            "model_dtype": "torch.bfloat16",
        },
        "results": {
            "leaderboard|arc:challenge|25": {"acc_norm": 0.5, "acc_norm_stderr": 0.0145},
            "lighteval|math_500|0": {"math_pass@1:4_samples": 0.75, "extractive_match": 0.8},
            "all": {"acc_norm": 0.5},
        },
        "versions": {"leaderboard|arc:challenge|25": 0},
        "config_tasks": {"leaderboard|arc:challenge": {"effective_num_docs": 1172, "generation_size": 1}},
        "summary_tasks": {"leaderboard|arc:challenge|25": {"padded": 4686}},
    },
    indent=1,
)

SAMPLES = {
    "inferencex": INFERENCEX,
    "inferencex summary": INFERENCEX_SUMMARY,
    "inferencex csv": INFERENCEX_CSV,
    "llama-benchy": LLAMA_BENCHY,
    "llama-benchy json": LLAMA_BENCHY_JSON,
    "trtllm-bench": TRTLLM,
    "trtllm-bench report": TRTLLM_REPORT,
    "aiperf": AIPERF,
    "guidellm": GUIDELLM,
    "mlperf summary": MLPERF_SUMMARY,
    "mlperf detail": MLPERF_DETAIL,
    "lm-eval": LM_EVAL,
    "lm-eval, old": LM_EVAL_OLD,
    "lighteval": LIGHTEVAL,
}
