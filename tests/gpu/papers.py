"""Which papers of the digest each file of measurements belongs to, and what it measures."""

from typing import NamedTuple


class Tie(NamedTuple):
    """The technique of one test file: its first paper, the others it bears on, and columns that hold for the file."""

    technique: str
    paper: str
    others: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()


# In the order in which they run: the ceilings first, for every other figure stands beside them.
TIES: dict[str, Tie] = {
    "ceilings": Tie("ceilings of the card", "llm-inference-unveiled"),
    "products": Tie("matrix products by precision", "llm-inference-unveiled", ("survey-inference-engines", "qserve")),
    "weight_only_int4": Tie("products with 4-bit weights", "qserve", ("eora",), (("weight_format", "int4"),)),
    "low_rank": Tie(
        "low-rank products",
        "trained-rank-pruning",
        ("losparse", "adalora", "eora", "sparse-spectral-training-inference"),
    ),
    "pruned": Tie(
        "2:4 sparse and narrowed products",
        "eora",
        ("losparse", "platon", "flap", "structprune", "tyr-the-pruner", "stun", "hesso"),
    ),
    "kv_cache": Tie("decoding with a quantised KV cache", "gear", ("qserve", "xquant"), (("phase", "decode"),)),
    "kv_cache_prefill": Tie(
        "prefill of a chunk with a quantised KV cache", "qserve", ("gear",), (("phase", "prefill"),)
    ),
    "rematerialisation": Tie("keys and values computed anew", "xquant", (), (("phase", "decode"),)),
    "windowed_attention": Tie("sliding-window attention", "masformer", ("sinklora",), (("phase", "prefill"),)),
    "block_sparse_attention": Tie(
        "block-sparse attention",
        "lserve",
        ("minicpm4", "qwen2-5-1m-technical-report", "lazyeviction"),
    ),
    "linear_recurrence": Tie("linear recurrence", "s4", ("stuffed-mamba",)),
    "nonlinear_recurrence": Tie("nonlinear recurrence", "pararnn"),
    "decoder": Tie("a small decoder", "qserve", ("llm-inference-unveiled", "reasoning-inference-serving")),
}
