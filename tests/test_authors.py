"""`broadsheet authors`: resolve, lock, suggest; and what the page of a person says about who they are."""

import gzip
import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.build import build
from broadsheet.cli import main

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared"
SCORER = SHARED / "tools" / "score_identity.py"
DATA = SHARED / "data" / "identity"

LINES = [
    {"id": "A/1", "title": "Reefs", "year": 2001, "venue": "V", "authors": [{"name": "Wim Lund"}, {"name": "Io Vale"}]},
    {"id": "A/2", "title": "Fish", "year": None, "authors": [{"name": "Wím Lund", "affiliation": None}]},
    {"id": "A/3", "title": "Chips", "authors": [{"name": "Wim Lund", "orcid": "0000-0002-1825-0097"}], "more": 1},
    {"id": "A/4", "title": "Chips", "authors": [{"name": "Wim Lund", "orcid": "0000-0001-5109-3700"}]},
]


def resolved(tmp_path: Path, lines: list[dict], capfdbinary: pytest.CaptureFixture[bytes]) -> dict[tuple, str]:
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    assert main(["authors", "resolve", str(path)]) == 0
    rows = map(json.loads, capfdbinary.readouterr().out.splitlines())
    return {(row["paper"], row["position"]): row["author"] for row in rows}


def test_every_author_position_gets_an_answer(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    said = resolved(tmp_path, LINES, capfdbinary)
    assert list(said) == [("A/1", 0), ("A/1", 1), ("A/2", 0), ("A/3", 0), ("A/4", 0)]
    assert said["A/1", 0] == said["A/2", 0] == "wim-lund"
    assert said["A/3", 0] != said["A/4", 0]
    assert said["A/1", 1] == "io-vale"


def test_the_order_of_lines_does_not_matter(tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    said = resolved(tmp_path, LINES, capfdbinary)
    assert resolved(tmp_path, LINES[::-1], capfdbinary) == said


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "is no paper"),
        ('{"title": "x"}', "is no paper: Object missing required field `id`"),
        ('{"id": "a", "authors": ["x"]}', "is no paper"),
        ('{"id": "a"}\n{"id": "a"}', "the paper `a` was on a line before"),
    ],
)
def test_a_line_that_is_no_paper_is_a_problem(
    line: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "papers.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    assert main(["authors", "resolve", str(path)]) == 1
    assert words in capsys.readouterr().err


def scores(name: str) -> dict[str, dict[str, float]]:
    if not SCORER.exists():
        pytest.skip("the shared folder with the identity data is not here")
    papers, truth = (str(DATA / f"{name}.{kind}.jsonl.gz") for kind in ("papers", "truth"))
    command = f"{sys.executable} -m broadsheet.cli authors resolve"
    found = subprocess.run(
        [sys.executable, str(SCORER), papers, truth, "--json", "--command", command], capture_output=True, check=True
    )
    return json.loads(found.stdout)


def test_namesakes_with_affiliations() -> None:
    found = scores("aminer12_dev")
    assert found["broadsheet"]["macro_b3_f1"] >= 0.86
    assert found["broadsheet"]["pair_p"] >= 0.97


@pytest.mark.slow
def test_people_with_an_orcid() -> None:
    found = scores("acl_orcid_dev")
    assert found["broadsheet"]["b3_p"] >= 0.96
    assert found["broadsheet"]["b3_f1"] >= found["as written"]["b3_f1"] + 0.003


def test_the_same_answer_whatever_the_order_and_the_hash_seed(tmp_path: Path) -> None:
    if not SCORER.exists():
        pytest.skip("the shared folder with the identity data is not here")
    lines = gzip.decompress((DATA / "aminer12_dev.papers.jsonl.gz").read_bytes()).splitlines(keepends=True)
    answers = []
    for seed in (1, 2):
        path = tmp_path / f"{seed}.jsonl"
        path.write_bytes(b"".join(random.Random(seed).sample(lines, len(lines))))
        command = [sys.executable, "-m", "broadsheet.cli", "authors", "resolve", str(path)]
        environment = os.environ | {"PYTHONHASHSEED": str(seed)}
        answers.append(
            sorted(subprocess.run(command, capture_output=True, check=True, env=environment).stdout.splitlines())
        )
    assert answers[0] == answers[1]


NAMESAKES = """\
- id: reef-fish
  title: Coral reef fish
  date: 2019-01-01
  authors:
    - {name: Wim Lund, orcid: 0000-0002-1825-0097}
    - Iris Vale
- id: registers
  title: Register allocation
  date: 2020-01-01
  authors:
    - {name: Wim Lund, orcid: 0000-0001-5109-3700}
    - Otto Kerr
- id: colouring
  title: Register allocation by colouring
  date: 2021-01-01
  authors: [Otto Kerr, Una Pell]
"""


@pytest.fixture(scope="module")
def pages(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The site of a digest with two namesakes, one curated, and a lock from when things looked different."""
    root = shutil.copytree(corpus, tmp_path_factory.mktemp("identity") / "project")
    (root / "content" / "papers" / "namesakes.yml").write_text(NAMESAKES, encoding="utf-8")
    (root / "content" / "authors" / "wim-lund-reefs.yml").write_text(
        "name: Wim Lund\nidentifiers: {orcid: 0000-0002-1825-0097}\nnot_same_as: [wim-lund]\n"
        "maintained_by_person: {since: 2021-05-01, pull_request: 'https://example.org/pull/7'}\n",
        encoding="utf-8",
    )
    lock = "pell-una colouring/una-pell\nkerr-otto colouring/otto-kerr registers/otto-kerr reef-fish/iris-vale\n"
    (root / "content" / "authors.lock").write_text(lock, encoding="utf-8")
    build(root, root.parent / "site")
    yield root.parent / "site"


def told(site: Path, person: str) -> str:
    from lxml import html

    return " ".join(html.fromstring((site / "authors" / person / "index.html").read_bytes()).text_content().split())


def test_namesakes_are_kept_apart_with_reasons_and_links(pages: Path) -> None:
    one, other = told(pages, "wim-lund"), told(pages, "wim-lund-reefs")
    listed = [
        (pages / "authors" / who / "index.html").read_text(encoding="utf-8") for who in ("wim-lund", "wim-lund-reefs")
    ]
    assert ["papers/reef-fish/" in html for html in listed] == [False, True]
    assert ["papers/registers/" in html for html in listed] == [True, False]
    assert "1 paper, 2019 · Coral reef fish" in one and "1 paper, 2020 · Register allocation" in other
    assert "Kept apart: a curator says so." in one and "Kept apart: a curator says so." in other
    assert 'wim-lund-reefs/">Wim Lund</a>' in listed[0]


def test_levels_of_verification_come_with_their_evidence(pages: Path) -> None:
    curated = told(pages, "wim-lund-reefs")
    assert "Identifier recorded: ORCID, in content/authors/wim-lund-reefs.yml" in curated
    assert "Identifier confirmed by the paper's metadata: the same ORCID in Coral reef fish" in curated
    assert "Page maintained by its person: through a merged pull request, since 2021-05-01" in curated
    assert "Name only" in told(pages, "wim-lund")


def test_an_id_that_was_kept_says_so(pages: Path) -> None:
    assert "The address authors/kerr-otto/ was kept though the evidence changed" in told(pages, "kerr-otto")
    assert "Iris Vale (iris-vale)" in told(pages, "kerr-otto")
    assert "Una Pell" in told(pages, "pell-una")


def test_the_lock_is_written_once_and_then_up_to_date(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(project), "authors", "lock", "--check"]) == 1
    assert main(["-C", str(project), "authors", "lock"]) == 0
    lock = project / "content" / "authors.lock"
    text = lock.read_text(encoding="utf-8")
    assert "tri-dao flashattention/tri-dao flashattention-2/tri-dao mamba/tri-dao\n" in text
    assert text.count("\n") - 2 == len({line.split()[0] for line in text.splitlines()[2:]})
    assert main(["-C", str(project), "authors", "lock", "--check"]) == 0
    assert main(["-C", str(project), "check"]) == 0
    capsys.readouterr()


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a": "not_same_as: [j-roe]\nsame_as: [J. Roe]"}, "contradiction"),
        ({"a": "same_as: [roe]", "b": "same_as: [roe]"}, "contradiction"),
        ({"a": "same_as: [b]", "b": ""}, "contradiction"),
        ({"a": "not_same_as: [a]"}, "contradiction"),
        ({"a": "same_as: [b-2]", "b": "not_same_as: [a]"}, ""),
    ],
)
def test_curated_statements_that_contradict_one_another(
    files: dict[str, str], code: str, project: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for author_id, text in files.items():
        path = project / "content" / "authors" / f"{author_id}.yml"
        path.write_text(f"name: {author_id.upper()} Roe\n{text}\n", encoding="utf-8")
    main(["-C", str(project), "check", "--format", "json"])
    problems = [p for p in json.loads(capfdbinary.readouterr().out) if p["severity"] == "error"]
    assert [p["code"] for p in problems] == ([code] if code else [])
    assert all(problem["line"] == 2 for problem in problems)


SUGGESTED = """\
- {id: one, title: Coral reef surveys, date: 2019-01-01, authors: [Wim Lund, Iris Vale, Max Dorn]}
- {id: two, title: Coral reef surveys again, date: 2020-01-01, authors: [Wim Lund, Otto Kerr, Una Pell]}
"""


def test_suggestions_are_ready_to_paste(project: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    text = SUGGESTED.replace("[Wim Lund, Otto Kerr, Una Pell]", "[Wim Lund, Wim Lund]")
    (project / "content" / "papers" / "lund.yml").write_text(text, encoding="utf-8")
    (project / "content" / "authors" / "wim-lund.yml").write_text("name: Wim Lund\n", encoding="utf-8")
    assert main(["-C", str(project), "authors", "suggest", "--format", "json"]) == 0
    found = json.loads(capfdbinary.readouterr().out)
    [one] = [each for each in found if "wim-lund" in each["people"]]
    assert (one["kind"], one["path"], one["yaml"]) == (
        "split",
        "content/authors/wim-lund.yml",
        "not_same_as: [wim-lund-2]",
    )
    assert "both sign the paper two" in one["against"]
    with (project / "content" / "authors" / "wim-lund.yml").open("a", encoding="utf-8") as file:
        file.write(one["yaml"] + "\n")
    assert main(["-C", str(project), "authors", "suggest"]) == 0
    assert b"Nothing is worth a look." in capfdbinary.readouterr().out


SPLIT = """\
- {id: one, title: Coral reef surveys, date: 2001-01-01, authors: [W. Lund, Una Pell]}
- {id: two, title: Register allocation, date: 2021-01-01, authors: [W. Lund, Max Dorn]}
- {id: six, title: Coral reef surveys again, date: 2002-01-01, authors: [Wim Lund, Una Pell, Iris Vale]}
"""


def test_a_split_that_is_pasted_is_made(project: Path, capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    (project / "content" / "papers" / "lund.yml").write_text(SPLIT, encoding="utf-8")
    assert main(["-C", str(project), "authors", "suggest"]) == 0
    assert b"Run `broadsheet authors lock` first" in capfdbinary.readouterr().out
    assert main(["-C", str(project), "authors", "lock"]) == 0
    capfdbinary.readouterr()
    assert main(["-C", str(project), "authors", "suggest", "--format", "json", "--most", "1"]) == 0
    [one] = json.loads(capfdbinary.readouterr().out)
    assert (one["kind"], one["path"]) == ("split", "content/authors/wim-lund-2.yml")
    (project / one["path"]).write_text(one["yaml"] + "\n", encoding="utf-8")
    assert main(["-C", str(project), "authors", "suggest"]) == 0
    assert b"Nothing is worth a look." in capfdbinary.readouterr().out
    assert main(["-C", str(project), "authors", "lock"]) == 0
    lock = (project / "content" / "authors.lock").read_text(encoding="utf-8").splitlines()
    assert "wim-lund-2 two/w-lund" in lock
    assert "wim-lund one/w-lund six/wim-lund" in lock
