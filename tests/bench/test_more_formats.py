"""What the readers make of the smaller formats: a table of figures each, and what is particular about them."""

import json
import re

import pytest
from bench_samples import (
    GOOGLE_BENCHMARK,
    LLAMA_CSV,
    LLAMA_MARKDOWN,
    NVIDIA_SMI,
    SAMPLES,
    SERVING_LOG,
    SGLANG,
    VLLM_LATENCY,
    VLLM_THROUGHPUT,
)

from broadsheet.bench.formats import read_file
from broadsheet.bench.readers.table import csv_cells, markdown_cells


def read(text):
    rows, problems = read_file(text.encode(), "x")
    assert problems == []
    return rows


def shown(row):
    """The line alone of a place in a text: that the column is right has a test of its own."""
    return (
        re.sub(r"^(\d+):\d+$", r"\1", row.locator),
        row.metric_raw,
        row.statistic,
        row.quantile,
        row.value,
        row.unit,
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (VLLM_LATENCY, ("/avg_latency", "avg_latency", "mean", None, 4.5, "s")),
        (VLLM_LATENCY, ("/percentiles/99", "percentiles.99", "quantile", 0.99, 4.598, "s")),
        (VLLM_THROUGHPUT, ("/elapsed_time", "elapsed_time", "single", None, 10.5, "s")),
        (VLLM_THROUGHPUT, ("/tokens_per_second", "tokens_per_second", "single", None, 400.25, "token/s")),
        (LLAMA_CSV, ("3", "avg_ns", "mean", None, 0.663176535, "s")),
        (LLAMA_CSV, ("4", "avg_ts", "mean", None, 4884.423568, "token/s")),
        (LLAMA_MARKDOWN, ("5", "t/s", "mean", None, 422.28, "token/s")),
        (LLAMA_MARKDOWN, ("5", "t/s", "std", None, 1.78, "token/s")),
        (SERVING_LOG, ("5", "Successful requests", "total", None, 50.0, "1")),
        (SERVING_LOG, ("8", "Benchmark duration (s)", "single", None, 394.54, "s")),
        (SERVING_LOG, ("11", "Peak output token throughput (tok/s)", "max", None, 851.0, "token/s")),
        (SERVING_LOG, ("13", "Mean TTFT (ms)", "mean", None, 0.14356, "s")),
        (SERVING_LOG, ("14", "P99.9 TTFT (ms)", "quantile", 0.999, 0.21093, "s")),
        (GOOGLE_BENCHMARK, ("/benchmarks/0/real_time", "real_time", "mean", None, 0.00015, "s")),
        (GOOGLE_BENCHMARK, ("/benchmarks/0/bytes_per_second", "bytes_per_second", "single", None, 2e9, "byte/s")),
        (
            GOOGLE_BENCHMARK,
            ("/benchmarks/0/FOM: fill ops per second", "FOM: fill ops per second", "single", None, 3.5e7, "op/s"),
        ),
        (GOOGLE_BENCHMARK, ("/benchmarks/1/real_time", "real_time", "std", None, 2.5e-06, "s")),
        (SGLANG, ("1#/duration", "duration", "single", None, 9.5, "s")),
        (SGLANG, ("1#/mean_e2e_latency_ms", "mean_e2e_latency_ms", "mean", None, 2.7325, "s")),
        (SGLANG, ("1#/p95_itl_ms", "p95_itl_ms", "quantile", 0.95, 0.0075, "s")),
        (SGLANG, ("1#/concurrency", "concurrency", "mean", None, 29.25, "1")),
        (SGLANG, ("6#/output_throughput", "output_throughput", "single", None, 1.25, "token/s")),
        (NVIDIA_SMI, ("2", "utilization.gpu [%]", "mean", None, 0.75, "ratio")),
        (NVIDIA_SMI, ("2", "memory.used [MiB]", "max", None, 300 * 2.0**20, "byte")),
        (NVIDIA_SMI, ("2", "power.draw [W]", "min", None, 60.25, "W")),
        (NVIDIA_SMI, ("3", "temperature.gpu", "mean", None, 306.15, "K")),
    ],
)
def test_figure(text, expected):
    assert expected in [shown(row) for row in read(text)]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        (VLLM_LATENCY, 4),
        (VLLM_THROUGHPUT, 4),
        (LLAMA_CSV, 7),
        (LLAMA_MARKDOWN, 6),
        (SERVING_LOG, 8),
        (GOOGLE_BENCHMARK, 6),
        (NVIDIA_SMI, 21),
        (SGLANG, 14),
    ],
)
def test_nothing_else_is_a_result(text, count):
    rows = read(text)
    assert len(rows) == count
    assert len({row.row_id for row in rows}) == count


