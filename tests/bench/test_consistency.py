"""Figures that cannot all be true give one warning a kind, and those that can give none."""

import json
from pathlib import Path

import pytest

from broadsheet.bench.formats import read_file
from broadsheet.bench.names import Names, read_names

PROJECT = Path(__file__).resolve().parents[2]
REAL = PROJECT / ".." / "shared" / "data" / "runs"
DOUBTS = {"doubtful-throughput", "doubtful-interactivity", "unordered-percentiles", "doubtful-bandwidth"}

SERVING = {
    "model_id": "acme/Tiny-1B",
    "num_prompts": 20,
    "request_rate": "inf",
    "max_concurrency": 4,
    "duration": 10.0,
    "completed": 20,
    "total_output_tokens": 1000,
    "request_throughput": 2.0,
    "output_throughput": 100.0,
    "mean_ttft_ms": 50.0,
    "median_ttft_ms": 45.0,
    "p95_ttft_ms": 90.0,
    "p99_ttft_ms": 99.0,
}
SUMMARY = {
    "hw": "h200",
    "conc": 8,
    "model": "acme/Tiny-1B",
    "framework": "sglang",
    "precision": "fp8",
    "tput_per_gpu": 100.0,
    "mean_tpot": 0.0125,
    "mean_intvty": 80.0,
    "median_tpot": 0.0125,
    "median_intvty": 80.0,
    "p99_tpot": 0.02,
    "p99_intvty": 50.0,
}
NCCL = """\
# nThread 1 nGpus 1 minBytes 8 maxBytes 8
# Using devices
#  Rank  0 Group  0 Pid  1 on  host1 device  0 [0x01] NVIDIA A100-SXM4-40GB
#                                                              out-of-place                       in-place
#       size         count      type   redop    root     time   algbw   busbw #wrong     time   algbw   busbw #wrong
#        (B)    (elements)                               (us)  (GB/s)  (GB/s)            (us)  (GB/s)  (GB/s)
       65536         16384     float     sum      -1    14.20    4.62 {first}      0    14.21    4.62 {second}      0
# Out of bounds values : 0 OK
# Avg bus bandwidth    : 4.62
#
"""


@pytest.fixture(scope="module")
def names() -> Names:
    return read_names(PROJECT / "site_config", PROJECT)[0]


def told(text, names):
    _, problems = read_file(text.encode(), "x", names)
    return [problem for problem in problems if problem.code in DOUBTS]


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({}, None, ""),
        ({"request_throughput": 2.03}, None, ""),
        ({"request_throughput": 2.2}, "doubtful-throughput", "20 `completed` in 10 s are 2"),
        ({"output_throughput": 50.0}, "doubtful-throughput", "`output_throughput` is 50 token/s"),
        ({"request_throughput": 3.0, "output_throughput": 50.0}, "doubtful-throughput", "(and 1 more like it)"),
        ({"duration": 0.0}, None, ""),
        ({"total_output_tokens": None}, None, ""),
        ({"p95_ttft_ms": 99.5}, "unordered-percentiles", "percentile 95 of `p95_ttft_ms`"),
        ({"median_ttft_ms": 99.5}, "unordered-percentiles", "the median of `median_ttft_ms`"),
        ({"p50_ttft_ms": 44.0}, None, ""),
        ({"mean_ttft_ms": 1000.0}, None, ""),
    ],
)
def test_serving(changes, code, words, names):
    problems = told(json.dumps(SERVING | changes), names)
    assert [problem.code for problem in problems] == ([code] if code else [])
    assert all(words in problem.message and problem.severity == "warning" for problem in problems)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, None),
        ({"mean_intvty": 95.0}, None),  # a mean of inverses
        ({"mean_intvty": 70.0}, "doubtful-interactivity"),
        ({"median_intvty": 95.0}, "doubtful-interactivity"),
        ({"mean_tpot": 12.5}, "doubtful-interactivity"),
        ({"p99_intvty": 90.0}, None),
    ],
)
def test_interactivity(changes, code, names):
    assert [problem.code for problem in told(json.dumps(SUMMARY | changes), names)] == ([code] if code else [])


def test_bandwidth_above_the_peak_of_the_device(names):
    assert told(NCCL.format(first="   4.62", second="   4.62"), names) == []
    (problem,) = told(NCCL.format(first="1600.00", second="1700.00"), names)
    assert (problem.code, problem.line) == ("doubtful-bandwidth", 7)
    assert "1.6e+12 byte/s" in problem.message
    assert "1.555e+12" in problem.message
    assert told(NCCL.format(first="1600.00", second="1700.00"), Names()) == []


def test_rounding_is_allowed_for(names):
    log = """\
============ Serving Benchmark Result ============
Successful requests:                     {done}
Benchmark duration (s):                  {duration}
Request throughput (req/s):              {rate}
Mean TTFT (ms):                          10.00
==================================================
"""
    assert told(log.format(done=20, duration="143.00", rate="0.14"), names) == []
    assert told(log.format(done=20, duration="143.00", rate="0.17"), names) != []


@pytest.mark.skipif(not REAL.exists(), reason="the real result files are not beside the repository")
def test_no_false_alarm(names):
    for path in sorted(REAL.glob("*/*")):
        assert told(path.read_bytes().decode("utf-8", "replace"), names) == [], path.name
