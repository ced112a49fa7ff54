"""NVBench: names that repeat, units in the heading or in each cell, cases that were skipped."""

import json

import pytest
from figures import figures, rows_of
from kernel_samples import NVBENCH_CSV, NVBENCH_MARKDOWN


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (NVBENCH_CSV, (2, "CPU Time (sec)", "mean", 2.5e-05, "s")),
        (NVBENCH_CSV, (2, "Noise", "std", 1.25, "ratio")),
        (NVBENCH_CSV, (2, "GPU Time (sec)", "mean", 6.5e-06, "s")),
        (NVBENCH_CSV, (2, "Noise", "std", 0.25, "ratio")),
        (NVBENCH_CSV, (2, "Elem/s (elem/sec)", "single", 2461538.5, "op/s")),
        (NVBENCH_CSV, (2, "GlobalMem BW (bytes/sec)", "single", 9846153.8, "byte/s")),
        (NVBENCH_CSV, (2, "BWUtil", "single", 0.5, "ratio")),
        (NVBENCH_CSV, (2, "peak_memory_usage (bytes)", "max", 4096.0, "byte")),
        (NVBENCH_CSV, (4, "GPU Time (sec)", "mean", 7e-06, "s")),
        (NVBENCH_MARKDOWN, (22, "CPU Time", "mean", 2.5e-05, "s")),
        (NVBENCH_MARKDOWN, (22, "Noise", "std", 0.25, "ratio")),
        (NVBENCH_MARKDOWN, (22, "Elem/s", "single", 2462000.0, "op/s")),
        (NVBENCH_MARKDOWN, (22, "GlobalMem BW", "single", 9846000.0, "byte/s")),
        (NVBENCH_MARKDOWN, (22, "BWUtil", "single", 0.5, "ratio")),
        (NVBENCH_MARKDOWN, (23, "CPU Time", "mean", 0.001, "s")),
        (NVBENCH_MARKDOWN, (23, "Elem/s", "single", 569.0, "op/s")),
        (NVBENCH_MARKDOWN, (23, "GlobalMem BW", "single", 2275000000.0, "byte/s")),
        (NVBENCH_MARKDOWN, (29, "CPU Time", "mean", 1.5, "s")),
    ],
)
def test_figure(text, figure):
    assert figure in figures(text)[0]


def test_columns_of_one_name_are_told_apart():
    noise = {row.metric: row.value for row in rows_of(NVBENCH_CSV) if row.metric_raw == "Noise"}
    samples = {row.metric: row.samples for row in rows_of(NVBENCH_CSV)[:9]}
    assert noise == {"host-time-noise": 1.25, "gpu-time-noise": 0.25}
    assert (samples["gpu-time"], samples["batch-gpu-time"]) == (100, 200)


def test_sizes_and_axes_are_settings():
    first, last = rows_of(NVBENCH_CSV)[0], rows_of(NVBENCH_CSV)[-1]
    assert json.loads(first.params) == {"Device": "0", "Size": "16", "Reads (bytes)": "64"}
    assert json.loads(last.params) == {"Device": "0", "Kind": "I32", "Reads (bytes)": "64"}
    assert (first.workload, first.accelerator_raw, first.tool) == ("copy", "Some GPU", "nvbench")
    assert json.loads(rows_of(NVBENCH_MARKDOWN)[0].params) == {"Size": "2^4 = 16", "Reads": "64.000 B"}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (NVBENCH_CSV, [("skipped-case", 3), ("broken-line", 5)]),
        (NVBENCH_MARKDOWN, [("skipped-case", 11)]),
    ],
)
def test_what_did_not_run_is_told(text, told):
    assert [(p.code, p.line) for p in figures(text)[1]] == told


@pytest.mark.parametrize(
    ("old", "new", "value"),
    [("2.462M", "2.462m", 2462000.0), ("2.462M", "2.462b", 2462000000.0), ("2.462M", "2.462k", 2462.0)],
)
def test_prefixes_of_the_first_versions(old, new, value):
    (rate,) = [row for row in rows_of(NVBENCH_MARKDOWN.replace(old, new)) if row.metric_raw == "Elem/s"][:1]
    assert rate.value == value


def test_percentages_of_the_first_versions():
    text = NVBENCH_CSV.replace("BWUtil", "BWUtil (%)").replace(",9846153.8,0.5,", ",9846153.8,50.0,")
    assert (2, "BWUtil (%)", "single", 0.5, "ratio") in figures(text)[0]


def test_the_log_is_no_result():
    assert figures(NVBENCH_MARKDOWN.split("## copy")[0])[0] == []


def test_a_share_of_the_peak_is_no_memory():
    text = NVBENCH_CSV.replace(",BWUtil,", ",HBWPeak,")
    (share,) = (row for row in rows_of(text) if row.metric_raw == "HBWPeak")
    assert (share.metric, share.statistic, share.value, share.unit) == ("dram-throughput-share", "single", 0.5, "ratio")


def test_the_bandwidths_share_under_its_first_name():
    rows = rows_of(NVBENCH_MARKDOWN.replace("BWUtil", "BWPeak"))
    assert {row.metric for row in rows if row.metric_raw == "BWPeak"} == {"memory-bandwidth-share"}
