"""Whatever contributors write is text: no page and no feed lets it act."""

from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from reading import page, section, texts

SCRIPT = "<script>alert('{}')</script>"


def acting(document: Any) -> list[str]:
    """What contributors' markup would have become."""
    # JSON in a page is data; html.fromstring would have ended the script at a "</" within it.
    scripts = [e for e in document.iter("script") if not (e.get("type") or "").endswith("json")]
    found = [e.text for e in scripts if "alert(" in (e.text or "")]
    found += [
        e.tag for e in document.iter("b", "i", "u", "svg", "img") if "Bobby" in e.text_content() or e.get("src") == "x"
    ]
    for element in document.iter():
        found += [name for name, _ in element.items() if name.startswith("on")]
        found += [name for name in ("href", "src") if element.get(name, "").startswith("javascript:")]
    return found


def test_no_page_holds_markup_of_contributors(odd_site: Path) -> None:
    for path in odd_site.rglob("*.html"):
        assert acting(html.fromstring(path.read_bytes())) == [], path


def test_no_feed_holds_markup_of_contributors(odd_site: Path) -> None:
    seen = 0
    for path in odd_site.rglob("*.atom.xml"):
        for content in etree.parse(path).iter("{http://www.w3.org/2005/Atom}content"):
            document = html.fromstring(content.text or etree.tostring(content[0]))
            seen += "alert('summary')" in document.text_content()
            assert acting(document) == [], path
    assert seen


@pytest.mark.parametrize(
    ("url", "path", "text"),
    [
        ("papers/markup/", "//h1", SCRIPT.format("title") + " & \"quotes\" for 'all' in O(n2) time"),
        ("papers/markup/", "//*[@class='remark']", SCRIPT.format("note")),
        ("papers/markup/", "//p[@class='byline']/a[1]", "<b onclick=alert(1)>Bobby</b> Tables"),
        ("papers/markup/", "//p[@class='byline']/a[2]", 'O\'Hara & Sons "Ltd"'),
        ("papers/markup/", "//dd[contains(., 'img')]", "<img src=x onerror=alert('venue')>"),
        ("papers/markup/", "//ul[@class='links']//small", '">' + SCRIPT.format("link")),
        ("papers/markup/", "//table//td[2]", SCRIPT.format("model")),
        ("papers/right-to-left/", "//h1", "قراءة سريعة للأوراق 🚀 שלום"),
        ("papers/right-to-left/", "//p[@class='byline']", "محمد علي, 李 明, Øyvind Åsgård"),
        ("organizations/acme/", "//h1", 'Acme & "Sons" <Ltd>'),
        ("authors/o-hara-sons-ltd/", "//h1", 'O\'Hara & Sons "Ltd"'),
        ("digests/2024-12-31/", "//h1", "The <last> issue & the best"),
        ("digests/2024-12-31/", "//p[@class='word']", SCRIPT.format("pick") + " x2"),
        ("digests/2024-12-31/", "//section[@class='note']/p", "<b>Somebody</b>"),
        ("topics/", "//title", "Topics · Odds & Ends"),
    ],
)
def test_it_reads_as_written(odd_site: Path, url: str, path: str, text: str) -> None:
    assert text in texts(page(odd_site, url), path)


def test_the_title_of_the_window(odd_site: Path) -> None:
    assert page(odd_site, "papers/markup/").xpath("string(//title)").startswith("<script>alert('title')</script> & ")


def test_a_note_keeps_its_markdown_and_loses_what_acts(odd_site: Path) -> None:
    note = section(page(odd_site, "digests/2024-12-27/"), "From the editor")
    assert texts(note, "p") == ["An edited link and another."]
    assert note.xpath(".//a/@href") == ["https://example.org/"]
    assert texts(note, ".//em") == ["edited"]


def test_the_tagline_is_text(odd_site: Path) -> None:
    assert texts(page(odd_site, ""), "//*[@class='tagline']") == ["<script>alert('tagline')</script> & more"]
