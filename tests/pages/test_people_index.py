"""The lists of people by letter: whole, in order, on pages that stay short however many people there are."""

from random import Random
from typing import Any

import pytest
from lxml import html
from made import made, shown
from msgspec.structs import replace
from reading import hrefs, texts

from broadsheet.catalog.people import People, Person
from broadsheet.catalog.urls import author_url
from broadsheet.pages.jobs import Job
from broadsheet.pages.people_index import LETTER_SIZE, parts_of, people_lists
from broadsheet.pages.site import Site
from broadsheet.pages.views import ROOT, chip

LARGEST_PAGE = 200_000
SYLLABLES = ["xi", "wei", "jo", "an", "chen", "li", "ma", "ri", "sa", "ke", "tor", "ben", "do", "va", "zhang", "u"]


def site_of(ids: list[str]) -> Site:
    """A site on which everybody with one of these ids has one paper."""
    site = made()
    persons = {i: Person(i, i.replace("-", " ").title(), (), ("p",)) for i in sorted(ids)}
    catalog = replace(site.catalog, people=People(persons, {}))
    chips = {i: chip(one.name, ROOT + author_url(i)) for i, one in persons.items()}
    return replace(site, catalog=catalog, people=chips)


def invented(count: int) -> list[str]:
    """So many ids, unevenly spread as names are."""
    random = Random(1)
    found: dict[str, None] = {}
    while len(found) < count:
        given, family = ("".join(random.choices(SYLLABLES, range(16, 0, -1), k=k)) for k in (2, 3))
        name = f"{given}-{family}"
        found[name if name not in found else f"{name}-{len(found)}"] = None
    return list(found)


def people(ids: list[str]) -> list[Person]:
    return [Person(i, i, (), ()) for i in sorted(ids)]


@pytest.mark.parametrize(
    ("ids", "names"),
    [
        (["ada", "ben"], ["A–B"]),
        (["ada", "alan", "amy", "ben"], ["Ad–Al", "Am–B"]),
        # Namesakes differ by their number alone.
        (["wei-wang", "wei-wang-2", "wei-wang-3", "wei-xu"], ["Wei Wang", "Wei Wang …", "Wei X"]),
    ],
)
def test_parts_are_named_after_their_ends(ids: list[str], names: list[str]) -> None:
    found = parts_of(people(ids), 2)
    assert [part.name for part in found] == names
    assert [person.id for part in found for person in part.people] == sorted(ids)


def test_a_short_letter_is_one_page() -> None:
    found = {job.url: shown(job) for job in people_lists(site_of(["ada-one", "alan-two", "ben-three"]))}
    assert list(found) == ["authors/", "authors/letter/a/", "authors/letter/b/"]
    page = found["authors/letter/a/"]
    assert texts(page, "//ul[@class='shares']/li") == ["Ada One 1", "Alan Two 1"]
    assert page.xpath("//nav[contains(@class, 'parts')]") == []
    assert texts(page, "//nav[@class='letters']/a[@aria-current]") == ["A"]


@pytest.fixture(scope="module")
def everybody() -> list[tuple[Job, Any]]:
    """The lists of 100,000 people."""
    return [(job, shown(job)) for job in people_lists(site_of(invented(100_000)))]


def test_a_hundred_thousand_people_stand_once_each_in_order(everybody: list[tuple[Job, Any]]) -> None:
    seen = [href for job, page in everybody[1:] for href in hrefs(page, "//ul[@class='shares']//a")]
    ids = [href.rstrip("/").rpartition("/")[2] for href in seen]
    assert ids == sorted(set(ids))
    assert len(ids) == 100_000


def test_every_page_of_a_hundred_thousand_people_is_short(everybody: list[tuple[Job, Any]]) -> None:
    sizes = {job.url: len(html.tostring(page)) for job, page in everybody}
    assert max(len(page.xpath("//ul[@class='shares']/li")) for _, page in everybody) <= LETTER_SIZE
    assert max(sizes.values()) < LARGEST_PAGE
    assert len(sizes) > 100_000 / LETTER_SIZE


def test_two_steps_lead_to_everybody(everybody: list[tuple[Job, Any]]) -> None:
    """A letter, then a part of it whose name says what it holds; the page that is shown is marked."""
    pages = {job.url: page for job, page in everybody}
    letters = hrefs(pages["authors/"], "//nav[@class='letters']/a")
    reached = set()
    for letter in letters:
        page = pages[letter.removeprefix("../")]
        parts = hrefs(page, "//nav[@class='letters parts']/a")
        reached |= {letter.removeprefix("../"), *(part.removeprefix("../../../") for part in parts)}
        assert len(parts) < 100
        if parts:
            assert len(page.xpath("//nav[@class='letters parts']/a[@aria-current='page']")) == 1
    assert reached | {"authors/"} == set(pages)
