"""Walking content/runs, and what run.yml adds."""

import json
import os
from pathlib import Path

import pytest

from broadsheet.bench.runs import read_runs

VLLM = {
    "model_id": "acme/Tiny-1B",
    "num_prompts": 2,
    "request_rate": "inf",
    "max_concurrency": 4,
    "completed": 2,
    "duration": 1.0,
    "request_throughput": 2.0,
    "mean_ttft_ms": 3.5,
}
HARDWARE = "- {id: acme-x1, name: Acme X1, names: [ACME X1 80GB]}\n"
METRICS = "- {id: time-to-first-token, name: Time to first token, unit: s, higher_is_better: false, names: [ttft]}\n"


@pytest.fixture
def project(tmp_path):
    """Writes a project's files and reads its runs."""

    def read(run_yml="licence: CC0-1.0\n", **files):
        results = {"serve.json": json.dumps(VLLM)} | files
        everything = {f"content/runs/one/{name}": text for name, text in results.items()}
        everything |= {"site_config/hardware.yml": HARDWARE, "site_config/metrics.yml": METRICS}
        if run_yml is not None:
            everything["content/runs/one/run.yml"] = run_yml
        for name, text in everything.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        rows, problems = read_runs(tmp_path / "content" / "runs", tmp_path)
        return list(rows), [p for p in problems if p.code != "unknown-metric"]

    return read


def test_run_yml_fills_what_the_file_does_not_say(project):
    rows, problems = project("licence: CC0-1.0\naccelerator: acme x1 80gb\ntp: 2\nparams: {image: v1}\n")
    assert problems == []
    row = rows[0]
    assert (row.licence, row.accelerator, row.accelerator_raw, row.tp) == ("CC0-1.0", "acme-x1", "acme x1 80gb", 2)
    assert json.loads(row.params)["image"] == "v1"
    origins = json.loads(row.origins)
    assert origins["sidecar"] == ["accelerator_raw", "licence", "tp"]
    assert "model_raw" in origins["file"]
    assert (row.source_path, len(row.sidecar_sha256)) == ("content/runs/one/serve.json", 64)


def test_a_contradiction_is_told_where_it_stands(project):
    _, problems = project("licence: CC0-1.0\ntp: 2\nfiles:\n  serve.json:\n    concurrency: 8\n")
    [told] = problems
    assert (told.path, told.line, told.column, told.code) == ("content/runs/one/run.yml", 5, 18, "run-contradiction")
    assert "`concurrency` is 8 here, but content/runs/one/serve.json says 4" in told.message


def test_a_folder_named_as_a_device_says_the_device_that_nobody_else_says(project):
    results = {
        f"{folder}/serve.json": json.dumps(VLLM | {"duration": n}) for n, folder in enumerate(("acme-x1", "x1"), 1)
    }
    rows, _ = project(**results)
    told = {
        row.source_path.split("/")[3]: (row.accelerator_raw, row.accelerator, json.loads(row.origins).get("path"))
        for row in rows
    }
    assert told["acme-x1"] == ("acme-x1", "acme-x1", ["accelerator_raw"])
    assert told["x1"] == told["serve.json"] == (None, None, None)


def test_metrics_yml_names_the_metric_and_its_direction(project):
    row = next(row for row in project()[0] if row.metric_raw == "mean_ttft_ms")
    assert (row.metric, row.higher_is_better) == ("time-to-first-token", False)


def test_facts_of_one_file(project):
    rows, problems = project("licence: CC0-1.0\ntp: 2\nfiles: {serve.json: {tp: 8}}\n")
    assert problems == []
    assert {row.tp for row in rows} == {8}


@pytest.mark.parametrize(
    ("run_yml", "codes"),
    [
        ("concurrency: 4\nmodel: Tiny-1B\n", []),
        ("concurrency: 8\n", ["run-contradiction"]),
        ("model: acme/Huge-70B\n", ["run-contradiction"]),
        ("request_rate: 3\n", []),
        ("accelerator: Acme X9\n", ["unknown-accelerator"]),
        ("gpus: 8\n", ["unknown-key"]),
        ("tp: many\n", ["wrong-type"]),
        ("tp: -1\n", ["bad-value"]),
        ("files: {gone.json: {tp: 1}}\n", ["missing-run-file"]),
        (None, ["no-run-yml"]),
    ],
)
def test_problems_of_run_yml(project, run_yml, codes):
    rows, problems = project(run_yml)
    assert [problem.code for problem in problems] == codes
    assert {(row.concurrency, row.model_raw, row.request_rate) for row in rows} == {(4, "acme/Tiny-1B", None)}


def test_readme_run_yml_and_hidden_files_are_no_results(project):
    rows, problems = project(**{"README.md": "# notes", ".keep": ""})
    assert problems == []
    assert {row.source_path for row in rows} == {"content/runs/one/serve.json"}


def test_a_file_that_is_no_result_does_not_cost_the_others(project):
    rows, problems = project(**{"notes.txt": "it was slow"})
    assert [(p.path, p.code) for p in problems] == [("content/runs/one/notes.txt", "unknown-run-format")]
    assert len(rows) == 4


def test_the_same_file_twice_counts_once(project):
    rows, problems = project(**{"copy.json": json.dumps(VLLM)})
    assert [(p.path, p.code) for p in problems] == [("content/runs/one/serve.json", "duplicate-run-file")]
    assert len(rows) == 4


def test_a_trial_gives_no_row(project):
    rows, problems = project("licence: CC0-1.0\ntrial: true\n")
    assert [(p.path, p.code) for p in problems] == [("content/runs/one/run.yml", "trial-run")]
    assert len(rows) == 0


def test_links_and_unreadable_names_are_told(project, tmp_path):
    project()
    folder = tmp_path / "content" / "runs" / "one"
    (folder / "link.json").symlink_to(folder / "serve.json")
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.json")).write_text("x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names alone")
    rows, problems = project()
    assert [(p.path, p.code) for p in problems] == [
        ("content/runs/one/bad\ufffd.json", "bad-file-name"),
        ("content/runs/one/link.json", "not-a-file"),
    ]
    assert len(rows) == 4


def test_a_folder_that_is_not_there(tmp_path):
    rows, problems = read_runs(tmp_path / "content" / "runs", tmp_path)
    assert (len(rows), problems) == (0, [])


def test_a_name_that_two_devices_share(tmp_path):
    (tmp_path / "site_config").mkdir()
    text = "- {id: a, name: Acme A, names: [X1]}\n- {id: b, name: Acme B, names: [x-1]}\n"
    (tmp_path / "site_config" / "hardware.yml").write_text(text, encoding="utf-8")
    _, problems = read_runs(tmp_path / "content" / "runs", tmp_path)
    assert [(p.code, p.line) for p in problems] == [("duplicate-name", 2)]
