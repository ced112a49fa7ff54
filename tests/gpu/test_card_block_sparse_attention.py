"""A budget of key blocks whatever the context: in prefill by blocks, in decoding by pages, against attention to all.

The blocks are drawn at random: what choosing them costs is not measured.
"""

import pytest

from gpu.measure import Technique
from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import decode

HEADS, KV_HEADS, WIDTH = sizes(card=((32, 8, 128),), tiny=((4, 2, 32),))[0]
TOKENS = sizes(card=(16384, 65536), tiny=(640,))
BUDGET = sizes(card=(4096,), tiny=(256,))[0]  # tokens that a query may see
DECODES = sizes(card=((1, 32768), (1, 131072), (8, 32768), (8, 131072)), tiny=((2, 512),))


@pytest.mark.parametrize("tokens", TOKENS)
@pytest.mark.parametrize("pattern", ("full", "budget"))
def test_prefill(found, measured, pattern, tokens):
    from gpu import patterns
    from gpu.block_attention import BLOCK_K, BLOCK_Q
    from gpu.listed_attention import listed

    blocks = (tokens, tokens, BLOCK_Q, BLOCK_K)
    budget = pattern == "budget"
    chosen = patterns.budget(*blocks, BUDGET // BLOCK_K, seed=1) if budget else patterns.causal(*blocks)
    technique, work = listed(found, HEADS, KV_HEADS, tokens, tokens, WIDTH, chosen, 16)
    measured(
        technique, work, "bf16", BOUNDS["bf16"], phase="prefill", batch=1, context=tokens, heads=HEADS,
        kv_heads=KV_HEADS, width=WIDTH, pattern=pattern, budget=BUDGET if budget else tokens, baseline=not budget,
    )  # fmt: skip


@pytest.mark.parametrize(("batch", "context"), DECODES)
@pytest.mark.parametrize("pattern", ("full", "budget"))
def test_decode(found, measured, pattern, batch, context):
    """A page is in the budget for all heads, as the table of pages has it."""
    from gpu import paged_decode
    from gpu.operands import half, paged, quantised, shuffled_table
    from gpu.references import attention

    torch = found.torch
    kept = (BUDGET if pattern == "budget" else context) // paged_decode.PAGE

    def make(seed):
        k, v = (paged(quantised(half(found, seed + i, batch, KV_HEADS, context, WIDTH), 16), 16) for i in (1, 2))
        table = shuffled_table(found, seed, batch, context // paged_decode.PAGE)[:, :kept].contiguous()
        return half(found, seed, batch, HEADS, WIDTH), k, v, table

    def reference(i):
        def seen(cache):  # (batch, kept, kv_heads, page, d) to (batch, kv_heads, tokens, d)
            pages = cache.codes[i[3].long()].transpose(1, 2)
            return pages.reshape(batch, KV_HEADS, -1, WIDTH).float()

        return attention(torch, i[0].float()[:, :, None], seen(i[1]), seen(i[2]))[:, :, 0]

    technique = Technique(make, lambda i: paged_decode.decode(*i, 16, found.processors), reference)
    work = decode(batch, HEADS, KV_HEADS, kept * paged_decode.PAGE, WIDTH, 16)
    measured(
        technique, work, "bf16", BOUNDS["bf16"], phase="decode", batch=batch, context=context, heads=HEADS,
        kv_heads=KV_HEADS, width=WIDTH, pattern=pattern, budget=kept * paged_decode.PAGE, baseline=pattern == "full",
    )  # fmt: skip
