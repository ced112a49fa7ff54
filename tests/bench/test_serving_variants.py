"""Serving benchmarks as other versions, launchers and consoles leave them."""

import json

import pytest
from figures import figures, rows_of

from broadsheet.bench.formats import read_file

LOG = """\
============ Serving Benchmark Result ============
Backend:                                 sglang
Successful requests:                     10
Benchmark duration (s):                  2.50
Total generated tokens:                  1000
Total generated tokens (retokenized):    990
Cache hit rate:                          0.2500
Output token throughput (tok/s):         400.00
Total throughput (tok/s):                420.00
---------------Time to First Token----------------
Mean TTFT (ms):                          20.50
P99 TTFT (ms):                           30.50
---------------Speculative Decoding---------------
Acceptance rate (%):                     62.50
Acceptance length:                       2.25
Drafts:                                  400
Draft tokens:                            800
Accepted tokens:                         500
Per-position acceptance (%):
  Position 0:                            75.00
  Position 1:                            50.00
==================================================
"""
LLAMA = """\
| model        |     size | params | backend | ngl |  test |           t/s |
| ------------ | -------: | -----: | ------- | --: | ----: | ------------: |
| tiny 1B Q8_0 | 1.00 GiB | 1.00 B | CUDA    |  99 | pp512 | 422.25 ± 1.75 |
"""
OLD_LLAMA = """\
| model                     | backend | n_gpu_layers | test   |           t/s |
| ------------------------- | ------- | -----------: | ------ | ------------: |
| LLaMA 7B mostly Q4_0      | CUDA    |           35 | tg 128 | 131.50 ± 0.25 |
"""
TRTLLM_0_12 = """\
===========================================================
= ENGINE DETAILS
===========================================================
Model:\t\t\tacme/Tiny
TensorRT-LLM Version:\t0.12.0
Dtype:\t\t\tfloat16
===========================================================
= WORLD + RUNTIME INFORMATION
===========================================================
TP Size:\t\t2
Issue Rate (req/sec):\t3.5e+18
===========================================================
= STATISTICS
===========================================================
Number of requests:\t\t10
Average Input Length (tokens):\t64.0
Token Throughput (tokens/sec):\t2048.5
Request Throughput (req/sec):\t32.5
Total Latency (seconds):\t0.25
===========================================================
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
BEFORE = {
    "mpirun": "[1,0]<stdout>:",
    "srun": " 3: ",
    "docker compose": "bench-1  | ",
    "kubectl": "[pod/bench-x7k/main] ",
    "time": "2026-01-02T03:04:05.678Z ",
    "logger": "(APIServer pid=12) INFO 01-02 03:04:05 [serve.py:99] ",
    "quotation": "> ",
    "colour": "\x1b[32m",
}


def _prefixed(text, prefix):
    return "".join(f"{prefix}{line}\n" for line in text.splitlines())


@pytest.mark.parametrize("text", [LOG, LLAMA, TRTLLM_0_12], ids=["serving log", "llama-bench", "trtllm-bench"])
@pytest.mark.parametrize("prefix", BEFORE.values(), ids=BEFORE)
def test_what_stands_before_each_line_is_no_part_of_it(text, prefix):
    plain, told = rows_of(text), rows_of(_prefixed(text, prefix))
    assert [(r.metric, r.statistic, r.value) for r in told] == [(r.metric, r.statistic, r.value) for r in plain] != []
    line, column = map(int, told[0].locator.split(":"))
    assert _prefixed(text, prefix).splitlines()[line - 1][column - 1 :].startswith(told[0].value_raw)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Total generated tokens", ("total", 1000.0, "1")),
        ("Total generated tokens (retokenized)", ("total", 990.0, "1")),
        ("Total throughput (tok/s)", ("single", 420.0, "token/s")),
        ("Cache hit rate", ("mean", 0.25, "ratio")),
        ("Acceptance rate (%)", ("mean", 0.625, "ratio")),
        ("Acceptance length", ("mean", 2.25, "1")),
        ("Draft tokens", ("total", 800.0, "1")),
        ("Position 1", ("mean", 0.5, "ratio")),
    ],
)
def test_labels_of_later_versions(label, expected):
    found = [(r.statistic, r.value, r.unit) for r in rows_of(LOG) if r.metric_raw == label]
    assert found == [expected]


def test_the_two_counts_of_tokens_are_two_metrics():
    names = {r.metric_raw: r.metric for r in rows_of(LOG)}
    assert names["Total generated tokens"] != names["Total generated tokens (retokenized)"]


def test_acceptance_by_position_is_a_configuration_of_its_own():
    by_position = [json.loads(r.params).get("draft_position") for r in rows_of(LOG) if r.metric_raw.startswith("Pos")]
    assert by_position == [0, 1]


@pytest.mark.parametrize("sign", ["Â±", "┬▒", "+/-", "\ufffd"])
def test_plus_minus_in_another_encoding(sign):
    told, problems = figures(LLAMA.replace("±", sign))
    assert (told, problems) == (
        [(3, "t/s", "mean", 422.25, "token/s"), (3, "t/s", "std", 1.75, "token/s")],
        [],
    )


def test_llama_bench_of_2023():
    row = rows_of(OLD_LLAMA)[0]
    assert (row.value, row.output_length, row.phase) == (131.5, 128, "decode")


def test_a_line_with_an_empty_cell_too_many_counts():
    assert rows_of(LLAMA.rstrip() + "|\n")[0].value == 422.25


def test_a_line_that_does_not_fit_its_heading_is_told():
    heading = "build_commit,build_number,model_type,n_prompt,n_gen,avg_ts"
    lines = [heading, "abc,1,tiny 1B F16,512,0,40.5", "abc,1,1,tiny 1B F16,0,128,20.5"]
    rows, problems = read_file("\n".join(lines).encode(), "x")
    assert [r.value for r in rows] == [40.5]
    assert [(p.code, p.line) for p in problems] == [("ragged-line", 3)]


def test_trtllm_bench_0_12():
    told, problems = figures(TRTLLM_0_12)
    assert told[1:] == [
        (17, "Token Throughput (tokens/sec)", "single", 2048.5, "token/s"),
        (18, "Request Throughput (req/sec)", "single", 32.5, "request/s"),
        (19, "Total Latency (seconds)", "single", 0.25, "s"),
    ]
    assert problems == []


def test_trtllm_bench_s_figures_alone():
    excerpt = TRTLLM_0_12[TRTLLM_0_12.index("= STATISTICS") - 60 :]
    assert [r.value for r in rows_of(excerpt)] == [r.value for r in rows_of(TRTLLM_0_12)]


def test_a_sweeps_summary_is_a_list_of_runs():
    told = rows_of(json.dumps([VLLM, VLLM | {"completed": 9, "spec_decode_draft_tokens": 40}], indent=4))
    assert len({r.run_id for r in told}) == 2
    assert [r.status for r in told if r.metric_raw == "completed"] == ["ok", "partial"]
    assert [(r.locator, r.value, r.statistic) for r in told if r.metric_raw == "spec_decode_draft_tokens"] == [
        ("/1/spec_decode_draft_tokens", 40.0, "total")
    ]


def test_acceptance_by_position_in_vllms_json():
    run = VLLM | {"spec_decode_acceptance_rate": 60.0, "spec_decode_per_position_acceptance_rates": [0.75, 0.45]}
    told = [r for r in rows_of(json.dumps(run)) if r.metric == "acceptance-rate" or "acceptance_rate" in r.metric_raw]
    assert [(json.loads(r.params).get("draft_position"), r.value, r.unit) for r in told] == [
        (None, 0.6, "ratio"),
        (0, 0.75, "ratio"),
        (1, 0.45, "ratio"),
    ]


def test_a_list_that_breaks_off_keeps_its_whole_runs():
    rows, problems = read_file(json.dumps([VLLM, VLLM], indent=4)[:-60].encode(), "x")
    assert {r.run_id[-2:] for r in rows} == {"-1"}
    assert [p.code for p in problems] == ["broken-json"]


def test_sglang_of_2024_wrote_neither_data_set_nor_rate():
    run = {
        "backend": "sglang",
        "total_output_tokens_retokenized": 99,
        "median_e2e_latency_ms": 250.0,
        "output_throughput": 40.0,
        "random_input_len": 512,
        "duration": 2.5,
        "completed": 10,
    }
    told = rows_of(json.dumps(run))
    assert ("median_e2e_latency_ms", "median", 0.25) in [(r.metric_raw, r.statistic, r.value) for r in told]
    assert (told[0].request_rate, told[0].input_length) == (None, None)


def test_guidellm_0_2_counts_requests_among_the_statistics_of_the_run():
    spread = {"mean": 2.5, "count": 8, "percentiles": {"p99": 4.5}}
    metrics = {"requests_per_second": {"successful": spread, "errored": {}}}
    counts = {"successful": 8, "errored": 1, "incomplete": 2, "total": 11}
    report = {"benchmarks": [{"metrics": metrics, "run_stats": {"requests_made": counts}}]}
    told, _ = figures(json.dumps(report))
    assert ("/benchmarks/0/run_stats/requests_made/errored", "requests_made.errored", "total", 1.0, "1") in told


@pytest.mark.parametrize(
    "text",
    [
        "Namespace(backend='vllm', model='acme/Tiny', num_prompts=10)\nTraceback (most recent call last):\n",
        json.dumps([{"prompt": "x", "output_len": 10}]),
        json.dumps({k: v for k, v in VLLM.items() if k != "mean_ttft_ms"}),
        "| model | test | t/s |\n|---|---|---|\n| tiny | pp512 | 10.5 |\n",
        "import re\nPATTERN = r'============ Serving Benchmark Result ============'\n",
    ],
    ids=["log without a result", "requests", "summary", "table", "script"],
)
def test_near_misses_give_no_row_and_one_problem(text):
    rows, problems = read_file(text.encode(), "x")
    assert (rows, len(problems)) == ([], 1)
