"""What the readers make of serving benchmarks and evaluations: a table of figures each, and what does no harm."""

import json
import re

import pytest
from serving_samples import (
    AIPERF,
    GUIDELLM,
    INFERENCEX,
    INFERENCEX_CSV,
    INFERENCEX_SUMMARY,
    LIGHTEVAL,
    LLAMA_BENCHY,
    LLAMA_BENCHY_JSON,
    LM_EVAL,
    LM_EVAL_OLD,
    MLPERF_DETAIL,
    MLPERF_SUMMARY,
    SAMPLES,
    TRTLLM,
    TRTLLM_REPORT,
)

from broadsheet.bench.formats import read_file
from broadsheet.bench.readers.scores import unit_of


def read(text):
    rows, problems = read_file(text.encode(), "x")
    assert problems == []
    return rows


def shown(row):
    """The line alone of a place in a text: that the column is right has a test of its own."""
    locator = re.sub(r"^(\d+):\d+$", r"\1", row.locator)
    return locator, row.metric_raw, row.statistic, row.quantile, row.value, row.unit


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (INFERENCEX, ("/median_ttft", "median_ttft", "median", None, 0.25, "s")),
        (INFERENCEX, ("/p99_tpot", "p99_tpot", "quantile", 0.99, 0.0125, "s")),
        (INFERENCEX, ("/completed", "completed", "total", None, 20.0, "1")),
        (INFERENCEX_SUMMARY, ("/0/tput_per_gpu", "tput_per_gpu", "single", None, 1234.5, "token/s")),
        (INFERENCEX_SUMMARY, ("/0/mean_intvty", "mean_intvty", "mean", None, 80.0, "token/s")),
        (INFERENCEX_SUMMARY, ("/0/joules_per_output_token", "joules_per_output_token", "mean", None, 1.5, "J")),
        (INFERENCEX_SUMMARY, ("/1/metrics/p99_e2el", "p99_e2el", "quantile", 0.99, 20.5, "s")),
        (INFERENCEX_CSV, ("3", "Throughput/GPU (tok/s)", "single", None, 98.5, "token/s")),
        (INFERENCEX_CSV, ("3", "Mean TTFT (ms)", "mean", None, 0.125, "s")),
        (INFERENCEX_CSV, ("4", "P99 TTFT (ms)", "quantile", 0.99, 0.8, "s")),
        (LLAMA_BENCHY, ("5", "t/s (total)", "mean", None, 2942.64, "token/s")),
        (LLAMA_BENCHY, ("5", "ttfr (ms)", "std", None, 0.01025, "s")),
        (LLAMA_BENCHY, ("6", "peak t/s", "mean", None, 13.0, "token/s")),
        (LLAMA_BENCHY_JSON, ("/benchmarks/1/pp_throughput/std", "pp_throughput", "std", None, 802.37, "token/s")),
        (LLAMA_BENCHY_JSON, ("/benchmarks/1/e2e_ttft/mean", "e2e_ttft", "mean", None, 0.50025, "s")),
        (TRTLLM, ("35", "Request Throughput (req/sec)", "single", None, 43.2089, "request/s")),
        (TRTLLM, ("37", "Per User Output Throughput [w/ ctx] (tps/user)", "mean", None, 2.0563, "token/s")),
        (TRTLLM, ("39", "Total Latency (ms)", "single", None, 115.7169214, "s")),
        (TRTLLM, ("44", "[Latency] P50", "quantile", 0.5, 3.9363022, "s")),
        (TRTLLM, ("45", "[Latency] MINIMUM", "min", None, 2.3971047, "s")),
        (TRTLLM_REPORT, ("/performance/total_latency_ms", "total_latency_ms", "single", None, 1.5005, "s")),
        (
            TRTLLM_REPORT,
            (
                "/streaming_metrics/gen_tps_percentiles/p50",
                "gen_tps_percentiles.p50",
                "quantile",
                0.5,
                90.5,
                "token/s",
            ),
        ),
        (AIPERF, ("/request_throughput/avg", "request_throughput", "single", None, 0.25, "request/s")),
        (AIPERF, ("/request_count/avg", "request_count", "total", None, 64.0, "1")),
        (AIPERF, ("/request_latency/avg", "request_latency", "mean", None, 3.6525, "s")),
        (AIPERF, ("/request_latency/p1", "request_latency", "quantile", 0.01, 3.518, "s")),
        (
            AIPERF,
            (
                "/telemetry_data/endpoints/localhost:9400/gpus/gpu_0/metrics/gpu_utilization/avg",
                "gpu_utilization",
                "mean",
                None,
                0.935,
                "ratio",
            ),
        ),
        (
            GUIDELLM,
            (
                "/benchmarks/0/metrics/request_latency/successful/percentiles/p001",
                "request_latency",
                "quantile",
                0.001,
                1.25,
                "s",
            ),
        ),
        (
            GUIDELLM,
            (
                "/benchmarks/0/metrics/time_to_first_token_ms/successful/mean",
                "time_to_first_token_ms",
                "mean",
                None,
                0.02325,
                "s",
            ),
        ),
        (MLPERF_SUMMARY, ("7", "Completed samples per second", "single", None, 29.41, "sample/s")),
        (MLPERF_SUMMARY, ("16", "50.00 percentile latency (ns)", "quantile", 0.5, 8.60997075, "s")),
        (
            MLPERF_SUMMARY,
            ("18", "99.90 percentile first token latency (ns)", "quantile", 0.999, 0.534147878, "s"),
        ),
        (MLPERF_DETAIL, ("9", "result_90.00_percentile_latency_ns", "quantile", 0.9, 0.4359761, "s")),
        (MLPERF_DETAIL, ("11", "result_time_to_output_token_max", "max", None, 0.449073359, "s")),
        (LM_EVAL, ("/results/arc_easy/acc,none", "acc,none", "mean", None, 0.828, "ratio")),
        (LM_EVAL, ("/results/arc_easy/acc_stderr,none", "acc_stderr,none", "stderr", None, 0.0239, "ratio")),
        (LM_EVAL, ("/results/truthfulqa_gen/bleu_max,none", "bleu_max,none", "mean", None, 0.275, "ratio")),
        (LM_EVAL, ("/groups/all_of_it/acc,none", "acc,none", "mean", None, 0.5, "ratio")),
        (LM_EVAL_OLD, ("/results/lambada_openai/ppl", "ppl", "mean", None, 6.125, "1")),
        (LM_EVAL_OLD, ("/results/squad2/f1", "f1", "mean", None, 0.4525, "ratio")),
        (LM_EVAL_OLD, ("/results/coqa/f1", "f1", "mean", None, 0.75, "ratio")),
        (LM_EVAL_OLD, ("/results/crows_pairs/pct_stereotype", "pct_stereotype", "mean", None, 0.615, "ratio")),
        (
            LIGHTEVAL,
            (
                "/results/leaderboard|arc:challenge|25/acc_norm_stderr",
                "acc_norm_stderr",
                "stderr",
                None,
                0.0145,
                "ratio",
            ),
        ),
        (
            LIGHTEVAL,
            (
                "/results/lighteval|math_500|0/math_pass@1:4_samples",
                "math_pass@1:4_samples",
                "mean",
                None,
                0.75,
                "ratio",
            ),
        ),
    ],
)
def test_figure(text, expected):
    assert expected in [shown(row) for row in read(text)]


