"""docs/content.md recounted from content/, and from the saved pages where the folder `shared` is at hand."""

import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

import msgspec
import pytest

from broadsheet.executors import InProcess
from broadsheet.model import Author, Link, Paper
from broadsheet.sources.content import Content, read_content

ROOT = Path(__file__).resolve().parents[1]
SEEDS = ROOT / ".." / "shared" / "seeds"
needs_pages = pytest.mark.skipif(not SEEDS.is_dir(), reason="the saved pages (shared/seeds) are not there")

# Column of the table: the papers' file, the author, the saved page.
COLUMNS = {
    "17 April": ("daily-2026-04-17", "", "003"),
    "14 May": ("daily-2026-05-14", "", "004"),
    "profile": ("qingquan-song-profile", "qingquan-song", "000"),
    "aggregator": ("qingru-zhang-aggregator", "qingru-zhang", "002"),
    "CV": ("qingyu-song-cv", "qingyu-song", "001"),
}
DATASET = "Hugging Face Daily Papers dataset"
Counter = Callable[[list[Paper], Author], int]


def links(paper: Paper) -> list[str | Link]:
    return [link for link in msgspec.structs.astuple(paper.links) if link is not None]


def of_papers(count: Callable[[Paper], object]) -> Counter:
    """How often, or how many, over the papers of a page."""
    return lambda papers, _: sum(int(bool(n) if not isinstance(n, int) else n) for n in map(count, papers))


def from_dataset(paper: Paper) -> bool:
    return any(source.name == DATASET and "authors" in source.fields for source in paper.source)


RECORDED: dict[str, Counter] = {
    "cards, each one paper": lambda papers, _: len({paper.id for paper in papers}),
    "papers with a date": of_papers(lambda p: p.date),
    "numbers of authors": of_papers(lambda p: p.author_count is not None),
    "author names from the page": of_papers(lambda p: 0 if from_dataset(p) else len(p.authors)),
    "papers with names from the dataset": of_papers(from_dataset),
    "author names from the dataset": of_papers(lambda p: len(p.authors) if from_dataset(p) else 0),
    "papers with an arXiv id": of_papers(lambda p: p.arxiv),
    "papers with an organisation": of_papers(lambda p: bool(p.organizations)),
    "papers with a category": of_papers(lambda p: bool(p.categories)),
    "code flags": of_papers(lambda p: p.has_code is not None),
    "links": of_papers(lambda p: len(links(p))),
    "comment snapshots": of_papers(lambda p: len(p.signals)),
    "summaries, in our words": of_papers(lambda p: p.summary),
    "papers with figures that their authors report": of_papers(lambda p: bool(p.claims)),
    "such figures (claims)": of_papers(lambda p: len(p.claims)),
    "affiliations": lambda _, author: len(author.affiliations),
    "degrees": lambda _, author: len(author.education),
    "positions": lambda _, author: len(author.experience),
    "courses taught": lambda _, author: len(author.teaching),
    "awards": lambda _, author: len(author.awards),
    "services": lambda _, author: len(author.service),
    "venues served": lambda _, author: sum(len(service.venues) for service in author.service),
    "interests": lambda _, author: len(author.interests),
    "works in the author's list": lambda _, author: len(author.works),
    "statements of the page": lambda _, author: len(author.statements),
}

