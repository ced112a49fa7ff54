"""The score of what is talked about, and what goes into it."""

import pytest

from broadsheet.catalog.trending import first_day, trend, trending
from broadsheet.model import Signal


def upvotes(*counts: tuple[str, int], kind: str = "upvotes", source: str = "hub") -> list[Signal]:
    return [Signal(kind=kind, value=value, date=day, source=source) for day, value in counts]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("signals", "picks", "day", "score"),
    [
        ([], [], "2026-05-08", 0.0),
        (upvotes(("2026-05-08", 7)), [], "2026-05-08", 3.0),  # log2(1 + 7)
        (upvotes(("2026-05-01", 14)), [], "2026-05-08", 3.0),  # a week halves 14 to 7
        (upvotes(("2026-05-08", 7), kind="comments"), [], "2026-05-08", 3.0),
        (upvotes(("2026-05-08", 15), kind="stars"), [], "2026-05-08", 2.0),  # half the weight
        (upvotes(("2026-05-08", 900), kind="citations"), [], "2026-05-08", 0.0),  # no sign of the day
        ([], ["2026-05-08"], "2026-05-08", 2.0),
        ([], ["2026-05-08", "2026-05-08"], "2026-05-08", 2.0),  # an issue picks once
        (upvotes(("2026-05-09", 7)), ["2026-05-10"], "2026-05-08", 0.0),  # after the day
        (upvotes(("2026-05-01", 14), ("2026-05-08", 14)), [], "2026-05-08", 3.0),  # said again is nothing new
        (upvotes(("2026-05-01", 14), ("2026-05-08", 22)), [], "2026-05-08", 4.0),  # 7 left of 14, and 8 more
        (
            upvotes(("2026-05-01", 14), ("2026-05-08", 9)),
            [],
            "2026-05-08",
            3.0,
        ),  # a count that falls takes nothing
        (upvotes(("2026-05-08", 3)) + upvotes(("2026-05-08", 4), source="other"), [], "2026-05-08", 3.0),
    ],
)
def test_the_formula(signals: list[Signal], picks: list[str], day: str, score: float) -> None:
    assert trend("x", signals, picks, day).score == pytest.approx(score)


def test_the_order_of_the_signals_is_without_effect() -> None:
    signals = upvotes(("2026-05-01", 14), ("2026-05-08", 22), ("2026-05-03", 20))
    assert trend("x", signals, [], "2026-05-08") == trend("x", signals[::-1], [], "2026-05-08")


def test_every_input_is_shown_with_its_date_and_source() -> None:
    found = trend("x", upvotes(("2026-05-01", 14)), ["2026-05-08"], "2026-05-08").inputs
    assert [(one.kind, one.date, one.source, one.rise, one.faded) for one in found] == [
        ("picks", "2026-05-08", "issue of this digest", 1, 1.0),
        ("upvotes", "2026-05-01", "hub", 14, 7.0),
    ]


def test_the_highest_first_equal_ones_by_id_and_none_that_has_faded() -> None:
    day = "2026-05-08"
    signals = {
        "b": upvotes((day, 7)),
        "a": upvotes((day, 7)),
        "c": upvotes((day, 9)),
        "old": upvotes(("2020-01-01", 9)),
    }
    assert [one.paper for one in trending(signals, {}, day, 10)] == ["c", "a", "b"]
    assert [one.paper for one in trending(signals, {"b": [day]}, day, 2)] == ["b", "c"]


@pytest.mark.parametrize(
    ("partial", "day"), [("2026", "2026-01-01"), ("2026-04", "2026-04-01"), ("2026-04-17", "2026-04-17")]
)
def test_a_date_known_in_part_counts_from_its_first_day(partial: str, day: str) -> None:
    assert first_day(partial) == day
