"""A small file of our own in each format of kernel benchmarks, profilers and library benchmarks."""

import json

NVBENCH_CSV = """\
Benchmark,Device,Device Name,Size (pow2),Size,Skipped,Reads (bytes),Samples,CPU Time (sec),Noise,GPU Time (sec),Noise,\
Elem/s (elem/sec),GlobalMem BW (bytes/sec),BWUtil,peak_memory_usage (bytes),Samples,Batch GPU (sec),Kind
copy,0,Some GPU,2^4,16,No,64,100,2.5e-05,1.25,6.5e-06,0.25,2461538.5,9846153.8,0.5,4096,200,5.5e-06,
copy,0,Some GPU,2^5,32,Yes,,,,,,,,,,,,,
sort,0,Some GPU,,,No,64,3,2.0e-05,inf,7.0e-06,inf,,,,,,,I32
std::pair<int,int>,0,Some GPU,,,No,64,3,2.0e-05,inf,7.0e-06,inf,,,,,,,I32
"""

NVBENCH_MARKDOWN = """\
# Devices

## [0] `Some GPU`
* Global Memory Bus Peak: 192 GB/sec (128-bit DDR @6001MHz)

# Log

```
Run:  [1/3] copy [Device=0 Size=2^4]
Pass: Cold: 0.006500ms GPU, 0.025000ms CPU, 0.50s total GPU, 7.75s total wall, 100x
\x1b[31mFail: \x1b[0m Unexpected error: out of memory
```

# Benchmark Results

## copy

### [0] Some GPU

|  Size   | Reads    | Samples |  CPU Time  |  Noise  | GPU Time | Noise  |  Elem/s  | GlobalMem BW | BWUtil | Samples | Batch GPU |
|---------|----------|---------|------------|---------|----------|--------|----------|--------------|--------|---------|-----------|
| 2^4 = 16 | 64.000 B |    100x |  25.000 us | 125.00% | 6.500 us | 25.00% |   2.462M |   9.846 MB/s | 50.00% |    200x |  5.500 us |
| 2^9 = 512 | 2.000 KiB |   3x |   1.000 ms |    inf% | 0.900 ms |   inf% | 569.000  |   2.275 GB/s |  1.00% |      4x |  0.800 ms |

## on the host

| Samples | CPU Time |
|---------|----------|
|     10x |  1.500 s |
"""  # noqa: E501

CUTLASS_CSV = """\
Problem,Provider,OperationKind,Operation,Disposition,Status,m,n,k,A,B,batch_count,Bytes,Flops,Flops/Byte,Runtime,GB/s,GFLOPs
1,CUTLASS,gemm,cutlass_simt_sgemm,passed,success,1024,512,256,f32:column,f32:column,1,5242880,268435456,51,0.5,10.25,536.9
1,CUTLASS,gemm,cutlass_tensorop_gemm,incorrect,success,1024,512,256,f32:column,f32:column,1,5242880,268435456,51,0.25,20.5,1073.7
1,cuBLAS,gemm,cublas_gemm,not_run,not_supported,1024,512,256,f32:column,f32:column,1,5242880,268435456,51,0,,
"""

