"""Every feed follows its standard, and all formats say the same."""

import json
from pathlib import Path

import jsonschema
import pytest
from following import files_of, read_json, read_xml, site_of
from lxml import etree

from broadsheet.model import Claim, Digest, Links, Mention, Organization, Paper, Pick, Source
from broadsheet.topics.landscape import Landscape, Placement, Topic

HERE = Path(__file__).parent
ATOM = etree.RelaxNG(etree.parse(HERE / "atom.rng"))
JSON = jsonschema.Draft202012Validator(json.loads((HERE / "json_feed.schema.json").read_text(encoding="utf-8")))
FEED = b'<feed xmlns="http://www.w3.org/2005/Atom"><id>a</id><title>T</title><updated>2026-01-01T00:00:00Z</updated>'

ODD = (
    Paper(
        id="control", title="A\x07 bell and \ufffe no sign", added="2026-04-01", summary="Half \uffff and \x00 none."
    ),
    Paper(id="cdata", title="Ends ]]> early", added="2026-04-02", authors=("A ]]> B",), summary="]]> & <![CDATA[ x"),
    Paper(id="markup", title="<b>Bold</b> & <script>alert(1)</script>", added="2026-04-03", authors=("<i>I</i>",)),
    Paper(
        id="entities", title="AT&amp;T &lt;", added="2026-04-04", tags=('a "b" <c>', "AT&T"), summary="&nbsp; &copy;"
    ),
    Paper(id="nobody", title="Nobody", added="2026-04-05", author_count=7, summary="No names."),
    Paper(id="undated", title="Undated", summary="No day at all."),
    Paper(id="year", title="A year", date="2024"),
    Paper(id="maths", title="In $O(n^2)$ time", added="2026-04-06", summary=r"With $\alpha<\beta$ & more."),
    Paper(id="bare", title="Bare", added="2026-04-07"),
    Paper(
        id="whole",
        title="Everything is said",
        date="2026-03-01",
        added="2026-04-08",
        authors=("Ada One", Mention(name="Ben Two")),
        organizations=("acme",),
        venue="Proc. of <Nothing> & Co",
        links=Links(code="https://example.org/?a=1&b=2"),
        categories=("cs.LG",),
        tags=("pruning",),
        has_code=True,
        kind="conference",
        summary="A summary.",
        abstract="An abstract.",
        claims=(Claim(metric="speedup", comparison="ratio", value=2, unit="x", model="<m>"),),
        source=(Source(name="A page", date="2026-04"),),
    ),
)


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    topic = Topic("ranking", "Ranking & <more>", ("rank",), ("whole", "cdata", "markup"))
    finer = Topic("deep-ranking", "Deep ranking", ("deep",), ("whole",), parent="ranking")
    placements = {i: Placement("ranking", 0.5) for i in topic.papers}
    placements["whole"] = Placement("ranking", 0.5, (), "deep-ranking")
    site = site_of(
        *ODD,
        digests=(Digest(date="2026-04-20", picks=(Pick(paper="whole", note="Read <this> & $x^2$."), "nobody")),),
        organizations=(Organization(name="Acme & Sons", id="acme"),),
        landscape=Landscape(topics=(topic,), finer=(finer,), placements=placements),
        feed_size=4,
        feed_archives=("site", "topics"),
        websub_hub="https://hub.example.org/",
    )
    return files_of(site)


def test_atom_follows_rfc_4287(files: dict[str, bytes]) -> None:
    found = [name for name in files if name.endswith(".atom.xml")]
    assert {"feed.atom.xml", "feed/2026-04.atom.xml", "authors/ada-one/feed.atom.xml"} <= set(found)
    for name in found:
        assert ATOM.validate(etree.fromstring(files[name])), (name, ATOM.error_log.last_error)


@pytest.mark.parametrize(
    ("rest", "valid"),
    [
        (b"</feed>", True),
        (b"<title>Two</title></feed>", False),
        (b"<updated>yesterday</updated></feed>", False),
        (b'<x xmlns="urn:x">an extension</x></feed>', True),
        (b"<x>none</x></feed>", False),
        (b"<link/></feed>", False),
        (b"<entry><id>b</id><title>T</title></entry></feed>", False),
        (b"<author><name>A</name></author><author><uri>x</uri></author></feed>", False),
        (b'<rights type="xhtml">bare</rights></feed>', False),
        (b'<rights type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><math/></div></rights></feed>', True),
    ],
)
def test_the_grammar_tells_good_from_bad(rest: bytes, valid: bool) -> None:
    assert ATOM.validate(etree.fromstring(FEED + rest)) is valid


def test_json_follows_json_feed(files: dict[str, bytes]) -> None:
    found = [name for name in files if name.endswith(".json")]
    assert "feeds/kinds/with-code.json" in found
    for name in found:
        JSON.validate(json.loads(files[name]))


@pytest.mark.parametrize(
    "change", [{"version": "1.1"}, {"items": [{"id": "a"}]}, {"autor": "x"}, {"items": [{"id": 1, "content_text": ""}]}]
)
def test_the_schema_tells_good_from_bad(change: dict[str, object]) -> None:
    good = {"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": [{"id": "a", "content_text": "x"}]}
    assert JSON.is_valid(good)
    assert not JSON.is_valid(good | change)


