"""What the pictures of links say, and which pages have one."""

from made import made
from msgspec.structs import replace

from broadsheet.model import Author, Paper, Position
from broadsheet.pages.pictures import Picture, illustrated, pictures
from broadsheet.pages.search import search_page

KNOWN = Paper(
    title="Fewer $O(n^2)$ bits",
    id="known",
    date="2026-04-17",
    authors=("Ada Lovelace", "Alan Turing", "Grace Hopper", "Edsger Dijkstra"),
    venue="ICML",
)
BARE = Paper(title="Bare", id="bare", date="2025-11")
ADA = Author(
    name="Ada Lovelace",
    id="ada",
    affiliations=(
        Position(organization="Old College", end="1850"),
        Position(organization="The Royal Society", role="Fellow"),
    ),
)
SITE = Picture("", "", "", "", "The Site", ("All of it",))
ON_KNOWN = Picture(
    url="papers/known/",
    masthead="The Site",
    aside="17 April 2026",
    kicker="",
    headline="Fewer O(n^2) bits",
    lines=("Ada Lovelace, Alan Turing, Grace Hopper and 1 more", "ICML"),
)
ON_BARE = Picture("papers/bare/", "The Site", "November 2025", "", "Bare", ())
ON_ADA = Picture("authors/ada/", "The Site", "", "", "Ada Lovelace", ("Fellow, The Royal Society",))


def test_the_words_of_each_kind() -> None:
    site = made(KNOWN, BARE, authors=(ADA,), tagline="All of it")
    assert list(pictures(site)) == [SITE, ON_KNOWN, ON_BARE, ON_ADA]


def test_the_newest_have_theirs_as_many_as_wanted() -> None:
    site = made(BARE, KNOWN, authors=(ADA,), tagline="All of it", pictures=1)
    assert list(pictures(site)) == [SITE, ON_KNOWN, ON_ADA]
    assert list(pictures(made(BARE, KNOWN, pictures=0))) == []


def test_a_page_is_told_of_the_picture_that_was_drawn() -> None:
    [page] = search_page(made(KNOWN), words=False)
    jobs = [replace(page, url=url) for url in ("papers/known/", "papers/bare/", "")]
    drawn = {"papers/known/": ON_KNOWN, "": SITE}
    assert [job.picture for job in illustrated(jobs, drawn)] == ["papers/known/picture.png", "", "picture.png"]
