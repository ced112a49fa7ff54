"""A saved Daily Papers page to papers."""

from pathlib import Path

import pytest

from broadsheet.model import Links, Paper, Signal, Source
from broadsheet.sources.imports.daily_page import SOURCE, is_daily_page, read_daily_page

PAGE = """\
new

Daily Papers

byNN and the community

Mar 4

Sink: Where Attention Drains

We drain. See https://github.com/a/sink. Data at https://huggingface.co/datasets/a/b.

  • 7 authors
·
Mar 2 5

On the Theory of Draining a Very Deep and Wide Sink

It drains.

openlab Open Lab
·
Dec 14, 2024

A Card Cut Short

No more is said of it.

Sink: Another of the Name

We drain too.

  • 1 authors
·
Jan 9, 2025 2
"""
PAGES = Path(__file__).resolve().parents[2] / ".." / "shared" / "seeds"


def test_cards() -> None:
    entries, problems = read_daily_page(PAGE, "page.txt", day="2025-03-04")
    source = (Source(name=SOURCE, date="2025-03-04"),)

    def comments(count: int) -> tuple[Signal, ...]:
        return (Signal(kind="comments", value=count, date="2025-03-04", source=SOURCE),)

    assert [entry.record for entry in entries] == [
        Paper(
            title="Sink: Where Attention Drains", id="sink", date="2025-03-02", added="2025-03-04", author_count=7,
            links=Links(code="https://github.com/a/sink", data="https://huggingface.co/datasets/a/b"),
            signals=comments(5), source=source,
        ),
        Paper(
            title="On the Theory of Draining a Very Deep and Wide Sink", id="theory-draining-very-deep-wide-sink",
            date="2024-12-14", added="2025-03-04", organizations=("openlab",), extra={"organization": "Open Lab"},
            source=source,
        ),
        Paper(title="A Card Cut Short", id="card-cut-short", added="2025-03-04", source=source),
        Paper(
            title="Sink: Another of the Name", id="sink-2", date="2025-01-09", added="2025-03-04", author_count=1,
            signals=comments(2), source=source,
        ),
    ]  # fmt: skip
    assert [entry.line for entry in entries] == [9, 17, 25, 29]
    assert [(problem.line, problem.code) for problem in problems] == [(25, "daily-short-card")]


def test_no_year_is_guessed() -> None:
    entries, problems = read_daily_page(PAGE, "page.txt")
    assert [entry.record.date for entry in entries] == [None, "2024-12-14", None, "2025-01-09"]
    assert [entry.record.signals for entry in entries] == [()] * 4
    assert (7, "daily-no-year") in [(problem.line, problem.code) for problem in problems]


@pytest.mark.parametrize(
    ("text", "day", "code"),
    [
        (PAGE, "2025-03-05", "daily-other-day"),
        ("Daily Papers\n", "2025-03-04", "daily-no-cards"),
        ("Daily Papers\n\nMar 4\n\nTitle alone", "2025-03-04", "daily-no-cards"),
    ],
)
def test_what_is_told(text: str, day: str, code: str) -> None:
    assert is_daily_page(text)
    assert code in [problem.code for problem in read_daily_page(text, "page.txt", day=day)[1]]


def test_abstracts_on_request() -> None:
    entries, _ = read_daily_page(PAGE, "page.txt", day="2025-03-04", abstracts=True)
    assert entries[1].record.abstract == "It drains."


@pytest.mark.skipif(not PAGES.is_dir(), reason="the saved pages (shared/seeds) are not there")
@pytest.mark.parametrize(("day", "count"), [("2026-04-17", 42), ("2026-05-14", 53)])
def test_saved_pages_hold_what_was_transcribed_by_hand(day: str, count: int) -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(PAGES.glob("*.txt"))]
    found = [read_daily_page(text, "page.txt", day=day) for text in texts if is_daily_page(text)]
    mine = [entries for entries, problems in found if "daily-other-day" not in [p.code for p in problems]]
    assert [len(entries) for entries in mine] == [count]
