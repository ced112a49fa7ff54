"""A chunk of a prompt attends to a KV cache in 16, 8 and 4 bits; and a whole prompt to itself by the library."""

import pytest

from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import attend, causal_pairs

HEADS, KV_HEADS, WIDTH = sizes(card=((32, 8, 128),), tiny=((2, 1, 32),))[0]
CHUNK = sizes(card=(2048,), tiny=(128,))[0]


@pytest.mark.parametrize("context", sizes(card=(4096, 32768, 131072), tiny=(256,)))
@pytest.mark.parametrize("bits", (16, 8, 4))
def test_chunked_prefill(found, measured, bits, context):
    """The chunk is the last part of the context."""
    from gpu.block_attention import BLOCK_K, BLOCK_Q
    from gpu.listed_attention import listed
    from gpu.patterns import causal

    pattern = causal(CHUNK, context, BLOCK_Q, BLOCK_K)
    technique, work = listed(found, HEADS, KV_HEADS, CHUNK, context, WIDTH, pattern, bits)
    measured(
        technique, work, f"kv{bits}", BOUNDS["bf16"], batch=1, chunk=CHUNK, context=context, heads=HEADS,
        kv_heads=KV_HEADS, width=WIDTH, kv_cache_bits=bits, baseline=bits == 16,
    )  # fmt: skip


@pytest.mark.parametrize("tokens", sizes(card=(1024, 4096, 16384, 65536), tiny=(128,)))
def test_whole_prompt_bf16(found, measured, tokens):
    from gpu.listed_attention import causal_by_library

    technique = causal_by_library(found, HEADS, KV_HEADS, tokens, WIDTH)
    work = attend(1, HEADS, KV_HEADS, tokens, tokens, WIDTH, causal_pairs(tokens, tokens), 16)
    measured(
        technique, work, "bf16", BOUNDS["bf16"], batch=1, context=tokens, heads=HEADS, kv_heads=KV_HEADS, width=WIDTH
    )
