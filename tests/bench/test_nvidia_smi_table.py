"""The table of nvidia-smi: one set of figures a GPU, none for what is not supported, both layouts."""

import json

import pytest
from figures import figures, rows_of
from kernel_samples import NVIDIA_SMI_OLD, NVIDIA_SMI_TABLE


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (NVIDIA_SMI_TABLE, (10, "Temp", "single", 321.15, "K")),
        (NVIDIA_SMI_TABLE, (10, "Pwr:Usage/Cap", "single", 464.0, "W")),
        (NVIDIA_SMI_TABLE, (10, "Memory-Usage", "single", 72770 * 2.0**20, "byte")),
        (NVIDIA_SMI_TABLE, (10, "GPU-Util", "single", 0.97, "ratio")),
        (NVIDIA_SMI_TABLE, (14, "Pwr:Usage/Cap", "single", 10.0, "W")),
        (NVIDIA_SMI_TABLE, (14, "GPU-Util", "single", 0.0, "ratio")),
        (NVIDIA_SMI_TABLE, (20, "GPU Memory Usage", "single", 89093 * 2.0**20, "byte")),
        (NVIDIA_SMI_OLD, (8, "Pwr:Usage/Cap", "single", 9.0, "W")),
        (NVIDIA_SMI_OLD, (8, "Memory-Usage", "single", 0.0, "byte")),
        (NVIDIA_SMI_OLD, (10, "GPU Memory Usage", "single", 1021 * 2.0**20, "byte")),
    ],
)
def test_figure(text, figure):
    assert figure in figures(text)[0]


@pytest.mark.parametrize(("text", "count"), [(NVIDIA_SMI_TABLE, 8), (NVIDIA_SMI_OLD, 5)])
def test_what_is_not_supported_has_no_row(text, count):
    assert len(figures(text)[0]) == count
    assert figures(text)[1] == []


def test_facts():
    first, second = rows_of(NVIDIA_SMI_TABLE)[0], rows_of(NVIDIA_SMI_TABLE)[4]
    assert (first.accelerator_raw, first.accelerator_count) == ("NVIDIA H100 80GB HBM3", 1)
    assert (first.driver, first.time) == ("550.90.12", "2024-11-11T04:23:36")
    assert json.loads(first.params)["power_cap_w"] == 700
    assert (second.accelerator_raw, json.loads(second.params)["gpu"]) == ("NVIDIA GB10", 1)
    assert "power_cap_w" not in json.loads(second.params)


def test_an_indented_table():
    text = "\n".join("   " + line for line in NVIDIA_SMI_TABLE.split("\n"))
    assert len(rows_of(text)) == 8


def test_two_tables_are_two_runs():
    rows = rows_of(NVIDIA_SMI_TABLE + NVIDIA_SMI_OLD)
    assert {(row.run_id[-2:], row.driver) for row in rows} == {("-1", "550.90.12"), ("-2", "418.67")}


def test_a_table_that_breaks_off():
    rows, (problem,) = figures(NVIDIA_SMI_TABLE[: NVIDIA_SMI_TABLE.index("|   0  NVIDIA")])
    assert (rows, problem.code, problem.line) == ([], "cut-run", 3)


PARTS = """\
+---------------------------------------------------------------------------------------+
| MIG devices:                                                                          |
+------------------+--------------------------------+-----------+-----------------------+
| GPU  GI  CI  MIG |                   Memory-Usage |        Vol|      Shared           |
|      ID  ID  Dev |                     BAR1-Usage | SM     Unc| CE ENC DEC OFA JPG    |
|==================+================================+===========+=======================|
|  0    7   0   1  |              25MiB /  9856MiB  | 28      0 |  2   0    1    0    0 |
|                  |               0MiB / 16383MiB  |           |                       |
+------------------+--------------------------------+-----------+-----------------------+
|  No MIG devices found                                                                 |
+---------------------------------------------------------------------------------------+
"""


def test_the_parts_of_a_gpu_have_their_memory():
    (row,) = rows_of(NVIDIA_SMI_TABLE + PARTS)[8:]
    assert (row.metric, row.value, row.unit) == ("memory-used", 25 * 2.0**20, "byte")
    assert row.accelerator_raw == "NVIDIA H100 80GB HBM3"
    params = json.loads(row.params)
    assert (params["mig_gpu_instance"], params["mig_device"], params["memory_total_mib"]) == ("7", "1", 9856)


@pytest.mark.parametrize("prefix", ["0: ", "[1,0]<stdout>:", "2026-01-02T03:04:05Z ", "> "])
def test_a_launchers_prefix(prefix):
    text = "".join(prefix + line for line in NVIDIA_SMI_TABLE.splitlines(keepends=True))
    assert figures(text)[0] == figures(NVIDIA_SMI_TABLE)[0]
