"""What can be followed, in which formats, and what becomes of feeds whose page has moved."""

import json
from pathlib import Path

import pytest
from following import files_of, read_json, read_xml, site_of

from broadsheet.catalog.saved import check_saved
from broadsheet.config import SETTINGS, Settings, load_config
from broadsheet.model import Links, Notice, Paper
from broadsheet.pages.channels import channels
from broadsheet.pages.feeds import feeds_page
from broadsheet.pages.site import Site
from broadsheet.sources.following import SavedFeed
from broadsheet.topics.landscape import Landscape, Placement, Topic

PAPERS = tuple(
    Paper(
        id=f"p{n}",
        title=f"Widgets, part {n}",
        added=f"2026-04-{n:02}",
        authors=("Ada One",),
        tags=("Pruning", "C++") if n < 4 else ("pruning", "rare"),
        kind="conference" if n % 2 else None,
        links=Links(code="https://example.org/code") if n == 5 else Links(),
        organizations=("acme",),
    )
    for n in range(1, 6)
)
TOPIC = Topic("widgets", "Widgets", ("widget",), ("p1", "p2", "p3"))
FINER = Topic("small-widgets", "Small widgets", ("small",), ("p1", "p2"), parent="widgets")
LANDSCAPE = Landscape(
    topics=(TOPIC,),
    finer=(FINER,),
    placements={"p1": Placement("widgets", 0.9, (), "small-widgets"), "p2": Placement("widgets", 0.9)},
)
SAVED = SavedFeed(name="Odd with code", query="has:code kind:conference", id="odd-code")


@pytest.fixture
def site() -> Site:
    return site_of(*PAPERS, landscape=LANDSCAPE, feeds=(SAVED,))


@pytest.mark.parametrize(
    ("stem", "papers"),
    [
        ("feed", "p5 p4 p3 p2 p1"),
        ("topics/widgets/feed", "p3 p2 p1"),
        ("topics/small-widgets/feed", "p2 p1"),
        ("organizations/acme/feed", "p5 p4 p3 p2 p1"),
        ("authors/ada-one/feed", "p5 p4 p3 p2 p1"),
        ("feeds/tags/pruning", "p5 p4 p3 p2 p1"),
        ("feeds/tags/c", "p3 p2 p1"),
        ("feeds/kinds/with-code", "p5"),
        ("feeds/kinds/conference", "p5 p3 p1"),
        ("feeds/saved/odd-code", "p5"),
    ],
)
def test_every_channel_holds_its_papers_newest_first(site: Site, stem: str, papers: str) -> None:
    found = read_xml(files_of(site)[f"{stem}.atom.xml"])
    assert [one["id"].rpartition("/")[2] for one in found] == papers.split()


def test_these_are_all(site: Site) -> None:
    atoms = {name.removesuffix(".atom.xml") for name in files_of(site) if name.endswith(".atom.xml")}
    pages = {"topics/widgets", "topics/small-widgets", "organizations/acme", "authors/ada-one"}
    others = {"tags/pruning", "tags/c", "kinds/with-code", "kinds/errata", "kinds/conference", "saved/odd-code"}
    assert atoms == {"feed"} | {f"{page}/feed" for page in pages} | {f"feeds/{name}" for name in others}


WRONG = Paper(
    id="wrong",
    title="Widgets that never were",
    added="2020-01-01",
    tags=("widgets",),
    former_ids=("first-id", "second-id"),
    summary="They work.",
    notices=(
        Notice(kind="erratum", date="2021-05", text="Table 2 & <more>."),
        Notice(kind="version", date="2022-01-01"),
        Notice(kind="erratum", date="2026-04-03"),
        Notice(kind="retraction", date="2026-04-02", url="https://example.org/?a&b", text="Nothing holds."),
    ),
)


def test_errata_are_news_of_their_own_day() -> None:
    files = files_of(site_of(*PAPERS, WRONG, feed_size=5))
    found = read_xml(files["feeds/kinds/errata.atom.xml"])
    assert found == read_xml(files["feeds/kinds/errata.rss.xml"]) == read_json(files["feeds/kinds/errata.json"])
    assert [(one["id"].rpartition(":")[2], one["published"][:3], one["title"]) for one in found] == [
        ("papers/first-id/erratum-2", (2026, 4, 3), "Erratum: Widgets that never were"),
        ("papers/first-id/retraction", (2026, 4, 2), "Retracted: Widgets that never were"),
        ("papers/first-id/erratum", (2021, 5, 1), "Erratum: Widgets that never were"),
    ]
    assert {one["url"] for one in found} == {"https://example.org/paper/papers/wrong/"}
    assert "papers/wrong" not in files["feed.atom.xml"].decode(), "the paper is too old for the feed of the site"
    summaries = [item["summary"] for item in json.loads(files["feeds/kinds/errata.json"])["items"]]
    assert summaries == ["Retracted. They work.", "Nothing holds.", "Table 2 & <more>."]


def test_an_entry_says_first_what_became_of_its_paper() -> None:
    [entry] = read_json(files_of(site_of(WRONG))["feed.json"])
    assert entry["id"] == "tag:example.org,2026-01-01:papers/first-id"
    assert entry["tags"] == ["Retracted", "Erratum", "widgets"]
    assert (entry["published"][:3], entry["updated"][:3]) == ((2020, 1, 1), (2026, 4, 3))
    said = "Retracted 2026-04-02: Nothing holds. Read the notice Erratum 2021-05: Table 2 & <more>. Erratum 2026-04-03"
    assert " ".join(entry["content"]).startswith(f"{said} New version 2022-01-01 They work. https://example.org/?a&b")