def test_locators_lead_to_the_figure():
    for text in (LLAMA_CSV, LLAMA_MARKDOWN, SERVING_LOG, NVIDIA_SMI):
        for row in read(text):
            line, column = map(int, row.locator.split(":"))
            there = text.split("\n")[line - 1][column - 1 :]
            assert there[0].isdigit()
            assert there.startswith(row.value_raw or "")


def test_latency_samples_are_unknown_when_the_list_was_emptied():
    assert {row.samples for row in read(VLLM_LATENCY)} == {2}
    assert {row.samples for row in read(VLLM_LATENCY.replace("[4.4, 4.6]", "[]"))} == {None}


def test_llama_csv_facts():
    first, last = read(LLAMA_CSV)[0], read(LLAMA_CSV)[-1]
    assert (first.accelerator_raw, first.phase, first.output_length) == ('A "big" GPU, v2', "decode", 128)
    assert (last.phase, last.context, last.weight_format, last.tool) == ("prefill", 64, "Q4_0", "llama-bench")


def test_llama_markdown_facts():
    rows = read(LLAMA_MARKDOWN)
    deep, two = rows[2], rows[4]
    assert (deep.accelerator_raw, deep.accelerator_count, deep.context) == ("Some GPU", 1, 32768)
    assert (deep.weight_format, deep.tool_version, deep.phase) == ("Q4_K - Medium", "abc123 (77)", "decode")
    assert (two.accelerator_raw, two.accelerator_count, two.phase) == ("Other GPU (RADV X1)", 2, "prefill+decode")
    assert (two.run_id[-2:], json.loads(two.params)["section"]) == ("-2", "TWO OF THEM")


def test_another_tools_table_is_not_llama_benchs():
    _, (problem,) = read_file("| model | test | t/s |\n|--|--|--|\n| a | pp512 | 1.5 ± 0.1 |\n".encode(), "x.md")
    assert problem.code == "unknown-run-format"


def test_sglang_facts():
    rows = read(SGLANG)
    one, two = rows[0], rows[-1]
    assert (one.model, one.engine_version, one.tp, one.concurrency) == ("tiny-1b", "0.5.5", 2, 32)
    assert (one.request_rate, one.request_rate_unlimited, one.input_length) == (None, True, 512)
    # Two servers of different versions agree on the model alone; lengths of another data set are left over.
    assert (two.model, two.engine_version, two.request_rate, two.input_length) == ("tiny-1b", None, 4.0, None)


def test_serving_log_facts():
    row = read(SERVING_LOG)[0]
    assert (row.model, row.concurrency, row.input_length, row.output_length) == ("tiny-1b", 4, 1024, 128)
    assert (row.request_rate, row.request_rate_unlimited, row.status, row.workload) == (None, True, "ok", "random")


@pytest.mark.parametrize(
    ("old", "new", "status"),
    [
        ("Successful requests:                     50", "Successful requests:                     37", "partial"),
        ("Failed requests:                         0", "Failed requests:                         3", "partial"),
        ("Successful requests:                     50", "Successful requests:                     0", "failed"),
        ("==================================================\n", "", "partial"),
    ],
)
def test_serving_log_status(old, new, status):
    assert {row.status for row in read(SERVING_LOG.replace(old, new))} == {status}


def test_several_results_in_one_log():
    rows = read(SERVING_LOG + SERVING_LOG.replace("acme/Tiny-1B", "acme/Huge-70B"))
    assert {(row.run_id[-2:], row.model) for row in rows} == {("-1", "tiny-1b"), ("-2", "huge-70b")}


