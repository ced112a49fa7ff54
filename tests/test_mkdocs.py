"""`mkdocs build` gives the same site, and Zensical the same pages."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from broadsheet.build import build

MKDOCS = [sys.executable, "-m", "mkdocs", "build", "--quiet"]


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


@pytest.fixture
def plugged(project: Path) -> Path:
    """The small digest with what its mkdocs.yml needs to be built by MkDocs too."""
    with (project / "mkdocs.yml").open("a", encoding="utf-8") as file:
        file.write("docs_dir: content/pages\nplugins: [broadsheet]\n")
    return project


def test_mkdocs_build_gives_the_same_site(plugged: Path, tmp_path: Path) -> None:
    done = subprocess.run([*MKDOCS, "-d", str(tmp_path / "x")], cwd=plugged, capture_output=True, text=True, check=True)
    assert "Traceback" not in done.stderr
    build(plugged, tmp_path / "y")
    found, expected = tree(tmp_path / "x"), tree(tmp_path / "y")
    assert len(expected) > 100
    assert sorted(name for name in {*found, *expected} if found.get(name) != expected.get(name)) == []


def test_mkdocs_knows_the_address(plugged: Path, tmp_path: Path) -> None:
    """It reads what we leave to it, variables of the environment say."""
    path = plugged / "mkdocs.yml"
    text = path.read_text(encoding="utf-8").replace("https://papers.example.org/small/", "!ENV ADDRESS")
    path.write_text(text, encoding="utf-8")
    environment = {**os.environ, "ADDRESS": "https://env.example.org/x/"}
    subprocess.run([*MKDOCS, "-d", str(tmp_path / "x")], cwd=plugged, env=environment, check=True)
    for page in ("papers/attention", "about"):
        html = (tmp_path / "x" / page / "index.html").read_text(encoding="utf-8")
        assert f'<link rel="canonical" href="https://env.example.org/x/{page}/">' in html


def test_mkdocs_build_ends_with_the_problems_of_the_content(plugged: Path, tmp_path: Path) -> None:
    (plugged / "content" / "papers" / "bad.yml").write_text("titel: X\n", encoding="utf-8")
    done = subprocess.run(
        [*MKDOCS, "-d", str(tmp_path / "x")], cwd=plugged, capture_output=True, text=True, check=False
    )
    assert done.returncode == 1
    assert "content/papers/bad.yml:1:1: error: " in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.skipif(find_spec("zensical") is None, reason="needs the extra zensical")
def test_zensical_gives_the_same_pages(site: Path, corpus: Path, tmp_path: Path) -> None:
    root = shutil.copytree(corpus, tmp_path / "project")
    build(root, tmp_path / "site", engine="zensical")
    here, there = tree(site), tree(tmp_path / "site")
    assert {n for n in here if n.endswith(".html")} == {n for n in there if n.endswith(".html")}
    assert {n for n in here if not n.startswith("assets/")} == {n for n in there if not n.startswith("assets/")}
    for name in here:
        if name.endswith((".atom.xml", ".rss.xml", ".opml", ".parquet", ".csv")):
            assert here[name] == there[name], name
    compared = 0
    for name in here:
        start, end = here[name].find(b'<div class="sheet">'), here[name].rfind(b"</article>")
        if name.endswith(".html") and start > 0:
            compared += 1
            assert here[name][start:end].strip() in there[name], name
            for text in (
                b"<title>",
                b'rel="canonical"',
                b'type="application/atom+xml"',
                b'rel="stylesheet"',
                b'class="skip"',
            ):
                # What stands for every missing page has no address of its own.
                assert there[name].count(text) >= 1 or (name, text) == ("404.html", b'rel="canonical"'), (name, text)
    assert compared > 50
    # The paper has no letters of its own from another host, whatever the engine.
    assert b"fonts.googleapis" not in there["index.html"] + there["404.html"]
