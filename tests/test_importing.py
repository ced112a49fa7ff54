"""`broadsheet import`: from other programs' files to files of the content."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.model import Paper
from broadsheet.sources.records import read_records

BIB = """\
@inproceedings{Sinks2024,
  title = {Attention {S}inks and Where They Drain},
  author = {N{\\'u}{\\~n}ez, Ana and van der Berg, Bo and others},
  booktitle = {Proceedings of Things},
  year = 2024,
  doi = {10.1234/sinks},
  abstract = {A short one.}
}
@misc{broken,
  author = {No Title}
}
"""
RIS = "TY  - JOUR\nTI  - Attention sinks and where they drain\nAU  - Núñez, Ana\nPY  - 2024\nVL  - 7\nER  - \n"
OURS = "# ours\n- id: sinks\n  title: Our Title, Corrected\n  doi: 10.1234/SINKS\n  venue: Ours # as agreed\n"


@pytest.fixture
def digest(tmp_path: Path) -> Path:
    """A digest with one paper."""
    root = tmp_path / "digest"
    (root / "content" / "papers").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: D\n")
    (root / "content" / "papers" / "ours.yml").write_text(OURS)
    (tmp_path / "refs.bib").write_text(BIB)
    (tmp_path / "more.ris").write_text(RIS)
    return root


def run(root: Path, *arguments: str | Path) -> int:
    return main(["-C", str(root), "import", *map(str, arguments)])


def papers(root: Path) -> dict[str, str]:
    folder = root / "content" / "papers"
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("[!.]*"))}


def test_import(digest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (digest / "content" / "papers" / "ours.yml").unlink()
    assert run(digest, tmp_path / "refs.bib") == 1  # one entry has no title
    out, err = capsys.readouterr()
    assert papers(digest) == {
        "refs.yml": """\
# yaml-language-server: $schema=../../site_config/schema/paper.json
- title: Attention Sinks and Where They Drain
  id: sinks2024
  kind: conference
  date: 2024
  authors:
    - Ana Núñez
    - Bo van der Berg
  et_al: true
  venue: Proceedings of Things
  doi: 10.1234/sinks
  abstract: A short one.
  extra:
    bibtex_key: Sinks2024
  source:
    - name: refs.bib
"""
    }
    assert "+++ b/content/papers/refs.yml" in out
    assert "2 records in 1 file: 1 new, 0 known (0 with gaps that are filled), 1 left out." in out
    assert "1 file written." in out
    assert "refs.bib:9: error: the entry `broken` has no title [bib-no-title]" in err


def test_what_is_there_stays(digest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(digest, tmp_path / "refs.bib", tmp_path / "more.ris")
    out, _ = capsys.readouterr()
    (text,) = papers(digest).values()
    assert [line for line in text.split("\n") if line in OURS.split("\n")] == OURS.split("\n")
    assert "`sinks` keeps title `Our Title, Corrected`" in out
    assert "`sinks` keeps venue `Ours`" in out
    assert "`sinks2024` is `sinks` by DOI" in out
    run(digest, tmp_path / "more.ris", tmp_path / "refs.bib")
    out, _ = capsys.readouterr()
    assert "Nothing to write: everything is there already." in out
    assert "+++" not in out
    assert list(papers(digest).values()) == [text]


def test_one_paper_in_two_files(digest: Path, tmp_path: Path) -> None:
    (digest / "content" / "papers" / "ours.yml").unlink()
    run(digest, tmp_path / "refs.bib", tmp_path / "more.ris")
    assert list(papers(digest)) == ["refs.yml"]
    (entry,) = read_records(digest / "content" / "papers" / "refs.yml", digest, Paper)[0]
    assert (entry.record.doi, entry.record.volume, entry.record.kind) == ("10.1234/sinks", "7", "conference")
    assert [(source.name, source.fields) for source in entry.record.source] == [
        ("refs.bib", ()),
        ("more.ris", ("volume",)),
    ]


def test_a_dry_run_writes_nothing(digest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = papers(digest)
    assert run(digest, tmp_path / "refs.bib", "--dry-run") == 1
    out, _ = capsys.readouterr()
    assert papers(digest) == before
    assert "+  kind: conference" in out and "1 file would be written." in out


def test_lines_of_json(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Also where there is no digest."""
    (tmp_path / "refs.bib").write_text(BIB)
    code = run(tmp_path, tmp_path / "refs.bib", "--dry-run", "--format", "jsonl")
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert code == 1
    assert [list(row) for row in rows] == [
        ["source", "key", "title", "authors", "year", "doi", "paper"],
        ["source", "key", "title", "authors", "year", "doi", "paper"],
        ["source", "problem"],
    ]
    first, second, third = rows
    assert first["source"] == str(tmp_path / "refs.bib")
    assert (first["key"], first["year"], first["doi"]) == ("Sinks2024", 2024, "10.1234/sinks")
    assert first["authors"] == [{"family": "Núñez", "given": "Ana"}, {"family": "van der Berg", "given": "Bo"}]
    assert first["paper"]["venue"] == "Proceedings of Things"
    assert (second["key"], second["title"]) == ("broken", "")
    assert (third["problem"]["code"], third["problem"]["line"]) == ("bib-no-title", 9)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["refs.bib"]


def test_a_dry_run_needs_no_digest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "more.ris").write_text(RIS)
    assert run(tmp_path, tmp_path / "more.ris", "--dry-run") == 0
    assert "+- title: Attention sinks and where they drain" in capsys.readouterr().out
    assert run(tmp_path, tmp_path / "more.ris") == 1
    assert "there is no mkdocs.yml here" in capsys.readouterr().err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["more.ris"]


@pytest.mark.parametrize("into", ["x.yml", "content/papers/x.yml"])
def test_into(digest: Path, tmp_path: Path, into: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(digest)
    assert run(Path(), tmp_path / "more.ris", "--into", into) == 0
    assert list(papers(digest)) == ["ours.yml", "x.yml"]


@pytest.mark.parametrize("into", ["x.txt", "../x.yml", "/x.yml", "content/x.yml", ".x.yml"])
def test_into_what_is_no_place_for_papers(digest: Path, into: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(digest, digest / "any.bib", "--into", into) == 2
    assert "--into" in capsys.readouterr().err


def test_broken_content_is_mended_first(digest: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (digest / "content" / "papers" / "bad.yml").write_text("titel: x\n")
    before = papers(digest)
    assert run(digest, tmp_path / "more.ris") == 1
    assert "nothing was imported" in capsys.readouterr().err
    assert papers(digest) == before


def test_issues_for_days_of_cards(digest: Path, tmp_path: Path) -> None:
    cards = [{"id": f"2503.0000{n}", "title": f"Title {n}", "date": f"2025-03-0{1 + n // 3}"} for n in (2, 1, 3, 4)]
    cards[3]["title"] = "Title 4"
    lines = "\n".join(json.dumps(card) for card in cards)
    (tmp_path / "daily.jsonl").write_text(lines)
    there = digest / "content" / "digests" / "2025"
    there.mkdir(parents=True)
    (there / "mine.yml").write_text("date: 2025-03-02\npicks: [sinks]\n")
    assert run(digest, tmp_path / "daily.jsonl", "--digests") == 0
    assert sorted(path.name for path in there.iterdir()) == ["2025-03-01.yml", "mine.yml"]
    assert (
        (there / "2025-03-01.yml").read_text()
        == """\
# yaml-language-server: $schema=../../../site_config/schema/digest.json
date: 2025-03-01
picks:
  - 2503-00002
  - 2503-00001
source:
  - name: Hugging Face Daily Papers
    date: 2025-03-01
"""
    )


@pytest.mark.slow
def test_an_import_that_is_killed_leaves_every_file_old_or_new(digest: Path, tmp_path: Path) -> None:
    """Killed at many moments: each file is what it was or what it becomes, and the next import finishes."""
    folder = digest / "content" / "papers"
    old = {f"f{n:02}.yml": f"- id: f{n}\n  title: Paper Number {n} of Many\n  doi: 10.1234/{n}\n" for n in range(20)}
    entries = (f"@article{{k{n}, title={{Paper {n}}}, doi={{10.1234/{n}}}, journal={{J{n}}}}}\n" for n in range(20))
    (tmp_path / "all.bib").write_text("".join(entries) + "@article{last, title={One that is New}}\n")
    command = [sys.executable, "-m", "broadsheet.cli", "-C", str(digest), "import", str(tmp_path / "all.bib")]

    def restore() -> None:
        for path in folder.iterdir():
            path.unlink()
        for name, text in old.items():
            (folder / name).write_text(text)

    restore()
    started = time.monotonic()
    subprocess.run(command, check=True, capture_output=True)
    whole = time.monotonic() - started
    new = papers(digest)
    assert set(new) == {*old, "all.yml"}
    assert all("venue: J" in new[name] and "venue" not in text for name, text in old.items())
    seen = set()
    for attempt in range(10):
        restore()
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        if attempt % 2:  # wait until it writes, then a little
            while process.poll() is None and papers(digest) == old:
                time.sleep(0.0005)
            time.sleep(0.003 * attempt)
        else:
            time.sleep(whole * attempt / 10)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
        found = papers(digest)
        assert all(text in (old.get(name), new[name]) for name, text in found.items())
        assert set(old) <= set(found)
        seen.add(sum(found[name] == new[name] for name in old))
    assert any(0 < count < len(old) for count in seen), "no attempt fell into the writing"
    subprocess.run(command, check=True, capture_output=True)
    assert papers(digest) == new
