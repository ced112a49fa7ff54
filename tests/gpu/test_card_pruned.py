"""A linear layer pruned two ways: two of every four weights gone (2:4), or half of its output columns gone."""

import pytest

from gpu.measure import Technique
from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import product, two_of_four

SHAPES = sizes(
    card=tuple((m, k, n) for m in (64, 512, 8192) for k, n in ((4096, 14336), (8192, 8192))), tiny=((64, 128, 128),)
)
ROWS = 64


def _dense(found, m, k, n):
    from gpu.operands import half

    return Technique(
        lambda seed: (half(found, seed, m, k), half(found, seed + 1, n, k)),
        lambda i: found.torch.nn.functional.linear(i[0], i[1]),
        lambda i: i[0][:ROWS].float() @ i[1].float().t(),
        lambda i, result: result[:ROWS],
    )


@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_dense(found, measured, m, k, n):
    """What the others are compared with."""
    measured(_dense(found, m, k, n), product(m, k, n), "bf16", BOUNDS["bf16"], m=m, k=k, n=n, baseline=True)


@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_2_of_4(found, measured, m, k, n):
    from gpu.operands import half
    from gpu.patterns import two_of_four as mask

    torch = found.torch
    if not found.on_card:
        pytest.skip("2:4 sparse products need a card")

    def make(seed):
        dense = half(found, seed + 1, n, k)
        dense = dense * mask(dense, torch)
        return half(found, seed, m, k), torch.sparse.to_sparse_semi_structured(dense), dense

    technique = Technique(
        make,
        lambda i: torch.nn.functional.linear(i[0], i[1]),
        lambda i: i[0][:ROWS].float() @ i[2].float().t(),
        lambda i, result: result[:ROWS],
    )
    measured(technique, two_of_four(m, k, n), "bf16", BOUNDS["bf16"], m=m, k=k, n=n, sparsity="2:4")


@pytest.mark.parametrize(("m", "k", "n"), SHAPES)
def test_half_of_the_columns(found, measured, m, k, n):
    """Structured pruning leaves a smaller dense product."""
    technique = _dense(found, m, k, n // 2)
    measured(technique, product(m, k, n // 2), "bf16", BOUNDS["bf16"], m=m, k=k, n=n, kept=n // 2)
