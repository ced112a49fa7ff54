"""What the reader makes of pytest-benchmark's reports."""

import json

import pytest

from broadsheet.bench.formats import read_file

REPORT = {
    "machine_info": {"cpu": {"brand_raw": "Some CPU"}, "python_version": "3.12.1", "system": "Linux"},
    "commit_info": {"id": "abc", "dirty": False},
    "benchmarks": [
        {
            "group": None,
            "name": "test_add[4]",
            "fullname": "bench.py::test_add[4]",
            "params": {"n": 4},
            "extra_info": {"note": "warm"},
            "options": {"timer": "perf_counter"},
            "stats": {
                "min": 0.0029682633467018604,
                "max": 0.0065,
                "mean": 0.003,
                "stddev": 0.0003,
                "rounds": 200,
                "median": 0.0031,
                "iqr": 0.00004,
                "q1": 0.00298,
                "q3": 0.00313,
                "outliers": "4;19",
                "ops": 333.25,
                "total": 0.6,
                "iterations": 1,
                "data": [0.003, 0.0065],
            },
        }
    ],
    "datetime": "2026-01-02T03:04:05",
    "version": "5.1.0",
}


@pytest.mark.parametrize(
    ("key", "statistic", "quantile", "value", "unit"),
    [
        ("min", "min", None, 0.0029682633467018604, "s"),
        ("max", "max", None, 0.0065, "s"),
        ("mean", "mean", None, 0.003, "s"),
        ("stddev", "std", None, 0.0003, "s"),
        ("median", "median", None, 0.0031, "s"),
        ("iqr", "iqr", None, 0.00004, "s"),
        ("q1", "quantile", 0.25, 0.00298, "s"),
        ("q3", "quantile", 0.75, 0.00313, "s"),
        ("total", "total", None, 0.6, "s"),
        ("ops", "single", None, 333.25, "op/s"),
    ],
)
def test_figure(key, statistic, quantile, value, unit):
    rows, problems = read_file(json.dumps(REPORT, indent=4).encode(), "a.json")
    assert problems == []
    assert len(rows) == 10
    row = next(row for row in rows if row.metric_raw == key)
    assert (row.statistic, row.quantile, row.value, row.unit, row.samples) == (statistic, quantile, value, unit, 200)
    assert (row.locator, row.unit_origin) == (f"/benchmarks/0/stats/{key}", "format")


def test_facts():
    row = read_file(json.dumps(REPORT).encode(), "a.json")[0][0]
    assert (row.workload, row.cpu, row.tool_version) == ("bench.py::test_add[4]", "Some CPU", "5.1.0")
    params = json.loads(row.params)
    assert (params["params.n"], params["extra_info.note"], params["iterations"]) == (4, "warm", 1)
    assert "group" not in params


def test_what_a_test_says_of_its_case():
    said = {"batch": 8, "phase": "decode", "sparsity": "2:4", "context": "long", "seed": 7}
    report = REPORT | {"benchmarks": [REPORT["benchmarks"][0] | {"extra_info": said}]}
    rows, _ = read_file(json.dumps(report).encode(), "a.json")
    row = rows[0]
    assert (row.batch, row.phase, row.sparsity, row.context) == (8, "decode", "2:4", None)
    kept = json.loads(row.params)
    assert (kept["extra_info.seed"], kept["extra_info.context"]) == (7, "long")
    assert "extra_info.batch" not in kept


def test_a_report_without_benchmarks():
    rows, problems = read_file(json.dumps({**REPORT, "benchmarks": []}).encode(), "a.json")
    assert rows == []
    assert [problem.code for problem in problems] == ["no-figures"]