CUTLASS_STDOUT = """\
./cutlass_profiler --kernels=*fprop*

=============================
  Problem ID: 1

        Provider: \x1b[1;37mCUTLASS\x1b[0m
   OperationKind: \x1b[1;37mconv2d\x1b[0m
       Operation: cutlass_tensorop_fprop

          Status: \x1b[1;37mSuccess\x1b[0m
    Verification: \x1b[1;37mON\x1b[0m
     Disposition: \x1b[1;32mPassed\x1b[0m

       Arguments: --conv_kind=fprop --n=8 --h=56 --Activation=f16:nhwc --Filter=s8:nhwc  \\
                  --accum=f32

           Bytes: 1027899392  bytes
           FLOPs: 118482796544  flops
           FLOPs/Byte: 115

         Runtime: 1.5  ms
          Memory: 512.25 GiB/s

            Math: 67215.5 GFLOP/s


=============================
  Problem ID: 1

        Provider: \x1b[1;37mCUTLASS\x1b[0m
   OperationKind: \x1b[1;37mconv2d\x1b[0m
       Operation: cutlass_tensorop_other

          Status: \x1b[1;37mNot supported\x1b[0m
    Verification: \x1b[1;37mON\x1b[0m
     Disposition: Not run

       Arguments: --conv_kind=fprop

=============================

CSV Results:

Problem,Provider,OperationKind,Operation,Disposition,Status,conv_kind,Bytes,Flops,Flops/Byte,Runtime,GB/s,GFLOPs
1,CUTLASS,conv2d,cutlass_tensorop_fprop,passed,success,fprop,1027899392,118482796544,115,1.5,512.25,67215.5
"""

TORCH_COMPARE = """\
- Torch version: 2.1.0
[----------------- matmul -----------------]
                    |  eager  |  compiled (2.2.0a0+gitabc)  |  speed-up
1 threads: ---------------------------------------------------------
      (64, 64) | x  |   10.5 (+-0.25)  |  \x1b[92m\x1b[1m  5.25 (! 12%)  \x1b[0m\x1b[0m  |  2.000 (+-0.000)
      (8, 8)        |                  |   1.5            |
4 threads: ---------------------------------------------------------
      (64, 64) | x  |    4.0           |   2.0            |  2.000

Times are in microseconds (us).

[----------------- softmax -----------------]
                    |  eager
1 threads: ---------------------------------
      (64, 64)      |   3.5
"""

TORCH_MEASUREMENT = """\
<torch.utils.benchmark.utils.common.Measurement object at 0x7f395b6ac110>
add (4x8)
in place
setup: x = 1
  Median: 5.73 us
  IQR:    2.25 us (4.01 to 6.26)
  372 measurements, 100 runs per measurement, 2 threads
  WARNING: Interquartile range is 39.4% of the median measurement.
<torch.utils.benchmark.utils.common.Measurement object at 0x7f395b6ac220>
mul
  1.25 ms
  1 measurement, 100 runs , 1 thread
"""

_MACHINE = {"machine": "m", "cpu": "Some CPU", "ram": 8804682956.8, "os": "Linux"}
ASV_1 = json.dumps(
    {
        "commit_hash": "abc123",
        "date": 1386688801000,
        "params": _MACHINE,
        "python": "3.11",
        "requirements": {},
        "results": {
            "suite.time_add": 0.5,
            "suite.mem_list": 728,
            "suite.time_gone": None,
            "suite.time_many": {
                "params": [["1", "2"], ["'a'"]],
                "result": [0.25, None],
                "stats": [{"ci_99": [0.2, 0.3], "q_25": 0.2, "q_75": 0.3, "std": 0.01, "n": 7, "number": 1}, None],
            },
        },
        "version": 1,
    },
    indent=1,
)
ASV_2 = json.dumps(
    {
        "commit_hash": "abc123",
        "env_name": "virtualenv-py3.11",
        "date": 1386688801000,
        "params": _MACHINE,
        "python": "3.11",
        "requirements": {},
        "env_vars": {},
        "result_columns": [
            *("result", "params", "version", "started_at", "duration", "stats_ci_99_a", "stats_ci_99_b"),
            *("stats_q_25", "stats_q_75", "stats_number", "stats_repeat", "samples", "profile"),
        ],
        "results": {
            "suite.Sorts.time_sort": [
                *([0.5, float("nan"), None], [["10", "100", "1000"]], "v", 1700000000000, 3.5, [0.4, None, None]),
                *([0.6, None, None], [0.45, None, None], [0.55, None, None], [1, None, None], [9, None, None]),
            ],
            "suite.PeakMemBig": [[1048576], [], "v"],
            "suite.track_loss": [[0.75], [], "v"],
        },
        "durations": {"<build>": 12.5},
        "version": 2,
    }
)

