"""Choosing a format, and files that are none."""

import json
from pathlib import Path

import pytest

from broadsheet.bench.formats import FORMATS, read_file
from broadsheet.bench.rows import problem_json, row_json
from broadsheet.bench.sidecar import RunFile

REAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "runs"
READ = (
    "vllm_bench_serve",
    "vllm_bench_latency",
    "vllm_bench_throughput",
    "sglang_bench_serving",
    "serving_stdout",
    "llama_bench_jsonl",
    "llama_bench_csv",
    "llama_bench_md",
    "nccl_tests",
    "pytest_benchmark",
    "google_benchmark",
    "inferencex_serving",
    "inferencex_csv",
    "llama_benchy_md",
    "trtllm_bench",
    "aiperf_json",
    "guidellm",
    "mlperf_summary",
    "mlperf_detail",
    "lm_eval",
    "lm_eval_old",
    "lighteval",
    "nvbench_csv",
    "nvbench_md",
    "cutlass_profiler_csv",
    "cutlass_profiler_stdout",
    "torch_utils_benchmark",
    "asv",
    "liger_do_bench_csv",
    "nsys_stats_csv",
    "ncu_details_csv",
    "optimum_benchmark",
    "optimum_benchmark_md",
    "nvidia_smi_csv",
    "nvidia_smi_table",
)

VLLM = (
    '{"model_id": "a/b", "num_prompts": 2, "request_rate": 1.5, "completed": 2, "duration": 1.0,'
    ' "request_throughput": 2.0, "mean_ttft_ms": 3.5}'
)


@pytest.mark.parametrize(
    ("data", "look"),
    [
        (b"", "empty file"),
        (b"\n \n", "empty file"),
        (b"\x89PNG\0\0", "binary file"),
        (b"a,b,c\n1,2,3\n", "table (its columns: a,b,c)"),
        (b'{"engine": "x"}', "JSON file (its keys: engine)"),
        (b"[1, 2]", "text file (it starts with: [1, 2])"),
        (b"hello there", "text file (it starts with: hello there)"),
    ],
)
def test_an_unknown_file_is_described(data, look):
    rows, (problem,) = read_file(data, "x")
    assert rows == []
    assert (problem.code, problem.path) == ("unknown-run-format", "x")
    assert f"this {look} is no result file" in problem.message


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [('{"model_id": "a",\n "x": }\n', 2, 7), ('{"a": ', 1, 7), ("{" * 3, 1, 2)],
)
def test_broken_json_is_told_with_its_place(text, line, column):
    rows, (problem,) = read_file(text.encode(), "x.json")
    assert rows == []
    assert (problem.code, problem.line, problem.column) == ("broken-json", line, column)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_encodings_of_redirected_output(encoding):
    rows, problems = read_file(VLLM.encode(encoding), "x.json")
    assert problems == []
    assert {row.metric_raw for row in rows} == {"completed", "duration", "request_throughput", "mean_ttft_ms"}


@pytest.mark.parametrize("written", ["Infinity", "NaN", "1e999", "1e999999999"])
def test_a_figure_that_is_no_number_is_told_and_left_out(written):
    rows, (problem,) = read_file(VLLM.replace("3.5", written).encode(), "x.json")
    assert "mean_ttft_ms" not in {row.metric_raw for row in rows}
    assert (problem.code, problem.severity) == ("bad-figure", "warning")
    assert written in problem.message


def test_escape_sequences_do_not_get_through():
    rows, _ = read_file(VLLM.replace("a/b", r"a/\u001b[31mb").encode(), "x.json")
    assert rows[0].model_raw == "a/\ufffd[31mb"
    _, (problem,) = read_file(b"\x1b[31mhello", "x")
    assert "\x1b" not in problem.message


def test_half_a_character_in_a_name():
    rows, _ = read_file(VLLM.replace("a/b", r"a/\ud83d\ude00-\ud800").encode(), "x.json")
    assert rows[0].model_raw == "a/\U0001f600-\ufffd"
    assert json.loads(row_json(rows[0]))["model_raw"] == rows[0].model_raw


@pytest.mark.parametrize("text", ["[" * 100_000, '{"a":' * 100_000, "[\n" * 100_000, '{"a":\n' * 100_000])
def test_deep_nesting_is_a_problem(text):
    rows, problems = read_file(text.encode(), "x.json")
    assert rows == []
    assert len(problems) == 1


def test_no_cut_of_a_file_raises():
    for end in range(len(VLLM)):
        rows, problems = read_file(VLLM[:end].encode(), "x.json")
        assert rows == []
        assert problems


@pytest.mark.parametrize("value", ["null", "true", '"x"', "[]", "{}", "-1", "[[1]]", '{"a": {"b": 1}}'])
@pytest.mark.parametrize("key", ["model_id", "num_prompts", "request_rate", "completed", "duration", "mean_ttft_ms"])
def test_no_odd_value_raises(key, value):
    run = json.loads(VLLM) | {key: json.loads(value), "steady_state": json.loads(value)}
    rows, _ = read_file(json.dumps(run).encode(), "x.json")
    assert all(row.value is not None for row in rows)


def test_the_contributors_guide_names_every_tool_and_key():
    guide = (Path(__file__).resolve().parents[2] / "content" / "runs" / "README.md").read_text(encoding="utf-8")
    assert [form.TOOL for form in FORMATS if f"`{form.TOOL}`" not in guide] == []
    assert [key for key in RunFile.__struct_fields__ if f"`{key}`" not in guide] == []


def test_json_lines():
    rows, _ = read_file(VLLM.encode(), "a/x.json")
    told = json.loads(row_json(rows[0]))
    assert (told["source_path"], told["quantile"], told["unit"]) == ("a/x.json", None, "1")
    _, (problem,) = read_file(b"", "a/y.json")
    told = json.loads(problem_json("a/y.json", problem))
    assert (told["source_path"], told["problem"]["code"]) == ("a/y.json", "unknown-run-format")


@pytest.mark.skipif(not REAL.exists(), reason="the real result files are not beside the repository")
class TestRealFiles:
    @pytest.mark.parametrize("folder", READ)
    def test_every_file_gives_rows(self, folder):
        for path in sorted((REAL / folder).iterdir()):
            rows, _ = read_file(path.read_bytes(), path.name)
            assert rows, path.name
            assert len({row.row_id for row in rows}) == len(rows), path.name

    def test_no_other_file_gives_any(self):
        for path in sorted((REAL / "_negatives").iterdir()):
            rows, problems = read_file(path.read_bytes(), path.name)
            assert rows == [], path.name
            assert problems, path.name

    @pytest.mark.parametrize("folder", READ)
    def test_half_a_file_never_raises(self, folder):
        for path in sorted((REAL / folder).iterdir()):
            data = path.read_bytes()
            for end in range(0, len(data), max(1, len(data) // 20)):
                rows, problems = read_file(data[:end], path.name)
                assert rows or problems, (path.name, end)


@pytest.mark.parametrize(
    ("text", "code"),
    [("{% if a %}b{% endif %}", "unknown-run-format"), ('{"a": 1', "broken-json"), ("{\n", "broken-json")],
)
def test_a_template_is_no_broken_json(text, code):
    rows, (problem,) = read_file(text.encode(), "x")
    assert (rows, problem.code) == ([], code)
