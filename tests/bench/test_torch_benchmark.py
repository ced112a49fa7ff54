"""torch.utils.benchmark: a unit below the table, deviations, warnings, colours and columns that are no times."""

import json

import pytest
from figures import figures, rows_of
from kernel_samples import TORCH_COMPARE, TORCH_MEASUREMENT


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (TORCH_COMPARE, (5, "eager", "median", 10.5e-6, "s")),
        (TORCH_COMPARE, (5, "eager", "std", 0.25e-6, "s")),
        (TORCH_COMPARE, (5, "compiled (2.2.0a0+gitabc)", "median", 5.25e-6, "s")),
        (TORCH_COMPARE, (5, "speed-up", "single", 2.0, "ratio")),
        (TORCH_COMPARE, (6, "compiled (2.2.0a0+gitabc)", "median", 1.5e-6, "s")),
        (TORCH_COMPARE, (8, "eager", "median", 4e-6, "s")),
        (TORCH_MEASUREMENT, (5, "Median", "median", 5.73e-6, "s")),
        (TORCH_MEASUREMENT, (6, "IQR", "iqr", 2.25e-6, "s")),
        (TORCH_MEASUREMENT, (6, "IQR", 0.25, 4.01e-6, "s")),
        (TORCH_MEASUREMENT, (6, "IQR", 0.75, 6.26e-6, "s")),
        (TORCH_MEASUREMENT, (11, "time", "single", 1.25e-3, "s")),
    ],
)
def test_figure(text, figure):
    assert figure in figures(text)[0]


def test_the_name_of_2020():
    early = TORCH_MEASUREMENT.replace("torch.utils.benchmark", "torch.utils._benchmark")
    assert early != TORCH_MEASUREMENT
    assert figures(early) == figures(TORCH_MEASUREMENT)


def test_a_table_without_its_end_has_no_unit():
    found, (problem,) = figures(TORCH_COMPARE)
    assert len(found) == 8
    assert (problem.code, problem.line) == ("cut-run", 12)


@pytest.mark.parametrize(
    ("unit", "factor"), [("nanoseconds (ns)", 1e-9), ("milliseconds (ms)", 1e-3), ("seconds (s)", 1)]
)
def test_the_unit_is_the_one_below(unit, factor):
    text = TORCH_COMPARE.replace("microseconds (us)", unit)
    assert rows_of(text)[0].value == pytest.approx(10.5 * factor)
    assert rows_of(text)[3].value == 2.0


def test_facts():
    eager, _, compiled = rows_of(TORCH_COMPARE)[:3]
    assert (eager.method, eager.workload, eager.engine_version) == ("eager", "matmul", "2.1.0")
    assert (compiled.engine_version, json.loads(compiled.params)["iqr_percent_of_median"]) == ("2.2.0a0+gitabc", 12)
    assert json.loads(rows_of(TORCH_COMPARE)[-1].params) == {"case": "(64, 64) | x", "threads": 4}


@pytest.mark.parametrize(
    ("column", "version"),
    [
        ("Pillow (9.5.0)", "2.1.0"),
        ("x (Torch 2.1.0a0+git1)", "2.1.0a0+git1"),
        ("x (2.2.0.dev20240101)", "2.2.0.dev20240101"),
    ],
)
def test_versions_in_a_heading_are_pytorchs(column, version):
    assert rows_of(TORCH_COMPARE.replace("|  eager  |", f"|  {column}  |"))[0].engine_version == version


def test_measurements_count():
    first, last = rows_of(TORCH_MEASUREMENT)[0], rows_of(TORCH_MEASUREMENT)[-1]
    assert (first.workload, first.samples, first.run_id[-2:]) == ("add (4x8)", 372, "-1")
    assert (last.workload, last.samples, last.run_id[-2:]) == ("mul", 1, "-2")
    assert json.loads(first.params)["threads"] == 2
