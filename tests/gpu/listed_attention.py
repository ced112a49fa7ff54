"""Builds the measurement of attention over a list of key blocks, which several files share."""

from typing import Any

import numpy as np
import torch

from gpu import patterns
from gpu.block_attention import BLOCK_K, BLOCK_Q, attend
from gpu.measure import Technique
from gpu.operands import half, quantised, values
from gpu.patterns import Pattern
from gpu.place import Place
from gpu.quantise import Quantised
from gpu.references import attention
from gpu.work import Work
from gpu.work import attend as work_of

CHECKED = 32  # queries of every head that are compared with the reference


def listed(
    place: Place, heads: int, kv_heads: int, queries: int, keys: int, width: int, pattern: Pattern, bits: int
) -> tuple[Technique, Work]:
    """The technique and its work: the last `queries` of `keys` tokens attend to what `pattern` lists, one sequence."""
    moved = [torch.from_numpy(array).to(place.device) for array in pattern[:4]]
    there = Pattern(*moved, pattern.window, pattern.sinks)

    def make(seed: int) -> Any:
        k, v = (quantised(half(place, seed + i, 1, kv_heads, keys, width), bits) for i in (1, 2))
        rows = np.sort(np.random.default_rng(seed).permutation(queries)[:CHECKED]).astype(np.int32)
        return half(place, seed, 1, heads, queries, width), k, v, rows

    def reference(i: Any) -> Any:
        q, k, v, rows = i
        allowed = patterns.allowed(pattern, rows, queries, keys, BLOCK_Q, BLOCK_K)
        picked = q[:, :, torch.from_numpy(rows).to(place.device).long()].float()
        return attention(torch, picked, values(k, bits), values(v, bits), torch.from_numpy(allowed).to(place.device))

    technique = Technique(
        make,
        lambda i: attend(i[0], Quantised(*i[1]), Quantised(*i[2]), there, bits),
        reference,
        lambda i, result: result[:, :, torch.from_numpy(i[3]).to(place.device).long()],
    )
    pairs = patterns.pairs(pattern, queries, keys, BLOCK_Q, BLOCK_K)
    return technique, work_of(1, heads, kv_heads, queries, keys, width, pairs, bits)


def causal_by_library(place: Place, heads: int, kv_heads: int, tokens: int, width: int) -> Technique:
    """torch's own causal attention of a whole prompt to itself."""

    def make(seed: int) -> Any:
        k, v = (half(place, seed + i, 1, kv_heads, tokens, width) for i in (1, 2))
        rows = torch.from_numpy(np.sort(np.random.default_rng(seed).permutation(tokens)[:CHECKED])).to(place.device)
        return half(place, seed, 1, heads, tokens, width), k, v, rows

    def reference(i: Any) -> Any:
        q, k, v, rows = i
        allowed = torch.arange(tokens, device=place.device)[None, :] <= rows[:, None]
        return attention(torch, q[:, :, rows].float(), k.float(), v.float(), allowed)

    return Technique(
        make,
        lambda i: torch.nn.functional.scaled_dot_product_attention(*i[:3], is_causal=True, enable_gqa=True),
        reference,
        lambda i, result: result[:, :, i[3]],
    )