def test_rss_has_what_readers_need(files: dict[str, bytes]) -> None:
    for name in (name for name in files if name.endswith(".rss.xml")):
        root = etree.fromstring(files[name])
        assert (root.tag, root.get("version")) == ("rss", "2.0")
        [channel] = root
        assert all(channel.findtext(part) for part in ("title", "link", "description", "lastBuildDate")), name
        for item in channel.iter("item"):
            assert item.find("guid").get("isPermaLink") == "false"
            assert item.findtext("guid").startswith("tag:example.org,2026-01-01:papers/")
            assert item.find("enclosure") is None


def test_all_formats_say_the_same(files: dict[str, bytes]) -> None:
    compared = 0
    for name in files:
        stem, found, _ = name.partition(".json")
        if found:
            atom, rss, feed = files[f"{stem}.atom.xml"], files[f"{stem}.rss.xml"], files[name]
            assert read_xml(atom) == read_xml(rss) == read_json(feed), stem
            compared += len(read_json(feed))
    assert compared > 10


def entry(files: dict[str, bytes], paper: str) -> dict[str, object]:
    for name in sorted(files):
        if name.startswith("feed") and name.endswith(".atom.xml"):
            for found in read_xml(files[name]):
                if found["id"].endswith(f":papers/{paper}"):
                    return found
    raise AssertionError(paper)


@pytest.mark.parametrize(
    ("paper", "part", "value"),
    [
        ("control", "title", "A\ufffd bell and \ufffd no sign"),
        ("control", "content", "Half \ufffd and \ufffd none.".split()),
        ("cdata", "title", "Ends ]]> early"),
        ("cdata", "people", ["A ]]> B"]),
        ("cdata", "content", "]]> & <![CDATA[ x".split()),
        ("cdata", "tags", ["Ranking & <more>"]),
        ("markup", "title", "<b>Bold</b> & <script>alert(1)</script>"),
        ("markup", "people", ["<i>I</i>"]),
        ("entities", "title", "AT&amp;T &lt;"),
        ("entities", "tags", ['a "b" <c>', "AT&T"]),
        ("entities", "content", "&nbsp; &copy;".split()),
        ("nobody", "people", []),
        ("undated", "published", ()),
        ("undated", "updated", (1970, 1, 1, 0, 0, 0)),
        ("year", "published", (2024, 1, 1, 0, 0, 0)),
        ("maths", "title", "In O(n^2) time"),
        ("bare", "content", []),
        ("whole", "published", (2026, 4, 8, 0, 0, 0)),
        ("whole", "updated", (2026, 4, 20, 0, 0, 0)),
        ("whole", "people", ["Ada One", "Ben Two"]),
        ("whole", "tags", ["cs.LG", "pruning", "Ranking & <more>", "Deep ranking"]),
    ],
)
def test_awkward_texts(files: dict[str, bytes], paper: str, part: str, value: object) -> None:
    assert entry(files, paper)[part] == value


def test_the_content_is_whole_and_its_links_absolute(files: dict[str, bytes]) -> None:
    found = " ".join(entry(files, "whole")["content"])  # type: ignore[arg-type]
    for text in (
        "A summary. An abstract.",
        "Acme & Sons",
        "2026-03-01 · Proc. of <Nothing> & Co",
        "Authors report 2× speedup with <m>",
        "Picked for Monday, 20 April 2026: Read <this> &",
        "https://example.org/paper/organizations/acme/",
        "https://example.org/paper/digests/2026-04-20/",
        "https://example.org/?a=1&b=2",
    ):
        assert text in found
    assert "7 authors, not named by the source" in " ".join(entry(files, "nobody")["content"])  # type: ignore[arg-type]


def test_a_hub_is_named(files: dict[str, bytes]) -> None:
    assert b'<link rel="hub" href="https://hub.example.org/"/>' in files["feed.atom.xml"]
    assert b'<atom:link rel="hub" href="https://hub.example.org/"/>' in files["feed.rss.xml"]
    assert json.loads(files["feed.json"])["hubs"] == [{"type": "WebSub", "url": "https://hub.example.org/"}]
    assert b'rel="hub"' not in files_of(site_of(*ODD))["feed.atom.xml"]


def test_lists_of_feeds(files: dict[str, bytes]) -> None:
    root = etree.fromstring(files["feeds/feeds.opml"])
    assert (root.tag, root.get("version")) == ("opml", "2.0")
    groups = {group.get("text"): group for group in root.iterfind("body/outline")}
    assert list(groups) == ["The Paper", "Topics", "Kinds", "Organisations", "People"]
    assert groups["People"].get("type") == "include"
    assert groups["People"].get("url") == "https://example.org/paper/feeds/people.opml"
    feeds = [*root.iterfind(".//outline[@type='rss']"), *etree.fromstring(files["feeds/people.opml"]).iter("outline")]
    listed = [one.get("xmlUrl") for one in feeds if one.get("xmlUrl")]
    assert len(listed) == len(set(listed))
    atoms = {name for name in files if name.endswith(".atom.xml") and "feed/" not in name}
    assert {name.removeprefix("https://example.org/paper/") for name in listed} == atoms
