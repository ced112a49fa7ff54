"""optimum-benchmark: MB of 1e6, a percentage that nothing names, counts and lists that are no results."""

import json

import pytest
from figures import figures, rows_of
from kernel_samples import OPTIMUM_JSON, OPTIMUM_MARKDOWN


@pytest.mark.parametrize(
    ("text", "figure"),
    [
        (OPTIMUM_JSON, ("/report/prefill/memory/max_ram", "memory.max_ram", "max", 2.5e6, "byte")),
        (OPTIMUM_JSON, ("/report/prefill/latency/mean", "latency.mean", "mean", 2.0, "s")),
        (OPTIMUM_JSON, ("/report/prefill/latency/p50", "latency.p50", 0.5, 2.0, "s")),
        (OPTIMUM_JSON, ("/report/prefill/latency/total", "latency.total", "total", 4.0, "s")),
        (OPTIMUM_JSON, ("/report/prefill/latency/stdev", "latency.stdev", "std", 1.0, "s")),
        (OPTIMUM_JSON, ("/report/prefill/latency/stdev_", "latency.stdev_", "std", 0.5, "ratio")),
        (OPTIMUM_JSON, ("/report/prefill/throughput/value", "throughput.value", "single", 1.0, "sample/s")),
        (OPTIMUM_JSON, ("/report/prefill/energy/gpu", "energy.gpu", "total", 3.6e6, "J")),
        (OPTIMUM_MARKDOWN, (7, "memory.max_ram", "max", 6093.93e6, "byte")),
        (OPTIMUM_MARKDOWN, (13, "latency.mean", "mean", 27.532246, "s")),
        (OPTIMUM_MARKDOWN, (14, "latency.stdev_", "std", 0.0008, "ratio")),
        (OPTIMUM_MARKDOWN, (21, "throughput.throughput", "single", 10.11, "token/s")),
    ],
)
def test_figure(text, figure):
    assert figure in figures(text)[0]


@pytest.mark.parametrize(("text", "count"), [(OPTIMUM_JSON, 17), (OPTIMUM_MARKDOWN, 4)])
def test_nothing_else_is_a_result(text, count):
    assert len(figures(text)[0]) == count
    assert figures(text)[1] == []


def test_facts():
    row = rows_of(OPTIMUM_JSON)[0]
    assert (row.model, row.task, row.engine, row.engine_version) == ("tiny-1b", "text-generation", "pytorch", "2.6.0")
    assert (row.quantisation, row.weight_format, row.activation_format) == ("gptq", None, "bfloat16")
    assert (row.batch, row.input_length, row.output_length, row.phase) == (2, 64, 32, "prefill")
    assert (row.accelerator_raw, row.accelerator_count, row.cpu) == ("Some GPU", 1, "Some CPU")
    assert json.loads(row.params)["efficiency"] == "9.5 tokens/kWh"


def test_a_run_on_the_processor_has_no_accelerator():
    row = rows_of(OPTIMUM_JSON.replace('"cuda"', '"cpu"'))[0]
    assert (row.accelerator_raw, row.accelerator_count) == (None, None)


def test_the_report_alone():
    rows = rows_of(json.dumps(json.loads(OPTIMUM_JSON)["report"]))
    assert len(rows) == 17
    assert rows[0].locator == "/prefill/memory/max_ram"


def test_reports_that_follow_one_another():
    assert {row.run_id[-2:] for row in rows_of(OPTIMUM_MARKDOWN * 2)} == {"-1", "-2"}
    assert {row.samples for row in rows_of(OPTIMUM_MARKDOWN)} == {None, 1}
