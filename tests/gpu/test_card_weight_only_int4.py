"""Products with 4-bit weights that are unpacked in the kernel: 16-bit activations (W4A16), and 8-bit ones (W4A8)."""

import pytest

from gpu.measure import Technique
from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import grouped_int4_product, product

GROUP = 128
SHAPES = sizes(
    card=tuple((m, k, n) for k, n in ((8192, 28672), (28672, 8192)) for m in (1, 16, 64, 2048)),
    tiny=((1, 256, 64), (20, 512, 128)),
)
ROWS = 64


@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_dense_bf16(found, measured, m, k, n):
    """What the others are compared with."""
    from gpu.operands import half

    technique = Technique(
        lambda seed: (half(found, seed, m, k), half(found, seed + 1, n, k)),
        lambda i: i[0] @ i[1].t(),
        lambda i: i[0][:ROWS].float() @ i[1].float().t(),
        lambda i, result: result[:ROWS],
    )
    measured(technique, product(m, k, n), "bf16", BOUNDS["bf16"], m=m, k=k, n=n, baseline=True)


@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_w4a16(found, measured, m, k, n):
    from gpu.int4_product import product as int4_product
    from gpu.operands import half, normal
    from gpu.quantise import dequantised_weights, int4_weights

    torch = found.torch
    technique = Technique(
        lambda seed: (half(found, seed, m, k), *int4_weights(torch, normal(found, seed + 1, n, k), GROUP)[:2]),
        lambda i: int4_product(i[0], i[1], i[2], GROUP, processors=found.processors),
        lambda i: i[0][:ROWS].float() @ dequantised_weights(torch, _weights(i), GROUP).t(),
        lambda i, result: result[:ROWS],
    )
    work = grouped_int4_product(m, k, n, GROUP, 16, "bf16")
    measured(technique, work, "w4a16", BOUNDS["bf16"], m=m, k=k, n=n, group=GROUP)


@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_w4a8(found, measured, m, k, n):
    """One scale a row of weights and one a token; tiles are packed by groups all the same."""
    from gpu.int4_product import product as int4_product
    from gpu.operands import half, normal, quantised, values
    from gpu.quantise import Quantised, dequantised_weights, int4_weights, repacked

    torch = found.torch

    def make(seed):
        x = quantised(half(found, seed, m, k), 8)
        w = int4_weights(torch, normal(found, seed + 1, n, k), k)
        return x.codes, x.scale, repacked(torch, w.codes, GROUP), w.scale

    def reference(i):
        weights = dequantised_weights(torch, Quantised(i[2], i[3].expand(n, k // GROUP)), GROUP)
        return values(Quantised(i[0][:ROWS], i[1][:ROWS]), 8) @ weights.t()

    technique = Technique(
        make,
        lambda i: int4_product(i[0], i[2], i[3], GROUP, x_scale=i[1], processors=found.processors),
        reference,
        lambda i, result: result[:ROWS],
    )
    measured(technique, grouped_int4_product(m, k, n, k, 8, "fp8"), "w4a8", BOUNDS["int8"], m=m, k=k, n=n, group=k)


def _weights(inputs):
    from gpu.quantise import Quantised

    return Quantised(inputs[1], inputs[2])
