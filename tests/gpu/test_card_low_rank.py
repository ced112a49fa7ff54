"""A linear layer against the product of two thin ones, and against itself with a low-rank path beside it."""

import pytest

from gpu.measure import Technique
from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import beside, low_rank, product

TOKENS = sizes(card=(16, 512, 8192), tiny=(8,))
WIDTH = sizes(card=(8192,), tiny=(64,))[0]
RANKS = sizes(card=(64, 256, 1024), tiny=(16,))
ROWS = 64


@pytest.mark.parametrize("tokens", TOKENS)
def test_dense(found, measured, tokens):
    """What the others are compared with."""
    from gpu.operands import half

    technique = Technique(
        lambda seed: (half(found, seed, tokens, WIDTH), half(found, seed + 1, WIDTH, WIDTH)),
        lambda i: i[0] @ i[1],
        lambda i: i[0][:ROWS].float() @ i[1].float(),
        lambda i, result: result[:ROWS],
    )
    measured(
        technique, product(tokens, WIDTH, WIDTH), "bf16", BOUNDS["bf16"], m=tokens, k=WIDTH, n=WIDTH, baseline=True
    )


def _thin(found, seed, tokens, rank):
    from gpu.operands import half

    # Scaled so that what stands between the two products keeps the size of the input.
    first = half(found, seed + 1, WIDTH, rank, scale=WIDTH**-0.5)
    return half(found, seed, tokens, WIDTH), first, half(found, seed + 2, rank, WIDTH, scale=rank**-0.5)


@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("tokens", TOKENS)
def test_low_rank(found, measured, tokens, rank):
    technique = Technique(
        lambda seed: _thin(found, seed, tokens, rank),
        lambda i: (i[0] @ i[1]) @ i[2],
        lambda i: (i[0][:ROWS].float() @ i[1].float()) @ i[2].float(),
        lambda i, result: result[:ROWS],
    )
    work = low_rank(tokens, WIDTH, WIDTH, rank)
    measured(technique, work, "bf16", BOUNDS["bf16"], m=tokens, k=WIDTH, n=WIDTH, rank=rank)


@pytest.mark.parametrize("rank", RANKS)
@pytest.mark.parametrize("tokens", TOKENS)
def test_dense_with_low_rank_path(found, measured, tokens, rank):
    """As a side path that repairs a compressed layer, or an adapter that is not merged."""
    from gpu.operands import half

    technique = Technique(
        lambda seed: (*_thin(found, seed, tokens, rank), half(found, seed + 3, WIDTH, WIDTH, scale=WIDTH**-0.5)),
        lambda i: found.torch.addmm(i[0] @ i[3], i[0] @ i[1], i[2]),
        lambda i: i[0][:ROWS].float() @ i[3].float() + (i[0][:ROWS].float() @ i[1].float()) @ i[2].float(),
        lambda i, result: result[:ROWS],
    )
    work = beside(product(tokens, WIDTH, WIDTH), low_rank(tokens, WIDTH, WIDTH, rank))
    measured(technique, work, "bf16", BOUNDS["bf16"], m=tokens, k=WIDTH, n=WIDTH, rank=rank)
