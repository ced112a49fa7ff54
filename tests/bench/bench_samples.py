"""A small file of our own in each format, for the tests of the readers."""

import json

VLLM_LATENCY = '{"avg_latency": 4.5, "latencies": [4.4, 4.6], "percentiles": {"10": 4.42, "50": 4.5, "99": 4.598}}'

VLLM_THROUGHPUT = """\
{"elapsed_time": 10.5, "num_requests": 20, "total_num_tokens": 4200,
 "requests_per_second": 1.905, "tokens_per_second": 400.25}
"""

LLAMA_CSV = """\
llama-bench: loading
build_commit,build_number,gpu_info,model_type,n_batch,type_k,type_v,n_prompt,n_gen,n_depth,avg_ns,stddev_ns,avg_ts,stddev_ts
"abc123","77","A ""big"" GPU, v2","llama 1B Q4_0","2048","f16","f16","0","128","0","663176535","0","193.010448","0.5"
"abc123","77","Some GPU","llama 1B Q4_0","2048","f16","f16","512","0","64","104823014","0","4884.423568",""
"""

LLAMA_MARKDOWN = """\
ggml_cuda_init: found 1 CUDA devices:
  Device 0: Some GPU, compute capability 9.0, VMM: yes
| model                | size     | params | backend | ngl | fa |            test |           t/s |
| -------------------- | -------: | -----: | ------- | --: | -: | --------------: | ------------: |
| llama 1B Q4_K - Medium | 0.75 GiB | 1.24 B | CUDA  |  99 |  1 |           pp512 | 422.28 ± 1.78 |
| llama 1B Q4_K - Medium | 0.75 GiB | 1.24 B | CUDA  |  99 |  1 |  tg32 @ d32768  |  23.17 ± 0.00 |

build: abc123 (77)

### TWO OF THEM ###
ggml_vulkan: 0 = Other GPU (RADV X1) (radv) | uma: 0 | fp16: 1
ggml_vulkan: 1 = Other GPU (RADV X1) (radv) | uma: 0 | fp16: 1
| model                | size     | params | backend | ngl | fa |            test |           t/s |
| -------------------- | -------: | -----: | ------- | --: | -: | --------------: | ------------: |
| llama 1B F16         | 2.30 GiB | 1.24 B | Vulkan  |  99 |  1 |     pp512+tg128 | 828.43 ± 5.54 |

build: abc124 (78)
"""

SERVING_LOG = """\
INFO starting
Namespace(backend='vllm', dataset_name='random', max_concurrency=4, model='acme/Tiny-1B', num_prompts=50, \
request_rate=inf, random_input_len=1024, random_output_len=128)
 50%|#####     | 25/50\r100%|##########| 50/50
============ Serving Benchmark Result ============
Successful requests:                     50
Failed requests:                         0
Maximum request concurrency:             4
Benchmark duration (s):                  394.54
Total generated tokens:                  209303
Request throughput (req/s):              0.13
Peak output token throughput (tok/s):    851.00
---------------Time to First Token----------------
Mean TTFT (ms):                          143.56
P99.9 TTFT (ms):                         210.93
==================================================
"""

GOOGLE_BENCHMARK = json.dumps(
    {
        "context": {"date": "2026-01-02T03:04:05+00:00", "num_cpus": 2, "library_version": "v1.9.0"},
        "benchmarks": [
            {
                "name": "sort/1024",
                "run_name": "sort/1024",
                "run_type": "iteration",
                "threads": 1,
                "iterations": 4499,
                "real_time": 1.5e2,
                "cpu_time": 1.6e2,
                "time_unit": "us",
                "bytes_per_second": 2e9,
                "FOM: fill ops per second": 3.5e7,
                "my_counter": 12.0,
            },
            {
                "name": "sort/1024_stddev",
                "run_name": "sort/1024",
                "run_type": "aggregate",
                "aggregate_name": "stddev",
                "repetitions": 3,
                "iterations": 3,
                "real_time": 2.5,
                "cpu_time": 2.0,
                "time_unit": "us",
            },
        ],
    },
    indent=1,
)

NVIDIA_SMI = """\
timestamp, index, name, utilization.gpu [%], memory.used [MiB], memory.total [MiB], power.draw [W], temperature.gpu
2026/01/02 03:04:05.000, 0, Some GPU, 50 %, 100 MiB, 81920 MiB, 60.25 W, 30
2026/01/02 03:04:05.000, 1, Some GPU, 0 %, 10 MiB, 81920 MiB, [N/A], 33
2026/01/02 03:04:06.000, 0, Some GPU, 100 %, 300 MiB, 81920 MiB, 64.75 W, 34
2026/01/02 03:04:06.000, 1, Some GPU, 0 %, 10 MiB, 81920 MiB, [N/A], 33
"""

SGLANG = """\
{"backend": "sglang", "dataset_name": "random", "request_rate": Infinity, "max_concurrency": 32, "tag": "one",
 "random_input_len": 512, "random_output_len": 128, "duration": 9.5, "completed": 100,
 "server_info": {"model_path": "acme/Tiny-1B", "version": "0.5.5", "tp_size": 2},
 "total_output_tokens": 6180, "total_output_tokens_retokenized": 6179, "concurrency": 29.25, "accept_length": null,
 "output_throughput": 662.85, "mean_e2e_latency_ms": 2732.5, "median_e2e_latency_ms": 2700.0, "p95_itl_ms": 7.5}
{"dataset_name": "sharegpt", "request_rate": 4.0, "max_concurrency": null, "random_input_len": 1024,
 "server_info": {"prefill": [{"model_path": "acme/Tiny-1B", "version": "1"}],
 "decode": [{"model_path": "acme/Tiny-1B", "version": "2"}]}, "duration": 1.5, "completed": 3,
 "total_output_tokens_retokenized": 5, "output_throughput": 1.25, "median_e2e_latency_ms": 1.5}
"""

SAMPLES = {
    "sglang": SGLANG,
    "vllm latency": VLLM_LATENCY,
    "vllm throughput": VLLM_THROUGHPUT,
    "llama csv": LLAMA_CSV,
    "llama markdown": LLAMA_MARKDOWN,
    "serving log": SERVING_LOG,
    "google benchmark": GOOGLE_BENCHMARK,
    "nvidia-smi": NVIDIA_SMI,
}
