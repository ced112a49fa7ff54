"""A content folder into records: order, kinds, executors, what is skipped and what is not."""

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from broadsheet.executors import InProcess
from broadsheet.sources import content as module
from broadsheet.sources.content import Content, content_files, read_content


def write(root: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = root / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def test_the_small_corpus(corpus: Path) -> None:
    content, problems = read_content(corpus, InProcess())
    assert problems == []
    assert [len(part) for part in (content.papers, content.authors, content.digests, content.organizations)] == [
        12,
        2,
        2,
        1,
    ]
    assert [entry.record.id for entry in content.papers[:3]] == ["flashattention", "flashattention-2", "mamba"]
    assert {entry.record.id for entry in content.papers if entry.path.endswith(".bib")} == {
        "resnet",
        "adam",
        "reformer",
    }
    assert content.faulty == ()


def test_files_come_by_folder_and_name_and_only_ours(tmp_path: Path) -> None:
    names = ["papers/b.yml", "papers/a.yaml", "papers/2026/c.BIB", "papers/.d.yml", "papers/README.md", "papers/e.json"]
    names += [
        "authors/f.yml",
        "authors/g.bib",
        "digests/2026/h.yml",
        "runs/i.yml",
        "pages/j.yml",
        "organizations/k.yml",
    ]
    root = write(tmp_path, dict.fromkeys(names, ""))
    found = [path.relative_to(root / "content").as_posix() for _, path in content_files(root)]
    assert found == [
        "papers/2026/c.BIB",
        "papers/a.yaml",
        "papers/b.yml",
        "authors/f.yml",
        "digests/2026/h.yml",
        "organizations/k.yml",
    ]


@pytest.mark.parametrize("batch", [1, 2, 5, 1000])
def test_batches_and_executors_change_nothing(batch: int, corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole = read_content(corpus, InProcess())
    monkeypatch.setattr(module, "BATCH", batch)
    with ThreadPoolExecutor(2) as pool:
        assert read_content(corpus, pool) == whole


def test_the_folder_may_be_empty_or_missing(tmp_path: Path) -> None:
    assert read_content(tmp_path, InProcess()) == (Content(), [])
    (tmp_path / "content" / "papers").mkdir(parents=True)
    assert read_content(tmp_path, InProcess()) == (Content(), [])


def test_the_place_does_not_matter(corpus: Path, tmp_path: Path) -> None:
    copy = Path(shutil.copytree(corpus, tmp_path / "elsewhere"))
    assert read_content(copy, InProcess()) == read_content(corpus, InProcess())


@pytest.mark.parametrize(
    ("files", "faulty"),
    [
        ({"papers/a.yml": "titel: A"}, {"a"}),
        ({"papers/a.yml": "id: b\ntitel: A"}, {"a", "b"}),
        ({"papers/a.yml": "- id: b\n  title: B\n- title: C: D\n  id: 'c'\n- {id: d, title: D}"}, {"a", "b", "c", "d"}),
        ({"authors/a.yml": "nam: A"}, {"a"}),
        ({"papers/a.bib": "@article{a, title={A}, month={13}}"}, set()),
        ({"papers/a.yml": "title: A"}, set()),
    ],
)
def test_the_ids_that_faulty_files_seem_to_define(files: dict[str, str], faulty: set[str], tmp_path: Path) -> None:
    content, _ = read_content(write(tmp_path, files), InProcess())
    assert set(content.faulty) == faulty
