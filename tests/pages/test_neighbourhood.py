"""The drawing of close co-authors and topics: when there is one, that it says what its table says, who stands where."""

import doctest
import re
from itertools import pairwise
from typing import Any

import pytest
from made import fragments, made, shown
from reading import hrefs, section, texts, words

from broadsheet.model import Paper
from broadsheet.pages import neighbourhood
from broadsheet.pages.people import coauthor_lists, person_pages
from broadsheet.pages.site import Site, with_topics
from broadsheet.topics.landscape import Landscape, Placement, Topic

HEADING = "With whom, and on what"
# Co-authors and the topic of each of Ada's papers.
PAPERS = (("Ben Two", "x"), ("Ben Two", "x"), ("Ben Two", "y"), ("Cee Three", "y"), ("Cee Three", ""))


def site(written: tuple[tuple[str, str], ...] = PAPERS) -> Site:
    papers = [
        Paper(title=f"P{n}", id=f"p{n}", authors=("Ada One", *who.split(", "))) for n, (who, _) in enumerate(written)
    ]
    named = sorted({topic for _, topic in written if topic})
    topics = tuple(
        Topic(name, f"On <{name}>", (), tuple(f"p{n}" for n, (_, topic) in enumerate(written) if topic == name))
        for name in named
    )
    placements = {f"p{n}": Placement(topic, 0.5) for n, (_, topic) in enumerate(written) if topic}
    return with_topics(made(*papers), Landscape(topics=topics, placements=placements))


def ada(of: Site) -> Any:
    jobs = person_pages(of, fragments(of), coauthor_lists(of))
    return shown(next(job for job in jobs if job.url == "authors/ada-one/"))


def test_the_table_says_with_whom_and_on_what() -> None:
    found = section(ada(site()), HEADING)
    rows = [[words(cell) for cell in row.xpath("th | td[2]")] for row in found.xpath(".//tbody/tr")]
    assert [[cell.replace("\xa0", " ") for cell in row] for row in rows] == [
        ["Ben Two", "On <x> 2, On <y> 1"],
        ["Cee Three", "On <y> 1, Other topics or none 1"],
    ]
    # A count opens into what it counts.
    assert texts(found, ".//summary") == ["3 papers", "2 papers"]
    assert [hrefs(row, ".//li/a") for row in found.xpath(".//tbody/tr")] == [
        ["../../papers/p0/", "../../papers/p1/", "../../papers/p2/"],
        ["../../papers/p3/", "../../papers/p4/"],
    ]


def test_the_drawing_says_the_same() -> None:
    drawing = section(ada(site()), HEADING).xpath(".//svg")[0]
    assert texts(drawing, "./title") == ["Whom Ada One writes with, and on what"]
    assert drawing.get("role") == "group"
    assert sorted(texts(drawing, ".//path/title")) == [
        "Ben Two, On <x>: 2",
        "Ben Two, On <y>: 1",
        "Cee Three, On <y>: 1",
        "Cee Three, Other topics or none: 1",
    ]
    assert {tie.xpath("string(title)")[-1]: tie.get("stroke-width") for tie in drawing.xpath(".//path")} == {
        "1": "1.5",
        "2": "3",
    }
    # Names and topics lead to their pages; what has no page does not.
    assert sorted(hrefs(drawing, ".//a")) == [
        "../../authors/ben-two/",
        "../../authors/cee-three/",
        "../../topics/x/",
        "../../topics/y/",
    ]
    assert set(drawing.xpath(".//a/@tabindex")) == {"-1"}


def test_names_stand_apart_inside_the_drawing() -> None:
    many = tuple((f"Person{'ABCDEFGHIJKLMN'[n % 14]}", f"topic {n % 9}") for n in range(28))
    found = section(ada(site(many)), HEADING)
    drawing = found.xpath(".//svg")[0]
    height = float(drawing.get("viewbox").split()[3])
    people = [float(text.get("y")) for text in drawing.xpath(".//text[@class='end']")]
    topics = [float(line.get("y")) for line in drawing.xpath(".//tspan")]
    assert len(people) == 10
    assert "4 more co-authors are in the table alone." in words(found)
    assert len(found.xpath(".//tbody/tr")) == 14
    down = sorted(people)
    assert min(b - a for a, b in pairwise(down)) >= 24
    assert all(0 < y < height for y in (*down, *topics))
    # Six topics and what is left of the rest.
    assert len(drawing.xpath(".//circle[@r='5']")) == 7


def test_those_who_share_a_topic_stand_by_it() -> None:
    crossed = (("Ann", "y"), ("Ann", "y"), ("Zoe", "x"), ("Zoe", "x"), ("Zoe", "x"))
    drawing = section(ada(site(crossed)), HEADING).xpath(".//svg")[0]
    rows = {words(text): float(text.get("y")) for text in drawing.xpath(".//text[@class='end']")}
    assert rows["Zoe"] < rows["Ann"]
    # The ties run level, for each stands at the height of its topic.
    ends = [re.fullmatch(r"M\d+ ([\d.]+)C.* ([\d.]+)", tie.get("d")) for tie in drawing.xpath(".//path")]
    assert all(end and end[1] == end[2] for end in ends)


@pytest.mark.parametrize(
    "written",
    [
        PAPERS[:4],  # too few papers, and only one close co-author
        tuple(("Ben Two", "x") for _ in range(6)),
        tuple((who, "") for who, _ in PAPERS),  # no topic
    ],
)
def test_nothing_is_drawn_where_there_is_little_to_see(written: tuple[tuple[str, str], ...]) -> None:
    page = ada(site(written))
    assert page.xpath("//section[@class='ties']") == []
    assert texts(section(page, "Close co-authors"), ".//li")[0].startswith("Ben Two")


def test_names_are_shortened_as_told() -> None:
    told = doctest.testmod(neighbourhood)
    assert (told.attempted > 0, told.failed) == (True, 0)
    assert neighbourhood.short("欧阳娜娜" * 3) == "欧阳娜娜欧阳娜…"
