"""Liger-Kernel: quantiles as columns, MB that is MiB, NaN for what was not measured."""

import json

import pytest
from figures import figures, rows_of
from kernel_samples import LIGER


@pytest.mark.parametrize(
    "figure",
    [
        (2, "speed", "median", 0.0005, "s"),
        (2, "speed", 0.2, 0.00025, "s"),
        (2, "speed", 0.8, 0.00075, "s"),
        (3, "memory", "median", 64.5 * 2**20, "byte"),
    ],
)
def test_figure(figure):
    assert figure in figures(LIGER)[0]


def test_what_was_not_measured_is_told():
    found, (problem,) = figures(LIGER)
    assert len(found) == 6
    assert (problem.code, problem.line) == ("skipped-case", 4)


def test_facts():
    speed, memory = rows_of(LIGER)[0], rows_of(LIGER)[-1]
    assert (speed.accelerator_raw, speed.workload, speed.engine) == ("Some GPU", "swiglu", "liger")
    assert (speed.activation_format, speed.time, speed.tool_version) == ("bfloat16", "2026-01-02T03:04:05", "0.8.0")
    params = json.loads(speed.params)
    assert (params["T"], params["bsz"], params["kernel_operation_mode"]) == ("1024", 4, "forward")
    assert (memory.unit_raw, memory.value_raw) == ("MB", "64.5")


@pytest.mark.parametrize("config", ["", "{", "[1]", "null"])
def test_a_configuration_that_is_none(config):
    assert len(rows_of(LIGER.replace("{}", config))) == 6
