"""Recurrences in Triton: step by step, by a parallel scan, and nonlinear ones by Newton's method over scans."""

# ruff: noqa: N803  Triton writes what is fixed when it compiles in capitals

from typing import Any

import torch
import triton
import triton.language as tl

# Steps that one program walks; channels that it holds, four a thread of one warp; loads that it has under way at once.
CHUNK, BLOCK_C, STAGES = 64, 128, 6
# One program walks the whole of a sequence: few warps run, so each has many loads under way.
ALONE_C, ALONE_STAGES = 32, 32


@triton.jit
def _tanh(z):
    """tanh that neither overflows nor needs a device library."""
    return 1.0 - 2.0 / (tl.exp(2.0 * z) + 1.0)


@triton.jit
def _after(a1, x1, a2, x2):
    """The step h -> a1 h + x1 and then h -> a2 h + x2, as one step."""
    return a1 * a2, a2 * x1 + x2


@triton.jit
def _sequential(a, x, out, time, channels, BLOCK: tl.constexpr, SQUASH: tl.constexpr, STAGES: tl.constexpr):
    column = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    there = column < channels
    decay = tl.load(a + column, mask=there, other=0.0)
    at = tl.program_id(0).to(tl.int64) * time * channels + column
    h = tl.zeros((BLOCK,), tl.float32)
    for _ in tl.range(0, time, num_stages=STAGES):
        h = decay * h + tl.load(x + at, mask=there, other=0.0)
        if SQUASH:
            h = _tanh(h)
        tl.store(out + at, h, mask=there)
        at += channels


@triton.jit
def _around(decay, term, before):
    """h -> tanh(decay h + term) made linear around h = before: its factor and its term."""
    value = _tanh(decay * before + term)
    factor = decay * (1.0 - value * value)
    return factor, value - factor * before


@triton.jit
def _chunk_totals(
    a, x, guess, factors, terms, time, channels,
    CHUNK: tl.constexpr, BLOCK: tl.constexpr, NEWTON: tl.constexpr, STAGES: tl.constexpr,
):  # fmt: skip
    """All steps of a chunk as one: its factor and its term. With NEWTON those around `guess`."""
    sequence, first = tl.program_id(0), tl.program_id(1) * CHUNK
    column = tl.program_id(2) * BLOCK + tl.arange(0, BLOCK)
    there = column < channels
    at = (sequence.to(tl.int64) * time + first) * channels + column
    decay = tl.load(a + column, mask=there, other=0.0)
    factors_so_far, terms_so_far = tl.zeros((BLOCK,), tl.float32) + 1.0, tl.zeros((BLOCK,), tl.float32)
    for t in tl.range(first, min(first + CHUNK, time), num_stages=STAGES):
        factor, term = decay, tl.load(x + at, mask=there, other=0.0)
        if NEWTON:
            before = tl.load(guess + at - channels, mask=there & (t + 0 * column > 0), other=0.0)
            factor, term = _around(decay, term, before)
        factors_so_far, terms_so_far = _after(factors_so_far, terms_so_far, factor, term)
        at += channels
    total = (sequence * tl.num_programs(1) + tl.program_id(1)) * channels + column
    tl.store(factors + total, factors_so_far, mask=there)
    tl.store(terms + total, terms_so_far, mask=there)


@triton.jit
def _carries(factors, terms, carries, chunks, channels, ROUNDED: tl.constexpr, BLOCK: tl.constexpr):
    """The state at the end of each chunk."""
    column = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    chunk = tl.arange(0, ROUNDED)
    there = (chunk[:, None] < chunks) & (column[None, :] < channels)
    at = (tl.program_id(0) * chunks + chunk)[:, None] * channels + column[None, :]
    factor = tl.load(factors + at, mask=there, other=1.0)
    term = tl.load(terms + at, mask=there, other=0.0)
    _, state = tl.associative_scan((factor, term), 0, _after)
    tl.store(carries + at, state, mask=there)


