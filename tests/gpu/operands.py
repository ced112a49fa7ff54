"""Random operands on the card, and the same ones quantised."""

from typing import Any

import torch

from gpu import quantise
from gpu.paged_decode import PAGE, Cache
from gpu.place import Place
from gpu.quantise import Quantised


def normal(place: Place, seed: int, *shape: int, scale: float = 1.0) -> Any:
    """Normally distributed float32 values."""
    generator = torch.Generator(place.device).manual_seed(seed)
    return torch.randn(shape, generator=generator, device=place.device) * scale


def half(place: Place, seed: int, *shape: int, scale: float = 1.0) -> Any:
    """Normally distributed values in the 16-bit type, drawn in it so that large ones need no float32 copy."""
    generator = torch.Generator(place.device).manual_seed(seed)
    return torch.randn(shape, generator=generator, device=place.device, dtype=place.half).mul_(scale)


def fp8(x: Any) -> tuple[Any, Any]:
    """`x` in e4m3 with one float32 scale for all of it: x is about values times scale."""
    scale = (x.abs().amax() / torch.finfo(torch.float8_e4m3fn).max).float()
    return (x / scale).to(torch.float8_e4m3fn), scale


def quantised(x: Any, bits: int) -> Quantised:
    """`x` along its last axis in 8 or 4 bits, as it is in 16."""
    if bits == 16:
        return Quantised(x, torch.ones(1, device=x.device, dtype=torch.float16))
    return (quantise.int8_rows if bits == 8 else quantise.int4_rows)(torch, x.float())


def values(q: Quantised, bits: int) -> Any:
    """The float32 values that `quantised` stands for."""
    return q.codes.float() if bits == 16 else quantise.dequantised_rows(torch, q)


def paged(q: Quantised, bits: int) -> Cache:
    """(batch, kv_heads, tokens, d) as pages, a sequence's one after the other."""
    codes = _pages(q.codes)
    if bits == 16:
        return Cache(codes, q.scale, q.scale)
    scale = _pages(q.scale)
    return Cache(codes, scale, scale if q.zero is None else _pages(q.zero))


def shuffled_table(place: Place, seed: int, batch: int, pages: int) -> Any:
    """Where each page of each sequence lies when pages were handed out in any order, (batch, pages)."""
    generator = torch.Generator(place.device).manual_seed(seed)
    order = torch.randperm(batch * pages, generator=generator, device=place.device)
    return order.to(torch.int32).reshape(batch, pages)


def scattered(cache: Cache, table: Any) -> Cache:
    """The pages of `cache`, a sequence's one after the other, laid where `table` says."""
    where = torch.argsort(table.reshape(-1))
    moved = (side if side.dim() == 1 else side[where] for side in cache)
    return Cache(*moved)


def _pages(x: Any) -> Any:
    batch, heads, tokens, *rest = x.shape
    split = x.reshape(batch, heads, tokens // PAGE, PAGE, *rest).transpose(1, 2)
    return split.reshape(batch * (tokens // PAGE), heads, PAGE, *rest).contiguous()