def test_llama_benchy_tells_the_same_in_both_forms():
    def told(text):
        rows = [row for row in read(text) if row.concurrency == 5]
        return {(r.workload, r.metric, r.statistic, r.input_length, r.output_length, r.phase, r.value) for r in rows}

    assert told(LLAMA_BENCHY_JSON) < told(LLAMA_BENCHY)


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("inferencex", 6),
        ("inferencex summary", 6),
        ("inferencex csv", 9),
        ("llama-benchy", 14),
        ("llama-benchy json", 12),
        ("trtllm-bench", 11),
        ("trtllm-bench report", 7),
        ("aiperf", 13),
        ("guidellm", 22),
        ("mlperf summary", 6),
        ("mlperf detail", 6),
        ("lm-eval", 6),
        ("lm-eval, old", 7),
        ("lighteval", 5),
    ],
)
def test_nothing_else_is_a_result(name, count):
    rows = read(SAMPLES[name])
    assert len(rows) == count
    assert len({row.row_id for row in rows}) == count


def test_locators_lead_to_the_figure():
    for text in (INFERENCEX_CSV, LLAMA_BENCHY, TRTLLM, MLPERF_SUMMARY, MLPERF_DETAIL):
        lines = text.split("\n")
        for row in read(text):
            line, column = map(int, row.locator.split(":"))
            assert lines[line - 1][column - 1 :].startswith(row.value_raw), row.locator


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            INFERENCEX,
            {"model": "tiny-1b", "concurrency": 4, "request_rate_unlimited": True, "time": "2026-01-02T03:04:05"},
        ),
        (
            INFERENCEX_SUMMARY,
            {"accelerator_raw": "h200", "engine": "sglang", "weight_format": "fp8", "tp": 2, "input_length": 1024},
        ),
        (INFERENCEX_CSV, {"accelerator_raw": "h200", "concurrency": 4, "output_length": 512, "unit_origin": "file"}),
        (
            LLAMA_BENCHY,
            {"context": 4096, "concurrency": 5, "input_length": 1024, "phase": "prefill", "tool_version": "0.4.0"},
        ),
        (
            LLAMA_BENCHY_JSON,
            {"workload": "ctx_pp @ d4096 (c1)", "context": 4096, "input_length": None, "time": "2026-01-02T03:04:05Z"},
        ),
        (
            TRTLLM,
            {
                "engine_version": "1.0.0",
                "quantisation": "FP8",
                "weight_format": "FP8",
                "kv_cache_format": "FP8",
                "tp": 2,
            },
        ),
        (TRTLLM, {"accelerator_raw": "NVIDIA H100 80GB HBM3", "request_rate_unlimited": True, "ep": None}),
        (TRTLLM_REPORT, {"accelerator_count": 2, "weight_format": "bfloat16", "quantisation": None}),
        (AIPERF, {"concurrency": 2, "input_length": 100, "output_length": 200, "accelerator_raw": "Some GPU"}),
        (GUIDELLM, {"request_rate": 2.0, "concurrency": None, "input_length": 512, "model": "tiny-1b", "status": "ok"}),
        (MLPERF_SUMMARY, {"workload": "Server", "request_rate": 29.5, "status": "ok"}),
        (
            MLPERF_DETAIL,
            {"workload": "SingleStream", "tool_version": "5.1.0 @ 091d51f041", "time": "2026-01-02T03:04:05Z"},
        ),
        (LM_EVAL, {"workload": "arc_easy", "samples": 250, "accelerator_raw": "Some GPU", "model_raw": "./tiny-fp8"}),
        (LM_EVAL, {"driver": "5.1", "activation_format": "bfloat16", "engine": "vllm"}),
        (LM_EVAL_OLD, {"model": "tiny-1b", "engine": "hf-causal", "samples": None}),
        (LIGHTEVAL, {"workload": "leaderboard|arc:challenge|25", "samples": 1172, "model": "tiny-1b"}),
    ],
)
def test_facts_of_the_first_row(text, facts):
    row = read(text)[0]
    assert {name: getattr(row, name) for name in facts} == facts


