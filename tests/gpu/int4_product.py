"""Products with 4-bit weights in Triton: unpacked in registers, never written out; activations in 16 or in 8 bits."""

# ruff: noqa: N803, N806  Triton writes what is fixed when it compiles in capitals

from typing import Any

import torch
import triton
import triton.language as tl

# Up to so many tokens: tokens and rows of a tile, warps, stages. Few tokens want loads under way, many want arithmetic.
TILES = ((16, (16, 64, 4, 6)), (64, (64, 128, 4, 4)), (float("inf"), (128, 128, 8, 3)))


@triton.jit
def _product(
    x, w, scale, x_scale, out, m, n, k,
    GROUP: tl.constexpr, BLOCK_M: tl.constexpr, BLOCK_N: tl.constexpr, SPLITS: tl.constexpr, INTEGER: tl.constexpr,
):  # fmt: skip
    """out[s, m, n] = x (m, k) times the unpacked w (n, k), over this split's share of the groups of k.

    It computes the transpose: then the unpacked weights are the left operand, which tensor cores take from registers.
    """
    HALF: tl.constexpr = GROUP // 2
    rows = tl.program_id(0) * BLOCK_N + tl.arange(0, BLOCK_N)
    tokens = tl.program_id(1) * BLOCK_M + tl.arange(0, BLOCK_M)
    split = tl.program_id(2)
    inside = tl.arange(0, HALF)
    groups = k // GROUP
    each = tl.cdiv(groups, SPLITS)
    w_at = w + rows[:, None].to(tl.int64) * (k // 2) + inside[None, :]
    x_at = x + tokens[None, :].to(tl.int64) * k + inside[:, None]
    there = tokens[None, :] < m
    total = tl.zeros((BLOCK_N, BLOCK_M), tl.int32 if INTEGER else tl.float32)
    for g in range(split * each, min(groups, (split + 1) * each)):
        packed = tl.load(w_at + g * HALF)
        low = (packed & 15).to(tl.int8) - 8
        high = (packed >> 4).to(tl.int8) - 8
        x_low = tl.load(x_at + g * GROUP, mask=there, other=0)
        x_high = tl.load(x_at + g * GROUP + HALF, mask=there, other=0)
        if INTEGER:
            total = tl.dot(low, x_low, total, out_dtype=tl.int32)
            total = tl.dot(high, x_high, total, out_dtype=tl.int32)
        else:
            part = tl.dot(low.to(x_low.dtype), x_low)
            part = tl.dot(high.to(x_low.dtype), x_high, part)
            total += part * tl.load(scale + rows * groups + g)[:, None].to(tl.float32)
    if INTEGER:
        by_row = tl.load(scale + rows)[:, None].to(tl.float32)
        by_token = tl.load(x_scale + tokens, mask=tokens < m, other=0)[None, :].to(tl.float32)
        result = total.to(tl.float32) * by_row * by_token
    else:
        result = total
    out_at = out + split.to(tl.int64) * m * n + tokens[None, :].to(tl.int64) * n + rows[:, None]
    tl.store(out_at, result.to(out.dtype.element_ty), mask=there)


def product(x: Any, packed: Any, scale: Any, group: int, x_scale: Any = None, processors: int = 1) -> Any:
    """x (m, k) times weights (n, k) packed by `quantise.int4_weights`: (m, n) of x's type.

    With `x_scale` (m) the activations are int8, the weights have one scale a row, and the result is bfloat16.
    `processors` is how many multiprocessors want work: few tokens split k among programs until they have it.
    """
    m, k = x.shape
    n = packed.shape[0]
    block_m, block_n, warps, stages = next(tile for most, tile in TILES if m <= most)
    if n % block_n or k % group:
        raise ValueError(f"{n} rows and {k} columns do not divide into tiles of {block_n} and groups of {group}")
    tiles = (n // block_n) * triton.cdiv(m, block_m)
    # Partial sums cross the memory in 32 bits: they stay few beside the weights.
    splits = max(1, min(8, (k // group) // 8, k // (64 * m), (4 * processors) // tiles))
    kind = torch.bfloat16 if x_scale is not None else x.dtype
    out = torch.empty((splits, m, n), dtype=kind if splits == 1 else torch.float32, device=x.device)
    _product[(n // block_n, triton.cdiv(m, block_m), splits)](
        x, packed, scale, x_scale if x_scale is not None else scale, out, m, n, k,
        GROUP=group, BLOCK_M=block_m, BLOCK_N=block_n, SPLITS=splits, INTEGER=x_scale is not None,
        num_warps=warps, num_stages=stages,
    )  # fmt: skip
    return out[0] if splits == 1 else out.sum(0).to(kind)
