"""What the techniques must compute, plainly and in float32, for NumPy and torch alike: `xp` is the one or the other."""

from typing import Any

# ||out - reference|| / ||reference|| that arithmetic of this kind may show. The reference gets the same quantised
# operands, so these bound the kernel's arithmetic, not what quantisation costs. Hopper sums fast FP8 products in fewer
# bits than float32 has, and long sums show it.
BOUNDS = {"float32": 1e-3, "int32": 1e-5, "int8": 1e-2, "bf16": 1e-2, "fp8": 5e-2}


def relative_error(xp: Any, out: Any, reference: Any) -> float:
    """||out - reference|| / ||reference|| in float32's range; NaN when either holds one."""
    out, reference = out.reshape(-1), reference.reshape(-1)
    if out.shape != reference.shape:
        raise ValueError(f"{tuple(out.shape)} values against {tuple(reference.shape)}")
    return float(xp.linalg.norm(out - reference) / xp.linalg.norm(reference))


def attention(xp: Any, q: Any, k: Any, v: Any, allowed: Any = None) -> Any:
    """softmax(q k' / sqrt(d)) v: q (batch, heads, queries, d), k and v (batch, kv_heads, keys, d), each kv head for
    heads/kv_heads query heads; `allowed` is True where a query sees a key, (queries, keys)."""
    batch, heads, queries, width = q.shape
    kv_heads, keys = k.shape[1], k.shape[2]
    grouped = q.reshape(batch, kv_heads, -1, width)  # one product a kv head, and no copy of its keys
    scores = (grouped @ k.swapaxes(-1, -2) / width**0.5).reshape(batch, kv_heads, -1, queries, keys)
    if allowed is not None:
        scores = xp.where(allowed, scores, -float("inf"))
    weights = xp.exp(scores - xp.amax(scores, -1)[..., None])
    weights = (weights / weights.sum(-1)[..., None]).reshape(batch, kv_heads, -1, keys)
    return (weights @ v).reshape(batch, heads, queries, width)


def recurrence(xp: Any, a: Any, x: Any, squash: bool) -> Any:
    """h[t] = f(a h[t-1] + x[t]) from h = 0, step by step; x (batch, time, channels), a (channels), f tanh or none."""
    h = xp.zeros_like(x[:, 0])
    steps = []
    for t in range(x.shape[1]):
        h = a * h + x[:, t]
        h = xp.tanh(h) if squash else h
        steps.append(h)
    return xp.stack(steps, 1)