@pytest.mark.parametrize(
    ("unit", "names"),
    [
        (
            "ratio",
            "acc acc_norm exact_match em f1 qem mc1 truthfulqa_mc2 pct_stereotype bleu_acc rouge1 math_pass@1:4_n",
        ),
        ("ratio", "prompt_level_strict_acc extractive_match pass_at_1 pass@1 r@2 mcc 4096"),
        ("%", "bleu chrf ter bleu_max rouge1_diff rougeL_max"),
        ("1", "ppl word_perplexity bits_per_byte likelihood_diff bleurt_max loss brier_score score"),
    ],
)
def test_units_of_scores(unit, names):
    assert {name: unit_of(name, ()) for name in names.split()} == dict.fromkeys(names.split(), unit)
    assert (unit_of("f1", {"exact"}), unit_of("exact", {"exact"})) == ("%", "%")


def test_estimates_of_early_stopping():
    text = MLPERF_SUMMARY.replace("Additional", " * Early stopping 90th percentile estimate: 2271834\nAdditional")
    row = next(row for row in read(text) if row.metric_raw.startswith("Early"))
    assert (row.statistic, row.quantile, row.value, row.unit_origin) == ("quantile", 0.9, 0.002271834, "format")
    (row,) = [row for row in read(MLPERF_DETAIL) if row.metric_raw.startswith("early")]
    assert (row.quantile, row.value, row.unit) == (0.99, 0.002419183, "s")


