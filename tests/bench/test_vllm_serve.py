"""What the reader makes of `vllm bench serve` results."""

import json

import pytest

from broadsheet.bench.formats import read_file

RUN = {
    "date": "20260102-030405",
    "backend": "vllm",
    "model_id": "acme/Tiny-1B",
    "tokenizer_id": "acme/Tiny-1B",
    "num_prompts": 10,
    "request_rate": "inf",
    "burstiness": 1.0,
    "max_concurrency": 4,
    "duration": 2.5,
    "completed": 10,
    "failed": 0,
    "total_output_tokens": 640,
    "request_throughput": 4.0,
    "request_goodput:": None,
    "output_throughput": 256.0,
    "max_output_tokens_per_s": 300.0,
    "rtfx": 0.0,
    "mean_ttft_ms": 390.7485280081164,
    "median_ttft_ms": 350.5,
    "std_ttft_ms": 10.25,
    "p99_ttft_ms": 420.0,
    "p99.9_ttft_ms": 421.0,
    "ttfts": [0.4, 0.3],
    "errors": ["", ""],
}


def read(*runs, **changes):
    text = "\n".join(json.dumps({**run, **changes}) for run in runs or (RUN,))
    return read_file(text.encode(), "run.json")


@pytest.mark.parametrize(
    ("key", "metric", "statistic", "quantile", "value", "unit", "unit_raw"),
    [
        ("duration", "duration", "single", None, 2.5, "s", None),
        ("completed", "completed", "total", None, 10.0, "1", None),
        ("failed", "failed", "total", None, 0.0, "1", None),
        ("request_throughput", "request-throughput", "single", None, 4.0, "request/s", None),
        ("output_throughput", "output-throughput", "single", None, 256.0, "token/s", None),
        ("max_output_tokens_per_s", "output-throughput", "max", None, 300.0, "token/s", None),
        ("mean_ttft_ms", "ttft", "mean", None, 0.3907485280081164, "s", "ms"),
        ("median_ttft_ms", "ttft", "median", None, 0.3505, "s", "ms"),
        ("std_ttft_ms", "ttft", "std", None, 0.01025, "s", "ms"),
        ("p99_ttft_ms", "ttft", "quantile", 0.99, 0.42, "s", "ms"),
        ("p99.9_ttft_ms", "ttft", "quantile", 0.999, 0.421, "s", "ms"),
    ],
)
def test_figure(key, metric, statistic, quantile, value, unit, unit_raw):
    row = next(row for row in read()[0] if row.metric_raw == key)
    got = (row.metric, row.statistic, row.quantile, row.value, row.unit, row.unit_raw)
    assert got == (metric, statistic, quantile, value, unit, unit_raw)
    assert row.value_raw == json.dumps(RUN[key])
    assert row.locator == f"/{key}"


def test_settings_lists_and_nulls_are_no_results():
    rows, problems = read()
    assert problems == []
    no_results = {"num_prompts", "burstiness", "ttfts", "request_goodput:", "rtfx", "max_concurrency"}
    assert no_results.isdisjoint(row.metric_raw for row in rows)
    assert json.loads(rows[0].params)["num_prompts"] == 10


def test_subject_and_load():
    row = read()[0][0]
    assert (row.model, row.model_raw, row.time) == ("tiny-1b", "acme/Tiny-1B", "2026-01-02T03:04:05")
    assert (row.tool, row.concurrency, row.status, row.reported) == ("vllm bench serve", 4, "ok", False)


@pytest.mark.parametrize(
    ("written", "rate", "unlimited"),
    [("inf", None, True), (float("inf"), None, True), (1e9, None, True), (16.0, 16.0, False)],
)
def test_request_rate(written, rate, unlimited):
    row = read(request_rate=written)[0][0]
    assert (row.request_rate, row.request_rate_unlimited) == (rate, unlimited)


@pytest.mark.parametrize(
    ("changes", "status"),
    [({}, "ok"), ({"completed": 7}, "partial"), ({"failed": 1}, "partial"), ({"completed": 0, "failed": 10}, "failed")],
)
def test_status(changes, status):
    assert {row.status for row in read(**changes)[0]} == {status}


def test_a_run_without_answers_has_counts_alone():
    rows, problems = read(completed=0, failed=10, mean_ttft_ms=0.0, request_throughput=0.0)
    assert {row.metric_raw for row in rows} == {"duration", "completed", "failed"}
    assert [problem.code for problem in problems] == ["failed-run"]


def test_appended_runs_are_runs_of_their_own():
    rows, problems = read(RUN, {**RUN, "max_concurrency": 8})
    assert problems == []
    assert {(row.run_id[-2:], row.concurrency, row.locator.split("/")[0]) for row in rows} == {
        ("-1", 4, "1#"),
        ("-2", 8, "2#"),
    }
    assert len({row.row_id for row in rows}) == len(rows)


def test_steady_state_is_a_configuration_of_its_own():
    rows, _ = read(steady_state={"output_throughput": 250.0, "window": {"start_s": 0.0}})
    row = next(row for row in rows if row.locator == "/steady_state/output_throughput")
    assert row.value == 250.0
    assert json.loads(row.params)["window"] == "steady_state"


def test_hardware_that_the_command_line_added():
    row = read(gpu_name="NVIDIA-GeForce-RTX-4090", gpu_count="2")[0][0]
    assert (row.accelerator_raw, row.accelerator_count) == ("NVIDIA-GeForce-RTX-4090", 2)


def test_a_summary_with_a_few_of_the_keys_is_not_vllms():
    rows, problems = read_file(b'{"engine": "x", "output_throughput": 27.1, "max_concurrency": 1}', "x.json")
    assert rows == []
    assert [problem.code for problem in problems] == ["unknown-run-format"]


def test_a_near_miss_is_told_what_it_lacks():
    near = {k: v for k, v in RUN.items() if k != "num_prompts"}
    _, (problem,) = read_file(json.dumps(near).encode(), "x.json")
    assert problem.message.endswith("for vllm bench serve it lacks num_prompts")
