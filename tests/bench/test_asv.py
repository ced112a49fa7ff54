"""asv: units by the name alone, both versions, parameters, failures (null) and skipped cases (NaN)."""

import json

import pytest
from figures import figures, rows_of
from kernel_samples import ASV_1, ASV_2


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (ASV_1, ("/results/suite.time_add", "suite.time_add", "single", 0.5, "s")),
        (ASV_1, ("/results/suite.mem_list", "suite.mem_list", "single", 728.0, "byte")),
        (ASV_1, ("/results/suite.time_many/result/0", "suite.time_many", "median", 0.25, "s")),
        (ASV_1, ("/results/suite.time_many/stats/0/std", "suite.time_many std", "std", 0.01, "s")),
        (ASV_2, ("/results/suite.Sorts.time_sort/0/0", "suite.Sorts.time_sort", "median", 0.5, "s")),
        (ASV_2, ("/results/suite.Sorts.time_sort/7/0", "suite.Sorts.time_sort q_25", 0.25, 0.45, "s")),
        (ASV_2, ("/results/suite.PeakMemBig/0/0", "suite.PeakMemBig", "single", 1048576.0, "byte")),
    ],
)
def test_figure(text, figure):
    assert figure in figures(text)[0]


@pytest.mark.parametrize(
    ("text", "count", "told"),
    [
        (ASV_1, 6, [("failed-run", "suite.time_gone")]),
        (ASV_2, 4, [("failed-run", "suite.Sorts.time_sort"), ("unknown-unit", "suite.track_loss")]),
    ],
)
def test_what_has_no_figure_is_told(text, count, told):
    found, problems = figures(text)
    assert len(found) == count
    assert [p.code for p in problems] == [code for code, _ in told]
    assert all(name in problem.message for problem, (_, name) in zip(problems, told, strict=True))


def test_locators_lead_to_the_figure():
    for text in (ASV_1, ASV_2):
        for row in rows_of(text):
            value = json.loads(text)
            for key in row.locator.split("/")[1:]:
                value = value[int(key)] if isinstance(value, list) else value[key]
            assert value == row.value


def test_facts():
    row = rows_of(ASV_2)[0]
    assert (row.cpu, row.time, row.samples) == ("Some CPU", "2023-11-14T22:13:20+00:00", 9)
    params = json.loads(row.params)
    assert (params["commit"], params["param1"], params["env_name"]) == ("abc123", "10", "virtualenv-py3.11")
    # The date of the file is the commit's.
    assert rows_of(ASV_1)[0].time is None


def test_names_that_fix_no_unit_make_no_row():
    rows, (problem,) = figures(ASV_1.replace("time_", "timing_").replace("mem_list", "memory"))
    assert rows == []
    assert problem.code == "unknown-unit"