LIGER = """\
kernel_name,kernel_provider,kernel_operation_mode,metric_name,metric_unit,x_name,x_label,x_value,y_value_50,y_value_20,\
y_value_80,extra_benchmark_config_str,gpu_name,timestamp,liger_version
swiglu,liger,forward,speed,ms,T,sequence length,1024,0.5,0.25,0.75,"{""bsz"": 4, ""dtype"": ""torch.bfloat16""}",Some GPU,2026-01-02 03:04:05,0.8.0
swiglu,liger,full,memory,MB,T,sequence length,1024,64.5,64.5,64.5,{},Some GPU,2026-01-02 03:04:05,0.8.0
swiglu,torch,full,speed,ms,T,sequence length,65536,nan,nan,nan,{},Some GPU,2026-01-02 03:04:05,0.8.0
"""  # noqa: E501

NSYS = """\
Processing [run.sqlite] with [/opt/nsys/reports/cuda_gpu_kern_sum.py]...

 ** CUDA GPU Kernel Summary (cuda_gpu_kern_sum):

Time (%),Total Time (ns),Instances,Avg (ns),Med (ns),Min (ns),Max (ns),StdDev (ns),Name
75.5,3000,2,1500.5,1500.0,1000,2000,707.1,"void kernel<int, ""x"">(float, T1)"
24.5,1000,1,1000.0,1000.0,1000,1000,0.0,plain

Total (MB),Count,Avg (MB),Min (MB),Max (MB),Operation
8.389,2,4.194,4.194,4.195,[CUDA memcpy Host-to-Device]
"""

NSYS_OLD = """\
Time(%),Total Time (us),Num Calls,Average,Minimum,Maximum,StdDev,Name
100.0,3.5,7,0.5,0.25,1.0,0.1,cudaLaunchKernel
"""

NSYS_TABLE = """\
Processing [run.sqlite] with [/opt/nsys/reports/cuda_gpu_kern_sum.py]...

 ** CUDA GPU Kernel Summary (cuda_gpu_kern_sum):

 Time (%)  Total Time (ns)  Instances  Avg (ns)  Med (ns)  Min (ns)  Max (ns)  StdDev (ns)              Name
 --------  ---------------  ---------  --------  --------  --------  --------  -----------  ----------------------------
     75.0       12,345,000      1,000  12,345.0  12,000.0     9,000    99,000      1,234.5  void gemm<float, int>(T1  *)
     25.0            4,115          1   4,115.0   4,115.0     4,115     4,115          0.0

 ** NVTX Range Summary (nvtx_sum):

 Time (%)  Total Time (ns)  Instances  Avg (ns)  Med (ns)  Min (ns)  Max (ns)  StdDev (ns)   Style   Range
 --------  ---------------  ---------  --------  --------  --------  --------  -----------  -------  -----
    100.0             3000          2    1500.0    1500.0      1000      2000        707.1  PushPop  :step
"""

NSYS_TABLE_2020 = """\
Generating CUDA Kernel Statistics...
CUDA Kernel Statistics (nanoseconds)

Time(%)      Total Time   Instances         Average         Minimum         Maximum  Name
-------  --------------  ----------  --------------  --------------  --------------  ---------------
  100.0            4096           2          2048.0            2000            2096  add(int *, int)

CUDA Memory Operation Statistics (KiB)

   Total  Operations   Average     Minimum   Maximum  Name
--------  ----------  --------  ----------  --------  ------------------
    64.0           2      32.0      16.000      48.0  [CUDA memcpy HtoD]
"""

