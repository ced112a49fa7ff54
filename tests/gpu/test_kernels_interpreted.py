"""The Triton kernels against their references in Triton's interpreter on the CPU, where torch and Triton are installed.

The interpreter knows no bfloat16, so these use float16; what a card's compiler makes of the kernels it cannot tell.
"""

import numpy as np
import pytest

from gpu import patterns
from gpu.quantise import Quantised, dequantised_rows, dequantised_weights, int4_weights, repacked
from gpu.references import attention, recurrence, relative_error

BOUND = 2e-3  # float16 operands


@pytest.fixture(scope="module")
def torch():
    """torch, with Triton told to interpret before it compiles anything."""
    found = pytest.importorskip("torch")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TRITON_INTERPRET", "1")
        pytest.importorskip("triton")
        yield found


@pytest.fixture
def here(torch):
    from gpu.place import Place

    return Place(torch, "cpu", torch.float16, 0, 2**32, 1)


@pytest.mark.parametrize(("m", "processors"), [(1, 1), (20, 1), (5, 16), (130, 1)])
def test_w4a16(here, torch, m, processors):
    from gpu.int4_product import product
    from gpu.operands import half, normal

    x, w = half(here, 1, m, 2048), int4_weights(torch, normal(here, 2, 128, 2048), 128)
    out = product(x, w.codes, w.scale, 128, processors=processors)
    assert relative_error(torch, out.float(), x.float() @ dequantised_weights(torch, w, 128).t()) < BOUND


@pytest.mark.parametrize(("m", "processors"), [(3, 1), (17, 8)])
def test_w4a8(here, torch, m, processors):
    from gpu.int4_product import product
    from gpu.operands import normal, quantised

    x, w = quantised(normal(here, 1, m, 2048), 8), int4_weights(torch, normal(here, 2, 128, 2048), 2048)
    out = product(x.codes, repacked(torch, w.codes, 128), w.scale, 128, x.scale, processors)
    true = dequantised_rows(torch, x) @ dequantised_weights(torch, w, 2048).t()
    assert relative_error(torch, out.float(), true) < 5e-3  # the result is bfloat16


@pytest.mark.parametrize("processors", [1, 3])
@pytest.mark.parametrize("bits", [16, 8, 4])
def test_decode(here, torch, bits, processors):
    """Shuffled pages, groups of four queries a kv head, one split or several."""
    from gpu.operands import half, paged, quantised, scattered, shuffled_table, values
    from gpu.paged_decode import decode

    k, v = (quantised(half(here, i, 2, 2, 320, 32), bits) for i in (1, 2))
    table = shuffled_table(here, 3, 2, 5)
    q = half(here, 4, 2, 8, 32)
    out = decode(q, *(scattered(paged(side, bits), table) for side in (k, v)), table, bits, processors)
    true = attention(torch, q.float()[:, :, None], values(k, bits), values(v, bits))[:, :, 0]
    assert relative_error(torch, out.float(), true) < BOUND


@pytest.mark.parametrize(
    ("kind", "queries", "keys", "bits"),
    [
        ("causal", 256, 256, 16),
        ("causal", 200, 384, 16),
        ("causal", 128, 384, 8),
        ("causal", 200, 384, 4),
        ("window", 384, 384, 16),
        ("sinks", 384, 384, 16),
        ("budget", 640, 640, 16),
    ],
)
def test_attention_to_listed_blocks(here, torch, kind, queries, keys, bits):
    from gpu.block_attention import BLOCK_K, BLOCK_Q, attend
    from gpu.operands import half, quantised, values

    sizes = (queries, keys, BLOCK_Q, BLOCK_K)
    pattern = {
        "causal": lambda: patterns.causal(*sizes),
        "window": lambda: patterns.sliding(*sizes, 100),
        "sinks": lambda: patterns.sliding(*sizes, 100, 64),
        "budget": lambda: patterns.budget(*sizes, 4, seed=1),
    }[kind]()
    there = patterns.Pattern(*map(torch.from_numpy, pattern[:4]), pattern.window, pattern.sinks)
    q = half(here, 1, 2, 2, queries, 32)
    k, v = (quantised(half(here, i, 2, 1, keys, 32), bits) for i in (2, 3))
    out = attend(q, Quantised(*k), Quantised(*v), there, bits)
    rows = np.arange(queries, dtype=np.int32)
    allowed = torch.from_numpy(patterns.allowed(pattern, rows, *sizes))
    true = attention(torch, q.float(), values(k, bits), values(v, bits), allowed)
    assert relative_error(torch, out.float(), true) < BOUND


@pytest.mark.slow
@pytest.mark.parametrize("way", ["sequential", "squashed", "parallel", "newton", "convolution"])
def test_recurrence(here, torch, way):
    """Two chunks and a part of one, more channels than a block."""
    from gpu import scan
    from gpu.operands import normal

    a, x = 0.9 * torch.tanh(normal(here, 1, 3)), normal(here, 2, 2, 140, 3)
    squash = way in ("squashed", "newton")
    out = {
        "sequential": lambda: scan.sequential(a, x, False),
        "squashed": lambda: scan.sequential(a, x, True),
        "parallel": lambda: scan.parallel(a, x),
        "newton": lambda: scan.newton(a, x, 5),
        "convolution": lambda: scan.convolution(a, x),
    }[way]()
    assert relative_error(torch, out, recurrence(torch, a, x, squash)) < 1e-5