@triton.jit
def _apply(
    a, x, guess, carries, out, time, channels,
    CHUNK: tl.constexpr, BLOCK: tl.constexpr, NEWTON: tl.constexpr, STAGES: tl.constexpr,
):  # fmt: skip
    """The states of a chunk, from the one before it."""
    sequence, first = tl.program_id(0), tl.program_id(1) * CHUNK
    column = tl.program_id(2) * BLOCK + tl.arange(0, BLOCK)
    there = column < channels
    at = (sequence.to(tl.int64) * time + first) * channels + column
    decay = tl.load(a + column, mask=there, other=0.0)
    last = (sequence * tl.num_programs(1) + tl.program_id(1) - 1) * channels + column
    h = tl.load(carries + last, mask=there & (first + 0 * column > 0), other=0.0)
    for t in tl.range(first, min(first + CHUNK, time), num_stages=STAGES):
        factor, term = decay, tl.load(x + at, mask=there, other=0.0)
        if NEWTON:
            before = tl.load(guess + at - channels, mask=there & (t + 0 * column > 0), other=0.0)
            factor, term = _around(decay, term, before)
        h = factor * h + term
        tl.store(out + at, h, mask=there)
        at += channels


def sequential(a: Any, x: Any, squash: bool) -> Any:
    """h[t] = f(a h[t-1] + x[t]) one step after the other, all channels at once: x (batch, time, channels), float32."""
    batch, time, channels = x.shape
    out = torch.empty_like(x)
    _sequential[(batch, triton.cdiv(channels, ALONE_C))](
        a, x, out, time, channels, BLOCK=ALONE_C, SQUASH=squash, STAGES=ALONE_STAGES, num_warps=1
    )
    return out


def parallel(a: Any, x: Any, guess: Any = None) -> Any:
    """The same without f, all chunks of time at once: each chunk's total, the totals scanned, each chunk again with the
    state that it starts from. With `guess` it is one step of Newton's method for f = tanh."""
    batch, time, channels = x.shape
    chunks = triton.cdiv(time, CHUNK)
    factors, terms, carries = (x.new_empty((batch, chunks, channels)) for _ in range(3))
    out = torch.empty_like(x)
    newton = guess is not None
    width = min(BLOCK_C, triton.next_power_of_2(channels))
    grid = (batch, chunks, triton.cdiv(channels, width))
    start = guess if newton else x
    fixed = {"CHUNK": CHUNK, "BLOCK": width, "NEWTON": newton, "STAGES": STAGES, "num_warps": 1}
    _chunk_totals[grid](a, x, start, factors, terms, time, channels, **fixed)
    rounded = triton.next_power_of_2(chunks)
    block = max(1, min(width, 4096 // rounded))
    _carries[(batch, triton.cdiv(channels, block))](
        factors, terms, carries, chunks, channels, ROUNDED=rounded, BLOCK=block
    )
    _apply[grid](a, x, start, carries, out, time, channels, **fixed)
    return out


def newton(a: Any, x: Any, iterations: int) -> Any:
    """h[t] = tanh(a h[t-1] + x[t]) for all t at once: the whole sequence is one system of equations, made linear around
    the last guess and solved by a scan, `iterations` times."""
    h = torch.tanh(x)
    for _ in range(iterations):
        h = parallel(a, x, h)
    return h


def convolution(a: Any, x: Any) -> Any:
    """The linear recurrence as a convolution with the powers of `a`, by fast Fourier transform over twice the time."""
    time = x.shape[1]
    powers = a[None, :] ** torch.arange(time, device=x.device, dtype=torch.float32)[:, None]
    spectrum = torch.fft.rfft(x, 2 * time, dim=1) * torch.fft.rfft(powers, 2 * time, dim=0)
    return torch.fft.irfft(spectrum, 2 * time, dim=1)[:, :time].contiguous()