# What can be counted on a page without reading it. Days: "May 2, 2025 5", "Mar 17 2"; "CLOct 4, 2022Code".
CARD = re.compile(r"^·\n[A-Z][a-z]{2} \d", re.MULTILINE)
COMMENTED = re.compile(r"^·\n[A-Z][a-z]{2} \d{1,2}(?:, \d{4})? \d+$", re.MULTILINE)
AUTHORS = re.compile(r"^ *• \d+ authors$", re.MULTILINE)
LISTED = re.compile(r"^[A-Z]{2}[A-Z][a-z]{2} \d{1,2}, \d{4}(Code)?$", re.MULTILINE)
ADDRESS = re.compile(r"https?://[^\s)}]+")
HELD: dict[tuple[str, str], Callable[[str], int]] = {
    **{("papers with a date", day): lambda page: len(CARD.findall(page)) for day in ("17 April", "14 May")},
    **{("comment snapshots", day): lambda page: len(COMMENTED.findall(page)) for day in ("17 April", "14 May")},
    **{("numbers of authors", day): lambda page: len(AUTHORS.findall(page)) for day in ("17 April", "14 May")},
    **{("links", column): lambda page: len(set(ADDRESS.findall(page))) for column in list(COLUMNS)[:4]},
    ("cards, each one paper", "17 April"): lambda page: len(CARD.findall(page)),
    ("cards, each one paper", "aggregator"): lambda page: len(LISTED.findall(page)),
    ("cards, each one paper", "profile"): lambda page: len(re.findall(r"^preprint\d{4}arXiv$", page, re.MULTILINE)),
    ("cards, each one paper", "CV"): lambda page: len(re.findall(r"^- [ACW]\d\. ", page, re.MULTILINE)),
    ("code flags", "aggregator"): lambda page: LISTED.findall(page).count("Code"),
    ("papers with an organisation", "aggregator"): lambda page: page.count(" et al. · "),
    ("author names from the page", "aggregator"): lambda page: 3 * page.count(" et al."),
    ("papers with an arXiv id", "CV"): lambda page: len(re.findall(r"arXiv:\d{4}\.\d{5}", page)),
}  # fmt: skip


@cache
def content() -> Content:
    found, problems = read_content(ROOT, InProcess())
    assert problems == []
    return found


def papers_of(column: str) -> list[Paper]:
    return [e.record for e in content().papers if Path(e.path).stem == COLUMNS[column][0]]


def author_of(column: str) -> Author:
    name = COLUMNS[column][1]
    return next((e.record for e in content().authors if e.record.id == name), Author(name="nobody"))


def page_of(column: str) -> str:
    return next(SEEDS.glob(f"{COLUMNS[column][2]}_*.txt")).read_text(encoding="utf-8")


def table() -> dict[str, list[tuple[int, int | None]]]:
    """Row's name to (recorded, held) by column, the last for all together."""
    text = (ROOT / "docs" / "content.md").read_text(encoding="utf-8")
    rows = re.search(r"^\| what \|.*?\n\n", text, re.MULTILINE | re.DOTALL)
    assert rows, "the table of docs/content.md"
    head, _, *body = [[cell.strip() for cell in row.strip("|").split("|")] for row in rows[0].strip().splitlines()]
    assert head == ["what", *COLUMNS, "together"]
    return {name: [cell_of(cell) for cell in cells] for name, *cells in body}


def cell_of(cell: str) -> tuple[int, int | None]:
    found = re.fullmatch(r"–|(\d+)(?: of (\d+))?", cell)
    assert found, cell
    return int(found[1] or 0), int(found[2]) if found[2] else None


def test_the_table_has_every_row_once() -> None:
    assert list(table()) == list(RECORDED)


@pytest.mark.parametrize("row", RECORDED)
def test_recorded_as_the_table_says(row: str) -> None:
    *cells, together = table()[row]
    counted = [RECORDED[row](papers_of(column), author_of(column)) for column in COLUMNS]
    assert [recorded for recorded, _ in cells] == counted
    assert together[0] == sum(counted)
    if together[1] is not None:
        assert together[1] == sum(held or 0 for _, held in cells)


def test_131_cards_and_every_paper_is_on_one_page() -> None:
    assert table()["cards, each one paper"][-1] == (131, 131)
    assert sum(len(papers_of(column)) for column in COLUMNS) == 131


@pytest.mark.parametrize(("day", "column"), [("2026-04-17", "17 April"), ("2026-05-14", "14 May")])
def test_an_issue_picks_the_cards_of_its_page_in_order(day: str, column: str) -> None:
    issue = next(e.record for e in content().digests if e.record.date == day)
    assert [pick.paper for pick in issue.picked] == [paper.id for paper in papers_of(column)]


