"""What the reader makes of the tables that nccl-tests prints."""

import json

import pytest

from broadsheet.bench.formats import read_file

START = """\
# nccl-tests version 2.17.6 nccl-headers=22807 nccl-library=22807
# Collective test starting: all_reduce_perf
# nThread 1 nGpus 1 minBytes 8 maxBytes 16 step: 2(factor) warmup iters: 5 iters: 20 agg iters: 1 validation: 1
#
# Using devices
#  Rank  0 Group  0 Pid 11 on  node-a device  0 [0x01] NVIDIA H100 80GB HBM3
#  Rank  1 Group  0 Pid 12 on  node-b device  0 [0000:1b:00] NVIDIA H100 80GB HBM3
#
"""
TABLE = """\
#                                                       out-of-place                       in-place
#       size         count      type   redop    root     time   algbw   busbw #wrong     time   algbw   busbw #wrong
#        (B)    (elements)                               (us)  (GB/s)  (GB/s)            (us)  (GB/s)  (GB/s)
"""
LINE = "         8          2    float    sum    -1   48.94   1.25   2.50      0   13059   1.30   2.60   N/A\n"
END = "# Out of bounds values : 0 OK\n# Avg bus bandwidth    : 2.55\n#\n"
LOG = START + TABLE + LINE + END


def figures(text):
    rows, problems = read_file(text.encode(), "a.log")
    return {(json.loads(r.params).get("in_place"), r.metric_raw): r for r in rows}, problems


@pytest.mark.parametrize(
    ("in_place", "name", "value", "unit", "written"),
    [
        (False, "time", 48.94e-6, "s", "48.94"),
        (False, "algbw", 1.25e9, "byte/s", "1.25"),
        (False, "busbw", 2.5e9, "byte/s", "2.50"),
        (True, "time", 0.013059, "s", "13059"),
        (True, "algbw", 1.3e9, "byte/s", "1.30"),
        (True, "busbw", 2.6e9, "byte/s", "2.60"),
        (None, "Avg bus bandwidth", 2.55e9, "byte/s", "2.55"),
    ],
)
def test_figure(in_place, name, value, unit, written):
    rows, problems = figures(LOG)
    row = rows[in_place, name]
    assert problems == []
    assert (row.value, row.unit, row.value_raw, row.statistic) == (pytest.approx(value), unit, written, "mean")
    line, column = map(int, row.locator.split(":"))
    assert LOG.splitlines()[line - 1][column - 1 :].startswith(written)


def test_facts():
    row = figures(LOG)[0][False, "busbw"]
    assert (row.accelerator_raw, row.accelerator_count, row.nodes) == ("NVIDIA H100 80GB HBM3", 2, 2)
    assert (row.workload, row.tool_version, row.engine_version) == ("all_reduce_perf", "2.17.6", "22807")
    assert (row.samples, row.unit_raw, row.unit_origin) == (20, "GB/s", "file")
    expected = {"size": 8, "count": 2, "type": "float", "redop": "sum", "root": -1, "in_place": False, "wrong": "0"}
    assert json.loads(row.params) == expected


@pytest.mark.parametrize(
    "prefix",
    [
        "0: ",
        " 0: ",
        "12: ",
        "[1,0]<stdout>:",
        "[prterun-node-a-7@1,0]<stdout>: ",
        "node-a: ",
        "[pod/launcher] ",
        "2025-01-02T03:04:05.678901234Z ",
        "[2025-01-02 03:04:05,678] 0: ",
        "\x1b[32m",
    ],
)
def test_a_launchers_prefix(prefix):
    text = "".join(prefix + line for line in LOG.splitlines(keepends=True))
    rows, problems = figures(text)
    assert problems == []
    assert len(rows) == 7
    line, column = map(int, rows[True, "time"].locator.split(":"))
    assert text.splitlines()[line - 1][column - 1 :].startswith("13059")


def test_two_collectives_in_one_log():
    rows, _ = read_file((LOG + LOG.replace("all_reduce", "sendrecv")).encode(), "a.log")
    assert {(row.run_id[-2:], row.workload, row.accelerator_count) for row in rows} == {
        ("-1", "all_reduce_perf", 2),
        ("-2", "sendrecv_perf", 2),
    }


OLDEST = """\
nThread 1 nGpus 2 minBytes 8 maxBytes 16 step: 2(factor) warmup iters: 5 iters: 20 validation: 1
# Using devices
#   Rank  0 on    node-a device  0 [0x04] Tesla P100-SXM2-16GB
#                                                 out-of-place                    in-place
#      bytes             N    type      op     time  algbw  busbw      res     time  algbw  busbw      res
    32000000       8000000   float     sum    3.200  10.00  15.00    0e+00    3.100  10.32  15.48    0e+00
 Out of bounds values : 0 OK
 Avg bus bandwidth    : 15.24
"""