def test_settings_are_kept_beside():
    assert json.loads(read(LM_EVAL)[0].params)["num_fewshot"] == 5
    assert json.loads(read(LIGHTEVAL)[0].params)["num_fewshot"] == 25
    assert json.loads(read(MLPERF_SUMMARY)[0].params)["target_qps"] == "29.5"
    assert json.loads(read(MLPERF_DETAIL)[0].params)["min_duration_ms"] == 600000
    assert json.loads(read(AIPERF)[0].params)["loadgen.request_count"] == 64
    assert "localhost:8000" not in read(AIPERF)[0].params


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (INFERENCEX.replace('"completed": 20', '"completed": 15'), "partial"),
        (INFERENCEX.replace('"completed": 20', '"completed": 0'), "failed"),
        (AIPERF.replace('"avg": 64.0', '"avg": 50.0'), "partial"),
        (AIPERF.replace('"was_cancelled": false', '"was_cancelled": true'), "partial"),
        (GUIDELLM.replace('"errored": 0', '"errored": 3'), "partial"),
        (GUIDELLM.replace('"successful": 20', '"successful": 0'), "failed"),
        (MLPERF_SUMMARY.replace(": VALID", ": INVALID"), "partial"),
        (MLPERF_SUMMARY.replace("No errors encountered", "2 ERRORS encountered"), "partial"),
        (MLPERF_DETAIL.replace('"VALID"', '"INVALID"'), "partial"),
        (TRTLLM.split("\n\n-- Request")[0], "partial"),
    ],
)
def test_half_a_run_says_so(text, status):
    rows, _ = read_file(text.encode(), "x")
    assert {row.status for row in rows} == {status}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (MLPERF_SUMMARY.replace(": VALID", ": INVALID"), "calls this result INVALID"),
        (MLPERF_SUMMARY.replace("No errors encountered", "1 ERROR encountered"), "met 1 error in"),
        (
            MLPERF_DETAIL.split(":::MLLOG", 5)[0] + ":::MLLOG".join(["", *MLPERF_DETAIL.split(":::MLLOG")[1:5]]),
            "no result",
        ),
    ],
)
def test_doubt_is_told(text, words):
    _, problems = read_file(text.encode(), "x")
    assert any(words in problem.message for problem in problems)


def test_the_first_layout_of_guidellm():
    report = json.loads(GUIDELLM)
    benchmark = report["benchmarks"][0]
    benchmark["request_totals"] = benchmark["metrics"].pop("request_totals")
    benchmark["args"] = benchmark.pop("config")
    benchmark |= {
        "worker": {"backend_model": "acme/Tiny-1B"},
        "request_loader": {"data": "prompt_tokens=64,output_tokens=8"},
    }
    row, *others = read(json.dumps({"benchmarks": [benchmark]}))
    assert (row.locator, row.value, len(others)) == ("/benchmarks/0/request_totals/successful", 20.0, 21)
    assert (row.model, row.request_rate, row.input_length, row.output_length) == ("tiny-1b", 2.0, 64, 8)


