"""nsys stats: the statistic is the column, the unit is in the heading, several reports follow one another."""

import pytest
from figures import figures, rows_of
from kernel_samples import NSYS, NSYS_OLD, NSYS_TABLE, NSYS_TABLE_2020

EXECUTION = """\
PID,TID,DevId,Count,QCount,TAvg (ns),QMed (us),KStdDev (ns),API Name,Kernel Name
1,2,0,3,3,10.5,2.5,0.5,cudaLaunchKernel,copy
"""

PROJECTED = """\
Range,Style,Total Proj Time (ns),Total Range Time (ns),Range Instances,Proj Avg (ns),Proj StdDev (ns),Total GPU Ops
:step,PushPop,3000,4000,2,1500.5,10.5,14
"""


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (NSYS, (6, "Time (%)", "single", 0.755, "ratio")),
        (NSYS, (6, "Total Time (ns)", "total", 3e-6, "s")),
        (NSYS, (6, "Instances", "total", 2.0, "1")),
        (NSYS, (6, "Avg (ns)", "mean", 1500.5e-9, "s")),
        (NSYS, (6, "Med (ns)", "median", 1.5e-6, "s")),
        (NSYS, (6, "Min (ns)", "min", 1e-6, "s")),
        (NSYS, (6, "Max (ns)", "max", 2e-6, "s")),
        (NSYS, (6, "StdDev (ns)", "std", 707.1e-9, "s")),
        (NSYS, (10, "Total (MB)", "total", 8389000.0, "byte")),
        (NSYS, (10, "Avg (MB)", "mean", 4194000.0, "byte")),
        (NSYS_OLD, (2, "Time(%)", "single", 1.0, "ratio")),
        (NSYS_OLD, (2, "Average", "mean", 0.5e-6, "s")),
        (NSYS_OLD, (2, "Maximum", "max", 1e-6, "s")),
        (PROJECTED, (2, "Total Proj Time (ns)", "total", 3e-6, "s")),
        (PROJECTED, (2, "Total Range Time (ns)", "total", 4e-6, "s")),
        (PROJECTED, (2, "Proj Avg (ns)", "mean", 1500.5e-9, "s")),
        (EXECUTION, (2, "TAvg (ns)", "mean", 10.5e-9, "s")),
        (EXECUTION, (2, "QMed (us)", "median", 2.5e-6, "s")),
        (EXECUTION, (2, "KStdDev (ns)", "std", 0.5e-9, "s")),
        (NSYS_TABLE, (7, "Time (%)", "single", 0.75, "ratio")),
        (NSYS_TABLE, (7, "Total Time (ns)", "total", 0.012345, "s")),
        (NSYS_TABLE, (7, "Instances", "total", 1000.0, "1")),
        (NSYS_TABLE, (7, "StdDev (ns)", "std", 1.2345e-6, "s")),
        (NSYS_TABLE, (8, "Max (ns)", "max", 4.115e-6, "s")),
        (NSYS_TABLE, (14, "Avg (ns)", "mean", 1.5e-6, "s")),
        (NSYS_TABLE_2020, (6, "Total Time", "total", 4.096e-6, "s")),
        (NSYS_TABLE_2020, (6, "Average", "mean", 2.048e-6, "s")),
        (NSYS_TABLE_2020, (12, "Total", "total", 65536.0, "byte")),
        (NSYS_TABLE_2020, (12, "Maximum", "max", 49152.0, "byte")),
    ],
)
def test_figure(text, figure):
    assert figure in [(*told[:3], pytest.approx(told[3]), told[4]) for told in figures(text)[0]]


def test_names_and_runs():
    rows = rows_of(NSYS)
    assert [row.workload for row in rows[::8]] == [
        'void kernel<int, "x">(float, T1)',
        "plain",
        "[CUDA memcpy Host-to-Device]",
    ]
    assert {row.run_id[-2:] for row in rows} == {"-1", "-2"}
    assert [row.samples for row in rows[:4]] == [None, 2, None, 2]
    assert rows_of(EXECUTION)[0].workload == "copy"


def test_names_in_a_table():
    rows = rows_of(NSYS_TABLE)
    assert [row.workload for row in rows[::8]] == ["void gemm<float, int>(T1  *)", None, ":step"]
    assert [row.run_id[-2:] for row in rows[::8]] == ["-1", "-1", "-2"]
    assert (rows[1].samples, rows[1].value_raw, rows[1].unit_raw) == (1000, "12345000", "ns")
    assert rows_of(NSYS_TABLE_2020)[0].workload == "add(int *, int)"


def test_a_line_of_a_table_that_breaks_off():
    rows, (problem,) = figures(NSYS_TABLE_2020[: NSYS_TABLE_2020.index("          2000 ")])
    assert (rows, problem.code, problem.line) == ([], "broken-line", 6)


@pytest.mark.parametrize("heading", ["Name  Self CPU  CPU total  Calls", "Item  Total  Count"])
def test_another_tools_table_is_none(heading):
    text = heading + "\n" + "  ".join("-" * len(name) for name in heading.split("  ")) + "\n1.0  2  3  4\n"
    rows, (problem,) = figures(text)
    assert (rows, problem.code) == ([], "unknown-run-format")


def test_a_trace_is_no_summary():
    text = "Start (ns),Duration (ns),CorrId,Device,Strm,Name\n1,2,3,Some GPU,7,copy\n"
    rows, (problem,) = figures(text)
    assert (rows, problem.code) == ([], "unknown-run-format")


def test_a_line_that_breaks_off():
    rows, (problem,) = figures(NSYS_OLD[: NSYS_OLD.index(",0.25")])
    assert (rows, problem.code, problem.line) == ([], "broken-line", 2)