def test_the_oldest_version_tells_milliseconds():
    rows, problems = figures(OLDEST)
    assert problems == []
    assert rows[False, "time"].value == pytest.approx(0.0032)
    assert rows[True, "busbw"].value == pytest.approx(15.48e9)
    assert rows[None, "Avg bus bandwidth"].value == pytest.approx(15.24e9)
    params = json.loads(rows[False, "time"].params)
    assert (params["size"], params["count"], params["redop"]) == (32_000_000, 8_000_000, "sum")


@pytest.mark.parametrize("options", ["iters: 20 agg iters: 1 validation: 1", "iters: 20 validation: 1"])
def test_iterations_are_not_those_that_warm_up(options):
    rows, _ = figures(LOG.replace("iters: 20 agg iters: 1 validation: 1", options))
    assert rows[True, "time"].samples == 20


def test_columns_that_an_old_version_leaves_blank():
    rows, _ = figures(LOG.replace("float    sum    -1", "float              "))
    assert rows[True, "busbw"].value == pytest.approx(2.6e9)
    assert json.loads(rows[True, "busbw"].params)["type"] == "float"


@pytest.mark.parametrize(
    ("text", "status", "codes"),
    [
        (LOG, {"ok"}, []),
        (START + TABLE + LINE, {"partial"}, ["cut-run"]),
        (LOG.replace("0 OK", "16 FAILED"), {"partial"}, ["failed-run"]),
        (LOG.replace("2.50      0", "2.50      9").replace("0 OK", "9 FAILED"), {"failed", "partial"}, ["failed-run"]),
        (START + "node-a: Test NCCL failure common.cu:1279\n", set(), ["failed-run"]),
    ],
)
def test_status(text, status, codes):
    rows, problems = read_file(text.encode(), "a.log")
    assert {row.status for row in rows} == status
    assert [problem.code for problem in problems] == codes


def test_a_line_that_breaks_off_is_told():
    rows, (problem,) = figures(LOG.replace(END, LINE[:60] + "\n" + END))
    assert len(rows) == 7
    assert (problem.code, problem.line, problem.severity) == ("broken-line", 13, "warning")


def test_a_table_of_one_half():
    half = TABLE.replace("     time   algbw   busbw #wrong\n", "\n").replace("            (us)  (GB/s)  (GB/s)\n", "\n")
    rows, problems = figures(START + half + "  8  2  float  sum  -1  48.94  1.25  2.50  0\n" + END)
    assert problems == []
    assert set(rows) == {(False, "time"), (False, "algbw"), (False, "busbw"), (None, "Avg bus bandwidth")}


def test_libraries_named_nccl_are_no_results():
    _, (problem,) = read_file(b"\tlibnccl.so.2 => /opt/lib/libnccl.so.2 (0x1)\n", "ldd.txt")
    assert problem.code == "unknown-run-format"


NCCL_LOG = "node-b:12:345 [0] NCCL INFO AllReduce: opCount 3 count 2 [nranks=2] stream 0x7f\n"


@pytest.mark.parametrize(
    "broken",
    [
        LINE.replace("-1 ", f"-1{NCCL_LOG}{NCCL_LOG}"),
        LINE.replace("0   13059", f"0{NCCL_LOG}   13059"),
        LINE.replace("N/A", f"N/A {NCCL_LOG}"),
    ],
)
def test_nccls_own_log_within_a_line(broken):
    text = START + TABLE + broken + END
    rows, problems = figures(text)
    assert problems == []
    assert {key: row.value for key, row in rows.items()} == {key: row.value for key, row in figures(LOG)[0].items()}
    for row in rows.values():
        line, column = map(int, row.locator.split(":"))
        assert text.splitlines()[line - 1][column - 1 :].startswith(row.value_raw)


def test_words_in_the_place_of_figures_are_none():
    _, problems = figures(START + TABLE + LINE.replace("13059   1.30", "killed by signal") + END)
    assert "broken-line" in [problem.code for problem in problems]


@pytest.mark.parametrize(
    ("line", "engine", "version"),
    [
        ("NCCL version 2.21.5+cuda12.4", "nccl", "2.21.5+cuda12.4"),
        ("node-a:1:1 [0] NCCL INFO NCCL version 2.21.5+cuda12.4", "nccl", "2.21.5+cuda12.4"),
        ("rccl-tests: Version Unknown\nRCCL version : 2.27.7-develop:1a2b3c4", "rccl", "2.27.7-develop:1a2b3c4"),
    ],
)
def test_the_library_tells_its_version(line, engine, version):
    text = "".join(START.splitlines(keepends=True)[1:]) + line + "\n" + TABLE + LINE + END
    row = figures(text)[0][False, "time"]
    assert (row.engine, row.engine_version, row.tool_version) == (engine, version, None)
