"""Policies of pages: what they allow, and that they are on every page of a site."""

import base64
import hashlib
from pathlib import Path

import pytest
from lxml import html

from broadsheet.press.policy import DIRECTIVES, with_policy

HEAD = '<head><meta charset="utf-8"><title>x</title>{}</head>'
SEEN = "//meta[@http-equiv='Content-Security-Policy']/@content"


def sources(page: str, directive: str = "script-src") -> list[str]:
    """What the page's only policy allows."""
    [policy] = html.document_fromstring(page).xpath(SEEN)
    return dict(part.split(" ", 1) for part in policy.split("; "))[directive].split()


def named(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize(
    ("scripts", "allowed"),
    [
        ("", []),
        ("<script>a()</script>", [named("a()")]),
        ("<script>a()</script><script>b('</p>')\n</script>", [named("a()"), named("b('</p>')\n")]),
        ("<script>a()</script><script>a()</script>", [named("a()")]),
        ("<script>a()\r\nb()</script>", [named("a()\nb()")]),
        ('<script type="module">a()</script>', [named("a()")]),
        ('<script src="a.js"></script><script defer src="b.js">c()</script>', []),
        ('<script type="application/json">{"a": 1}</script>', []),
        ('<script id="x" type="application/ld+json">{}</script><script>é()</script>', [named("é()")]),
    ],
)
def test_scripts_that_stand_in_the_page_are_allowed_by_hash(scripts: str, allowed: list[str]) -> None:
    assert sources(with_policy(HEAD.format(scripts))) == ["'self'", *allowed]


def test_only_who_asks_may_compile() -> None:
    assert sources(with_policy(HEAD.format(""), wasm=True)) == ["'self'", "'wasm-unsafe-eval'"]


def test_the_policy_comes_before_all_that_it_speaks_of() -> None:
    page = with_policy(HEAD.format("<script>a()</script>"))
    assert page.startswith(
        '<head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src'
    )


def test_no_other_host_and_nothing_unsafe_for_scripts() -> None:
    assert DIRECTIVES["default-src"] == "'none'"
    said = {source for value in DIRECTIVES.values() for source in value.split()}
    assert said == {"'none'", "'self'", "data:", "'unsafe-inline'"}
    assert [name for name, value in DIRECTIVES.items() if "unsafe" in value] == ["style-src-attr"]


def test_every_page_of_a_site_has_one_that_allows_its_own_scripts(any_site: Path) -> None:
    seen = 0
    for path in sorted(any_site.rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        [policy] = html.document_fromstring(text).xpath(SEEN)
        if 'http-equiv="refresh"' in text:
            assert policy == "default-src 'none'"
            continue
        inline = html.document_fromstring(text).xpath("//script[not(@src)][not(@type) or @type='module']")
        assert len(inline) >= 1
        wasm = ["'wasm-unsafe-eval'"] * (path.parent.name == "search")
        assert sources(text) == ["'self'", *(named(script.text) for script in inline), *wasm], path
        seen += 1
    assert seen > 50
