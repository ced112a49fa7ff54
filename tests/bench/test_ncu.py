"""Nsight Compute: three pages, thousands separators, units of two generations, metrics of one name and two units."""

import json

import pytest
from figures import figures, rows_of
from kernel_samples import NCU_DETAILS, NCU_RAW, NCU_SUMMARY


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (NCU_DETAILS, (3, "Memory Throughput", "single", 0.1966, "ratio")),
        (NCU_DETAILS, (4, "Elapsed Cycles", "single", 13485.0, "1")),
        (NCU_DETAILS, (5, "SM Frequency", "single", 1.5e9, "op/s")),
        (NCU_DETAILS, (7, "Memory Throughput", "single", 345.14e9, "byte/s")),
        (NCU_DETAILS, (11, "Duration", "single", 6.75e-6, "s")),
        (NCU_RAW, (3, "dram__bytes_read.sum", "single", 2.33e6, "byte")),
        (NCU_RAW, (3, "gpu__time_duration.sum", "single", 2e-6, "s")),
        (NCU_SUMMARY, (2, "L2 Hit Rate", "min", 0.1, "ratio")),
        (NCU_SUMMARY, (2, "L2 Hit Rate", "max", 0.3, "ratio")),
        (NCU_SUMMARY, (2, "L2 Hit Rate", "mean", 0.205, "ratio")),
    ],
)
def test_figure(text, figure):
    assert figure in figures(text)[0]


def test_decimal_commas_of_a_locale():
    german = NCU_DETAILS.replace('"13,485"', '"13.485"').replace('"345.14"', '"1.345,14"').replace('"19.66"', '"19,66"')
    rows = {(row.metric_raw, row.unit): row for row in rows_of(german)}
    assert rows["Elapsed Cycles", "1"].value == 13485
    assert rows["Memory Throughput", "byte/s"].value == 1345.14e9
    assert rows["Memory Throughput", "ratio"].value == pytest.approx(0.1966)


@pytest.mark.parametrize(("text", "count"), [(NCU_DETAILS, 5), (NCU_RAW, 2), (NCU_SUMMARY, 3)])
def test_advice_settings_and_what_is_not_available_are_no_results(text, count):
    assert len(figures(text)[0]) == count
    assert figures(text)[1] == []


@pytest.mark.parametrize(
    ("unit", "canonical"),
    [
        ("ns", "s"),
        ("second", "s"),
        ("Kbyte", "byte"),
        ("Gbyte/s", "byte/s"),
        ("byte/nsecond", "byte/s"),
        ("Ghz", "op/s"),
        ("GHz", "op/s"),
        ("hz", "op/s"),
        ("inst/cycle", "1"),
        ("warp", "1"),
        ("", "1"),
    ],
)
def test_units_of_all_versions(unit, canonical):
    row = rows_of(NCU_DETAILS.replace('"usecond"', f'"{unit}"'))[-1]
    assert (row.metric_raw, row.unit) == ("Duration", canonical)


def test_a_unit_that_is_none_of_these_makes_a_setting():
    assert "Duration" not in {row.metric_raw for row in rows_of(NCU_DETAILS.replace('"usecond"', '"block/widget"'))}


def test_launches_are_told_apart():
    rows = rows_of(NCU_DETAILS)
    assert [json.loads(row.params)["ID"] for row in rows] == ["0", "0", "0", "0", "1"]
    assert {row.workload for row in rows} == {"copy(int, T2)"}
    assert json.loads(rows[0].params)["Registers Per Thread"] == "32 register/thread"
    assert "node" not in rows[0].params
    assert (rows[0].metric, rows[3].metric) == ("memory-throughput-share", "memory-bandwidth")


def test_facts_of_the_other_pages():
    assert rows_of(NCU_RAW)[0].accelerator_raw == "Some GPU"
    assert json.loads(rows_of(NCU_RAW)[0].params)["registers_per_thread"] == "32 register/thread"
    assert rows_of(NCU_SUMMARY)[0].samples == 2
