"""The terms that say why: of a paper in its topic, of two papers that are near each other."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from broadsheet.topics.lexicon import Lexicon
from broadsheet.topics.text import singular
from broadsheet.topics.words import BROAD

# A term that more of the papers hold explains nothing, unless there are only a few papers.
COMMON = 0.5
FEW = 20
# What a broad word ("image", "system") counts beside one that is not.
VAGUE = 0.3


def telling(lexicon: Lexicon) -> npt.NDArray[np.float64]:
    """How well each term can explain something: 1, less where it is broad, 0 where it is common or half a phrase."""
    half = (lexicon.parts[:, 2] >= 0) & (lexicon.modifies > 0.8)
    usable = np.append(lexicon.alone, np.ones(len(lexicon.names) - lexicon.words, dtype=bool)) & ~half
    rare = usable & (lexicon.frequency <= COMMON * lexicon.papers)
    if lexicon.papers >= FEW and rare.any():
        usable = rare
    worth = usable.astype(np.float64)
    for word, name in enumerate(lexicon.names[: lexicon.words]):
        if singular(name.lower()) in BROAD:
            worth[word] *= VAGUE
    return worth


def strongest(weights: Any, lexicon: Lexicon, count: int) -> list[tuple[str, ...]]:
    """The names of the `count` heaviest terms of each row of a CSR table, heaviest first.

    A word is left out where a phrase that holds it stands in the same row: "KV cache" says "cache" as well.
    """
    weights.sort_indices()
    weights.eliminate_zeros()
    width = len(lexicon.names)
    row = np.repeat(np.arange(weights.shape[0]), np.diff(weights.indptr))
    column = weights.indices.astype(np.int64)
    key = row * width + column
    phrases = np.flatnonzero(column >= lexicon.words)
    parts = lexicon.parts[column[phrases]]
    inside = (row[phrases, None] * width + parts)[parts >= 0]
    place = np.minimum(np.searchsorted(key, inside), len(key) - 1)
    kept = np.ones(len(key), dtype=bool)
    kept[place[key[place] == inside]] = False
    row, column, weight = row[kept], column[kept], weights.data[kept]
    order = np.lexsort((-weight, row))  # stable: equal weights stay in the order of their terms
    row, column = row[order], column[order]
    starts = np.searchsorted(row, np.arange(weights.shape[0] + 1))
    first = np.arange(len(row)) - starts[row] < count
    return _names(row[first], column[first], weights.shape[0], lexicon.names)


def _names(row: Any, column: Any, rows: int, names: Sequence[str]) -> list[tuple[str, ...]]:
    ends = np.searchsorted(row, np.arange(rows + 1)).tolist()
    words = [names[term] for term in column.tolist()]
    return [tuple(words[start:end]) for start, end in pairwise(ends)]
