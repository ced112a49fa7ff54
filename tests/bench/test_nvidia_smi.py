"""What the reader makes of nvidia-smi's CSV beyond one plain series: several headings, processes, what was not told."""

import json

import pytest

from broadsheet.bench.formats import read_file

FIRST = """\
timestamp, name, clocks.current.graphics [MHz], power.draw [W], pstate
2026/01/02 03:04:05.000, Some GPU, 1200 MHz, [N/A], P0
2026/01/02 03:04:06.000, Some GPU, 1400 MHz, 200.50 W, P0
"""
SECOND = """\
timestamp, name, utilization.gpu [%]
2026/01/02 03:05:05.000, Some GPU, 90 %
"""
PROCESSES = """\
gpu_name, pid, process_name, used_gpu_memory [MiB]
Some GPU, 12, python, 100 MiB
Some GPU, 13, ./other, [N/A]
Some GPU, 12, python, 300 MiB
"""


def means(text):
    rows, problems = read_file(text.encode(), "a.csv")
    assert problems == []
    return {(row.run_id[-2:], row.metric_raw): row for row in rows if row.statistic == "mean"}


def test_each_heading_is_a_run():
    rows = means(FIRST + SECOND)
    assert {key: row.value for key, row in rows.items()} == {
        ("-1", "clocks.current.graphics [MHz]"): 1.3e9,
        ("-1", "power.draw [W]"): 200.5,
        ("-2", "utilization.gpu [%]"): 0.9,
    }
    assert rows["-1", "power.draw [W]"].locator == "3:46"
    assert json.loads(rows["-1", "power.draw [W]"].params) == {"pstate": "P0"}


def test_a_heading_before_every_sample_makes_one_series():
    heading, *samples = FIRST.splitlines(keepends=True)
    again = means("".join(f"Fri Jan 2\n{heading}{sample}" for sample in samples))
    assert {key: row.value for key, row in again.items()} == {key: row.value for key, row in means(FIRST).items()}


def test_one_column_alone():
    (row,) = means("power.draw [W]\n60.50 W\n61.50 W\n").values()
    assert (row.value, row.samples) == (61.0, 2)


def test_the_memory_of_processes():
    (row,) = means(PROCESSES).values()
    assert (row.metric, row.value, row.samples) == ("process-memory", 200 * 2.0**20, 2)
    assert (row.workload, json.loads(row.params)) == ("python", {"pid": "12"})


@pytest.mark.parametrize(
    "heading", ["time, power_w, util", "timestamp,power.draw,utilization.gpu", "Name [s], Size [MiB]"]
)
def test_other_tables_are_none(heading):
    rows, problems = read_file(f"{heading}\n1, 2, 3\n".encode(), "a.csv")
    assert rows == []
    assert [problem.code for problem in problems] == ["unknown-run-format"]
