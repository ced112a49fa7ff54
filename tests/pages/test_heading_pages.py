"""The pages of tags and venues, and the ways that lead to them."""

from itertools import chain

from made import fragments, made, shown
from reading import hrefs, section, texts, words

from broadsheet.model import Paper
from broadsheet.pages.cards import make_card
from broadsheet.pages.headings import tag_pages, venue_pages
from broadsheet.pages.jobs import Job
from broadsheet.pages.papers import paper_lists, paper_pages
from broadsheet.pages.site import Site

PAPERS = tuple(
    Paper(
        title=f"Paper {n}",
        id=f"p{n:02}",
        date=f"{2026 - n // 12}-01-{28 - n:02}",
        authors=("Ada One", f"Other Person{'ABCDEFGHIJKLMNOPQRSTUVWXYZ'[n]}"),
        venue=f"CONF {2026 - n // 12}",
        tags=("Fast <code>", *(["rare"] if n == 0 else [])),
        categories=("cs.LG",) if n < 2 else (),
    )
    for n in range(13)
)


def jobs(site: Site) -> dict[str, Job]:
    done = fragments(site)
    return {job.url: job for job in chain(tag_pages(site, done), venue_pages(site, done))}


def test_a_page_each_and_a_list_of_each() -> None:
    assert list(jobs(made(*PAPERS, page_size=10))) == [
        "tags/cs-lg/",
        "tags/fast-code/",
        "tags/fast-code/page/2/",
        "tags/",
        "venues/conf/",
        "venues/conf/page/2/",
        "venues/",
    ]


def test_without_tags_and_venues_there_is_nothing_and_no_way_to_it() -> None:
    site = made(Paper(title="T", id="t"))
    assert jobs(site) == {}
    [papers] = paper_lists(site, fragments(site))
    assert hrefs(shown(papers), "//header//a") == []


def test_what_a_page_says() -> None:
    found = jobs(made(*PAPERS, page_size=10))
    first, second = shown(found["tags/fast-code/"]), shown(found["tags/fast-code/page/2/"])
    assert texts(first, "//h1") == texts(second, "//h1") == ["Fast <code>"]
    assert [len(page.xpath("//ul[@class='lines']/li")) for page in (first, second)] == [10, 3]
    assert "13 papers in this collection" in words(first)
    assert texts(section(first, "By year"), ".//tbody/tr") == ["20251", "202612"]
    assert texts(section(first, "Stands with"), ".//li") == ["cs.LG 2"]
    assert texts(section(shown(found["venues/conf/"]), "Tags"), ".//li") == ["Fast <code> 13", "cs.LG 2"]
    assert second.xpath("//section[h2='By year' or h2='Stands with']") == []
    # Whoever has one paper here says nothing of the tag.
    assert texts(section(first, "People"), ".//li") == ["Ada One 13"]
    assert hrefs(first, "//p[@class='kicker']/a") == ["../../tags/"]
    assert hrefs(second, "//a[@rel='prev']") == ["../../../../tags/fast-code/"]


def test_a_tag_or_venue_can_be_followed_where_it_has_a_feed() -> None:
    found = jobs(made(*PAPERS))
    feeds = shown(found["tags/fast-code/"]).xpath("//head/link[@rel='alternate']/@href")
    assert feeds[0] == "../../feeds/tags/fast-code.atom.xml"
    assert shown(found["tags/cs-lg/"]).xpath("//link[@rel='alternate']") == []
    [atom, *_] = shown(found["venues/conf/"]).xpath("//link[@rel='alternate']")
    assert (atom.get("href"), atom.get("title")) == ("../../feeds/venues/conf.atom.xml", "Papers in CONF (Atom)")


def test_lists_name_the_largest_first() -> None:
    found = jobs(made(*PAPERS))
    assert texts(shown(found["tags/"]), "//ul[@class='shares']/li") == ["Fast <code> 13", "cs.LG 2"]
    assert hrefs(shown(found["venues/"]), "//ul[@class='shares']//a") == ["../venues/conf/"]


def test_papers_lead_to_them() -> None:
    site = made(*PAPERS)
    cards = {i: make_card(site, paper) for i, paper in site.catalog.papers.items()}
    first = next(job for job in paper_pages(site, cards) if job.url == "papers/p00/")
    facts = section(shown(first), "Facts")
    assert hrefs(facts, ".//dd/a")[:3] == ["../../venues/conf/", "../../tags/cs-lg/", "../../tags/fast-code/"]
    # A tag that only this paper has is a word.
    assert texts(facts, ".//dd[contains(., 'rare')]") == ["Fast <code>, rare"]
    card = fragments(site).cards["p00"]
    assert 'venues/conf/">CONF 2026</a>' in card
    assert 'tags/fast-code/">Fast &lt;code&gt;</a>' in card
    papers = next(iter(paper_lists(site, fragments(site))))
    assert hrefs(shown(papers), "//header//a") == ["../tags/", "../venues/"]
