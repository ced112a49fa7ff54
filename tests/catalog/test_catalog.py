"""The collection as one value: order, indexes, the newest day."""

from pathlib import Path

import pytest

from broadsheet.catalog.catalog import NO_DAY, Catalog, build_catalog
from broadsheet.executors import InProcess
from broadsheet.model import Digest, Entry, Organization, Paper
from broadsheet.sources.content import Content, read_content


@pytest.fixture(scope="module")
def catalog(corpus: Path) -> Catalog:
    content, problems = read_content(corpus, InProcess())
    found, more = build_catalog(content, corpus)
    assert problems + more == []
    return found


def test_papers_come_newest_first(catalog: Catalog) -> None:
    ids = (
        "mamba pagedattention flashattention-2 qlora sparsegpt gptq flashattention lora reformer attention resnet adam"
    )
    assert list(catalog.papers) == ids.split()
    assert list(catalog.entries) == list(catalog.papers)


def test_issues_and_what_they_picked(catalog: Catalog) -> None:
    assert list(catalog.digests) == ["2026-03-01", "2026-03-02"]
    assert catalog.picked["resnet"] == ("2026-03-01",)
    assert "adam" not in catalog.picked
    assert catalog.digests["2026-03-01"].picked[2].note == "Read this one."


def test_people_of_one_surname_keep_apart(catalog: Catalog) -> None:
    zhangs = {i: person.papers for i, person in catalog.people.persons.items() if i.endswith("-zhang")}
    assert zhangs == {"hao-zhang": ("pagedattention",), "xiangyu-zhang": ("resnet",)}
    assert catalog.people.persons["tri-dao"].papers == ("mamba", "flashattention-2", "flashattention")
    assert catalog.people.persons["lukasz-kaiser"].names == ("Łukasz Kaiser",)


def test_organisations_with_and_without_a_file(catalog: Catalog) -> None:
    assert {i: organization.name for i, organization in catalog.organizations.items()} == {
        "google": "google",
        "stanford": "Stanford University",
    }
    assert catalog.of_organization == {"google": ("attention",), "stanford": ("flashattention",)}


def test_of_papers_alone_the_newest_whole_date_counts(tmp_path: Path) -> None:
    papers = [Paper(id=f"p{d}", title=d, date=d) for d in ("2026", "2025-12", "2025-03-01", "2024-05-06")]
    content = Content(papers=tuple(Entry(paper, "a.yml") for paper in papers))
    assert build_catalog(content, tmp_path)[0].newest == "2025-03-01"


@pytest.mark.parametrize(
    ("added", "issues", "newest"),
    [
        ([], [], NO_DAY),
        (["2026-01-05", None], [], "2026-01-05"),
        (["2026-01-05"], ["2026-01-04"], "2026-01-05"),
        (["2026-01-05"], ["2026-01-06"], "2026-01-06"),
    ],
)
def test_the_newest_day(added: list[str | None], issues: list[str], newest: str, tmp_path: Path) -> None:
    papers = tuple(Entry(Paper(id=f"p{i}", title=f"T{i}", added=day), "a.yml") for i, day in enumerate(added))
    digests = tuple(Entry(Digest(date=day, picks=()), "b.yml") for day in issues)
    assert build_catalog(Content(papers=papers, digests=digests), tmp_path)[0].newest == newest


def test_partial_dates_sort_and_unknown_ones_come_last(tmp_path: Path) -> None:
    dates = {"a": None, "b": "2024", "c": "2024-05", "d": "2024-05-07", "e": "2023-12-31", "f": "2024-05-07"}
    papers = tuple(Entry(Paper(id=i, title=i, date=date), "a.yml") for i, date in dates.items())
    assert list(build_catalog(Content(papers=papers), tmp_path)[0].papers) == ["d", "f", "c", "b", "e", "a"]


def test_of_two_records_with_one_id_the_first_is_kept_and_it_is_told(tmp_path: Path) -> None:
    papers = (Entry(Paper(id="a", title="One"), "a.yml"), Entry(Paper(id="a", title="Other"), "b.yml"))
    organizations = tuple(Entry(Organization(id="o", name=name), f"{name}.yml") for name in ("one", "other"))
    found, problems = build_catalog(Content(papers=papers, organizations=organizations), tmp_path)
    assert (found.papers["a"].title, found.organizations["o"].name) == ("One", "one")
    assert [(p.path, p.code) for p in problems] == [("b.yml", "duplicate-id"), ("other.yml", "duplicate-id")]