NCU_DETAILS = """\
==PROF== Profiling "copy" - 0: 0%....50%....100% - 9 passes
"ID","Process ID","Process Name","Host Name","Kernel Name","Context","Stream","Block Size","Grid Size","Device","CC",\
"Section Name","Metric Name","Metric Unit","Metric Value","Rule Name","Rule Type","Rule Description"
"0","42","python","node","copy(int, T2)","1","7","(32, 4, 1)","(224, 1, 1)","0","9.0","GPU Speed Of Light Throughput","Memory Throughput","%","19.66",
"0","42","python","node","copy(int, T2)","1","7","(32, 4, 1)","(224, 1, 1)","0","9.0","GPU Speed Of Light Throughput","Elapsed Cycles","cycle","13,485",
"0","42","python","node","copy(int, T2)","1","7","(32, 4, 1)","(224, 1, 1)","0","9.0","GPU Speed Of Light Throughput","SM Frequency","cycle/nsecond","1.5",
"0","42","python","node","copy(int, T2)","1","7","(32, 4, 1)","(224, 1, 1)","0","9.0","SpeedOfLight","","","","Bottleneck","OPT","Do more, at once"
"0","42","python","node","copy(int, T2)","1","7","(32, 4, 1)","(224, 1, 1)","0","9.0","Memory Workload Analysis","Memory Throughput","Gbyte/second","345.14",
"0","42","python","node","copy(int, T2)","1","7","(32, 4, 1)","(224, 1, 1)","0","9.0","Launch Statistics","Registers Per Thread","register/thread","32",
"0","42","python","node","copy(int, T2)","1","7","(32, 4, 1)","(224, 1, 1)","0","9.0","Launch Statistics","Threads","thread","28,672",
"0","42","python","node","copy(int, T2)","1","7","(32, 4, 1)","(224, 1, 1)","0","9.0","Command line profiler metrics","flop_count_hp.sum","","n/a",
"1","42","python","node","copy(int, T2)","1","7","(32, 4, 1)","(224, 1, 1)","0","9.0","GPU Speed Of Light Throughput","Duration","usecond","6.75",
"""  # noqa: E501

NCU_RAW = """\
"ID","Process ID","Process Name","Host Name","Kernel Name","Context","Stream","Block Size","Grid Size","Device","CC",\
"device__attribute_display_name","dram__bytes_read.sum","gpu__time_duration.sum","launch__registers_per_thread"
"","","","","","","","","","","","","Mbyte","nsecond","register/thread"
"0","42","python","node","copy","1","7","(32, 4, 1)","(224, 1, 1)","0","9.0","Some GPU","2.33","2,000","32"
"""

NCU_SUMMARY = """\
"Process ID","Kernel Name","Invocations","Section Name","Metric Name","Metric Unit","Minimum","Maximum","Average"
"1","kernel_a","2","Memory Workload Analysis","L2 Hit Rate","%","10","30","20.5"
"""

NVIDIA_SMI_TABLE = """\
Mon Nov 11 04:23:36 2024
+-----------------------------------------------------------------------------------------+
| NVIDIA-SMI 550.90.12              Driver Version: 550.90.12      CUDA Version: 12.4     |
|-----------------------------------------+------------------------+----------------------+
| GPU  Name                 Persistence-M | Bus-Id          Disp.A | Volatile Uncorr. ECC |
| Fan  Temp   Perf          Pwr:Usage/Cap |           Memory-Usage | GPU-Util  Compute M. |
|                                         |                        |               MIG M. |
|=========================================+========================+======================|
|   0  NVIDIA H100 80GB HBM3          On  |   00000000:61:00.0 Off |                    0 |
| N/A   48C    P0            464W /  700W |   72770MiB /  81559MiB |     97%      Default |
|                                         |                        |             Disabled |
+-----------------------------------------+------------------------+----------------------+
|   1  NVIDIA GB10                    On  |   0000000F:01:00.0 Off |                  N/A |
| 30%   46C    P0             10W /  N/A  | Not Supported          |      0%      Default |
|                                         |                        |                  N/A |
+-----------------------------------------+------------------------+----------------------+
| Processes:                                                                              |
|  GPU   GI   CI              PID   Type   Process name                        GPU Memory |
|=========================================================================================|
|    0   N/A  N/A          577729      C   VLLM::EngineCore                      89093MiB |
+-----------------------------------------------------------------------------------------+
"""

