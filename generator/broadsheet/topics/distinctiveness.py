"""How far a paper lies from the nearest papers that came before it in this collection, as a percentile.

The honest form of a novelty figure: it compares words with those of earlier papers here, and says nothing of all other
papers, of quality, or of people.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from broadsheet.topics.text import Ints

# The distance is 1 - the mean cosine to the nearest so many; a lone near-duplicate shows, chance does not.
NEAREST = 3
# Fewer earlier papers are no measure.
FEWEST = 20
BLOCK = 256
METHOD = "nearest-earlier-1"

Vectors = npt.NDArray[np.float32]


class Distinctiveness(Struct, frozen=True):
    """A paper among those before it. `distance` is 1 - the mean cosine to `neighbours`, the nearest of them first.

    `percentile` (0 to 100) is the share of the earlier papers that lie nearer to those before them, ties by half;
    `among` is how many have a distance themselves, all but the first few. `earlier` counts all that came before.
    `method` names and numbers the method.
    """

    percentile: int
    among: int
    earlier: int
    distance: float
    neighbours: tuple[tuple[str, float], ...]
    method: str = METHOD


def distinctiveness(ids: Sequence[str], vectors: Vectors, dates: Mapping[str, str]) -> dict[str, Distinctiveness]:
    """For each paper with a full date (YYYY-MM-DD) and at least 20 papers of earlier days; rows of length 1, or 0.

    Papers of the same day and of later ones have no effect on each other, nor has the order of the papers.
    """
    rows = [row for row, paper in enumerate(ids) if len(dates.get(paper, "")) == 10 and vectors[row].any()]
    rows.sort(key=lambda row: (dates[ids[row]], ids[row]))
    papers = [ids[row] for row in rows]
    days = np.array([dates[paper] for paper in papers], dtype="U10")
    before = np.searchsorted(days, days, side="left")
    near, cosines = _nearest_earlier(vectors[rows], before)
    # Rounded, so that the last bit of a sum over many terms decides no tie.
    distance = np.round(1 - cosines.mean(axis=1, dtype=np.float64), 4)
    found: dict[str, Distinctiveness] = {}
    # The yardstick: the distances of earlier papers that had three before them. Sorted once, grown day by day.
    yardstick: list[float] = []
    start = 0
    for row, paper in enumerate(papers):
        if before[row] > start:
            for passed in range(start, before[row]):
                if before[passed] >= NEAREST:
                    insort(yardstick, float(distance[passed]))
            start = int(before[row])
        if before[row] < FEWEST or len(yardstick) < FEWEST - NEAREST:
            continue
        here = float(distance[row])
        below = (bisect_left(yardstick, here) + bisect_right(yardstick, here)) / 2
        named = tuple((papers[other], round(float(c), 3)) for other, c in zip(near[row], cosines[row], strict=True))
        share = int(100 * below / len(yardstick) + 0.5)
        found[paper] = Distinctiveness(share, len(yardstick), int(before[row]), here, named)
    return found


def _nearest_earlier(vectors: Vectors, before: Ints) -> tuple[Ints, Vectors]:
    """Of each row its nearest among the first `before[row]` rows, and their cosines; equal ones by row."""
    near = np.zeros((len(vectors), NEAREST), dtype=np.int64)
    cosines = np.zeros((len(vectors), NEAREST), dtype=np.float32)
    for start in range(0, len(vectors), BLOCK):
        rows = np.arange(start, min(start + BLOCK, len(vectors)))
        width = int(before[rows[-1]])
        if width < NEAREST:
            continue
        similar = np.round(vectors[rows] @ vectors[:width].T, 6)
        similar[np.arange(width)[None, :] >= before[rows][:, None]] = -2
        for place in range(NEAREST):
            best = similar.argmax(axis=1)
            near[rows, place] = best
            cosines[rows, place] = np.clip(similar[np.arange(len(rows)), best], 0, 1)
            similar[np.arange(len(rows)), best] = -2
    return near, cosines
