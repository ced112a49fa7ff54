"""Values that a content file does not allow do not get into one, and are not lost."""

from typing import Any

import pytest

from broadsheet.model import Entry, Links, Paper
from broadsheet.sources.imports.soundness import sound


@pytest.mark.parametrize(
    ("fields", "kept", "code"),
    [
        ({"doi": "fg6rf9"}, {"doi": None, "extra": {"doi": "fg6rf9"}}, "import-bad-value"),
        (
            {"arxiv": "x", "extra": {"arxiv": "y"}},
            {"extra": {"arxiv": "y", "arxiv_as_written": "x"}},
            "import-bad-value",
        ),
        ({"links": Links(pdf="paper.pdf")}, {"links": Links(), "extra": {"pdf": "paper.pdf"}}, "import-bad-value"),
        ({"date": "May"}, {"date": None, "extra": {"date": "May"}}, "import-bad-value"),
        ({"id": "Not An Id"}, {"id": "not-an-id"}, "import-bad-id"),
        ({"venue": "A\x07B"}, {"venue": "AB"}, "import-control-character"),
        ({"authors": ("A \ud800 B",)}, {"authors": ("A  B",)}, "import-control-character"),
    ],
)
def test_what_cannot_stand_moves(fields: dict[str, Any], kept: dict[str, Any], code: str) -> None:
    entry, problems = sound(Entry(Paper(**{"title": "T", "id": "t", **fields}), "x.bib", 7))
    assert entry is not None
    assert {name: getattr(entry.record, name) for name in kept} == kept
    assert [(p.code, p.line, p.severity) for p in problems] == [(code, 7, "warning")]


def test_a_sound_record_stays_the_same() -> None:
    entry = Entry(Paper(title="T", id="t", authors=("A. One",), extra={"x": "y"}), "x.bib")
    assert sound(entry) == (entry, [])


def test_without_a_title_there_is_no_record() -> None:
    assert sound(Entry(Paper(title=" ", id="t"), "x.bib")) == (None, [])
