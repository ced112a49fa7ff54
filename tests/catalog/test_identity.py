"""Splits and joins by the evidence: made-up collections in which it is plain who is who."""

import pytest

from broadsheet.catalog.identity import identify
from broadsheet.catalog.mentions import Signed, Work
from broadsheet.catalog.slugs import slug

GIVEN = "Ada Bo Cy Di Ed Fay Gil Hal Ivy Jon Kay Lou Mae Ned Oda Pam Quin Ray Sue Tom".split()
FAMILY = "Ash Birch Cedar Dogwood Elm Fir Gum Holly Ilex Juniper Larch Maple Nutmeg Oak Pine".split()


def work(paper: str, title: str, year: int, *names: str, venue: str = "", **affiliations: str) -> Work:
    """A paper; `affiliations` by slug of the name with underscores, an id behind `@` decides who somebody is."""
    authors = []
    for name in names:
        bare, _, decided = name.partition("@")
        key = slug(bare)
        authors.append(Signed(bare, key, affiliations.get(key.replace("-", "_"), ""), decided))
    return Work(paper, title, venue, year, tuple(authors))


def crowd() -> list[Work]:
    """300 people of distinct names, three a paper: a background in which no name in question occurs."""
    names = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    return [work(f"z{n:03}", f"Subject {n}", 2020, *names[3 * n : 3 * n + 3]) for n in range(100)]


def people_called(name: str, works: list[Work]) -> list[list[str]]:
    """The papers of each person who signs with a name, person by person."""
    groups, _ = identify(works)
    mine = [[works[at].id for at, p in g.places if works[at].authors[p].name == name] for g in groups]
    return sorted(papers for papers in mine if papers)


FAR_APART = [
    work("a1", "Coral reef bleaching surveys", 1998, "Wim Lund", "Iris Vale", wim_lund="Marine Station, Bergen"),
    work("a2", "Coral bleaching and reef fish", 1999, "Wim Lund", "Iris Vale", wim_lund="Marine Station, Bergen"),
    work("b1", "Compiler register allocation", 2019, "Wim Lund", "Otto Kerr", wim_lund="Chip Foundry, Austin"),
    work("b2", "Register allocation by colouring", 2020, "Wim Lund", "Otto Kerr", wim_lund="Chip Foundry, Austin"),
]


@pytest.mark.parametrize(
    ("works", "people"),
    [
        (FAR_APART, [["a1", "a2"], ["b1", "b2"]]),
        ([work("a", "Reefs", 2001, "Wim Lund", "Iris Vale"), work("b", "Chips", 2019, "Wim Lund", "Otto Kerr")],
         [["a", "b"]]),
        ([work("a", "Reefs", 2001, "Wim Lund@x"), work("b", "Reefs", 2001, "Wim Lund@y")], [["a"], ["b"]]),
        ([work("a", "Reefs", 2001, "Wim Lund@x", "Iris Vale"), work("b", "Chips", 2019, "Wim Lund@x", "Otto Kerr")],
         [["a", "b"]]),
        ([work("a", "Reefs", 2001, "Wim Lund", "Wim Lund")], [["a"], ["a"]]),
    ],
)  # fmt: skip
def test_one_rare_name_is_one_person_unless_something_speaks_against_it(
    works: list[Work], people: list[list[str]]
) -> None:
    assert people_called("Wim Lund", [*works, *crowd()]) == people


def common() -> list[Work]:
    """A collection in which many are called Lee and many Wei: two Wei Lees are no surprise."""
    found = crowd()
    families = [family + ending for family in FAMILY for ending in ("", "son", "ley")]
    given = [first + ending for first in GIVEN for ending in ("", "a", "o")]
    found += [work(f"w{n:02}", f"Theme {n}", 2020, f"Wei {family}") for n, family in enumerate(families)]
    return found + [work(f"l{n:02}", f"Matter {n}", 2020, f"{first} Lee") for n, first in enumerate(given)]


def test_a_common_name_needs_evidence_to_be_one_person() -> None:
    works = [
        work("a", "Reefs", 2001, "Wei Lee", "Iris Vale", "Una Pell"),
        work("b", "Reef fish", 2002, "Wei Lee", "Iris Vale", "Una Pell"),
        work("c", "Chips", 2019, "Wei Lee", "Otto Kerr", "Max Dorn"),
    ]
    assert people_called("Wei Lee", [*works, *common()]) == [["a", "b"], ["c"]]


@pytest.mark.parametrize(
    ("second", "coauthors", "joined"),
    [
        ("W. Lund", ("Iris Vale", "Una Pell"), True),
        ("Wim A. Lund", ("Iris Vale", "Una Pell"), True),
        ("Lund Wim", ("Iris Vale", "Una Pell"), True),
        ("W. Lund", ("Otto Kerr", "Max Dorn"), False),
        ("Wim A. Lund", ("Otto Kerr", "Max Dorn"), False),
        ("Lund Wim", ("Otto Kerr", "Max Dorn"), False),
        ("Wanda Lund", ("Iris Vale", "Una Pell"), False),
    ],
)
def test_variants_are_joined_only_when_evidence_speaks_for_it(
    second: str, coauthors: tuple[str, ...], joined: bool
) -> None:
    works = [
        work("a", "Coral reef surveys", 2001, "Wim Lund", "Iris Vale", "Una Pell"),
        work("b", "Coral reef surveys again", 2002, second, *coauthors),
        *crowd(),
    ]
    groups, _ = identify(works)
    assert any({slug("Wim Lund"), slug(second)} <= set(group.keys) for group in groups) is joined


def test_pairs_said_to_be_apart_stay_apart() -> None:
    works = [
        work("a", "Coral reef surveys", 2001, "Wim Lund", "Iris Vale", "Una Pell"),
        work("b", "Coral reef surveys again", 2002, "W. Lund", "Iris Vale", "Una Pell"),
        *crowd(),
    ]
    assert any(group.keys == ("w-lund", "wim-lund") for group in identify(works)[0])
    assert all(len(group.keys) == 1 for group in identify(works, apart={("w-lund", "wim-lund")})[0])


def test_every_place_is_in_exactly_one_group() -> None:
    works = [*FAR_APART, *common()]
    places = sorted(place for group in identify(works)[0] for place in group.places)
    assert places == [(at, position) for at, one in enumerate(works) for position in range(len(one.authors))]


def test_a_third_name_does_not_join_two_that_are_kept_apart() -> None:
    works = [
        work("a", "Coral reef surveys", 2001, "Wim A. Lund", "Iris Vale", "Una Pell"),
        work("b", "Coral reef surveys again", 2002, "W. Lund", "Iris Vale", "Una Pell"),
        work("c", "Coral reef surveys once more", 2003, "Wim Lund", "Iris Vale", "Una Pell"),
        *crowd(),
    ]
    assert any(len(group.keys) == 3 for group in identify(works)[0])
    apart = {("wim-a-lund", "wim-lund")}
    assert not any({"wim-a-lund", "wim-lund"} <= set(group.keys) for group in identify(works, apart)[0])


def test_people_whom_affiliations_tell_apart_are_two_in_a_small_collection_too() -> None:
    assert people_called("Wim Lund", FAR_APART) == [["a1", "a2"], ["b1", "b2"]]
    without = [work(one.id, one.title, one.year, *(author.name for author in one.authors)) for one in FAR_APART]
    assert people_called("Wim Lund", without) == [["a1", "a2", "b1", "b2"]]
