"""A small decoder with random weights: prefill of a prompt and the step to one more token, in three precisions.

Root-mean-square norms, rotary positions, grouped queries, a gated feed-forward. Its answers mean nothing; what it costs
to compute them is what is measured.
"""

from math import log
from typing import Any, NamedTuple

import torch
from torch.nn.functional import embedding, rms_norm, scaled_dot_product_attention, silu

from gpu import int4_product, paged_decode
from gpu.operands import fp8, half, normal, paged, quantised, values
from gpu.paged_decode import PAGE, Cache
from gpu.place import Place
from gpu.quantise import Quantised, dequantised_weights, int4_weights
from gpu.references import attention
from gpu.work import Work, cache_bytes

GROUP = 128


class Shape(NamedTuple):
    """The decoder's sizes."""

    layers: int
    width: int
    heads: int
    kv_heads: int
    head_width: int
    hidden: int
    vocabulary: int

    @property
    def matrices(self) -> tuple[tuple[int, int], ...]:
        """Rows and columns of a layer's weights: queries with keys and values, output, gate with up, down."""
        inner = self.heads * self.head_width
        return (
            (inner + 2 * self.kv_heads * self.head_width, self.width),
            (self.width, inner),
            (2 * self.hidden, self.width),
            (self.width, self.hidden),
        )


class Weight(NamedTuple):
    """A matrix (rows, columns) in 16 bits, in e4m3 with one scale, or in packed 4 bits with a scale a group."""

    kind: str
    codes: Any
    scale: Any


class Decoder(NamedTuple):
    """All weights; `layers` holds four matrices each."""

    shape: Shape
    tokens: Any
    layers: tuple[tuple[Weight, ...], ...]
    head: Any


def weight(x: Any, kind: str, dtype: Any) -> Weight:
    """A float32 matrix in the precision `kind`: bf16, fp8 or int4."""
    if kind == "fp8":
        return Weight(kind, *fp8(x))
    if kind == "int4":
        return Weight(kind, *int4_weights(torch, x, GROUP)[:2])
    return Weight(kind, x.to(dtype), None)


def decoder(place: Place, seed: int, shape: Shape, kind: str) -> Decoder:
    """Random weights, scaled so that every layer keeps the size of what runs through it."""
    layers = tuple(
        tuple(
            weight(normal(place, seed + 10 * number + i, rows, columns, scale=columns**-0.5), kind, place.half)
            for i, (rows, columns) in enumerate(shape.matrices)
        )
        for number in range(shape.layers)
    )
    table = half(place, seed + 7, shape.vocabulary, shape.width)
    head = half(place, seed + 8, shape.vocabulary, shape.width, scale=shape.width**-0.5)
    return Decoder(shape, table, layers, head)


def linear(x: Any, w: Weight, processors: int) -> Any:
    """x (tokens, columns) times the transpose of `w`."""
    if w.kind == "fp8":
        codes, scale = fp8(x)
        return torch._scaled_mm(
            codes, w.codes.t(), scale_a=scale, scale_b=w.scale, out_dtype=torch.bfloat16, use_fast_accum=True
        ).to(x.dtype)
    if w.kind == "int4":
        return int4_product.product(x, w.codes, w.scale, GROUP, processors=processors)
    return x @ w.codes.t()


def plain(w: Weight) -> Any:
    """The float32 matrix that `w` stands for."""
    if w.kind == "fp8":
        return w.codes.float() * w.scale
    return dequantised_weights(torch, Quantised(w.codes, w.scale), GROUP) if w.kind == "int4" else w.codes.float()


class Turn(NamedTuple):
    """Cosines and sines of positions, (tokens, d/2) each."""

    cos: Any
    sin: Any


def turn(x: Any, width: int, first: int, tokens: int) -> Turn:
    """What rotary positions need for `tokens` of them from `first` on, once for all layers, in the type of `x`."""
    half_width = width // 2
    speed = torch.exp(torch.arange(half_width, device=x.device, dtype=torch.float32) * (-log(10000.0) / half_width))
    angle = (first + torch.arange(tokens, device=x.device, dtype=torch.float32))[:, None] * speed
    return Turn(angle.cos().to(x.dtype), angle.sin().to(x.dtype))


def rotated(x: Any, by: Turn) -> Any:
    """Rotary positions on (batch, heads, tokens, d)."""
    left, right = x.chunk(2, -1)
    return torch.cat((left * by.cos - right * by.sin, right * by.cos + left * by.sin), -1)


def _heads(both: Any, shape: Shape, batch: int, by: Turn) -> tuple[Any, Any, Any]:
    """Queries, keys and values (batch, heads, tokens, d), the first two with their positions."""
    turning = shape.heads + shape.kv_heads
    split = both.reshape(batch, -1, turning + shape.kv_heads, shape.head_width).transpose(1, 2)
    q, k = rotated(split[:, :turning], by).split((shape.heads, shape.kv_heads), 1)
    return q, k, split[:, turning:]


def _feed_forward(x: Any, gate_up: Any, down: Any) -> Any:
    gate, up = gate_up(rms_norm(x, x.shape[-1:])).chunk(2, -1)
    return x + down(silu(gate) * up)


