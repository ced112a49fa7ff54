"""Attention of many queries in Triton to a list of key blocks: causal, windowed or sparse, keys in 16, 8 or 4 bits."""

# ruff: noqa: N803, N806  Triton writes what is fixed when it compiles in capitals

from typing import Any

import torch
import triton
import triton.language as tl

# Of twice as many keys the compiler would run one product after the other, for want of registers.
BLOCK_Q, BLOCK_K = 128, 64


@triton.jit
def _tile(codes, start, token, D: tl.constexpr, BITS: tl.constexpr, kind: tl.constexpr):
    """Keys or values of some tokens as two tiles of half the width, unscaled."""
    HALF: tl.constexpr = D // 2
    column = tl.arange(0, HALF)[None, :]
    at = (start + token)[:, None].to(tl.int64)
    if BITS == 4:
        packed = tl.load(codes + at * HALF + column)
        low, high = (packed & 15).to(tl.int8).to(kind), (packed >> 4).to(tl.int8).to(kind)  # signed: no slow conversion
    else:
        low = tl.load(codes + at * D + column).to(kind)
        high = tl.load(codes + at * D + HALF + column).to(kind)
    return low, high


@triton.jit
def _visit(
    out_low, out_high, shift, largest, summed, block, q_low, q_high, q_sum, k, k_scale, k_zero, v, v_scale, v_zero,
    start, own, window, sinks, softmax_scale,
    D: tl.constexpr, BLOCK_K: tl.constexpr, BITS: tl.constexpr, MASKED: tl.constexpr,
):  # fmt: skip
    """The running softmax after one more block of keys."""
    kind = q_low.dtype
    token = block * BLOCK_K + tl.arange(0, BLOCK_K)
    k_low, k_high = _tile(k, start, token, D, BITS, kind)
    score = tl.dot(q_low, tl.trans(k_low))
    score = tl.dot(q_high, tl.trans(k_high), score)
    if BITS == 4:
        score -= q_sum[:, None] * tl.load(k_zero + start + token).to(tl.float32)[None, :]
    if BITS < 16:
        score *= tl.load(k_scale + start + token).to(tl.float32)[None, :]
    score *= softmax_scale
    if MASKED:
        seen = token[None, :] <= own[:, None]
        near = (token[None, :] > own[:, None] - window) | (token[None, :] < sinks)
        score = tl.where(seen & near, score, -1e30)
    new = tl.maximum(largest, tl.max(score, 1))
    fade = tl.exp2(largest - new)
    weight = tl.exp2(score - new[:, None])
    if MASKED:
        weight = tl.where(score > -1e29, weight, 0.0)
    summed = summed * fade + tl.sum(weight, 1)
    if BITS < 16:
        weight *= tl.load(v_scale + start + token).to(tl.float32)[None, :]
    rounded = weight.to(kind)
    if BITS == 4:
        zero = tl.load(v_zero + start + token).to(tl.float32)[None, :]
        shift = shift * fade + tl.sum(rounded.to(tl.float32) * zero, 1)
    v_low, v_high = _tile(v, start, token, D, BITS, kind)
    out_low = tl.dot(rounded, v_low, out_low * fade[:, None])
    out_high = tl.dot(rounded, v_high, out_high * fade[:, None])
    return out_low, out_high, shift, new, summed


@triton.jit
def _attend(
    q, k, k_scale, k_zero, v, v_scale, v_zero, out, starts, middles, ends, blocks, heads, kv_heads, queries, keys,
    window, sinks, softmax_scale,
    D: tl.constexpr, BLOCK_Q: tl.constexpr, BLOCK_K: tl.constexpr, BITS: tl.constexpr,
):  # fmt: skip
    """One block of queries of one head."""
    HALF: tl.constexpr = D // 2
    # The longest rows first: what is left at the end is short.
    row = tl.num_programs(0) - 1 - tl.program_id(0)
    head = tl.program_id(1)
    sequence = tl.program_id(2)
    kv_head = head // (heads // kv_heads)
    start = (sequence * kv_heads + kv_head) * keys
    position = row * BLOCK_Q + tl.arange(0, BLOCK_Q)
    own = keys - queries + position
    column = tl.arange(0, HALF)
    line = (sequence * heads + head) * queries + position
    at = line[:, None].to(tl.int64) * D + column[None, :]
    there = position[:, None] < queries
    q_low = tl.load(q + at, mask=there, other=0.0)
    q_high = tl.load(q + at + HALF, mask=there, other=0.0)
    q_sum = tl.sum(q_low.to(tl.float32), 1) + tl.sum(q_high.to(tl.float32), 1)
    out_low = tl.zeros((BLOCK_Q, HALF), tl.float32)
    out_high = tl.zeros((BLOCK_Q, HALF), tl.float32)
    shift = tl.zeros((BLOCK_Q,), tl.float32)
    largest = tl.full((BLOCK_Q,), -1e30, tl.float32)
    summed = tl.zeros((BLOCK_Q,), tl.float32)
    first, middle, end = tl.load(starts + row), tl.load(middles + row), tl.load(ends + row)
    for i in range(first, middle):
        out_low, out_high, shift, largest, summed = _visit(
            out_low, out_high, shift, largest, summed, tl.load(blocks + i), q_low, q_high, q_sum, k, k_scale, k_zero,
            v, v_scale, v_zero, start, own, window, sinks, softmax_scale, D, BLOCK_K, BITS, False,
        )  # fmt: skip
    for i in range(middle, end):
        out_low, out_high, shift, largest, summed = _visit(
            out_low, out_high, shift, largest, summed, tl.load(blocks + i), q_low, q_high, q_sum, k, k_scale, k_zero,
            v, v_scale, v_zero, start, own, window, sinks, softmax_scale, D, BLOCK_K, BITS, True,
        )  # fmt: skip
    kind = out.dtype.element_ty
    tl.store(out + at, ((out_low - shift[:, None]) / summed[:, None]).to(kind), mask=there)
    tl.store(out + at + HALF, ((out_high - shift[:, None]) / summed[:, None]).to(kind), mask=there)


def attend(q: Any, k: Any, v: Any, pattern: Any, bits: int) -> Any:
    """q (batch, heads, queries, d) attends to what `pattern` (patterns.Pattern, its arrays on the card) lists.

    k and v are `quantise.Quantised` with codes (batch, kv_heads, keys, d or d/2), or at 16 bits the values as codes.
    """
    batch, heads, queries, width = q.shape
    kv_heads, keys = k.codes.shape[1], k.codes.shape[2]
    if keys % BLOCK_K:
        raise ValueError(f"{keys} keys do not divide into blocks of {BLOCK_K}")
    out = torch.empty_like(q)
    window = pattern.window or keys + 1
    k_zero, v_zero = (side.scale if side.zero is None else side.zero for side in (k, v))
    _attend[(triton.cdiv(queries, BLOCK_Q), heads, batch)](
        q, k.codes, k.scale, k_zero, v.codes, v.scale, v_zero, out,
        pattern.starts, pattern.middles, pattern.ends, pattern.blocks,
        heads, kv_heads, queries, keys, window, pattern.sinks, 1.4426950408889634 / width**0.5,
        D=width, BLOCK_Q=BLOCK_Q, BLOCK_K=BLOCK_K, BITS=bits, num_warps=8, num_stages=3,
    )  # fmt: skip
    return out
