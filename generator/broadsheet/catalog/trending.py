"""What is talked about now: one formula over dated counts that sources state, and the day for which it was worked out.

    score = sum over kinds of  weight x log2(1 + sum over snapshots of  rise x 2^(-age / half-life))

The rise of a snapshot is what it adds to the highest earlier count of the same kind by the same source, of the first
one its whole count; its age is the days from its date to the day of the score. A curator's pick is a rise of 1 on the
day of its issue. Snapshots and picks after that day do not count. A date known to the month or year counts from its
first day.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from math import log2

from msgspec import Struct

from ..model import Signal

HALF_LIFE = 7.0
WEIGHTS = {"picks": 2.0, "upvotes": 1.0, "comments": 1.0, "stars": 0.5}


class Input(Struct, frozen=True, order=True):
    """One rise that counts: how much, of what, when, who says so, and what is left of it (`faded`)."""

    kind: str
    date: str
    source: str
    value: int
    rise: int
    faded: float


class Trend(Struct, frozen=True):
    """A paper's score on a day, with everything that went into it."""

    paper: str
    score: float
    inputs: tuple[Input, ...]


def trend(paper: str, signals: Sequence[Signal], picks: Sequence[str], day: str, half_life: float = HALF_LIFE) -> Trend:
    """The score of a paper on `day` (YYYY-MM-DD) from its signals and the days of the issues that picked it.

    0 for a paper of which nothing was stated by then. `half_life` is in days.
    """
    stated = [("picks", picked, "issue of this digest", at) for at, picked in enumerate(sorted(set(picks)), 1)]
    stated += [(s.kind, first_day(s.date), s.source, s.value) for s in signals if s.kind in WEIGHTS]
    highest: dict[tuple[str, str], int] = {}
    inputs = []
    for kind, dated, source, value in sorted(stated):
        before = highest.get((kind, source), 0)
        if dated > day or value <= before:
            continue
        highest[kind, source] = value
        age = (date.fromisoformat(day) - date.fromisoformat(dated)).days
        inputs.append(Input(kind, dated, source, value, value - before, (value - before) * 2 ** (-age / half_life)))
    sums = {kind: sum(one.faded for one in inputs if one.kind == kind) for kind in WEIGHTS}
    score = sum(weight * log2(1 + sums[kind]) for kind, weight in WEIGHTS.items())
    return Trend(paper, score, tuple(inputs))


def trending(
    signals: Mapping[str, Sequence[Signal]], picks: Mapping[str, Sequence[str]], day: str, most: int
) -> list[Trend]:
    """The `most` papers with the highest scores on a day, equal ones by id; none whose score rounds to 0.00."""
    found = [trend(paper, signals.get(paper, ()), picks.get(paper, ()), day) for paper in sorted({*signals, *picks})]
    return sorted((one for one in found if one.score >= 0.005), key=lambda one: (-one.score, one.paper))[:most]


def first_day(partial: str) -> str:
    """The first day that a partial date may mean: of 2026-04, 2026-04-01. What is older never looks newer."""
    return partial + "-01-01"[len(partial) - 10 :] if len(partial) < 10 else partial
