"""Attention of one new token to a paged KV cache in Triton, at 16, 8 or 4 bits, the context split among programs."""

# ruff: noqa: N803, N806  Triton writes what is fixed when it compiles in capitals

from typing import Any, NamedTuple

import torch
import triton
import triton.language as tl

PAGE = 64
# Where a page lies is itself read first, so one page ahead takes two stages: one or two pages are under way beside the
# one at work. Shared memory (16 bits) and registers (below) then let a multiprocessor hold so many programs at once.
STAGES, PROGRAMS = {16: 5, 8: 7, 4: 7}, {16: 3, 8: 3, 4: 4}


class Cache(NamedTuple):
    """Keys or values: codes (pages, kv_heads, PAGE, d), or d/2 where packed; scale and zero (pages, kv_heads, PAGE)."""

    codes: Any
    scale: Any
    zero: Any


@triton.jit
def _halves(codes, page, head, heads, PAGE: tl.constexpr, D: tl.constexpr, BITS: tl.constexpr, kind: tl.constexpr):
    """One page of one head as two (PAGE, D/2) tiles of `kind`: the low and the high half of the width, unscaled."""
    HALF: tl.constexpr = D // 2
    token = tl.arange(0, PAGE)[:, None]
    column = tl.arange(0, HALF)[None, :]
    start = (page.to(tl.int64) * heads + head) * PAGE
    if BITS == 4:
        packed = tl.load(codes + (start + token) * HALF + column)
        low, high = (packed & 15).to(tl.int8).to(kind), (packed >> 4).to(tl.int8).to(kind)  # signed: no slow conversion
    else:
        low = tl.load(codes + (start + token) * D + column).to(kind)
        high = tl.load(codes + (start + token) * D + HALF + column).to(kind)
    return low, high


@triton.jit
def _partial(
    q, k, k_scale, k_zero, v, v_scale, v_zero, table, acc, peak, total, kv_heads, pages, splits, softmax_scale,
    GROUP: tl.constexpr, ROWS: tl.constexpr, D: tl.constexpr, PAGE: tl.constexpr, BITS: tl.constexpr,
):  # fmt: skip
    """A split's unnormalised result, its largest score and the sum of its weights, for the queries of one kv head.

    Scales and zeros are applied to scores and weights, of which there are far fewer than elements of the cache.
    """
    HALF: tl.constexpr = D // 2
    sequence, head, split = tl.program_id(0), tl.program_id(1), tl.program_id(2)
    row = tl.arange(0, ROWS)
    column = tl.arange(0, HALF)
    kind = q.dtype.element_ty
    q_row = (sequence * kv_heads + head) * GROUP + row
    q_at = q + q_row[:, None] * D + column[None, :]
    mine = row[:, None] < GROUP
    q_low = tl.load(q_at, mask=mine, other=0.0)
    q_high = tl.load(q_at + HALF, mask=mine, other=0.0)
    q_sum = tl.sum(q_low.to(tl.float32), 1) + tl.sum(q_high.to(tl.float32), 1)
    out_low = tl.zeros((ROWS, HALF), tl.float32)
    out_high = tl.zeros((ROWS, HALF), tl.float32)
    shift = tl.zeros((ROWS,), tl.float32)
    largest = tl.full((ROWS,), -1e30, tl.float32)
    summed = tl.zeros((ROWS,), tl.float32)
    each = tl.cdiv(pages, splits)
    for i in range(split * each, min(pages, (split + 1) * each)):
        page = tl.load(table + sequence * pages + i)
        side = (page.to(tl.int64) * kv_heads + head) * PAGE + tl.arange(0, PAGE)
        k_low, k_high = _halves(k, page, head, kv_heads, PAGE, D, BITS, kind)
        score = tl.dot(q_low, tl.trans(k_low))
        score = tl.dot(q_high, tl.trans(k_high), score)
        if BITS == 4:
            score -= q_sum[:, None] * tl.load(k_zero + side).to(tl.float32)[None, :]
        if BITS < 16:
            score *= tl.load(k_scale + side).to(tl.float32)[None, :]
        score *= softmax_scale
        new = tl.maximum(largest, tl.max(score, 1))
        fade = tl.exp2(largest - new)
        weight = tl.exp2(score - new[:, None])
        summed = summed * fade + tl.sum(weight, 1)
        largest = new
        if BITS < 16:
            weight *= tl.load(v_scale + side).to(tl.float32)[None, :]
        rounded = weight.to(kind)
        if BITS == 4:
            zero = tl.load(v_zero + side).to(tl.float32)[None, :]
            shift = shift * fade + tl.sum(rounded.to(tl.float32) * zero, 1)
        v_low, v_high = _halves(v, page, head, kv_heads, PAGE, D, BITS, kind)
        out_low = tl.dot(rounded, v_low, out_low * fade[:, None])
        out_high = tl.dot(rounded, v_high, out_high * fade[:, None])
    if BITS == 4:
        out_low -= shift[:, None]
        out_high -= shift[:, None]
    part = q_row * splits + split
    tl.store(acc + part[:, None] * D + column[None, :], out_low, mask=mine)
    tl.store(acc + part[:, None] * D + HALF + column[None, :], out_high, mask=mine)
    tl.store(peak + part, largest, mask=row < GROUP)
    tl.store(total + part, summed, mask=row < GROUP)


