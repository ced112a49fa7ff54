"""Which papers are nearest to each, and what that makes of their vectors."""

# mypy: disable-error-code="no-untyped-call"
from concurrent.futures import Executor
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from broadsheet.topics.space import Vectors, unit
from broadsheet.topics.text import Ints

MOST = 25
BLOCK = 256
GROUPS = 200
STEPS = 8
SHARE = np.float32(0.9)


class Neighbours(NamedTuple):
    """For each row its nearest other rows, nearest first, and their cosines (0 to 1)."""

    rows: Ints
    cosines: Vectors


def nearest(vectors: Vectors, threads: Executor) -> Neighbours:
    """The neighbours of vectors of length 1: 25, fewer among fewer papers, but at least 5 where there are so many.

    Equal cosines go by row number. `threads` share the blocks of rows.
    """
    size = len(vectors)
    count = max(min(size - 1, max(5, min(MOST, size // 40))), 0)
    found = Neighbours(np.zeros((size, count), dtype=np.int64), np.zeros((size, count), dtype=np.float32))
    if not count:
        return found
    groups = min(GROUPS, size)

    def search(start: int) -> None:
        rows = np.arange(start, min(start + BLOCK, size))
        similar = vectors[rows] @ vectors.T
        similar[rows - start, rows] = -2
        # The best of each group of columns bound from below what the best of all are: few others pass.
        best = similar[:, : size - size % groups].reshape(len(rows), groups, -1).max(axis=2)
        bound = -np.partition(-best, count - 1, axis=1)[:, count - 1 : count]
        row, column = np.divmod(np.flatnonzero(similar >= bound), size)
        cosine = similar[row, column]
        order = np.lexsort((-cosine, row))
        kept = order[np.searchsorted(row, rows - start)[:, None] + np.arange(count)]
        found.rows[rows], found.cosines[rows] = column[kept], np.clip(cosine[kept], 0, 1)

    # Each block fills rows of its own, so that the number of threads changes nothing.
    list(threads.map(search, range(0, size, BLOCK)))
    return found


def graph(neighbours: Neighbours) -> Any:
    """The symmetric graph (CSR) of who is anyone's neighbour, weighted by cosine."""
    size, count = neighbours.rows.shape
    indptr = np.arange(0, size * count + 1, max(count, 1)) if count else np.zeros(size + 1, dtype=np.int64)
    directed = sparse.csr_array((neighbours.cosines.ravel(), neighbours.rows.ravel(), indptr), shape=(size, size))
    return directed.maximum(directed.T).tocsr()


def smooth(vectors: Vectors, edges: Any) -> Vectors:
    """Vectors moved towards those of their neighbours, and theirs, again and again: what is one group draws near."""
    degree = edges.sum(axis=1)
    pull = sparse.diags_array(1 / np.where(degree > 0, degree, 1)) @ edges
    moved: Vectors = vectors
    for _ in range(STEPS):
        moved = (1 - SHARE) * moved + SHARE * (pull @ moved)
    return unit(moved)
