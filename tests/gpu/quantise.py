"""Quantises and packs, for NumPy and torch alike: `xp` is the one or the other, and so are the arrays.

4-bit codes lie in pairs: byte j of a group holds element j in its low half and element j + half in its high half, so a
kernel that unpacks gets two contiguous tiles and need not interleave them.
"""

from typing import Any, NamedTuple

INT4_OFFSET = 8


class Quantised(NamedTuple):
    """Codes with their scales and, where the code's zero is not fixed, zeros, both float16, one for each last axis."""

    codes: Any
    scale: Any
    zero: Any = None


def cast(xp: Any, x: Any, name: str) -> Any:
    """`x` as the type that `xp` calls `name`."""
    return x.astype(name) if hasattr(x, "astype") else x.to(getattr(xp, name))


def pack(codes: Any) -> Any:
    """uint8 codes 0..15 of shape (..., 2h) as bytes of shape (..., h)."""
    half = codes.shape[-1] // 2
    return codes[..., :half] | (codes[..., half:] << 4)


def unpack(xp: Any, packed: Any) -> Any:
    """The codes that `pack` packed."""
    return xp.concatenate((packed & 15, packed >> 4), -1)


def int8_rows(xp: Any, x: Any) -> Quantised:
    """Symmetric 8 bits along the last axis: x is about codes times scale[..., None], codes from -127 to 127."""
    scale = _stored(xp, xp.amax(abs(x), -1) / 127)
    codes = xp.clip(xp.round(x / cast(xp, scale, "float32")[..., None]), -127, 127)
    return Quantised(cast(xp, codes, "int8"), scale)


def int4_rows(xp: Any, x: Any) -> Quantised:
    """Asymmetric 4 bits along the last axis, packed: x is about (codes - zero[..., None]) times scale[..., None]."""
    low, high = xp.amin(x, -1), xp.amax(x, -1)
    scale = _stored(xp, (high - low) / 15)
    wide = cast(xp, scale, "float32")
    zero = cast(xp, xp.clip(xp.round(-low / wide), -1024, 1024), "float16")
    codes = xp.clip(xp.round(x / wide[..., None]) + cast(xp, zero, "float32")[..., None], 0, 15)
    return Quantised(pack(cast(xp, codes, "uint8")), scale, zero)


def int4_weights(xp: Any, w: Any, group: int) -> Quantised:
    """Weights (n, k) as symmetric 4-bit codes plus 8, packed (n, k/2), scales (n, k/group)."""
    n, k = w.shape
    groups = w.reshape(n, k // group, group)
    scale = _stored(xp, xp.amax(abs(groups), -1) / 7)
    codes = xp.clip(xp.round(groups / cast(xp, scale, "float32")[..., None]), -7, 7) + INT4_OFFSET
    return Quantised(pack(cast(xp, codes, "uint8")).reshape(n, k // 2), scale)


def dequantised_rows(xp: Any, q: Quantised) -> Any:
    """float32 values of `int8_rows` (no zero) or `int4_rows`."""
    codes = q.codes if q.zero is None else unpack(xp, q.codes)
    values = cast(xp, codes, "float32")
    if q.zero is not None:
        values = values - cast(xp, q.zero, "float32")[..., None]
    return values * cast(xp, q.scale, "float32")[..., None]


def dequantised_weights(xp: Any, q: Quantised, group: int) -> Any:
    """float32 values (n, k) of `int4_weights`."""
    n, half = q.codes.shape
    codes = unpack(xp, q.codes.reshape(n, 2 * half // group, group // 2))
    values = cast(xp, codes, "float32") - INT4_OFFSET
    return (values * cast(xp, q.scale, "float32")[..., None]).reshape(n, 2 * half)


def repacked(xp: Any, packed: Any, group: int) -> Any:
    """4-bit weights (n, k/2) that were packed as one group a row, packed by groups of `group`."""
    n, half = packed.shape
    return pack(unpack(xp, packed).reshape(n, 2 * half // group, group)).reshape(n, half)


def _stored(xp: Any, scale: Any) -> Any:
    """The scale as it is kept, in float16, and never zero."""
    return cast(xp, xp.clip(scale, 2.0**-14, 65504.0), "float16")