def test_two_cards_carry_less() -> None:
    bare = [paper for paper in papers_of("14 May") if not paper.date]
    assert [paper.id for paper in bare] == ["siri", "ehr-r1"]
    assert not any(paper.author_count or paper.signals for paper in bare)
    assert all(from_dataset(paper) for paper in bare if paper.authors)


def test_every_record_names_its_source() -> None:
    records = [e.record for e in (*content().papers, *content().authors, *content().digests)]
    assert len(records) == 131 + 3 + 2
    assert all(record.source for record in records)


def test_the_impossible_h_index_is_the_sources_word() -> None:
    (said,) = [s for s in author_of("aggregator").statements if s.what == "h-index"]
    assert str(said.value) == "20"
    assert said.source
    assert "17" in said.note


def test_a_mirror_is_flagged_and_no_address_ends_in_punctuation() -> None:
    found = [link for e in content().papers for link in links(e.record)]
    flagged = [link for link in found if isinstance(link, Link)]
    assert [("mirror" in link.note, "hg.176671.xyz" in link.url) for link in flagged] == [(True, True)]
    addresses = [link.url if isinstance(link, Link) else link for link in found]
    assert not [address for address in addresses if address[-1] in ".,;:)}"]
    assert not [address for address in addresses if address not in {f.url for f in flagged} and "176671" in address]


PRIVATE = re.compile(r"[\w.+-]+@[\w-]+\.\w+|\+\d[\d ()-]{7,}\d|\b\d{3,4}[ -]\d{4}[ -]?\d{3,4}\b")


@pytest.mark.parametrize("text", ["me@example.org", "+852 5555 0199", "+86 13255550199", "5555 0199 333"])
def test_what_a_contact_looks_like(text: str) -> None:
    assert PRIVATE.search(text)


def test_no_telephone_number_and_no_mail_address() -> None:
    files = [path for path in (ROOT / "content").rglob("*") if path.is_file() and "runs" not in path.parts]
    assert len(files) > 10
    found = {path.name: PRIVATE.search(path.read_text(encoding="utf-8")) for path in files}
    assert not {name: hit[0] for name, hit in found.items() if hit}


@needs_pages
@pytest.mark.parametrize(("row", "column"), HELD)
def test_held_as_the_table_says(row: str, column: str) -> None:
    assert table()[row][list(COLUMNS).index(column)][1] == HELD[row, column](page_of(column))


@needs_pages
@pytest.mark.parametrize("column", COLUMNS)
def test_titles_to_the_letter(column: str) -> None:
    page = page_of(column)
    # The CV runs authors, title and venue together in one line.
    missing = [
        p.title
        for p in papers_of(column)
        if (p.title not in page if column == "CV" else p.title not in page.splitlines())
    ]
    assert missing == []


def windows(text: str) -> Iterable[tuple[str, ...]]:
    """Every eight words in a row; what hyphens join is one word."""
    words = [word for word in (raw.strip(".,;:()\"'") for raw in text.lower().split()) if word]
    return zip(*(words[at:] for at in range(8)), strict=False)


@needs_pages
def test_summaries_are_our_own_words() -> None:
    theirs = {window for column in COLUMNS for window in windows(page_of(column))}
    records = [e.record for e in content().papers]
    shared = {p.id: " ".join(w) for p in records for w in windows(f"{p.summary} {p.note}") if w in theirs}
    assert shared == {}
    assert not [p.id for p in records if p.abstract]


@pytest.mark.parametrize("column", [c for c in COLUMNS if c != "CV"])
def test_a_summary_is_one_to_three_sentences(column: str) -> None:
    for paper in papers_of(column):
        sentences = [part for part in re.split(r"(?<=[.?!])\s+(?=[A-Z0-9])", paper.summary.strip()) if part]
        assert 1 <= len(sentences) <= 3, paper.id
