"""Tags and venues: which words stand for one, and which papers stand under them."""

import pytest

from broadsheet.catalog.headings import tags, venues, without_year
from broadsheet.model import Paper


@pytest.mark.parametrize(
    ("venue", "shown"),
    [
        ("NeurIPS 2024", "NeurIPS"),
        ("NeurIPS (2024)", "NeurIPS"),
        ("Proc. of CVPR, 2023", "Proc. of CVPR"),
        ("2023 IEEE INFOCOM", "IEEE INFOCOM"),
        ("ICML 2023, 1st Workshop on Lines", "ICML 2023, 1st Workshop on Lines"),
        ("J. Lines", "J. Lines"),
        ("Studies 1850", "Studies 1850"),
        ("2024", "2024"),
    ],
)
def test_editions_of_a_venue(venue: str, shown: str) -> None:
    assert without_year(venue) == shown


def test_the_editions_of_a_venue_stand_together() -> None:
    papers = [Paper(title="T", id=f"p{n}", venue=f"NeurIPS {year}") for n, year in enumerate((2024, 2023))]
    found = venues([*papers, Paper(title="T", id="q", venue="J. Lines"), Paper(title="T", id="none")])
    assert {i: heading.papers for i, heading in found.found.items()} == {"j-lines": ("q",), "neurips": ("p0", "p1")}
    assert [heading.name for heading in found.of(("NeurIPS 2023", "NeurIPS 2024", "unheard of"))] == ["NeurIPS"]


def test_tags_of_one_slug_are_one_under_the_most_used_spelling() -> None:
    papers = [
        Paper(title="T", id="a", tags=("Pruning", "pruning")),
        Paper(title="T", id="b", tags=("Pruning",), categories=("cs.LG",)),
        Paper(title="T", id="c", tags=("PRUNING", "alone"), categories=("cs.LG",)),
    ]
    found = tags(papers).found
    assert list(found) == ["cs-lg", "pruning"]
    assert (found["pruning"].name, found["pruning"].names) == ("Pruning", ("PRUNING", "pruning"))
    assert found["pruning"].papers == ("a", "b", "c")


def test_a_tag_of_one_paper_has_no_page_and_no_link() -> None:
    found = tags([Paper(title="T", id="a", tags=("alone",))])
    assert (found.found, found.ids, found.of(("alone",))) == ({}, {}, ())
