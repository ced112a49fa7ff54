"""Which keys a query sees, in blocks: full, sliding window with sinks, a budget of blocks; and the 2:4 mask.

A pattern is (starts, middles, ends, blocks): row i visits blocks[starts[i]:middles[i]] whole and
blocks[middles[i]:ends[i]] with the mask on every pair.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from gpu.quantise import cast

Ints = NDArray[np.int32]


class Pattern(NamedTuple):
    """Key blocks by query block, and the window and sinks that the mask on pairs needs (0: none)."""

    starts: Ints
    middles: Ints
    ends: Ints
    blocks: Ints
    window: int
    sinks: int


def causal(queries: int, keys: int, block_q: int, block_k: int) -> Pattern:
    """Every key up to the query's own."""
    return _listed(queries, keys, block_q, block_k, 0, 0, lambda row, last: range(last + 1))


def sliding(queries: int, keys: int, block_q: int, block_k: int, window: int, sinks: int = 0) -> Pattern:
    """The last `window` keys, the query's own among them, and the first `sinks`."""

    def chosen(row: int, last: int) -> list[int]:
        first = max(0, keys - queries + row * block_q - window + 1) // block_k
        return sorted({*range(-(-sinks // block_k)), *range(first, last + 1)} & set(range(last + 1)))

    return _listed(queries, keys, block_q, block_k, window, sinks, chosen)


def budget(queries: int, keys: int, block_q: int, block_k: int, kept: int, seed: int) -> Pattern:
    """At most `kept` blocks a row: the first, the last two, and others drawn at random, as a selector might choose."""
    random = np.random.default_rng(seed)

    def chosen(row: int, last: int) -> list[int]:
        always = {0, last, max(0, last - 1)}
        others = [block for block in range(last + 1) if block not in always]
        drawn = random.permutation(len(others))[: max(0, kept - len(always))]
        return sorted(always | {others[i] for i in drawn})

    return _listed(queries, keys, block_q, block_k, 0, 0, chosen)


def allowed(pattern: Pattern, rows: Ints, queries: int, keys: int, block_q: int, block_k: int) -> NDArray[np.bool_]:
    """The pairs that a pattern lets through for some of the queries, (len(rows), keys)."""
    position = np.arange(keys)
    seen = np.zeros((len(rows), keys), bool)
    for line, query in enumerate(rows):
        row = query // block_q
        visited = np.isin(position // block_k, pattern.blocks[pattern.starts[row] : pattern.ends[row]])
        own = keys - queries + query
        near = position > own - pattern.window if pattern.window else np.ones(keys, bool)
        seen[line] = visited & (position <= own) & (near | (position < pattern.sinks))
    return seen


def pairs(pattern: Pattern, queries: int, keys: int, block_q: int, block_k: int) -> int:
    """How many (query, key) pairs a pattern lets through."""
    total = 0
    for row in range(len(pattern.starts)):
        own = keys - queries + np.arange(row * block_q, min(queries, (row + 1) * block_q))[:, None]
        start = pattern.blocks[pattern.starts[row] : pattern.ends[row]].astype(np.int64) * block_k
        seen = _visible(start, np.minimum(start + block_k, keys), own)
        if pattern.window:
            far = np.maximum(start, pattern.sinks)
            seen -= _visible(far, np.minimum(start + block_k, keys), own - pattern.window)
        total += int(seen.sum())
    return total


def two_of_four(w: Any, xp: Any) -> Any:
    """True for the two largest of every four neighbours in the last axis; of equal ones the first."""
    fours = abs(w).reshape(-1, 4)
    columns = [fours[:, i] for i in range(4)]
    kept = []
    for i, mine in enumerate(columns):
        ahead = [
            cast(xp, other >= mine if j < i else other > mine, "int8") for j, other in enumerate(columns) if j != i
        ]
        kept.append(ahead[0] + ahead[1] + ahead[2] < 2)
    return xp.stack(kept, 1).reshape(w.shape)


def _visible(start: Any, end: Any, own: Any) -> Any:
    """Keys of [start, end) not after `own`."""
    return np.clip(np.minimum(end, own + 1) - start, 0, None)


def _listed(
    queries: int,
    keys: int,
    block_q: int,
    block_k: int,
    window: int,
    sinks: int,
    choose: Callable[[int, int], Any],
) -> Pattern:
    starts, middles, ends, blocks = [], [], [], []
    for row in range(-(-queries // block_q)):
        first = keys - queries + row * block_q
        last_query = min(first + block_q, keys) - 1
        whole, part = [], []
        for block in choose(row, last_query // block_k):
            before = (block + 1) * block_k - 1 <= first
            near = not window or block * block_k > last_query - window or (block + 1) * block_k <= sinks
            (whole if before and near else part).append(block)
        starts.append(len(blocks))
        blocks += whole
        middles.append(len(blocks))
        blocks += part
        ends.append(len(blocks))
    arrays = (np.array(values, np.int32) for values in (starts, middles, ends, blocks))
    return Pattern(*arrays, window, sinks)
