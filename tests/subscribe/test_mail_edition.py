"""What the issues of a period and new measurements make of an edition, with the small corpus."""

import shutil
from argparse import Namespace
from pathlib import Path

import pytest
from mail_samples import THEME

from broadsheet.commands.email import _edition
from broadsheet.subscribe.mail.body import make_body
from broadsheet.subscribe.mail.edition import Edition, choose, key_of
from broadsheet.subscribe.mail.html import html_pieces
from broadsheet.subscribe.mail.plain import text_pieces
from measured_samples import write_runs

SETTINGS = THEME.parents[1] / "site_config"
FIRST = ["attention", "flashattention", "pagedattention", "resnet"]
SECOND = ["gptq", "sparsegpt", "lora", "qlora", "flashattention-2", "mamba"]
# First picks first, those of the newer issue before those of the older.
BOTH = ["gptq", "attention", "sparsegpt", "flashattention", "lora", "pagedattention", "qlora", "resnet", *SECOND[4:]]


def made(root: Path, period: str, date: str | None) -> Edition | None:
    return _edition(Namespace(root=root, period=period, date=date))[2]


@pytest.mark.parametrize(
    ("period", "date", "key", "last", "stories", "notes"),
    [
        ("day", "2026-03-01", "2026-03-01", "2026-03-01", FIRST, 0),
        ("day", None, "2026-03-02", "2026-03-02", SECOND, 1),
        ("week", "2026-02-24", "2026-W09", "2026-03-01", FIRST, 0),
        ("week", "2026-03-08", "2026-W10", "2026-03-08", SECOND, 1),
        ("month", "2026-03-31", "2026-03", "2026-03-31", BOTH, 1),
    ],
)
def test_a_period_has_the_picks_of_its_issues(
    period: str, date: str | None, key: str, last: str, stories: list[str], notes: int, corpus: Path
) -> None:
    found = made(corpus, period, date)
    assert found is not None
    assert (found.key, found.day) == (key, last)
    assert [story.id for story in found.stories] == stories
    assert len(found.notes) == notes
    assert found.url.endswith(f"/digests/{key}/")


def test_an_empty_period_has_no_edition(corpus: Path) -> None:
    assert made(corpus, "month", "2026-02-15") is None


@pytest.mark.parametrize(
    ("period", "day", "key"),
    [("week", "2027-01-01", "2026-W53"), ("month", "2024-02-29", "2024-02"), ("day", "2024-02-29", "2024-02-29")],
)
def test_keys(period: str, day: str, key: str) -> None:
    assert key_of(period, day) == key  # type: ignore[arg-type]


def test_the_curators_word_is_with_its_paper(corpus: Path) -> None:
    found = made(corpus, "day", "2026-03-01")
    assert found is not None
    assert [story.word for story in found.stories] == ["", "", "Read this one.", ""]


def test_a_retraction_is_with_its_paper(project: Path) -> None:
    path = project / "content" / "papers" / "attention.yml"
    notices = "notices:\n  - {kind: version}\n  - {kind: erratum}\n  - {kind: retraction, date: 2026-04-01}\n"
    path.write_text(path.read_text(encoding="utf-8") + notices, encoding="utf-8")
    found = made(project, "day", "2026-03-01")
    assert found is not None
    assert [story.warning for story in found.stories] == ["Retracted, Erratum", "", "", ""]


@pytest.mark.parametrize(("date", "some"), [("2026-03-01", True), ("2026-03-02", False)])
def test_what_was_measured_in_the_period_is_told(date: str, some: bool, project: Path) -> None:
    write_runs(project, "attention")
    for name in ("metrics.yml", "hardware.yml"):
        shutil.copy(SETTINGS / name, project / "site_config")
    found = made(project, "day", date)
    assert found is not None
    assert bool(found.results) == some
    assert len(found.results) <= 8
    body = make_body(choose(found, ()), html_pieces(found, THEME), text_pieces(found))
    data = body.with_address("x")
    assert (b"New measured results" in data) == some
    assert (b"NEW MEASURED RESULTS" in data) == some
    for result in found.results:
        assert "/benchmarks/runs/" in result.url
        assert "L40S" in result.what


def test_every_story_stands_under_its_topic(corpus: Path) -> None:
    found = made(corpus, "month", None)
    assert found is not None
    choice = choose(found, ())
    held = [story.id for story in choice.leads] + [story.id for _, stories in choice.groups for story in stories]
    assert sorted(held) == sorted(BOTH)
    for section, stories in choice.groups:
        assert all((story.topics[0] if story.topics else "") == section.id for story in stories)
