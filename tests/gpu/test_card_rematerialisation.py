"""Decoding from cached layer inputs: keys and values are computed anew from 8-bit inputs, against a cache of both."""

import pytest

from gpu.measure import Technique
from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import Work, decode

# One head of keys for each of queries: here the inputs take half the room of keys and values.
HEADS, WIDTH = sizes(card=((32, 128),), tiny=((2, 32),))[0]
CONTEXTS = sizes(card=(1024, 8192, 32768), tiny=(128,))
MODEL = HEADS * WIDTH


@pytest.mark.parametrize("context", CONTEXTS)
def test_cached_keys_and_values(found, measured, context):
    """What the other is compared with."""
    from gpu.operands import half
    from gpu.references import attention

    torch = found.torch
    technique = Technique(
        lambda seed: (
            half(found, seed, 1, HEADS, 1, WIDTH),
            half(found, seed + 1, 1, HEADS, context, WIDTH),
            half(found, seed + 2, 1, HEADS, context, WIDTH),
        ),
        lambda i: torch.nn.functional.scaled_dot_product_attention(*i),
        lambda i: attention(torch, *(part.float() for part in i)),
    )
    work = decode(1, HEADS, HEADS, context, WIDTH, 16)
    measured(technique, work, "kv16", BOUNDS["bf16"], batch=1, context=context, heads=HEADS, width=WIDTH, baseline=True)


@pytest.mark.parametrize("context", CONTEXTS)
def test_keys_and_values_from_int8_inputs(found, measured, context):
    """Without rotary embedding and in plain torch: unpacking, product and attention are calls of their own."""
    from gpu.operands import half, quantised, values
    from gpu.quantise import Quantised
    from gpu.references import attention

    torch = found.torch

    def make(seed):
        x = quantised(half(found, seed, context, MODEL), 8)
        weights = half(found, seed + 1, MODEL, 2 * MODEL, scale=MODEL**-0.5)
        return x.codes, x.scale, weights, half(found, seed + 2, 1, HEADS, 1, WIDTH)

    def heads_of(both):
        return both.reshape(context, 2, HEADS, WIDTH).permute(1, 2, 0, 3)[:, None]

    def run(i):
        codes, scale, weights, q = i
        inputs = codes.to(weights.dtype) * scale.to(weights.dtype)[:, None]
        k, v = heads_of(inputs @ weights)
        return torch.nn.functional.scaled_dot_product_attention(q, k, v)

    def reference(i):
        k, v = heads_of(values(Quantised(i[0], i[1]), 8) @ i[2].float())
        return attention(torch, i[3].float(), k, v)

    rebuilt = Work(4 * context * MODEL * MODEL, context * MODEL + 2 * context + 4 * MODEL * MODEL, "bf16")
    work = Work(rebuilt.flops + decode(1, HEADS, HEADS, context, WIDTH, 16).flops, rebuilt.bytes, "bf16")
    technique = Technique(make, run, reference)
    # Inputs, keys and values are each rounded to 16 bits on the way.
    bound = 2 * BOUNDS["bf16"]
    measured(technique, work, "x8", bound, batch=1, context=context, heads=HEADS, width=WIDTH, cache="int8 inputs")
