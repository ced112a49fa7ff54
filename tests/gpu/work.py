"""What a technique must at least do: arithmetic operations and bytes, counted by hand, and the time they need.

Bytes are the fewest that must cross the device memory: each input read once, each output written once. A multiply and
an add are two operations. Nothing here is measured, and nothing here is a data sheet's.
"""

from collections.abc import Mapping
from math import ceil
from typing import Any, NamedTuple

# What makes it the same work, of all that a case tells.
SETTING = ("phase", "m", "k", "n", "batch", "context", "chunk", "input_length", "length", "channels")


class Work(NamedTuple):
    """One call's work. `arithmetic` names the ceiling of its operations: bf16, fp8, or none where bytes alone bind."""

    flops: int
    bytes: int
    arithmetic: str


def product(
    m: int, k: int, n: int, a_bits: int = 16, b_bits: int = 16, c_bits: int = 16, arithmetic: str = "bf16"
) -> Work:
    """(m, k) times (k, n)."""
    return Work(2 * m * k * n, (m * k * a_bits + k * n * b_bits + m * n * c_bits) // 8, arithmetic)


def grouped_int4_product(m: int, k: int, n: int, group: int, a_bits: int, arithmetic: str) -> Work:
    """A product with 4-bit weights and a 16-bit scale for each group of `group` of them."""
    plain = product(m, k, n, a_bits, 4, 16, arithmetic)
    return plain._replace(bytes=plain.bytes + 2 * n * (k // group))


def low_rank(m: int, k: int, n: int, rank: int) -> Work:
    """(m, k) times (k, rank) times (rank, n); the small one between is counted written and read."""
    first, second = product(m, k, rank), product(m, rank, n)
    return Work(first.flops + second.flops, first.bytes + second.bytes, "bf16")


def beside(first: Work, second: Work) -> Work:
    """Two pieces of work one after the other with the same kind of arithmetic."""
    return Work(first.flops + second.flops, first.bytes + second.bytes, first.arithmetic)


def two_of_four(m: int, k: int, n: int) -> Work:
    """A product whose (k, n) weights are half zeros: operations on the others, and two bits a kept weight for where."""
    dense = product(m, k, n)
    return Work(dense.flops // 2, 2 * m * k + k * n + k * n // 8 + 2 * m * n, "bf16")


def cache_bytes(tokens: int, heads: int, width: int, bits: int) -> int:
    """Bytes of keys and values; below 16 bits with a scale, and at 4 with a zero too, for each token and head."""
    side = {16: 0, 8: 2, 4: 4}[bits]
    return 2 * tokens * heads * (width * bits // 8 + side)


def decode(batch: int, heads: int, kv_heads: int, context: int, width: int, bits: int) -> Work:
    """One new token a sequence attends to `context` cached ones."""
    moved = cache_bytes(batch * context, kv_heads, width, bits) + 2 * 2 * batch * heads * width
    return Work(4 * batch * heads * context * width, moved, "bf16")


def attend(batch: int, heads: int, kv_heads: int, queries: int, keys: int, width: int, pairs: int, bits: int) -> Work:
    """`queries` of each head attend to `keys`, in `pairs` (query, key) pairs; masked ones are not counted."""
    moved = cache_bytes(batch * keys, kv_heads, width, bits) + 2 * 2 * batch * heads * queries * width
    return Work(4 * batch * heads * pairs * width, moved, "bf16")


def causal_pairs(queries: int, keys: int, window: int | None = None) -> int:
    """(query, key) pairs when the last of `queries` sees all `keys`, each of the others one less, at most `window`."""
    first = keys - queries + 1
    if window is None or window >= keys:
        return queries * (first + keys) // 2
    short = max(0, min(queries, window - first))  # rows that see fewer than a window
    return short * (2 * first + short - 1) // 2 + (queries - short) * window


def setting(told: Mapping[str, Any]) -> str:
    """The work in words, whichever way it is done: what two cases share when one can be the other's baseline."""
    return ", ".join(f"{name.replace('_', ' ')} {told[name]}" for name in SETTING if name in told)


def rotation(bytes_a_set: int, l2_bytes: int, most: int = 64) -> int:
    """How many input sets to go round so that between two uses of one at least three times the cache went by."""
    return max(2, min(most, ceil(3 * l2_bytes / max(bytes_a_set, 1)) + 1))


def seconds_at_least(work: Work, bandwidth: float, peaks: dict[str, float]) -> float:
    """The floor under `work` for a card with these measured ceilings: byte/s and operations a second by arithmetic."""
    return max(work.bytes / bandwidth, work.flops / peaks[work.arithmetic] if work.arithmetic in peaks else 0.0)
