"""First visits: nothing stops the parser, pages are small, and on a slow telephone they stand within two seconds."""

import gzip
import re
from pathlib import Path
from typing import Any

import pytest
from serving import serve
from throttled import LIMITS, RUNS, first_visit, heaviest_paper, medians

pytestmark = pytest.mark.browser

PHONE, DESK = 390, 1280
SCRIPT = re.compile(r"<script([^>]*)>")
LATER = re.compile(r"""\b(defer|async)\b|type=["']?(module|application/)""")


@pytest.mark.parametrize("page", ["", "papers/", "topics/", "search/", "map/", "benchmarks/"])
def test_no_script_waits_for_the_styles(published: Path, page: str) -> None:
    """A script after a style sheet stops the parser until the sheet is here, and the paint with it."""
    text = (published / page / "index.html").read_text(encoding="utf-8")
    before, found, after = text.partition('<link rel="stylesheet"')
    assert found
    assert len(SCRIPT.findall(before)) == 1
    assert [attributes for attributes in SCRIPT.findall(after) if not LATER.search(attributes)] == []


def test_the_theme_s_script_is_on_hand_written_pages_alone(published: Path) -> None:
    theirs = {
        path.relative_to(published).parts[0]
        for path in sorted(published.rglob("*.html"))
        if "assets/javascripts/bundle." in path.read_text(encoding="utf-8")
    }
    assert theirs == {"about", "contributing"}


def test_a_paper_s_page_is_small(published: Path) -> None:
    sizes = {
        path.parent.name: len(gzip.compress(path.read_bytes(), mtime=0))
        for path in published.glob("papers/*/index.html")
    }
    assert len(sizes) > 50
    assert {name: size for name, size in sizes.items() if size > LIMITS["html"]} == {}


@pytest.mark.slow
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("page", ["home", "paper"])
def test_a_first_visit_is_quick_on_a_slow_network_and_machine(
    chromium: Any, published: Path, page: str, width: int
) -> None:
    url = "" if page == "home" else heaviest_paper(published)
    with serve(published.parent, compressed=True) as root:
        visits = [first_visit(chromium, f"{root}{published.name}/{url}", width) for _ in range(RUNS)]
    found = medians(visits)
    if page == "home":
        # The bound is a paper's: an issue of many papers is a longer page.
        del found["html"]
    assert {figure: value for figure, value in found.items() if value > LIMITS.get(figure, value)} == {}
    assert visits[0].element
