"""The CUTLASS profiler: GB/s that are GiB/s, blocks that the CSV at the end repeats, operations that did not run."""

import json

import pytest
from figures import figures, rows_of
from kernel_samples import CUTLASS_CSV, CUTLASS_STDOUT


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (CUTLASS_CSV, (2, "Runtime", "mean", 0.0005, "s")),
        (CUTLASS_CSV, (2, "GB/s", "single", 10.25 * 2**30, "byte/s")),
        (CUTLASS_CSV, (2, "GFLOPs", "single", 536.9e9, "FLOP/s")),
        (CUTLASS_STDOUT, (21, "Runtime", "mean", 0.0015, "s")),
        (CUTLASS_STDOUT, (22, "Memory", "single", 512.25 * 2**30, "byte/s")),
        (CUTLASS_STDOUT, (24, "Math", "single", 67215.5e9, "FLOP/s")),
    ],
)
def test_figure(text, figure):
    assert figure in figures(text)[0]


@pytest.mark.parametrize(("text", "count", "line"), [(CUTLASS_CSV, 6, 4), (CUTLASS_STDOUT, 3, 28)])
def test_nothing_is_counted_twice_and_what_did_not_run_is_told(text, count, line):
    found, (problem,) = figures(text)
    assert len(found) == count
    assert (problem.code, problem.line) == ("skipped-case", line)


def test_wrong_results_have_failed():
    assert [(row.workload, row.status) for row in rows_of(CUTLASS_CSV)[::3]] == [
        ("cutlass_simt_sgemm", "ok"),
        ("cutlass_tensorop_gemm", "failed"),
    ]


@pytest.mark.parametrize("disposition", ["passed", "not_verified", "not_run"])
def test_not_to_have_been_verified_is_no_failure(disposition):
    assert rows_of(CUTLASS_CSV.replace("passed", disposition))[0].status == "ok"


def test_facts():
    row = rows_of(CUTLASS_STDOUT)[0]
    assert (row.activation_format, row.weight_format, row.batch, row.task) == ("f16", "s8", 8, "conv2d")
    assert (row.engine, row.workload, row.unit_raw) == ("CUTLASS", "cutlass_tensorop_fprop", "ms")
    params = json.loads(row.params)
    assert (params["accum"], params["Disposition"], params["Bytes"]) == ("f32", "Passed", "1027899392")


def test_tags_of_the_command_line_stand_before_the_columns():
    text = "\n".join(("node" if "Problem," in line else "n1") + "," + line for line in CUTLASS_CSV.splitlines())
    assert len(rows_of(text)) == 6
    assert json.loads(rows_of(text)[0].params)["node"] == "n1"
