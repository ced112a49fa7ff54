"""The card's own ceilings: how fast it copies, and multiplies in bf16 and FP8. All else stands beside these."""

import pytest

from gpu.measure import Technique
from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import Work, product

SQUARES = sizes(card=(8192, 16384), tiny=(64,))


@pytest.mark.parametrize("mebibytes", sizes(card=(1024, 4096), tiny=(1,)))
def test_copy_bandwidth(found, measured, mebibytes):
    from gpu.operands import normal

    elements = mebibytes * 2**20 // 4

    def make(seed):
        x = normal(found, seed, elements)
        return x, found.torch.empty_like(x)

    technique = Technique(make, lambda i: i[1].copy_(i[0]), lambda i: i[0])
    measured(technique, Work(0, 8 * elements, "none"), "float32", 0.0, ceiling="bandwidth", mebibytes=mebibytes)


@pytest.mark.parametrize("size", SQUARES)
def test_bf16_peak(found, measured, size):
    from gpu.operands import half

    technique = Technique(
        lambda seed: (half(found, seed, size, size), half(found, seed + 1, size, size)),
        lambda i: i[0] @ i[1].t(),
        lambda i: i[0][:64].float() @ i[1].float().t(),
        lambda i, result: result[:64],
    )
    measured(technique, product(size, size, size), "bf16", BOUNDS["bf16"], ceiling="bf16", m=size, k=size, n=size)


@pytest.mark.parametrize("size", SQUARES)
def test_fp8_peak(found, measured, size):
    from gpu.operands import fp8, half

    def run(i):
        (a, a_scale), (b, b_scale) = i
        return found.torch._scaled_mm(
            a, b.t(), scale_a=a_scale, scale_b=b_scale, out_dtype=found.torch.bfloat16, use_fast_accum=True
        )

    technique = Technique(
        lambda seed: (fp8(half(found, seed, size, size)), fp8(half(found, seed + 1, size, size))),
        run,
        lambda i: (i[0][0][:64].float() * i[0][1]) @ (i[1][0].float() * i[1][1]).t(),
        lambda i, result: result[:64],
    )
    work = product(size, size, size, 8, 8, 16, "fp8")
    measured(technique, work, "fp8", BOUNDS["fp8"], ceiling="fp8", m=size, k=size, n=size)
