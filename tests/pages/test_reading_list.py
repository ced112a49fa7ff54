"""The page of the reading list, and what cards and lines tell the filters."""

from typing import Any

import pytest
from lxml import html
from made import fragments, made, shown
from msgspec.structs import replace
from reading import words

from broadsheet.model import Links, Paper
from broadsheet.pages.reading_list import reading_page
from broadsheet.pages.views import ROOT, chip

CODE = Links(code="https://example.org/code")


def test_the_page_is_the_same_for_everybody_and_whole_without_a_script() -> None:
    [job] = reading_page(made(Paper(title="One", id="one")))
    page = shown(job)
    assert (job.url, words(page.xpath("//h1")[0])) == ("reading/", "Reading list")
    assert "The papers of The Site that you saved" in words(page)
    # What needs a script shows only where one runs.
    assert page.xpath("//button[not(ancestor::*[@class='scripted']) and not(ancestor::dialog)]") == []
    assert next(link.get("href") for link in page.xpath("//noscript//a")) == "../papers/"
    assert [script.get("src") for script in page.xpath("//script")] == ["../assets/broadsheet/reading/list.js"]


@pytest.mark.parametrize(
    ("fields", "code", "organizations"),
    [
        ({}, False, None),
        ({"links": CODE}, True, None),
        ({"has_code": True}, True, None),
        ({"has_code": False}, False, None),
        ({"organizations": ("acme", "b")}, False, 'acme Lab of "Things" | 2 > 1\nb b'),
    ],
)
def test_cards_and_lines_tell_what_filters_need(fields: dict[str, Any], code: bool, organizations: str | None) -> None:
    site = made(Paper(title="One", id="one", **fields))
    named = chip('Lab of "Things" | 2 > 1', f"{ROOT}organizations/acme/")
    site = replace(site, organizations={i: named if i == "acme" else of for i, of in site.organizations.items()})
    made_of = fragments(site)
    card, line = (html.fragment_fromstring(text["one"]) for text in (made_of.cards, made_of.lines))
    assert [part.get("data-code") is not None for part in (card, line)] == [code, code]
    assert line.get("data-org") == organizations
    # A line's first `>` ends its tag: labels of works go right behind it.
    assert made_of.lines["one"].split(">")[1].startswith("<a href=")
