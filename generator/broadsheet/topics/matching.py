"""Which topic of a new fit is which of the old one: an optimal assignment over the papers that both hold."""

# mypy: disable-error-code="no-untyped-call"
import numpy as np
from scipy import optimize, sparse

from broadsheet.topics.text import Ints

# Two topics are one where so much of the papers of either are in both (Jaccard index).
SAME = 0.3


def match(before: Ints, after: Ints) -> dict[int, int]:
    """The old group that each new one continues, of those that continue one.

    `before` and `after` hold the group of each paper, -1 where a paper is in none. The pairs are those that share the
    most papers in sum (the Hungarian method); a pair that shares too few is none.
    """
    shared = overlap(before, after)
    if not shared.size:
        return {}
    union = shared.sum(axis=1, keepdims=True) + shared.sum(axis=0, keepdims=True) - shared
    rows, columns = optimize.linear_sum_assignment(-shared)  # type: ignore[attr-defined]
    pairs = zip(rows.tolist(), columns.tolist(), strict=True)
    return {new: old for old, new in pairs if shared[old, new] > 0 and shared[old, new] >= SAME * union[old, new]}


def overlap(before: Ints, after: Ints) -> Ints:
    """How many papers each old group (rows) shares with each new one (columns)."""
    both = (before >= 0) & (after >= 0)
    shape = (before.max(initial=-1) + 1, after.max(initial=-1) + 1)
    counted = sparse.coo_array((np.ones(both.sum(), dtype=np.int64), (before[both], after[both])), shape=shape)
    table: Ints = counted.toarray()
    return table
