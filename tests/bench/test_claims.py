"""Papers' own figures as rows."""

import json

import pytest

from broadsheet.bench.claims import claim_rows
from broadsheet.bench.names import Names
from broadsheet.model import Claim, Paper, Source


def one(paper="p", **fields):
    claim = Claim(**({"metric": "throughput", "comparison": "ratio", "unit": "x"} | fields))
    return claim_rows([Paper(title="T", id=paper, date="2024-05", claims=(claim,))])[0]


@pytest.mark.parametrize(
    ("comparison", "written", "unit", "value", "canonical", "raw"),
    [
        ("ratio", 1.4, "x", 1.4, "ratio", "1.4"),
        ("change", -68.0, "%", -0.68, "ratio", "-68"),
        ("difference", 21.9, "pp", 0.219, "ratio", "21.9"),
        ("level", 390.5, "ms", 0.3905, "s", "390.5"),
        ("level", 3.0, "tokens/s", 3.0, "token/s", "3"),
        ("level", 3.0, "bananas", None, None, "3"),
    ],
)
def test_value(comparison, written, unit, value, canonical, raw):
    row = one(comparison=comparison, value=written, unit=unit)
    assert (row.comparison, row.value, row.unit) == (comparison, value, canonical)
    assert (row.value_raw, row.unit_raw, row.reported) == (raw, unit, True)


def test_range():
    row = one(low=1.5, high=3.0)
    assert (row.value, row.low, row.high, row.unit, row.value_raw) == (None, 1.5, 3.0, "ratio", "1.5..3")


def test_what_is_not_stated_is_null():
    row = one()
    assert (row.value, row.value_raw, row.model, row.method, row.bound, row.quantisation_bits) == (None,) * 6


def test_subject():
    row = one(model="Meta-Llama/Llama-3-8B", method="Ours", precision="W4A8KV4", accelerator="L40S", bound="average")
    assert (row.model, row.model_raw, row.method) == ("llama-3-8b", "Meta-Llama/Llama-3-8B", "Ours")
    assert (row.precision_raw, row.quantisation_bits, row.accelerator_raw) == ("W4A8KV4", 4.0, "L40S")
    assert (row.statistic, row.time, row.paper, row.source_path) == ("mean", "2024-05", "p", "/papers/p/")


def test_ids_survive_claims_put_before_them_and_tell_equals_apart():
    first, second = (Claim(metric="memory", comparison="ratio", unit="x", value=v) for v in (2.0, 3.0))
    before = claim_rows([Paper(title="T", id="p", claims=(second,))])
    after = claim_rows([Paper(title="T", id="p", claims=(first, second, second))])
    assert before[0].row_id == after[1].row_id
    assert len({row.row_id for row in after}) == 3


def test_the_sources_of_the_claims():
    sources = (Source(name="arXiv", url="https://arxiv.org/abs/1"), Source(name="a card", fields=("summary",)))
    claim = Claim(metric="memory", comparison="ratio", unit="x", value=2.0)
    row = claim_rows([Paper(title="T", id="p", claims=(claim,), source=sources)], Names())[0]
    assert json.loads(row.params) == {"sources": [{"name": "arXiv", "url": "https://arxiv.org/abs/1"}]}