def test_headings_that_come_to_mean_milliseconds():
    text = INFERENCEX_CSV.replace("0.0125,80.0", "12.5,80.0")
    rows = [row for row in read(text) if row.metric_raw == "Mean TPOT (ms)"]
    assert [(row.value, row.unit_raw) for row in rows] == [(0.0125, "ms"), (0.02, None)]


def test_a_batch_of_one_says_nothing_of_concurrency():
    text = LLAMA_BENCHY.replace(" (c5)", "").replace("t/s (total)", "t/s").replace("ttfr (ms)", "ttfr (ms)")
    assert {row.concurrency for row in read(text)} == {1}


def test_appended_logs_are_runs_of_their_own():
    for text in (TRTLLM, MLPERF_SUMMARY, MLPERF_DETAIL + "\n", LLAMA_BENCHY):
        assert len({row.run_id for row in read(text + text)}) == 2


@pytest.mark.parametrize("name", SAMPLES)
def test_no_cut_of_a_file_raises(name):
    data = SAMPLES[name].encode()
    for end in range(0, len(data), 7):
        rows, problems = read_file(data[:end], "x")
        assert rows or problems


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("odd", ["", "-", "NaN", "null", "[]", "{}", '"x"', "1e999", ",", "|", ")", "Infinity,"])
def test_no_odd_figure_raises(name, odd):
    words = SAMPLES[name].split(" ")
    for index in range(0, len(words), 1 + len(words) // 60):
        rows, problems = read_file(" ".join([*words[:index], odd, *words[index + 1 :]]).encode(), "x")
        assert rows or problems


@pytest.mark.parametrize("value", [None, True, "x", [], {}, -1, [[1]], {"a": {"b": 1}}])
@pytest.mark.parametrize("name", [n for n, text in SAMPLES.items() if text.startswith(("{", "[\n", "[{"))])
def test_no_odd_part_raises(name, value):
    for changed in _changed(json.loads(SAMPLES[name]), value):
        rows, problems = read_file(json.dumps(changed).encode(), "x")
        assert rows or problems


def _changed(document, value, depth=3):
    """The document with each of its parts replaced by `value` in turn."""
    items = (
        document.items() if isinstance(document, dict) else enumerate(document) if isinstance(document, list) else ()
    )
    for key, part in list(items):
        for inner in [value, *(_changed(part, value, depth - 1) if depth else ())]:
            copy = document.copy()
            copy[key] = inner
            yield copy


def test_what_a_query_held_is_the_result_of_the_first_multi_stream():
    text = MLPERF_SUMMARY.replace("Result is", "Samples per query : 4\nResult is")
    (row,) = (row for row in read(text) if row.metric_raw == "Samples per query")
    assert (row.metric, row.value, row.unit) == ("samples-per-query", 4.0, "1")


@pytest.mark.parametrize("task", ["leaderboard|arc:challenge|7", "leaderboard|arc:challenge|7|0", "arc:challenge|7"])
def test_shots_in_the_name_of_a_task(task):
    row = read(LIGHTEVAL.replace("leaderboard|arc:challenge|25", task))[0]
    assert json.loads(row.params)["num_fewshot"] == 7


def test_a_program_that_looks_for_summaries_is_none():
    program = 'if line.startswith("MLPerf Results Summary"):\n    scenario = lines["Scenario"]\n'
    rows, (problem,) = read_file(program.encode(), "x.py")
    assert (rows, problem.code) == ([], "unknown-run-format")


@pytest.mark.parametrize(
    ("key", "metric", "kind", "value"),
    [
        ("result_overlatency_query_count", "late-queries", "total", 5.0),
        ("result_99.90_percentile_per_query_latency_ns", "latency", "quantile", 5e-9),
        ("result_time_to_output_token_99.00_percentile_ns", "tpot", "quantile", 5e-9),
    ],
)
def test_keys_of_the_detail_log(key, metric, kind, value):
    line = f':::MLLOG {{"key": "{key}", "value": 5, "time_ms": 1.5}}\n'
    (row,) = (row for row in read_file((line + MLPERF_DETAIL).encode(), "x")[0] if row.metric_raw == key)
    assert (row.metric, row.statistic, row.value) == (metric, kind, value)
