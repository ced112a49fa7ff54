"""A linear layer's product in bf16, FP8 and INT8, from a few tokens to a long prompt."""

import pytest

from gpu.measure import Technique
from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import product

SHAPES = sizes(
    card=((32, 4096, 14336), (512, 4096, 14336), (8192, 4096, 14336), (8192, 8192, 8192)), tiny=((32, 64, 48),)
)
ROWS = 64  # of the result that are checked


@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_bf16(found, measured, m, k, n):
    from gpu.operands import half

    technique = Technique(
        lambda seed: (half(found, seed, m, k), half(found, seed + 1, n, k)),
        lambda i: i[0] @ i[1].t(),
        lambda i: i[0][:ROWS].float() @ i[1].float().t(),
        lambda i, result: result[:ROWS],
    )
    measured(technique, product(m, k, n), "bf16", BOUNDS["bf16"], m=m, k=k, n=n, baseline=True)


@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_fp8(found, measured, m, k, n):
    from gpu.operands import fp8, half

    def run(i):
        (a, a_scale), (b, b_scale) = i
        return found.torch._scaled_mm(
            a, b.t(), scale_a=a_scale, scale_b=b_scale, out_dtype=found.torch.bfloat16, use_fast_accum=True
        )

    technique = Technique(
        lambda seed: (fp8(half(found, seed, m, k)), fp8(half(found, seed + 1, n, k))),
        run,
        lambda i: (i[0][0][:ROWS].float() * i[0][1]) @ (i[1][0].float() * i[1][1]).t(),
        lambda i, result: result[:ROWS],
    )
    measured(technique, product(m, k, n, 8, 8, 16, "fp8"), "fp8", BOUNDS["fp8"], m=m, k=k, n=n)


@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_int8(found, measured, m, k, n):
    """The sums stay int32. Hopper's tensor cores multiply int8 as fast as FP8, whose ceiling stands for both."""
    from gpu.operands import half, quantised

    technique = Technique(
        lambda seed: (quantised(half(found, seed, m, k), 8).codes, quantised(half(found, seed + 1, n, k), 8).codes),
        lambda i: found.torch._int_mm(i[0], i[1].t()),
        lambda i: i[0][:ROWS].double() @ i[1].double().t(),
        lambda i, result: result[:ROWS],
    )
    measured(technique, product(m, k, n, 8, 8, 32, "fp8"), "int8", BOUNDS["int32"], m=m, k=k, n=n)
