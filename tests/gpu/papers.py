"""Which papers of the digest each file of measurements belongs to, what it measures, and where the set-ups differ.

The runner writes all of it into run.yml, and the pages of papers and techniques show it from there.
"""

from typing import NamedTuple


class Tie(NamedTuple):
    """The technique of one test file: its first paper, the others it bears on, and columns that hold for the file.

    `remark` is what else a reader of its figures should know."""

    technique: str
    paper: str
    others: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    remark: str = ""


# By paper: where our set-up differs from the paper's.
DIFFERS = {
    "gear": "GEAR adds a low-rank and a sparse correction to its quantised cache; here the cache is quantised alone.",
    "qserve": "QServe serves requests, beside TensorRT-LLM; here single layers and steps run, "
    "and the baseline is the same shape in bf16 on the same card.",
    "lserve": "LServe serves requests, beside vLLM, and chooses pages by content; here single steps of attention run, "
    "the baseline is attention to all, and pages are drawn at random: what choosing costs is not in the time.",
    "minicpm4": "MiniCPM4 chooses blocks by content; here they are drawn at random: "
    "what choosing costs is not in the time.",
    "xquant": "Here XQuant is without rotary embedding, "
    "and unpacking, product and attention are calls of their own, not fused.",
    "masformer": "MASFormer mixes layers with full and short attention; here one layer of each kind is measured.",
    "s4": "S4 has complex states, many a channel; here it is one real state a channel.",
    "pararnn": "ParaRNN solves GRU and LSTM cells; here it is a cell with a diagonal matrix and tanh, "
    "and the number of Newton steps is fixed.",
}


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
    "linear_recurrence": Tie(
        "linear recurrence",
        "s4",
        ("stuffed-mamba",),
        remark="The parallel scan reads its inputs twice, once for the totals of the chunks and once to apply them: "
        "12 bytes a state where 8 are counted, so its share of the copy bandwidth cannot pass 67 %. "
        "The steps in one kernel keep 31 loads under way, and are bound by the chain from each state to the next.",
    ),
    "nonlinear_recurrence": Tie(
        "nonlinear recurrence",
        "pararnn",
        remark="Newton's method reads its inputs twice in each of its scans, its last guess as well: it is there to be "
        "compared with the steps, not with the bandwidth. The steps in one kernel keep 31 loads under way, and are "
        "bound by the chain from each state to the next.",
    ),
    "decoder": Tie(
        "a small decoder",
        "qserve",
        ("llm-inference-unveiled", "reasoning-inference-serving"),
        remark="The decoder has random weights, and its FP8 and 4-bit layers are not fused with the norms before them.",
    ),
}
