"""Recurrences in Triton: step by step, by a parallel scan, and nonlinear ones by Newton's method over scans."""

# ruff: noqa: N803  Triton writes what is fixed when it compiles in capitals

from typing import Any

import torch
import triton
import triton.language as tl

CHUNK = 128
BLOCK_C = 32


@triton.jit
def _tanh(z):
    """tanh that neither overflows nor needs a device library."""
    return 1.0 - 2.0 / (tl.exp(2.0 * z) + 1.0)


@triton.jit
def _after(a1, x1, a2, x2):
    """The step h -> a1 h + x1 and then h -> a2 h + x2, as one step."""
    return a1 * a2, a2 * x1 + x2


@triton.jit
def _sequential(a, x, out, time, channels, BLOCK: tl.constexpr, SQUASH: tl.constexpr):
    column = tl.program_id(1) * BLOCK + tl.arange(0, BLOCK)
    there = column < channels
    decay = tl.load(a + column, mask=there, other=0.0)
    at = tl.program_id(0).to(tl.int64) * time * channels + column
    h = tl.zeros((BLOCK,), tl.float32)
    for _ in range(time):
        h = decay * h + tl.load(x + at, mask=there, other=0.0)
        if SQUASH:
            h = _tanh(h)
        tl.store(out + at, h, mask=there)
        at += channels


@triton.jit
def _steps(
    a, x, guess, sequence, chunk, column, time, channels, CHUNK: tl.constexpr, BLOCK: tl.constexpr,
    NEWTON: tl.constexpr,
):  # fmt: skip
    """The linear steps of a chunk: factors and terms (CHUNK, BLOCK); with NEWTON those of the equation h[t] =
    tanh(a h[t-1] + x[t]) made linear around `guess`. Past the end they change nothing."""
    t = chunk * CHUNK + tl.arange(0, CHUNK)
    there = (t[:, None] < time) & (column[None, :] < channels)
    at = sequence.to(tl.int64) * time * channels + t[:, None].to(tl.int64) * channels + column[None, :]
    decay = tl.load(a + column, mask=column < channels, other=0.0)
    term = tl.load(x + at, mask=there, other=0.0)
    factor = tl.zeros((CHUNK, BLOCK), tl.float32) + decay[None, :]
    if NEWTON:
        before = tl.load(guess + at - channels, mask=there & (t[:, None] > 0), other=0.0)
        value = _tanh(decay[None, :] * before + term)
        factor = decay[None, :] * (1.0 - value * value)
        term = value - factor * before
    return tl.where(there, factor, 1.0), tl.where(there, term, 0.0), at, there


@triton.jit
def _chunk_totals(
    a, x, guess, factors, terms, time, channels, CHUNK: tl.constexpr, BLOCK: tl.constexpr, NEWTON: tl.constexpr
):
    sequence, chunk = tl.program_id(0), tl.program_id(1)
    column = tl.program_id(2) * BLOCK + tl.arange(0, BLOCK)
    factor, term, _, _ = _steps(a, x, guess, sequence, chunk, column, time, channels, CHUNK, BLOCK, NEWTON)
    factor, term = tl.associative_scan((factor, term), 0, _after)
    last = tl.arange(0, CHUNK)[:, None] == CHUNK - 1
    at = (sequence * tl.num_programs(1) + chunk) * channels + column
    tl.store(factors + at, tl.sum(tl.where(last, factor, 0.0), 0), mask=column < channels)
    tl.store(terms + at, tl.sum(tl.where(last, term, 0.0), 0), mask=column < channels)


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
def _apply(a, x, guess, carries, out, time, channels, CHUNK: tl.constexpr, BLOCK: tl.constexpr, NEWTON: tl.constexpr):
    sequence, chunk = tl.program_id(0), tl.program_id(1)
    column = tl.program_id(2) * BLOCK + tl.arange(0, BLOCK)
    factor, term, at, there = _steps(a, x, guess, sequence, chunk, column, time, channels, CHUNK, BLOCK, NEWTON)
    factor, term = tl.associative_scan((factor, term), 0, _after)
    before = (sequence * tl.num_programs(1) + chunk - 1) * channels + column
    state = tl.load(carries + before, mask=(column < channels) & (column * 0 + chunk > 0), other=0.0)
    tl.store(out + at, factor * state[None, :] + term, mask=there)


def sequential(a: Any, x: Any, squash: bool) -> Any:
    """h[t] = f(a h[t-1] + x[t]) one step after the other, all channels at once: x (batch, time, channels), float32."""
    batch, time, channels = x.shape
    out = torch.empty_like(x)
    _sequential[(batch, triton.cdiv(channels, 32))](a, x, out, time, channels, BLOCK=32, SQUASH=squash, num_warps=1)
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
    _chunk_totals[grid](a, x, start, factors, terms, time, channels, CHUNK=CHUNK, BLOCK=width, NEWTON=newton)
    rounded = triton.next_power_of_2(chunks)
    block = max(1, min(width, 4096 // rounded))
    _carries[(batch, triton.cdiv(channels, block))](
        factors, terms, carries, chunks, channels, ROUNDED=rounded, BLOCK=block
    )
    _apply[grid](a, x, start, carries, out, time, channels, CHUNK=CHUNK, BLOCK=width, NEWTON=newton)
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
