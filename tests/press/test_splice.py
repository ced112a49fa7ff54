"""A page into its frame."""

from pathlib import Path

import pytest

from broadsheet.pages.jobs import Made
from broadsheet.press.splice import MARKERS, Frame, ShellError, cut, splice

SHELL = """<d>@@broadsheet:description@@</d>
   <t>@@broadsheet:title@@</t>@@broadsheet:head@@

<c>@@broadsheet:content@@</c>"""


def made(title: str = "T", description: str = "D") -> Made:
    return Made("papers/x/", "papers", title, description, b"<m>", b"<p>text\n  kept</p>")


def page(of: Made) -> str:
    frame = Frame(Path(), {("papers", 2): cut(SHELL, "x")}, "Name & Co", "https://example.org/a/")
    return splice(of, frame).decode()


def test_a_page_is_its_own_bytes_between_the_pieces() -> None:
    html = page(made())
    assert html.startswith("<d>D</d>\n<t>T · Name &amp; Co</t><link rel=")
    assert html.endswith("<m>\n<c><p>text\n  kept</p></c>")
    assert '<link rel="canonical" href="https://example.org/a/papers/x/">' in html


def test_texts_are_escaped() -> None:
    html = page(made('</title><script>"', "\"><script>'"))
    assert "<script>" not in html
    assert html.count("&lt;script&gt;") == 3
    assert "&quot;&gt;&lt;script&gt;&#x27;" in html


def test_the_front_page_has_the_name_once() -> None:
    assert "<t>Name &amp; Co</t>" in page(made("Name & Co"))


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_that_is_missing_is_named(marker: str) -> None:
    with pytest.raises(ShellError, match=f"papers/shell.*{marker}"):
        cut(SHELL.replace(f"@@broadsheet:{marker}@@", ""), "papers/shell")
