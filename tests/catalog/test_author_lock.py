"""Published ids stay: reading the lock, keeping it, and what happens when the evidence changes."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from broadsheet.catalog.author_ids import updated_lock
from broadsheet.catalog.people import Resolved, resolve_closely
from broadsheet.model import Author, Entry, Mention, Paper
from broadsheet.sources.author_lock import Locked, lock_text, parse_lock

ORCIDS = ("0000-0002-1825-0097", "0000-0001-5109-3700")


def found(papers: Sequence[Paper], lock: Sequence[Locked] = (), authors: Sequence[Author] = ()) -> Resolved:
    entries = [Entry(paper, "content/papers/a.yml") for paper in papers]
    return resolve_closely(entries, [Entry(a, f"content/authors/{a.id}.yml") for a in authors], Path(), lock)


def paper(paper_id: str, *authors: str | Mention, year: str = "2020") -> Paper:
    return Paper(id=paper_id, title=paper_id, date=year, authors=authors)


def kept(resolved: Resolved, lock: Sequence[Locked] = ()) -> list[Locked]:
    leads_to = {old: person.id for person in resolved.people.persons.values() for old in person.former}
    return updated_lock(resolved.works, resolved.places, leads_to, lock)


TOLD_APART = [
    paper("a", Mention(name="Wei Lee", orcid=ORCIDS[0]), year="2019"),
    paper("b", Mention(name="Wei Lee", orcid=ORCIDS[1])),
]
TOGETHER = [paper("a", "Wei Lee", year="2019"), paper("b", "Wei Lee")]
NUMBERED = [Locked("wei-lee", ("a/wei-lee",)), Locked("wei-lee-2", ("b/wei-lee",))]


def test_what_is_written_is_read_again() -> None:
    locked = [Locked("b", ("p/b", "q/b#2")), Locked("a", ())]
    text = lock_text(locked)
    assert text.splitlines()[-2:] == ["a", "b p/b q/b#2"]
    again, problems = parse_lock(text)
    assert problems == []
    assert lock_text(again) == text


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("a p/a\na q/a\n", 2, "the id `a` is also on line 1"),
        ("a p/a\nb p/a\n", 2, "`p/a` also anchors `a`"),
        ("# a comment\n\na p\n", 3, "`p` is no mention: write paper-id/folded-name"),
        ("<<<<<<< main\n", 1, "`<<<<<<<` is no id"),
    ],
)
def test_a_line_that_cannot_be_one_is_told(text: str, line: int, message: str) -> None:
    _, (problem,) = parse_lock(text)
    assert (problem.line, problem.code, problem.message) == (line, "bad-lock", message)


def test_the_first_of_a_name_keeps_it_and_the_next_gets_a_number() -> None:
    resolved = found(TOLD_APART)
    assert resolved.people.of_paper == {"a": ("wei-lee",), "b": ("wei-lee-2",)}
    assert kept(resolved) == NUMBERED


def test_an_older_paper_that_comes_later_does_not_take_the_id() -> None:
    papers = [*TOLD_APART, paper("c", Mention(name="Wei Lee", id="other"), year="1990")]
    assert found(papers, NUMBERED).people.of_paper == {"a": ("wei-lee",), "b": ("wei-lee-2",), "c": ("other",)}
    turned = [Locked("wei-lee", ("b/wei-lee",)), Locked("wei-lee-2", ("a/wei-lee",))]
    assert found(TOLD_APART, turned).people.of_paper == {"a": ("wei-lee-2",), "b": ("wei-lee",)}


def test_when_people_are_joined_the_other_id_leads_to_the_first_and_stays_in_the_lock() -> None:
    resolved = found(TOGETHER, NUMBERED)
    assert resolved.people.of_paper == {"a": ("wei-lee",), "b": ("wei-lee",)}
    assert resolved.people.persons["wei-lee"].former == ("wei-lee-2",)
    lock = kept(resolved, NUMBERED)
    assert lock == NUMBERED
    assert found(TOLD_APART, lock).people.of_paper == found(TOLD_APART).people.of_paper


def test_when_people_are_split_the_id_stays_where_most_of_its_mentions_are() -> None:
    papers = [*TOLD_APART, paper("c", Mention(name="Wei Lee", orcid=ORCIDS[1]), year="2021")]
    lock = [Locked("wei-lee", ("a/wei-lee", "b/wei-lee", "c/wei-lee"))]
    resolved = found(papers, lock)
    assert resolved.people.of_paper == {"a": ("wei-lee-2",), "b": ("wei-lee",), "c": ("wei-lee",)}
    assert resolved.people.persons["wei-lee"].parted == ("wei-lee-2",)
    assert kept(resolved, lock) == [
        Locked("wei-lee", ("b/wei-lee", "c/wei-lee")),
        Locked("wei-lee-2", ("a/wei-lee",)),
    ]


def test_an_id_whose_papers_are_gone_is_not_given_to_somebody_else() -> None:
    lock = [Locked("wei-lee", ("z/wei-lee",))]
    resolved = found(TOGETHER, lock)
    assert set(resolved.people.persons) == {"wei-lee-2"}
    assert kept(resolved, lock) == [Locked("wei-lee", ()), Locked("wei-lee-2", ("a/wei-lee", "b/wei-lee"))]


def test_a_statement_about_a_published_id_wins_over_the_evidence() -> None:
    no = Author(id="wei-lee", name="Wei Lee", not_same_as=("wei-lee-2",))
    assert found(TOGETHER, NUMBERED, [no]).people.of_paper == {"a": ("wei-lee",), "b": ("wei-lee-2",)}
    yes = Author(id="wei-lee", name="Wei Lee", same_as=("wei-lee-2",))
    resolved = found([paper("a", "Wei Lee"), paper("b", "Wei Lee")], NUMBERED, [yes])
    assert resolved.people.of_paper == {"a": ("wei-lee",), "b": ("wei-lee",)}
    assert resolved.people.persons["wei-lee"].former == ("wei-lee-2",)
