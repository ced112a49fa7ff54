"""What the reader makes of Google Benchmark's JSON, of all its versions."""

import json

import pytest

from broadsheet.bench.formats import read_file

CASE = {"name": "sort/8", "iterations": 100, "real_time": 1.5e2, "cpu_time": 1.25e2, "time_unit": "us"}


def read(*cases):
    report = {"context": {"date": "2018-02-03 04:05:06", "num_cpus": 8}, "benchmarks": list(cases)}
    return read_file(json.dumps(report).encode(), "a.json")


def old(end, value):
    """An aggregate as versions before 1.5 wrote it: the name alone tells."""
    return CASE | {"name": f"sort/8_{end}", "real_time": value}


def test_an_old_aggregate_is_told_by_its_name():
    rows, problems = read(CASE, old("mean", 160), old("median", 155), old("stddev", 2))
    times = [(row.workload, row.statistic, row.value, row.samples) for row in rows if row.metric_raw == "real_time"]
    assert problems == []
    assert times == [
        ("sort/8", "mean", 150e-6, 100),
        ("sort/8", "mean", 160e-6, None),
        ("sort/8", "median", 155e-6, None),
        ("sort/8", "std", 2e-6, None),
    ]


def test_a_case_that_is_called_mean_is_none():
    rows, _ = read(CASE | {"name": "running_mean"}, CASE | {"name": "local_stddev"})
    assert {(row.workload, row.statistic) for row in rows} == {("running_mean", "mean"), ("local_stddev", "mean")}


@pytest.mark.parametrize("aggregate", ["cv", "BigO", "RMS", "mine"])
def test_an_aggregate_without_a_column_gives_no_row(aggregate):
    case = CASE | {"run_name": "sort/8", "run_type": "aggregate", "aggregate_name": aggregate}
    rows, _ = read(CASE, case | {"real_time": 0.02, "cpu_time": 0.02})
    assert [row.locator for row in rows] == ["/benchmarks/0/real_time", "/benchmarks/0/cpu_time"]


def test_the_first_versions_count_in_nanoseconds():
    rows, problems = read({key: value for key, value in CASE.items() if key != "time_unit"})
    assert problems == []
    assert [(row.value, row.unit_raw, row.unit_origin) for row in rows] == [
        (150e-9, None, "format"),
        (125e-9, None, "format"),
    ]


@pytest.mark.parametrize(
    "failure",
    [
        {"error_occurred": True, "error_message": "no device"},
        {"skipped": True, "skip_message": "no device"},
    ],
)
def test_a_case_that_failed_is_told(failure):
    rows, (problem,) = read(CASE, CASE | {"name": "copy"} | failure)
    assert {row.workload for row in rows} == {"sort/8"}
    assert (problem.code, problem.severity) == ("skipped-case", "warning")
    assert "1 of 2" in problem.message
    assert "copy: no device" in problem.message


@pytest.mark.parametrize("lacking", ["context", "benchmarks"])
def test_other_json_is_none(lacking):
    report = {"context": {"num_cpus": 8}, "benchmarks": [CASE]}
    del report[lacking]
    rows, problems = read_file(json.dumps(report).encode(), "a.json")
    assert rows == []
    assert [problem.code for problem in problems] == ["unknown-run-format"]
