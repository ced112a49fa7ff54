"""Topics that rise: each month's share of the papers with an interval, and bursts after Kleinberg.

J. Kleinberg, "Bursty and hierarchical structure in streams", KDD 2002; Data Mining and Knowledge Discovery 7 (2003),
section 4, batched arrivals with two states. E. B. Wilson, "Probable inference, the law of succession, and statistical
inference", JASA 22 (1927).
"""

from collections.abc import Mapping, Sequence
from math import log, sqrt

from msgspec import Struct

# A burst has at least this many times the usual share; to enter one costs GAMMA x log(months), Kleinberg's own setting.
TIMES = 2.0
GAMMA = 1.0
# 95 per cent.
Z = 1.959964
FEWEST_MONTHS = 3


class Month(Struct, frozen=True):
    """A topic's papers in a month, of `total` papers, as a share with its interval (all between 0 and 1)."""

    month: str
    papers: int
    total: int
    share: float
    low: float
    high: float


class Burst(Struct, frozen=True):
    """Months, the first and the last one included, in which a topic had clearly more than its usual share.

    `weight` says how much better a burst explains them than the usual share does (a difference of log likelihoods).
    """

    first: str
    last: str
    weight: float


class Rise(Struct, frozen=True):
    """A topic month by month. `rising` where its last burst lasts until the last month."""

    topic: str
    months: tuple[Month, ...]
    bursts: tuple[Burst, ...]

    @property
    def rising(self) -> bool:
        """Whether the topic is in a burst now."""
        return bool(self.bursts) and self.bursts[-1].last == self.months[-1].month


def wilson(found: int, total: int) -> tuple[float, float]:
    """Wilson's 95 per cent interval of a share; 0 to 1 when there is nothing to judge by."""
    if not total:
        return 0.0, 1.0
    share, square = found / total, Z * Z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = Z / (1 + square / total) * sqrt(share * (1 - share) / total + square / (4 * total * total))
    return max(0.0, middle - half), min(1.0, middle + half)


def bursts(
    found: Sequence[int], totals: Sequence[int], times: float = TIMES, gamma: float = GAMMA
) -> list[tuple[int, int, float]]:
    """Bursts as (first, last, weight), positions from 0: the cheapest sequence of the two states, quiet on equal cost.

    State 0 expects the overall share p0 in each batch, state 1 `times` as much (below 1). Batch t costs
    -ln(p^found (1 - p)^(total - found)) in each state, the binomial coefficient being common to both; from state 0 to
    1 costs `gamma` x ln(batches), back costs nothing.
    """
    all_found, everything = sum(found), sum(totals)
    if not all_found or all_found == everything:
        return []
    usual = all_found / everything
    shares = (usual, min(times * usual, (1 + usual) / 2))
    enter = gamma * log(len(found))

    def cost(state: int, r: int, d: int) -> float:
        return -(r * log(shares[state]) + (d - r) * log(1 - shares[state]))

    quiet, busy = 0.0, enter
    came: list[tuple[bool, bool]] = []
    for at, (r, d) in enumerate(zip(found, totals, strict=True)):
        from_busy = at > 0 and busy < quiet
        stayed = at > 0 and busy <= quiet + enter
        came.append((from_busy, stayed))
        quiet, busy = min(quiet, busy) if at else 0.0, min(busy, quiet + enter) if at else enter
        quiet, busy = quiet + cost(0, r, d), busy + cost(1, r, d)
    state = busy < quiet
    states = []
    for from_busy, stayed in reversed(came):
        states.append(state)
        state = stayed if state else from_busy
    states.reverse()

    result: list[tuple[int, int, float]] = []
    start = 0
    for at, busy_now in enumerate([*states, False]):
        if busy_now and (at == 0 or not states[at - 1]):
            start = at
        elif not busy_now and at and states[at - 1]:
            part = list(zip(found, totals, strict=True))[start:at]
            result.append((start, at - 1, sum(cost(0, r, d) - cost(1, r, d) for r, d in part)))
    return result


def rises(topic_of: Mapping[str, str], dates: Mapping[str, str], until: str) -> list[Rise]:
    """Every topic by month, those that rise first, then by id; nothing where the papers span fewer than 3 months.

    `dates` says when a paper came in (a day or a month; others are left out); papers near no topic count in the totals.
    The month of the day `until` is left out unless it is over, since papers are still to come.
    """
    month_of = {paper: day[:7] for paper, day in dates.items() if len(day) >= 7 and day[:7] < until[:7]}
    if not month_of:
        return []
    months = _months(min(month_of.values()), max(month_of.values()))
    if len(months) < FEWEST_MONTHS:
        return []
    place = {month: at for at, month in enumerate(months)}
    totals = [0] * len(months)
    counts = {topic: [0] * len(months) for topic in sorted(set(topic_of.values()))}
    for paper, month in month_of.items():
        totals[place[month]] += 1
        if paper in topic_of:
            counts[topic_of[paper]][place[month]] += 1
    result = []
    for topic, found in counts.items():
        lines = tuple(
            Month(month, r, d, r / d if d else 0.0, *wilson(r, d))
            for month, r, d in zip(months, found, totals, strict=True)
        )
        busy = tuple(Burst(months[first], months[last], weight) for first, last, weight in bursts(found, totals))
        result.append(Rise(topic, lines, busy))
    return sorted(result, key=lambda rise: (-rise.rising, -rise.bursts[-1].weight if rise.rising else 0.0, rise.topic))


def _months(first: str, last: str) -> list[str]:
    start, end = (int(month[:4]) * 12 + int(month[5:]) - 1 for month in (first, last))
    return [f"{number // 12:04}-{number % 12 + 1:02}" for number in range(start, end + 1)]
