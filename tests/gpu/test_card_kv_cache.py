"""One new token attends to a paged KV cache in 16, 8 and 4 bits, contexts of 1k to 128k, batches of 1 to 64."""

import pytest

from gpu.measure import Technique
from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import decode

# As in an 8B model with grouped queries. Batch times context stays within a million tokens, 4 GB of a 16-bit cache.
HEADS, KV_HEADS, WIDTH = sizes(card=((32, 8, 128),), tiny=((4, 2, 32),))[0]
LOADS = sizes(
    card=tuple((b, c) for c in (1024, 8192, 32768, 131072) for b in (1, 8, 64) if b * c <= 2**20), tiny=((2, 128),)
)


@pytest.mark.parametrize(("batch", "context"), LOADS)
@pytest.mark.parametrize("bits", (16, 8, 4))
def test_paged_decode(found, measured, bits, batch, context):
    """Pages lie in any order. The new token's own key and value count as cached."""
    from gpu import paged_decode
    from gpu.operands import half, paged, quantised, scattered, shuffled_table, values
    from gpu.references import attention

    torch = found.torch

    def drawn(seed):
        return [quantised(half(found, seed + i, batch, KV_HEADS, context, WIDTH), bits) for i in (1, 2)]

    def make(seed):
        table = shuffled_table(found, seed, batch, context // paged_decode.PAGE)
        k, v = (scattered(paged(side, bits), table) for side in drawn(seed))
        return half(found, seed, batch, HEADS, WIDTH), k, v, table, seed

    def reference(i):
        k, v = (values(side, bits) for side in drawn(i[4]))
        return attention(torch, i[0].float()[:, :, None], k, v)[:, :, 0]

    technique = Technique(make, lambda i: paged_decode.decode(*i[:4], bits, found.processors), reference)
    work = decode(batch, HEADS, KV_HEADS, context, WIDTH, bits)
    measured(
        technique, work, f"kv{bits}", BOUNDS["bf16"], batch=batch, context=context, heads=HEADS, kv_heads=KV_HEADS,
        width=WIDTH, kv_cache_bits=bits, baseline=bits == 16,
    )  # fmt: skip


@pytest.mark.parametrize(("batch", "context"), LOADS)
def test_contiguous_bf16_decode(found, measured, batch, context):
    """The library's own attention on a cache that lies in one piece, to compare the kernel above with."""
    from gpu.operands import half
    from gpu.references import attention

    torch = found.torch

    def run(i):
        return torch.nn.functional.scaled_dot_product_attention(i[0], i[1], i[2], enable_gqa=True)

    technique = Technique(
        lambda seed: (
            half(found, seed, batch, HEADS, 1, WIDTH),
            half(found, seed + 1, batch, KV_HEADS, context, WIDTH),
            half(found, seed + 2, batch, KV_HEADS, context, WIDTH),
        ),
        run,
        lambda i: attention(torch, i[0].float(), i[1].float(), i[2].float()),
    )
    work = decode(batch, HEADS, KV_HEADS, context, WIDTH, 16)
    measured(
        technique, work, "kv16", BOUNDS["bf16"], batch=batch, context=context, heads=HEADS, kv_heads=KV_HEADS,
        width=WIDTH, kv_cache_bits=16,
    )  # fmt: skip
