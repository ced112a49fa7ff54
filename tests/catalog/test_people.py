"""Who is who: what decides which person a mention is."""

from pathlib import Path
from typing import Any

import pytest

from broadsheet.catalog.people import People, resolve
from broadsheet.model import Author, Entry, Identifiers, Mention, Paper, Problem, Work

ORCID = "0000-0002-1825-0097"
CURATED = (
    Author(id="jo-wren", name="Jo Wren", names=("J. Wren",)),
    Author(id="wren-leeds", name="Jo Wren", identifiers=Identifiers(orcid=ORCID)),
    Author(id="ada-finch", name="Ada Finch", works=(Work(paper="p9"),)),
    Author(id="kit-robin", name="Christopher Robin"),
)


def people(tmp_path: Path, *mentions: str | Mention) -> tuple[People, list[Problem]]:
    paper = Entry(Paper(id="p1", title="A", authors=mentions), "content/papers/p1.yml", 1)
    return resolve([paper], [Entry(author, f"content/authors/{author.id}.yml") for author in CURATED], tmp_path)


@pytest.mark.parametrize(
    ("mention", "person"),
    [
        (Mention(name="Jo Wren", id="wren-leeds"), "wren-leeds"),
        (Mention(name="Whoever", orcid=ORCID), "wren-leeds"),
        (Mention(name="Jo Wren", id="jo-wren", orcid=ORCID), "jo-wren"),
        ("J. Wren", "jo-wren"),
        ("ada finch", "ada-finch"),
        ("Ada Finch", "ada-finch"),
        ("Ida Tern", "ida-tern"),
        ("Ída Tern", "ida-tern"),
        ("Kit Robin", "kit-robin-2"),
        ("Christopher Robin", "kit-robin"),
    ],
)
def test_what_decides(mention: str | Mention, person: str, tmp_path: Path) -> None:
    found, problems = people(tmp_path, mention)
    assert problems == []
    assert found.of_paper == {"p1": (person,)}
    assert "p1" in found.persons[person].papers


def test_a_name_of_two_is_a_problem_where_it_is_written(tmp_path: Path) -> None:
    path = tmp_path / "content" / "papers" / "p1.yml"
    path.parent.mkdir(parents=True)
    path.write_text("title: A\nauthors:\n  - Ada Finch\n  - Jo Wren\n", encoding="utf-8")
    _, (problem,) = people(tmp_path, "Ada Finch", "Jo Wren")
    assert (problem.path, problem.line, problem.column) == ("content/papers/p1.yml", 4, 5)
    assert problem.code == "ambiguous-author"
    assert problem.message == "2 people are called Jo Wren: jo-wren, wren-leeds"
    assert problem.hint == "say which one is meant: {name: Jo Wren, id: jo-wren}"


def test_works_that_only_the_curated_file_lists_count(tmp_path: Path) -> None:
    found, _ = people(tmp_path, "Ada Finch")
    person = found.persons["ada-finch"]
    assert person.papers == ("p1", "p9")
    assert person.author == CURATED[2]
    assert found.persons["jo-wren"].papers == ()


def test_names_as_written_are_kept_with_the_curated_one_first(tmp_path: Path) -> None:
    found, _ = people(tmp_path, "Ida Tern", Mention(name="A. Finch", id="ada-finch"))
    assert found.persons["ada-finch"].names == ("Ada Finch", "A. Finch")
    assert (found.persons["ida-tern"].name, found.persons["ida-tern"].author) == ("Ida Tern", None)
    assert list(found.persons) == sorted(found.persons)


@pytest.mark.parametrize(
    ("said", "mention", "person"),
    [
        # A file that claims another file is one problem, told by the checks, and not one of every paper besides.
        (Author(id="ada", name="Ada Crane", same_as=("ada-finch",)), "Ada Finch", "ada-finch"),
        # Two files with variants of a name: the paper's own form says which is meant.
        (Author(id="a-finch", name="A. Finch"), "Ada Finch", "ada-finch"),
        (Author(id="a-finch", name="A. Finch"), "A. Finch", "a-finch"),
    ],
)
def test_each_curated_person_has_the_papers_under_their_own_names(
    said: Author, mention: str, person: str, tmp_path: Path
) -> None:
    papers = [
        Entry(Paper(id=paper, title="Reefs", authors=(name, "Iris Vale", "Una Pell")), "p.yml", 1)
        for paper, name in (("p1", mention), ("p2", "Ada Finch"), ("p3", "A. Finch"))
    ]
    curated = [Entry(author, f"content/authors/{author.id}.yml") for author in (*CURATED, said)]
    found, problems = resolve(papers, curated, tmp_path)
    assert problems == []
    assert found.of_paper["p1"][0] == person


@pytest.mark.parametrize(
    ("fields", "meant"),
    [
        ({"same_as": ("I. Tern",)}, True),
        ({"same_as": ("ida-tern",)}, True),
        ({"not_same_as": ("Jo Wren",)}, True),
        ({"same_as": ("Ida Terne",)}, False),
        ({"not_same_as": ("ida-terne",)}, False),
    ],
)
def test_a_name_that_nobody_has_is_told(fields: dict[str, tuple[str, ...]], meant: bool, tmp_path: Path) -> None:
    paper = Entry(Paper(id="p1", title="A", authors=("Ida Tern", "I. Tern", "Jo Wren")), "content/papers/p1.yml", 1)
    author = Entry(Author(id="tern", name="Ida M. Tern", **fields), "content/authors/tern.yml")
    _, problems = resolve([paper], [author], tmp_path)
    assert [(told.path, told.code, told.severity) for told in problems] == (
        [] if meant else [("content/authors/tern.yml", "nobody-called-so", "warning")]
    )


@pytest.mark.parametrize(
    ("authors", "more", "told"),
    [
        (("Ida Tern", "Jo Wren"), {}, ""),
        (("I. Tern", "Jo Wren"), {}, ""),
        (("Jo Wren",), {}, "no author"),
        (("I. Tern", "I. M. Tern"), {}, "several authors"),
        # Whom a source leaves out cannot be missed.
        ((), {}, ""),
        (("Jo Wren",), {"et_al": True}, ""),
        (("Jo Wren",), {"author_count": 2}, ""),
        ((Mention(name="Jo Wren"), Mention(name="M. Crane", id="tern")), {}, ""),
    ],
)
def test_a_listed_work_that_nobody_of_that_name_signs_is_told(
    authors: tuple[str | Mention, ...], more: dict[str, Any], told: str, tmp_path: Path
) -> None:
    paper = Entry(Paper(id="p1", title="A", authors=authors, **more), "content/papers/p1.yml", 1)
    author = Entry(Author(id="tern", name="Ida M. Tern", names=("Ida Tern",), works=(Work(paper="p1"),)), "a/tern.yml")
    _, problems = resolve([paper], [author], tmp_path)
    assert [(one.path, one.code, told in one.message) for one in problems] == (
        [("a/tern.yml", "not-an-author", True)] if told else []
    )