NVIDIA_SMI_OLD = """\
+-----------------------------------------------------------------------------+
| NVIDIA-SMI 418.67       Driver Version: 418.67       CUDA Version: 10.1     |
|-------------------------------+----------------------+----------------------+
| GPU  Name        Persistence-M| Bus-Id        Disp.A | Volatile Uncorr. ECC |
| Fan  Temp  Perf  Pwr:Usage/Cap|         Memory-Usage | GPU-Util  Compute M. |
|===============================+======================+======================|
|   0  Tesla T4            Off  | 00000000:00:04.0 Off |                    0 |
| N/A   39C    P8     9W /  70W |      0MiB / 15079MiB |      0%      Default |
+-------------------------------+----------------------+----------------------+
|    0      1234      C   python3                                      1021MiB |
"""

_LATENCY = {
    "unit": "s",
    "values": [1.0, 3.0],
    "count": 2,
    "total": 4.0,
    "mean": 2.0,
    "p50": 2.0,
    "stdev": 1.0,
    "stdev_": 50.0,
}
OPTIMUM_JSON = json.dumps(
    {
        "config": {
            "name": "llama",
            "backend": {
                "name": "pytorch",
                "version": "2.6.0",
                "model": "acme/Tiny-1B",
                "task": "text-generation",
                "device": "cuda",
                "device_ids": "1",
                "torch_dtype": "bfloat16",
                "quantization_scheme": "gptq",
            },
            "scenario": {
                "input_shapes": {"batch_size": 2, "sequence_length": 64},
                "generate_kwargs": {"max_new_tokens": 32},
            },
            "environment": {"gpu": ["A Display", "Some GPU"], "gpu_count": 2, "cpu": " Some CPU"},
        },
        "report": {
            "prefill": {
                "memory": {"unit": "MB", "max_ram": 2.5, "max_global_vram": None, "max_allocated": 1.5},
                "latency": _LATENCY,
                "throughput": {"unit": "samples/s", "value": 1.0},
                "energy": {"unit": "kWh", "cpu": 0.5, "ram": 0.25, "gpu": 1.0, "total": 1.75},
                "efficiency": {"unit": "tokens/kWh", "value": 9.5},
            },
            "per_token": {"latency": _LATENCY, "throughput": None},
        },
    }
)

OPTIMUM_MARKDOWN = """\
# load_model:

## memory:

| metric | value | unit |
| ------ | ----: | ---: |
| max_ram          |          6093.93 | MB |
## latency:

| metric | value        | unit   |
| :----- | -----------: |------: |
| count  |      1 |      - |
| mean   |     27.532246 | s |
| stdev_ | 0.08 |      % |
# decode:

## throughput:

| metric     |     value   |   unit |
| :--------- | --------:   | -----: |
| throughput | 10.11 | tokens/s |
"""

SAMPLES = {
    "nvbench csv": NVBENCH_CSV,
    "nvbench markdown": NVBENCH_MARKDOWN,
    "cutlass csv": CUTLASS_CSV,
    "cutlass stdout": CUTLASS_STDOUT,
    "torch compare": TORCH_COMPARE,
    "torch measurement": TORCH_MEASUREMENT,
    "asv 1": ASV_1,
    "asv 2": ASV_2,
    "liger": LIGER,
    "nsys": NSYS,
    "nsys old": NSYS_OLD,
    "nsys table": NSYS_TABLE,
    "nsys table 2020": NSYS_TABLE_2020,
    "ncu details": NCU_DETAILS,
    "ncu raw": NCU_RAW,
    "ncu summary": NCU_SUMMARY,
    "nvidia-smi table": NVIDIA_SMI_TABLE,
    "nvidia-smi old table": NVIDIA_SMI_OLD,
    "optimum json": OPTIMUM_JSON,
    "optimum markdown": OPTIMUM_MARKDOWN,
}
