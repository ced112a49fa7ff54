"""`topics fit`, `topics show`, `topics preview`, and builds with what they leave."""

import errno
import json
import shutil
from pathlib import Path

import pytest

from broadsheet.cli import main

CORPUS = Path(__file__).parent / "corpus"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    shutil.copytree(CORPUS, tmp_path / "digest")
    return tmp_path / "digest"


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def run(project: Path, *words: str) -> int:
    return main(["-C", str(project), *words])


def test_fit_writes_a_fit_that_a_refit_leaves_alone(project, capsys):
    assert run(project, "topics", "fit", "--dry-run") == 0
    folder = project / "site_config" / "topics"
    assert not folder.exists()
    assert run(project, "topics", "fit") == 0
    first = files(folder)
    assert "the first fit" in capsys.readouterr().out
    assert {"fit.json", "papers.tsv", "terms.tsv", "changes.md", "components.npy"} <= set(first)
    assert run(project, "topics", "fit") == 0
    said = capsys.readouterr().out
    assert "0 (0.00%) moved to another topic" in said
    assert {n: d for n, d in files(folder).items() if n != "changes.md"} == {
        n: d for n, d in first.items() if n != "changes.md"
    }
    assert (folder / "changes.md").read_text() == said


def test_a_full_disk_leaves_the_earlier_fit_whole(project, monkeypatch, capsys):
    run(project, "topics", "fit")
    folder = project / "site_config" / "topics"
    before, write = files(folder), Path.write_bytes

    def full(path: Path, data: bytes) -> int:
        if path.name == "terms.tsv.new":
            raise OSError(errno.ENOSPC, "No space left on device", str(path))
        return write(path, data + b" ")

    monkeypatch.setattr(Path, "write_bytes", full)
    assert run(project, "topics", "fit") == 3
    assert "No space left on device" in capsys.readouterr().err
    assert files(folder) == before


def test_show_lists_topics_and_the_papers_of_one(project, capsys):
    run(project, "topics", "fit")
    capsys.readouterr()
    assert run(project, "topics", "show") == 0
    lines = capsys.readouterr().out.splitlines()
    topic, label = lines[0].split("\t")[:2]
    assert run(project, "topics", "show", topic) == 0
    shown = capsys.readouterr().out
    assert shown.startswith(label)
    assert len(shown.splitlines()) >= 3
    assert run(project, "topics", "show", "nowhere") == 2
    assert "there is no topic nowhere" in capsys.readouterr().err


def test_a_damaged_fit_stops_a_build_and_is_mended_by_a_refit(project, tmp_path, capsys):
    run(project, "topics", "fit")
    (project / "site_config" / "topics" / "weights.npy").write_bytes(b"?")
    assert run(project, "build", "--out", str(tmp_path / "site")) == 1
    said = capsys.readouterr()
    assert "weights.npy is not the file that the fit wrote" in said.out + said.err
    assert run(project, "topics", "fit") == 0
    assert run(project, "check") == 0


def test_a_build_shows_what_curators_said_and_where_topics_went(project, tmp_path, capsys):
    run(project, "topics", "fit")
    header = json.loads((project / "site_config" / "topics" / "fit.json").read_text())
    kept, gone = (topic["id"] for topic in header["topics"][:2])
    curation = f"topics:\n  {kept}:\n    label: Of our own\n    description: What we say.\n    merge: [{gone}]\n"
    (project / "site_config" / "topics.yml").write_text(curation)
    out = tmp_path / "site"
    assert run(project, "build", "--out", str(out)) == 0
    page = (out / "topics" / kept / "index.html").read_text()
    assert "Of our own" in page
    assert "What we say." in page
    assert f"url=../../topics/{kept}/" in (out / "topics" / gone / "index.html").read_text()


PAPERS = [
    {"id": "a", "title": "KV cache eviction", "abstract": "The KV cache of long contexts, by eviction."},
    {"id": "b", "title": "KV cache paging", "abstract": "Paging the KV cache of long contexts."},
    {"id": "c", "title": "Quantum circuits", "abstract": "Qubits and gates of quantum circuits."},
    {"id": "d", "title": "Noise of quantum circuits", "abstract": None},
    {"id": "e", "title": "?"},
]


def test_preview_answers_for_every_paper(tmp_path, capsys):
    path = tmp_path / "papers.jsonl"
    path.write_text("".join(json.dumps(paper) + "\n" for paper in PAPERS))
    assert main(["topics", "preview", str(path), "--topics", "2", "--format", "jsonl"]) == 0
    found = {row["id"]: row for row in map(json.loads, capsys.readouterr().out.splitlines())}
    assert set(found) == set("abcde")
    assert found["a"]["topic"] == found["b"]["topic"] != found["c"]["topic"] == found["d"]["topic"]
    assert (found["e"]["topic"], found["e"]["near"]) == ("", False)
    assert main(["topics", "preview", str(path), "--topics", "auto"]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "1: error: the line is no paper"),
        ('\n{"id": "a"}', "2: error: the line is no paper"),
        ('{"id": "a", "title": "x"}\n{"id": "a", "title": "y"}', "2: error: the id `a` is given twice"),
    ],
)
def test_a_line_that_is_no_paper_is_a_problem(tmp_path, capsys, text, said):
    path = tmp_path / "papers.jsonl"
    path.write_text(text)
    assert main(["topics", "preview", str(path)]) == 1
    assert said in capsys.readouterr().err


def test_preview_of_nothing(tmp_path, capsys):
    path = tmp_path / "papers.jsonl"
    path.write_text("")
    assert main(["topics", "preview", str(path)]) == 0
    assert capsys.readouterr().out == ""
