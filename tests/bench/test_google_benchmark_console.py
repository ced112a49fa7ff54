"""What the reader makes of the table that Google Benchmark prints."""

import json
import time

import pytest

from broadsheet.bench.formats import read_file

RULE = "-" * 88 + "\n"
HEADING = RULE + "Benchmark                Time             CPU   Iterations UserCounters...\n" + RULE
CASE = "sort<int, 8>/1024      227 ns          224 ns      2966545"
TEXT = f"2026-01-02T03:04:05+00:00\nRunning ./sort\nRun on (20 X 4600 MHz CPU s)\n{HEADING}{CASE}\n"


def read(text):
    rows, problems = read_file(text.encode(), "a.txt")
    assert problems == []
    for row in rows:
        line, column = map(int, row.locator.split(":"))
        assert text.split("\n")[line - 1][column - 1 :].startswith(row.value_raw)
    return rows


@pytest.mark.parametrize("change", [str, lambda text: text.replace("\n", "\r\n"), lambda text: f"```\n{text}```\n"])
def test_times(change):
    wall, cpu = read(change(TEXT))
    assert (wall.metric, wall.value, wall.unit, wall.statistic) == ("time", 227e-9, "s", "mean")
    assert (cpu.metric, cpu.value, cpu.unit_raw, cpu.unit_origin) == ("cpu-time", 224e-9, "ns", "file")
    assert (wall.workload, wall.samples, wall.tool) == ("sort<int, 8>/1024", 2966545, "google-benchmark")


@pytest.mark.parametrize(
    ("counter", "expected"),
    [
        ("items_per_second=4.5M/s", ("ops", 4.5e6, "op/s")),
        ("bytes_per_second=1.5Gi/s", ("bytes-per-second", 1.5 * 2**30, "byte/s")),
        ("bytes_per_second=1.5G/s", ("bytes-per-second", 1.5 * 2**30, "byte/s")),
        ("bytes_per_second=900/s", ("bytes-per-second", 900.0, "byte/s")),
        ("  1.5GB/s", ("bytes-per-second", 1.5 * 2**30, "byte/s")),
        ("FLOPS=2.5G/s", ("flops", 2.5e9, "FLOP/s")),
        ("GFLOPS=2.5", ("flops", 2.5e9, "FLOP/s")),
    ],
)
def test_a_counter_with_a_unit(counter, expected):
    row = read(TEXT.replace(CASE, f"{CASE} {counter} a label"))[2]
    assert (row.metric, row.value, row.unit) == expected


@pytest.mark.parametrize("counter", ["p99_ns=12.4k", "GFLOPS=1.5k", " 3M items/s", "items_per_second=2Ki/s"])
def test_a_counter_without_is_a_setting(counter):
    assert [row.metric_raw for row in read(TEXT.replace(CASE, f"{CASE} {counter}"))] == ["Time", "CPU"]


def test_counters_in_columns():
    text = TEXT.replace("UserCounters...", "       mine items_per_second").replace(CASE, f"{CASE}      2.5k     3.5M/s")
    row = read(text)[2]
    assert (row.metric_raw, row.value, json.loads(row.params)["mine"]) == ("items_per_second", 3.5e6, "2.5k")


def test_aggregates():
    ends = ("mean  20 us", "median  19 us", "stddev  2 us", "cv  10.0 %", "BigO  1.5 N", "RMS  2 %")
    lines = [f"copy_{end}   {end.partition('  ')[2]}   3" for end in ends]
    rows = [row for row in read(TEXT + "\n".join(lines)) if row.metric == "time"]
    assert [(row.workload, row.statistic) for row in rows[1:]] == [
        ("copy", "mean"),
        ("copy", "median"),
        ("copy", "std"),
    ]


@pytest.mark.parametrize("said", ["ERROR OCCURRED: 'no device'", "SKIPPED: 'no device'"])
def test_a_case_that_failed_is_told(said):
    rows, (problem,) = read_file(f"{TEXT}copy/8     {said}\n".encode(), "a.txt")
    assert len(rows) == 2
    assert (problem.code, problem.severity) == ("skipped-case", "warning")
    assert "copy/8: no device" in problem.message


def test_two_runs_in_one_log():
    assert [row.run_id[-2:] for row in read(TEXT + TEXT)] == ["-1", "-1", "-2", "-2"]


@pytest.mark.parametrize("text", [TEXT.replace("-----", "====="), TEXT.replace("Iterations", "Rounds"), CASE])
def test_other_tables_are_none(text):
    rows, problems = read_file(text.encode(), "a.txt")
    assert rows == []
    assert [problem.code for problem in problems] == ["unknown-run-format"]


@pytest.mark.parametrize("line", ["a" + " " * 100_000, "a " * 50_000, f"{CASE} " + "b " * 50_000, "a" * 100_000])
def test_a_very_long_line_takes_no_time(line):
    begun = time.process_time()
    read_file(f"{TEXT}{line}\n".encode(), "a.txt")
    assert time.process_time() - begun < 2