@pytest.mark.parametrize(("many", "named", "more"), [(50, 50, False), (3_000, 50, True)])
def test_an_entry_names_no_more_than_the_first_of_a_large_collaboration(many: int, named: int, more: bool) -> None:
    paper = Paper(id="large", title="Large", authors=tuple(f"Ada N{at}" for at in range(many)))
    [item] = json.loads(files_of(site_of(paper, author_feed_formats=()))["feed.json"])["items"]
    assert len(item["authors"]) == named
    assert ("<p>With 2,950 more authors</p>" in item["content_html"]) is more


def test_errata_can_be_followed_before_there_is_one() -> None:
    files = files_of(site_of(*PAPERS))
    assert read_xml(files["feeds/kinds/errata.atom.xml"]) == read_xml(files["feeds/kinds/errata.rss.xml"]) == []
    assert b"feeds/kinds/errata.atom.xml" in files["feeds/feeds.opml"]


def test_a_tag_is_called_as_most_papers_spell_it(site: Site) -> None:
    names = {channel.stem: channel.name for channel in channels(site, {})}
    assert (names["feeds/tags/pruning"], names["feeds/tags/c"]) == ("Pruning", "C++")


@pytest.mark.parametrize(
    ("settings", "site_formats", "people_formats"),
    [
        ({}, {"atom.xml", "rss.xml", "json"}, {"atom.xml"}),
        ({"feed_formats": ("json", "json")}, {"json"}, {"atom.xml"}),
        ({"author_feed_formats": ("json", "rss")}, {"atom.xml", "rss.xml", "json"}, {"json", "rss.xml"}),
        ({"feed_formats": (), "author_feed_formats": ()}, set(), set()),
    ],
)
def test_formats_are_a_setting(
    settings: dict[str, tuple[str, ...]], site_formats: set[str], people_formats: set[str]
) -> None:
    site = site_of(*PAPERS, **settings)
    names = set(files_of(site))
    assert {name[5:] for name in names if name.startswith("feed.")} == site_formats
    assert {name.partition("/feed.")[2] for name in names if name.startswith("authors/")} == people_formats
    assert ("feeds/feeds.opml" in names, "feeds/people.opml" in names) == (bool(site_formats), bool(people_formats))
    [job] = feeds_page(site, channels(site, {}))
    assert len(job.view.site_links) == len(site_formats)  # type: ignore[union-attr]
    assert bool(job.view.groups) is bool(site_formats)  # type: ignore[union-attr]


def test_json_alone_is_read_as_well() -> None:
    files = files_of(site_of(*PAPERS, feed_formats=("json",), author_feed_formats=()))
    assert read_json(files["feed.json"])[0]["title"] == "Widgets, part 5"
    assert not [name for name in files if name.endswith(".xml")]


def test_who_follows_a_page_that_moved_goes_on_following(site: Site) -> None:
    former = {"topics/gadgets/": "topics/widgets/", "authors/a-one/": "authors/ada-one/", "topics/gone/": "topics/"}
    files = files_of(site, former)
    assert files["topics/gadgets/feed.atom.xml"] == files["topics/widgets/feed.atom.xml"]
    assert files["topics/gadgets/feed.json"] == files["topics/widgets/feed.json"]
    assert files["authors/a-one/feed.atom.xml"] == files["authors/ada-one/feed.atom.xml"]
    assert (
        b'<link rel="self" type="application/atom+xml" href="https://example.org/paper/topics/widgets/feed'
        in (files["topics/gadgets/feed.atom.xml"])
    )
    assert not [name for name in files if name.startswith("topics/gone/")]


def test_nothing_depends_on_the_order_of_the_papers(site: Site) -> None:
    again = site_of(*reversed(PAPERS), landscape=LANDSCAPE, feeds=(SAVED,))
    assert files_of(site) == files_of(again)


@pytest.mark.parametrize(
    ("feeds", "told"),
    [
        ("  - {name: A, query: has:code}\n", []),
        ("  - {name: A, query: widgets}\n  - {name: B, query: 'colour:red'}\n", [(3, 22, "bad-query")]),
        ("  - name: A\n    query: has:money\n", [(3, 12, "bad-query")]),
        ("  - {name: A b, query: x}\n  - {name: a B, query: y}\n", [(3, 5, "duplicate-id")]),
        ("  - {name: A b, query: x}\n  - {name: a B, query: y, id: other}\n", []),
    ],
)
def test_faulty_combinations_are_told(feeds: str, told: list[tuple[int, int, str]], tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: A\n", encoding="utf-8")
    (tmp_path / "site_config").mkdir()
    (tmp_path / SETTINGS).write_text(f"feeds:\n{feeds}", encoding="utf-8")
    config, problems = load_config(tmp_path)
    assert problems == []
    found = list(check_saved(config.settings.feeds, tmp_path))
    assert [(p.line, p.column, p.code) for p in found] == told
    assert all(p.path == SETTINGS and p.hint for p in found)


@pytest.mark.parametrize("wrong", ["feed_formats: [atom, xml]", "feeds: [{name: A}]", "websub_hub: ftp://a.example"])
def test_faulty_settings_are_told(wrong: str, tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: A\n", encoding="utf-8")
    (tmp_path / "site_config").mkdir()
    (tmp_path / SETTINGS).write_text(wrong, encoding="utf-8")
    config, [problem] = load_config(tmp_path)
    assert problem.path == SETTINGS
    assert config.settings == Settings()