def test_google_benchmark_counters_without_a_unit_are_settings():
    row = read(GOOGLE_BENCHMARK)[0]
    assert json.loads(row.params)["my_counter"] == 12.0
    assert (row.workload, row.samples, row.unit_raw, row.unit_origin) == ("sort/1024", 4499, "us", "file")


@pytest.mark.parametrize(
    ("counter", "metric", "value", "unit"),
    [
        ("GB/s", "bytes-per-second", 12e9, "byte/s"),
        ("FOM: GiB/s", "bytes-per-second", 12 * 2**30, "byte/s"),
        ("Bandwidth (MB/s)", "bytes-per-second", 12e6, "byte/s"),
        ("FLOPS", "flops", 12.0, "FLOP/s"),
        ("GFLOP/s", "flops", 12e9, "FLOP/s"),
    ],
)
def test_google_benchmark_counters_with_a_unit_in_their_name(counter, metric, value, unit):
    rows = read(GOOGLE_BENCHMARK.replace("my_counter", counter))
    (row,) = (row for row in rows if row.metric_raw == counter)
    assert (row.metric, row.value, row.unit, row.statistic) == (metric, value, unit, "single")


@pytest.mark.parametrize(
    ("field", "metric", "value", "unit"),
    [
        ("clocks.current.sm [MHz]", "sm-frequency", 64.75e6, "op/s"),
        ("clocks.mem [MHz]", "dram-frequency", 64.75e6, "op/s"),
        ("memory.free [MiB]", None, 64.75 * 2**20, "byte"),
        ("fan.speed [%]", None, 0.6475, "ratio"),
    ],
)
def test_nvidia_smi_columns(field, metric, value, unit):
    rows = read(NVIDIA_SMI.replace("power.draw [W]", field).replace(" W,", ","))
    row = next(row for row in rows if row.metric_raw == field and row.statistic == "max")
    assert (row.value, row.unit) == (value, unit)
    assert row.metric == (metric or field.partition(" ")[0].replace(".", "-"))


def test_lines_before_nvidia_smis_heading():
    rows = read("Logging to gpu.csv\n\n" + NVIDIA_SMI)
    assert [row.value for row in rows] == [row.value for row in read(NVIDIA_SMI)]


def test_nvidia_smi_rows_are_computed_here():
    rows = read(NVIDIA_SMI)
    assert {(row.derived, row.value_raw, row.samples) for row in rows} == {(True, None, 2)}
    assert {row.accelerator_raw for row in rows} == {"Some GPU"}
    assert {json.loads(row.params)["index"] for row in rows} == {"0", "1"}


@pytest.mark.parametrize("name", SAMPLES)
def test_no_cut_of_a_file_raises(name):
    data = SAMPLES[name].encode()
    for end in range(0, len(data), 3):
        rows, problems = read_file(data[:end], "x")
        assert rows or problems


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("odd", ["", "-", "NaN", "null", "[]", "{}", '"x"', "1e999", ",", "|", ")"])
def test_no_odd_figure_raises(name, odd):
    words = SAMPLES[name].split(" ")
    for index in range(len(words)):
        rows, problems = read_file(" ".join([*words[:index], odd, *words[index + 1 :]]).encode(), "x")
        assert rows or problems


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("a,b", [("a", 1), ("b", 3)]),
        ('"a,""b""", c ', [('a,"b"', 2), ("c", 12)]),
        ("a,,", [("a", 1), ("", 3), ("", 4)]),
        ("", [("", 1)]),
    ],
)
def test_csv_cells(line, cells):
    assert csv_cells(line) == cells


@pytest.mark.parametrize(
    ("line", "cells"),
    [
        ("| a | b c |", [("a", 3), ("b c", 7)]),
        ("|a||", [("a", 2), ("", 4)]),
        ("a | b", []),
        ("", []),
    ],
)
def test_markdown_cells(line, cells):
    assert markdown_cells(line) == cells
