"""This repository's workflows, forms and hooks, which `broadsheet new` copies: what they may, and their schemas."""

import json
import re
import subprocess
from pathlib import Path

import pytest
import yaml

from broadsheet import cli
from broadsheet.sources.writing.issue_form import FORMS
from new_digests import ROOT, new_digest, tool

WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
PINNED = re.compile(r"uses: (\$/\.github/workflows/[a-z-]+\.yml|[\w-]+/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$")


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest as the command writes it. Only to be read."""
    return new_digest(tmp_path_factory.mktemp("new") / "papers")


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_may_little_and_pin_all(path: Path) -> None:
    text = path.read_text()
    flow = yaml.safe_load(text)
    assert "pull_request_target" not in (flow[True] if isinstance(flow[True], dict) else [flow[True]])
    assert flow["permissions"] == {}
    assert "${{ secrets" not in text
    used = [line.strip().removeprefix("- ") for line in text.splitlines() if "uses:" in line]
    assert used
    assert [line for line in used if not PINNED.fullmatch(line)] == []
    for job in flow["jobs"].values():
        assert job["permissions"]
        assert "uses" in job or job["timeout-minutes"] <= 60
    if "workflow_call" not in flow[True]:
        assert flow["concurrency"]["group"]
    if "schedule" in flow[True]:
        assert "60 days" in text


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_no_expression_reaches_a_shell(path: Path) -> None:
    for job in yaml.safe_load(path.read_text())["jobs"].values():
        assert not [step for step in job.get("steps", ()) if "${{" in step.get("run", "")]


def test_what_reads_a_pull_request_may_only_read() -> None:
    flow = yaml.safe_load((ROOT / ".github" / "workflows" / "check.yml").read_text())
    assert {str(job["permissions"]) for job in flow["jobs"].values()} == {"{'contents': 'read'}"}
    flow = yaml.safe_load((ROOT / ".github" / "workflows" / "from-issue.yml").read_text())
    assert flow["jobs"]["read"]["permissions"] == {"contents": "read"}
    # Who may write runs nothing of what the other installed.
    assert "pip" not in str([flow["jobs"]["answer"], (ROOT / ".github" / "workflows" / "propose.yml").read_text()])


def test_zizmor_finds_nothing(digest: Path) -> None:
    command = [tool("zizmor"), "--offline", "--no-progress", "--format", "json", str(digest)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, json.loads(done.stdout)) == (0, []), done.stderr


@pytest.mark.parametrize(
    ("schema", "pattern"),
    [
        ("vendor.github-workflows", "workflows/*.yml"),
        ("vendor.github-issue-forms", "ISSUE_TEMPLATE/*-*.yml"),
        ("vendor.github-issue-config", "ISSUE_TEMPLATE/config.yml"),
        ("vendor.dependabot", "dependabot.yml"),
    ],
)
def test_github_files_follow_their_schemas(digest: Path, schema: str, pattern: str) -> None:
    files = sorted(str(path) for path in (digest / ".github").glob(pattern))
    assert files
    command = [tool("check-jsonschema"), "--builtin-schema", schema, *files]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("name", "kind"),
    [("suggest-a-paper", "paper"), ("correct-an-entry", "correction"), ("claim-a-profile", "profile")],
)
def test_forms_and_their_reader_agree(name: str, kind: str) -> None:
    form = yaml.safe_load((ROOT / ".github" / "ISSUE_TEMPLATE" / f"{name}.yml").read_text())
    labels = [item["attributes"]["label"] for item in form["body"]]
    assert labels == list(FORMS[kind])  # type: ignore[index]
    # What the workflow knows a form by.
    assert f"'### {labels[0]}'" in (ROOT / ".github" / "workflows" / "from-issue.yml").read_text()


def test_the_hook_runs_what_there_is(digest: Path) -> None:
    [hook] = yaml.safe_load((digest / ".pre-commit-config.yaml").read_text())["repos"][0]["hooks"]
    [ours] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text())
    assert hook["entry"] == ours["entry"]
    assert cli._parser().parse_args(hook["entry"].split()[1:])
    files = re.compile(hook["files"])
    assert [bool(files.search(p)) for p in ("content/papers/a.yml", "mkdocs.yml", "README.md")] == [True, True, False]
