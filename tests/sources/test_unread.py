"""Files and folders of the content folder that nothing reads are told, with what was probably meant."""

from pathlib import Path

import pytest

from broadsheet.sources.unread import unread_files


def laid(root: Path, name: str) -> Path:
    path = root / "content" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("a: 1\n")
    return root


@pytest.mark.parametrize(
    ("name", "told", "hint"),
    [
        ("paper/x.yml", "content/paper", "did you mean content/papers?"),
        ("people/x.yml", "content/people", "records are read from content/papers"),
        ("root.yml", "content/root.yml", "move it to one of content/papers"),
        ("papers/2026/x.bibtex", "content/papers/2026/x.bibtex", "did you mean `.bib`?"),
        ("papers/x.json", "content/papers/x.json", "broadsheet import x.json"),
        ("papers/notes.txt", "content/papers/notes.txt", "records end in .yml, .yaml, .bib"),
        ("authors/x.bib", "content/authors/x.bib", "records end in .yml, .yaml"),
    ],
)
def test_what_nothing_reads_is_told_once(tmp_path: Path, name: str, told: str, hint: str) -> None:
    (problem,) = unread_files(laid(tmp_path, name))
    assert (problem.path, problem.code, problem.severity) == (told, "unread-file", "warning")
    assert hint in problem.hint


@pytest.mark.parametrize(
    "name",
    [
        *("papers/x.yml", "papers/X.YAML", "papers/deep/x.bib", "authors.lock", "pages/about.md", "runs/one/log.txt"),
        *("README.md", "papers/README.md", "papers/.notes.txt", ".cache/x.yml"),
    ],
)
def test_what_others_read_or_people_is_not(tmp_path: Path, name: str) -> None:
    assert list(unread_files(laid(tmp_path, name))) == []
