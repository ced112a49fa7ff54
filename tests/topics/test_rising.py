"""Shares with their intervals, and bursts."""

from itertools import pairwise, product
from math import log

import pytest

from broadsheet.topics.rising import bursts, rises, wilson


@pytest.mark.parametrize(
    ("found", "total", "low", "high"),
    [
        (0, 0, 0.0, 1.0),
        (0, 10, 0.0, 0.2775),
        (10, 10, 0.7225, 1.0),
        (5, 10, 0.2366, 0.7634),
        (81, 263, 0.2553, 0.3662),
    ],
)
def test_wilson(found: int, total: int, low: float, high: float) -> None:
    assert wilson(found, total) == pytest.approx((low, high), abs=5e-5)


@pytest.mark.parametrize(
    ("found", "spans"),
    [
        ([2, 2, 2, 2, 2, 2], []),
        ([0, 0, 0, 0], []),
        ([2, 2, 2, 15, 14, 2, 2], [(3, 4)]),
        ([2, 2, 2, 2, 2, 16, 15], [(5, 6)]),
        ([16, 2, 2, 2, 2, 2, 2], [(0, 0)]),
        ([16, 1, 1, 1, 1, 1, 1, 17], [(0, 0), (7, 7)]),
    ],
)
def test_bursts_are_where_the_share_is_high(found: list[int], spans: list[tuple[int, int]]) -> None:
    result = bursts(found, [40] * len(found))
    assert [(first, last) for first, last, _ in result] == spans
    assert all(weight > 0 for _, _, weight in result)


def test_a_month_with_more_papers_is_no_burst() -> None:
    assert bursts([2, 2, 20, 2, 2], [20, 20, 200, 20, 20]) == []


@pytest.mark.parametrize("found", [[2, 9, 1, 8, 9, 0], [9, 9, 0, 0, 1, 9], [3, 4, 3, 5, 12, 13], [12, 1, 1, 1, 1, 0]])
def test_no_other_sequence_of_states_is_cheaper(found: list[int]) -> None:
    totals = [20] * len(found)
    usual = sum(found) / sum(totals)
    shares = (usual, min(2 * usual, (1 + usual) / 2))

    def price(states: tuple[int, ...]) -> float:
        enters = sum(later > earlier for earlier, later in pairwise((0, *states)))
        fits = (r * log(shares[s]) + (20 - r) * log(1 - shares[s]) for r, s in zip(found, states, strict=True))
        return enters * log(len(found)) - sum(fits)

    states = [0] * len(found)
    for first, last, _ in bursts(found, totals):
        states[first : last + 1] = [1] * (last - first + 1)
    best = min(price(every) for every in product((0, 1), repeat=len(found)))
    assert price(tuple(states)) == pytest.approx(best)


def papers() -> tuple[dict[str, str], dict[str, str]]:
    """Two topics over five months; the second takes off in the last two. One paper a month has no topic."""
    topic_of, dates = {}, {}
    for month, (a, b) in enumerate([(18, 2), (18, 2), (18, 2), (4, 16), (4, 16)], 1):
        for topic, count in (("a", a), ("b", b)):
            for number in range(count):
                topic_of[f"{topic}-{month}-{number}"] = topic
                dates[f"{topic}-{month}-{number}"] = f"2026-0{month}-10"
        dates[f"none-{month}"] = f"2026-0{month}"
    return topic_of, dates


def test_topics_that_rise_come_first_with_their_months() -> None:
    found = rises(*papers(), "2026-06-03")
    assert [(rise.topic, rise.rising) for rise in found] == [("b", True), ("a", False)]
    assert (found[0].bursts[0].first, found[0].bursts[0].last) == ("2026-04", "2026-05")
    last = found[0].months[-1]
    assert (last.month, last.papers, last.total) == ("2026-05", 16, 21)
    assert last.low < last.share == 16 / 21 < last.high


def test_the_month_that_is_not_over_and_papers_of_an_unknown_month_are_left_out() -> None:
    topic_of, dates = papers()
    assert [month.month for month in rises(topic_of, dates, "2026-05-20")[0].months][-1] == "2026-04"
    assert rises(topic_of, dates | {"a-1-0": "2026"}, "2026-06-03")[1].months[0].papers == 17


def test_a_month_without_papers_stands_between_those_that_have_some() -> None:
    found = rises({"x": "a", "y": "a"}, {"x": "2025-12-01", "y": "2026-02-01"}, "2026-04-01")
    assert [(month.month, month.papers, month.total) for month in found[0].months] == [
        ("2025-12", 1, 1),
        ("2026-01", 0, 0),
        ("2026-02", 1, 1),
    ]


@pytest.mark.parametrize("dates", [{}, {"x": "2026-01-01", "y": "2026-02-01"}, {"x": "2026", "y": "2025"}])
def test_too_few_months_say_nothing(dates: dict[str, str]) -> None:
    assert rises({"x": "a", "y": "a"}, dates, "2026-06-01") == []