def prefill(model: Decoder, prompt: Any, bits: int, processors: int) -> tuple[Any, ...]:
    """Logits after the prompt (batch, tokens), and each layer's codes of keys and values as pages of `bits`."""
    shape, batch = model.shape, prompt.shape[0]
    x = embedding(prompt, model.tokens).reshape(-1, shape.width)
    stored: list[Any] = []
    by = turn(x, shape.head_width, 0, prompt.shape[1])
    for qkv, out, gate_up, down in model.layers:
        q, k, v = _heads(linear(rms_norm(x, x.shape[-1:]), qkv, processors), shape, batch, by)
        stored += [paged(quantised(side, bits), bits).codes for side in (k, v)]
        seen = scaled_dot_product_attention(q, k, v, is_causal=True, enable_gqa=True)
        x = x + linear(seen.transpose(1, 2).reshape(x.shape[0], -1), out, processors)
        x = _feed_forward(x, lambda y, w=gate_up: linear(y, w, processors), lambda y, w=down: linear(y, w, processors))
    last = x.reshape(batch, -1, shape.width)[:, -1]
    return (rms_norm(last, last.shape[-1:]) @ model.head.t(), *stored)


def prefill_reference(model: Decoder, prompt: Any) -> Any:
    """The same logits in float32, from the weights as they are after quantising."""
    shape, (batch, tokens) = model.shape, prompt.shape
    x = embedding(prompt, model.tokens).float().reshape(-1, shape.width)
    by = turn(x, shape.head_width, 0, tokens)
    causal = torch.ones(tokens, tokens, dtype=torch.bool, device=x.device).tril()
    for qkv, out, gate_up, down in model.layers:
        q, k, v = _heads(rms_norm(x, x.shape[-1:]) @ plain(qkv).t(), shape, batch, by)
        seen = attention(torch, q, k, v, causal)
        x = x + seen.transpose(1, 2).reshape(x.shape[0], -1) @ plain(out).t()
        x = _feed_forward(x, lambda y, w=gate_up: y @ plain(w).t(), lambda y, w=down: y @ plain(w).t())
    last = x.reshape(batch, -1, shape.width)[:, -1]
    return rms_norm(last, last.shape[-1:]) @ model.head.float().t()


def caches(place: Place, seed: int, shape: Shape, batch: int, context: int, bits: int) -> tuple[Any, Any]:
    """Random keys and values of every layer, as pages and as (batch, kv_heads, context, d) float32 of one sequence."""
    pages, seen = [], []
    for i in range(2 * shape.layers):
        kept = quantised(half(place, seed + 500 + i, batch, shape.kv_heads, context, shape.head_width), bits)
        pages.append(paged(kept, bits))
        seen.append(values(Quantised(*(side if side is None or side.dim() == 1 else side[:1] for side in kept)), bits))
    return tuple(pages), tuple(seen)


def step(model: Decoder, token: Any, cache: tuple[Cache, ...], table: Any, bits: int, processors: int) -> Any:
    """Logits after one more token (batch), whose keys and values take the last place of the cache's last page."""
    shape, batch = model.shape, token.shape[0]
    x = embedding(token, model.tokens)
    by = turn(x, shape.head_width, table.shape[1] * PAGE - 1, 1)
    for number, (qkv, out, gate_up, down) in enumerate(model.layers):
        q, k, v = _heads(linear(rms_norm(x, x.shape[-1:]), qkv, processors), shape, batch, by)
        for side, new in zip(cache[2 * number : 2 * number + 2], (k, v), strict=True):
            for place_in, part in zip(side, quantised(new[:, :, 0], bits), strict=True):
                if part is not None and part.dim() > 1:
                    place_in[table[:, -1].long(), :, PAGE - 1] = part
        seen = paged_decode.decode(
            q[:, :, 0].contiguous(), *cache[2 * number : 2 * number + 2], table, bits, processors
        )
        x = x + linear(seen.reshape(batch, -1), out, processors)
        x = _feed_forward(x, lambda y, w=gate_up: linear(y, w, processors), lambda y, w=down: linear(y, w, processors))
    return rms_norm(x, x.shape[-1:]) @ model.head.t()


def step_reference(model: Decoder, token: Any, seen: tuple[Any, ...]) -> Any:
    """The same logits in float32 for sequences whose keys and values are `seen`, the last place of them overwritten."""
    shape, batch = model.shape, token.shape[0]
    x = embedding(token, model.tokens).float()
    by = turn(x, shape.head_width, seen[0].shape[2] - 1, 1)
    for number, (qkv, out, gate_up, down) in enumerate(model.layers):
        q, k, v = _heads(rms_norm(x, x.shape[-1:]) @ plain(qkv).t(), shape, batch, by)
        keys, past = (torch.cat((old[:, :, :-1], new), 2) for old, new in zip(seen[2 * number :], (k, v), strict=False))
        x = x + attention(torch, q, keys, past).reshape(batch, -1) @ plain(out).t()
        x = _feed_forward(x, lambda y, w=gate_up: y @ plain(w).t(), lambda y, w=down: y @ plain(w).t())
    return rms_norm(x, x.shape[-1:]) @ model.head.float().t()


def work(shape: Shape, batch: int, new: int, context: int, kind: str, bits: int) -> Work:
    """`new` tokens a sequence, the last of them with `context` keys in sight; the head for one token a sequence."""
    inner = sum(rows * columns for rows, columns in shape.matrices) * shape.layers
    head = shape.vocabulary * shape.width
    pairs = new * context - new * (new - 1) // 2
    attending = 4 * batch * shape.layers * shape.heads * shape.head_width * pairs
    cached = shape.layers * cache_bytes(batch * context, shape.kv_heads, shape.head_width, bits)
    weights = inner * {"bf16": 16, "fp8": 8, "int4": 4}[kind] // 8 + (2 * inner // GROUP if kind == "int4" else 0)
    flops = 2 * batch * (new * inner + head) + attending
    return Work(flops, weights + 2 * head + cached, "fp8" if kind == "fp8" else "bf16")