@triton.jit
def _combine(acc, peak, total, out, splits, D: tl.constexpr, ROUNDED: tl.constexpr):
    """The splits of one query head into its result."""
    head = tl.program_id(0)
    split = tl.arange(0, ROUNDED)
    column = tl.arange(0, D)
    there = split < splits
    largest = tl.load(peak + head * splits + split, mask=there, other=-1e30)
    summed = tl.load(total + head * splits + split, mask=there, other=0.0)
    share = tl.exp2(largest - tl.max(largest, 0))
    part = tl.load(acc + (head * splits + split)[:, None] * D + column[None, :], mask=there[:, None], other=0.0)
    result = tl.sum(part * share[:, None], 0) / tl.sum(summed * share, 0)
    tl.store(out + head * D + column, result.to(out.dtype.element_ty))


def splits_of(pages: int, pairs: int, room: int) -> int:
    """Among how many programs a context of `pages` is split when there are `pairs` of a sequence and a kv head and the
    card has `room` for programs at once: they fill it once, or where pairs are many some four times, nearly whole."""
    wanted = (room if 2 * pairs <= room else 4 * room) // pairs
    splits = max(1, min(pages, 128, wanted))
    return -(-pages // -(-pages // splits))  # none without a page


def decode(q: Any, k: Cache, v: Cache, table: Any, bits: int, processors: int = 1) -> Any:
    """q (batch, heads, d) attends to the pages that `table` (batch, pages, int32) lists: (batch, heads, d).

    `processors` is how many multiprocessors want work.
    """
    batch, heads, width = q.shape
    kv_heads, pages = k.codes.shape[1], table.shape[1]
    splits = splits_of(pages, batch * kv_heads, processors * PROGRAMS[bits])
    acc = torch.empty((batch * heads, splits, width), dtype=torch.float32, device=q.device)
    peak, total = (torch.empty((batch * heads, splits), dtype=torch.float32, device=q.device) for _ in range(2))
    out = torch.empty_like(q)
    group = heads // kv_heads
    _partial[(batch, kv_heads, splits)](
        q, k.codes, k.scale, k.zero, v.codes, v.scale, v.zero, table, acc, peak, total, kv_heads, pages, splits,
        1.4426950408889634 / width**0.5, GROUP=group, ROWS=max(16, triton.next_power_of_2(group)), D=width, PAGE=PAGE,
        BITS=bits, num_warps=4, num_stages=STAGES[bits],
    )  # fmt: skip
    _combine[(batch * heads,)](
        acc, peak, total, out, splits, D=width, ROUNDED=triton.next_power_of_2(splits), num_warps=4
    )
    return out
