"""Attention to the last few thousand tokens against attention to all, in one kernel; and to all by the library."""

import pytest

from gpu.place import sizes
from gpu.references import BOUNDS
from gpu.work import attend, causal_pairs

HEADS, KV_HEADS, WIDTH = sizes(card=((32, 8, 128),), tiny=((2, 1, 32),))[0]
TOKENS = sizes(card=(4096, 16384, 65536), tiny=(256,))
WINDOW, SINKS = sizes(card=((2048, 64),), tiny=((100, 64),))[0]


@pytest.mark.parametrize("tokens", TOKENS)
@pytest.mark.parametrize("pattern", ("full", "window", "window-and-sinks"))
def test_prefill(found, measured, pattern, tokens):
    from gpu import patterns
    from gpu.block_attention import BLOCK_K, BLOCK_Q
    from gpu.listed_attention import listed

    window, sinks = {"full": (0, 0), "window": (WINDOW, 0), "window-and-sinks": (WINDOW, SINKS)}[pattern]
    blocks = (tokens, tokens, BLOCK_Q, BLOCK_K)
    chosen = patterns.sliding(*blocks, window, sinks) if window else patterns.causal(*blocks)
    technique, work = listed(found, HEADS, KV_HEADS, tokens, tokens, WIDTH, chosen, 16)
    measured(
        technique, work, "bf16", BOUNDS["bf16"], batch=1, context=tokens, heads=HEADS, kv_heads=KV_HEADS, width=WIDTH,
        pattern=pattern, window=window, sinks=sinks, baseline=pattern == "full",
    )  # fmt: skip


@pytest.mark.parametrize("tokens", TOKENS)
def test_full_by_library(found, measured, tokens):
    from gpu.listed_attention import causal_by_library

    technique = causal_by_library(found, HEADS, KV_HEADS, tokens, WIDTH)
    work = attend(1, HEADS, KV_HEADS, tokens, tokens, WIDTH, causal_pairs(tokens, tokens), 16)
    measured(
        technique, work, "bf16", BOUNDS["bf16"], batch=1, context=tokens, heads=HEADS, kv_heads=KV_HEADS, width=WIDTH,
        pattern="full",
    )  # fmt: skip
