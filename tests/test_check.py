"""`broadsheet check` as its users meet it: every planted fault once, three formats, exit codes."""

import csv
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.model import Problem
from broadsheet.report import annotation, line, print_problems

BAD = Path(__file__).parent / "bad_corpus"


def expected() -> list[tuple[str, int, str]]:
    rows: list[tuple[str, int, str]] = []
    for name in ("expected.tsv", "expected_bibtex.tsv"):
        with (BAD / name).open(encoding="utf-8") as lines:
            rows += [(row["path"], int(row["line"]), row["code"]) for row in csv.DictReader(lines, delimiter="\t")]
    return sorted(rows)


def check(root: Path, form: str, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = main(["-C", str(root), "check", "--format", form])
    out, err = capsys.readouterr()
    return code, out, err


def test_every_planted_fault_is_found_exactly_once(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = check(BAD, "json", capsys)
    found = json.loads(out)
    assert code == 1
    assert err == ""
    assert sorted((p["path"], p["line"], p["code"]) for p in found) == expected()
    assert found == sorted(found, key=lambda p: (p["path"], p["line"], p["column"], p["code"]))


def test_every_problem_says_what_it_saw_in_plain_words(capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = check(BAD, "json", capsys)
    for problem in json.loads(out):
        words = problem["message"] + problem.get("hint", "")
        assert problem["message"].strip(), problem
        assert "\n" not in words, problem
        for jargon in ("Traceback", "Expected `", "NoneType", "msgspec", "jsonschema", "regex"):
            assert jargon not in words, problem


@pytest.mark.parametrize(
    ("path", "line", "words"),
    [
        ("content/papers/unknown-keys.yml", 2, "did you mean `title`?"),
        ("content/papers/unknown-keys.yml", 5, "did you mean `code`?"),
        ("content/papers/unknown-keys.yml", 6, "known keys: abstract, added"),
        ("site_config/site.yml", 2, "did you mean `page_size`?"),
        ("content/digests/2026/2026-01-05.yml", 4, "did you mean `finch-first`?"),
        ("content/papers/references.yml", 5, "did you mean `kit-robin`?"),
        ("content/papers/latin-1.yml", 2, "it looks like Latin-1"),
        ("content/papers/references.yml", 10, "{name: Mo Tern, id: mo-tern-of-leeds}"),
    ],
)
def test_hints(path: str, line: int, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    _, out, _ = check(BAD, "json", capsys)
    assert any(words in p.get("hint", "") for p in json.loads(out) if (p["path"], p["line"]) == (path, line))


def test_text_tells_every_problem_and_counts_them(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = check(BAD, "text", capsys)
    assert (code, out) == (1, "")
    lines = err.splitlines()
    golden = "content/papers/unknown-keys.yml:2:1: error: the key `titel` is not known here [unknown-key]"
    assert lines[lines.index(golden) + 1] == "    did you mean `title`?"
    assert "content/papers/empty.yml: warning: the file holds nothing [empty-file]" in lines
    warnings = sum(": warning: " in line for line in lines)
    assert lines[-1] == f"{len(expected()) - warnings} errors, {warnings} warnings."


def test_github_prints_one_annotation_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = check(BAD, "github", capsys)
    lines = out.splitlines()
    assert code == 1
    assert len(lines) == len(expected())
    assert all(line.startswith(("::error file=", "::warning file=")) for line in lines)
    assert (
        "::error file=content/papers/unknown-keys.yml,line=2,col=1,title=unknown-key::"
        "the key `titel` is not known here. did you mean `title`?"
    ) in lines


PROBLEM = Problem("content/a,b:c.yml", 3, 7, "bad-url", "100% wrong:\r\nsee", "mend, it")


@pytest.mark.parametrize(
    ("problem", "text", "github"),
    [
        (
            PROBLEM,
            "content/a,b:c.yml:3:7: error: 100% wrong:\r\nsee [bad-url]\n    mend, it",
            "::error file=content/a%2Cb%3Ac.yml,line=3,col=7,title=bad-url::100%25 wrong:%0D%0Asee. mend, it",
        ),
        (
            Problem("x.yml", 0, 0, "empty-file", "nothing", severity="warning"),
            "x.yml: warning: nothing [empty-file]",
            "::warning file=x.yml,line=1,title=empty-file::nothing",
        ),
        (
            Problem("x.yml", 4, 0, "odd", "odd"),
            "x.yml:4: error: odd [odd]",
            "::error file=x.yml,line=4,title=odd::odd",
        ),
    ],
)
def test_lines(problem: Problem, text: str, github: str) -> None:
    assert line(problem) == text
    assert annotation(problem) == github


def test_json_is_a_list_of_what_is_known(capsys: pytest.CaptureFixture[str]) -> None:
    print_problems([PROBLEM], "json")
    assert json.loads(capsys.readouterr().out) == [
        {
            "path": "content/a,b:c.yml",
            "line": 3,
            "column": 7,
            "code": "bad-url",
            "message": "100% wrong:\r\nsee",
            "hint": "mend, it",
            "severity": "error",
        }
    ]


@pytest.mark.parametrize(("form", "said"), [("text", "No problem in 12 papers"), ("json", "[]"), ("github", "")])
def test_nothing_wrong_exits_0(form: str, said: str, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = check(corpus, form, capsys)
    assert (code, err) == (0, "")
    assert out.startswith(said)


def test_a_warning_alone_exits_0(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = Path(shutil.copytree(corpus, tmp_path / "project"))
    (project / "content" / "papers" / "later.yml").write_text("# Some day.\n", encoding="utf-8")
    code, _, err = check(project, "text", capsys)
    assert code == 0
    assert "0 errors, 1 warning." in err


def test_an_empty_folder_is_no_project(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = check(tmp_path, "json", capsys)
    assert code == 1
    assert [p["code"] for p in json.loads(out)] == ["no-project"]


@pytest.mark.parametrize("arguments", [["chek"], ["check", "--format", "xml"], ["check", "--nonsense"]])
def test_wrong_usage_exits_2(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert "usage: broadsheet" in capsys.readouterr().err


def test_a_folder_that_cannot_be_read_exits_3(
    corpus: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    scandir = os.scandir

    def refuse(path: str) -> object:
        if str(path).endswith("papers"):
            raise PermissionError(13, "Permission denied", str(path))
        return scandir(path)

    # The tests may run as root, who may read everything; and the papers must not vanish without a word.
    monkeypatch.setattr(os, "scandir", refuse)
    code, out, err = check(corpus, "text", capsys)
    assert (code, out) == (3, "")
    assert err == f"broadsheet: Permission denied: {corpus / 'content' / 'papers'}\n"


@pytest.mark.parametrize("form", ["json", "github", "text"])
def test_any_file_name_and_any_locale(form: str, corpus: Path, tmp_path: Path) -> None:
    project = Path(shutil.copytree(corpus, tmp_path / "project"))
    try:
        (project / "content" / "papers" / os.fsdecode(b"caf\xe9.yml")).write_text("titel: Straße\n", encoding="utf-8")
    except OSError:
        pytest.skip("this file system holds names in UTF-8 alone")
    command = [sys.executable, "-m", "broadsheet.cli", "-C", str(project), "check", "--format", form]
    done = subprocess.run(
        command, capture_output=True, env=os.environ | {"PYTHONIOENCODING": "ascii"}, timeout=60, check=False
    )
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr
    assert b"caf" in done.stdout + done.stderr
