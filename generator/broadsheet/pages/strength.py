"""Which of the figures that papers report says most, so that a list of them has an order."""

from collections.abc import Iterable
from math import log2

from ..model import Claim, Paper

# A change of -100 % has no logarithm: what is left counts as a thousandth.
_LEFT = 0.001


def strength(claim: Claim) -> tuple[int, float]:
    """Sorts figures, the larger the stronger: ratios and relative changes, then differences, then bare levels.

    Ratios and changes are told in the same measure, how often the figure doubles or halves: 3.1x as fast and 68 % less
    time are equals. Of a range its weaker end counts. Differences go by their size; levels cannot be compared.
    """
    stated = [value for value in (claim.value, claim.low, claim.high) if value is not None]
    if claim.comparison == "ratio":
        parts = [value / 100 if claim.unit == "%" else value for value in stated]
        return 2, min((abs(log2(max(part, _LEFT))) for part in parts), default=0.0)
    if claim.comparison == "change" and claim.unit == "%":
        return 2, min((abs(log2(max(1 + value / 100, _LEFT))) for value in stated), default=0.0)
    if claim.comparison == "difference":
        return 1, min(map(abs, stated), default=0.0)
    return 0, 0.0


def strongest(papers: Iterable[Paper]) -> list[tuple[Paper, Claim]]:
    """Each paper that reports something with the strongest of its figures, the strongest first; equals in order."""
    found = [(paper, max(paper.claims, key=strength)) for paper in papers if paper.claims]
    return sorted(found, key=lambda one: strength(one[1]), reverse=True)
