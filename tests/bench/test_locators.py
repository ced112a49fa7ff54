"""LINE:COLUMN leads to the figure as it was written, in every sample that is a text."""

import pytest
from figures import rows_of
from kernel_samples import SAMPLES

TEXTS = {name: text for name, text in SAMPLES.items() if not text.startswith("{")}


@pytest.mark.parametrize("name", TEXTS)
def test_a_locator_leads_to_its_figure(name):
    lines = TEXTS[name].split("\n")
    for row in rows_of(TEXTS[name]):
        line, column = map(int, row.locator.split(":"))
        there = (
            lines[line - 1][column - 1 :].replace(",", "", 2)
            if name.startswith(("ncu", "nsys"))
            else lines[line - 1][column - 1 :]
        )
        assert there.startswith(row.value_raw), row.metric_raw
