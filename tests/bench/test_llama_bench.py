"""What the reader makes of llama-bench's records."""

import json

import pytest

from broadsheet.bench.formats import read_file

TEST = (
    '{"build_commit": "abc123", "build_number": 77, "cpu_info": "Some CPU", "gpu_info": "Some GPU", "backends": "CUDA",'
    ' "model_filename": "/m/tiny.gguf", "model_type": "llama 1B Q4_K - Medium", "n_batch": 2048, "type_k": "f16",'
    ' "type_v": "q8_0", "n_prompt": 512, "n_gen": 0, "n_depth": 1024, "test_time": "2026-01-02T03:04:05Z",'
    ' "avg_ns": 347823052, "stddev_ns": 0, "avg_ts": 1472.012844, "stddev_ts": 0.000000,'
    ' "samples_ns": [ 347823052 ], "samples_ts": [ 1472.01 ]}'
)


@pytest.mark.parametrize(
    ("key", "statistic", "value", "unit", "written"),
    [
        ("avg_ns", "mean", 0.347823052, "s", "347823052"),
        ("stddev_ns", "std", 0.0, "s", "0"),
        ("avg_ts", "mean", 1472.012844, "token/s", "1472.012844"),
        ("stddev_ts", "std", 0.0, "token/s", "0.000000"),
    ],
)
def test_figure(key, statistic, value, unit, written):
    rows, problems = read_file(TEST.encode(), "a.jsonl")
    assert problems == []
    assert len(rows) == 4
    row = next(row for row in rows if row.metric_raw == key)
    assert (row.statistic, row.value, row.unit, row.value_raw, row.samples) == (statistic, value, unit, written, 1)


def test_facts():
    row = read_file(TEST.encode(), "a.jsonl")[0][0]
    assert (row.model, row.model_raw, row.weight_format) == ("llama-1b", "llama 1B Q4_K - Medium", "Q4_K - Medium")
    assert (row.kv_cache_format, row.input_length, row.output_length, row.context) == ("f16/q8_0", 512, None, 1024)
    assert (row.phase, row.tool_version, row.engine) == ("prefill", "abc123 (77)", "llama.cpp")
    assert json.loads(row.params) == {"backends": "CUDA", "model_filename": "/m/tiny.gguf", "n_batch": 2048}


@pytest.mark.parametrize(
    ("model_type", "weights", "bits"),
    [
        ("gpt-oss 20B F16", "F16", None),
        ("foo ?B IQ3_XXS - 3.0625 bpw", "IQ3_XXS - 3.0625 bpw", 3.0625),
        ("bar 7B MXFP4 MoE", "MXFP4 MoE", None),
        ("something else", None, None),
    ],
)
def test_number_format_of_the_weights(model_type, weights, bits):
    row = read_file(TEST.replace("llama 1B Q4_K - Medium", model_type).encode(), "a.jsonl")[0][0]
    assert (row.weight_format, row.quantisation_bits) == (weights, bits)


def test_log_lines_around_the_records():
    text = f"ggml_init: found 1 device\n  Device 0: x\n{TEST}\n{TEST.replace('512', '256')}\n"
    rows, problems = read_file(text.encode(), "a.jsonl")
    assert problems == []
    assert [row.locator for row in rows if row.metric_raw == "avg_ts"] == ["3#/avg_ts", "4#/avg_ts"]
    assert {row.run_id for row in rows} == {rows[0].run_id}


def test_one_list_as_llama_bench_o_json_writes_it():
    rows, problems = read_file(f"[\n  {TEST},\n  {TEST}\n]\n".encode(), "a.json")
    assert problems == []
    assert [row.locator for row in rows if row.metric_raw == "avg_ts"] == ["/0/avg_ts", "/1/avg_ts"]


def test_a_record_that_breaks_off_is_told_and_the_others_kept():
    rows, (problem,) = read_file(f"{TEST}\n{TEST[:90]}\n".encode(), "a.jsonl")
    assert len(rows) == 4
    assert (problem.code, problem.line) == ("broken-json", 2)
