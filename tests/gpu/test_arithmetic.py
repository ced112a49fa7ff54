"""The arithmetic under the measurements, on the CPU and tiny: counts, packing, quantising, patterns, references."""

import numpy as np
import pytest

from gpu import patterns
from gpu.quantise import (
    Quantised,
    dequantised_rows,
    dequantised_weights,
    int4_rows,
    int4_weights,
    int8_rows,
    pack,
    repacked,
    unpack,
)
from gpu.references import attention, recurrence, relative_error
from gpu.work import (
    Work,
    attend,
    beside,
    cache_bytes,
    causal_pairs,
    decode,
    grouped_int4_product,
    low_rank,
    product,
    rotation,
    seconds_at_least,
    two_of_four,
)


def normal(seed, *shape):
    return np.random.default_rng(seed).standard_normal(shape).astype(np.float32)


@pytest.mark.parametrize(
    ("work", "flops", "moved"),
    [
        (product(2, 3, 4), 48, 2 * (6 + 12 + 8)),
        (product(2, 3, 4, 8, 8, 32, "fp8"), 48, 6 + 12 + 4 * 8),
        (grouped_int4_product(1, 8, 4, 4, 16, "bf16"), 64, 16 + 16 + 8 + 2 * 4 * 2),
        (low_rank(2, 8, 8, 1), 2 * 2 * 8 + 2 * 2 * 8, 2 * (16 + 8 + 2) + 2 * (2 + 8 + 16)),
        (beside(Work(1, 2, "bf16"), Work(3, 4, "bf16")), 4, 6),
        # Half of 4 x 4 weights stay, each with two bits to say where.
        (two_of_four(1, 4, 4), 16, 8 + 16 + 2 + 8),
        (decode(1, 2, 1, 10, 4, 16), 4 * 2 * 10 * 4, 2 * 10 * 8 + 2 * 2 * 8),
        (attend(1, 2, 1, 3, 3, 4, causal_pairs(3, 3), 16), 4 * 2 * 6 * 4, 2 * 3 * 8 + 2 * 2 * 2 * 3 * 4),
    ],
)
def test_work_counted_by_hand(work, flops, moved):
    assert (work.flops, work.bytes) == (flops, moved)


@pytest.mark.parametrize(("bits", "expected"), [(16, 2 * 256), (8, 2 * (128 + 2)), (4, 2 * (64 + 4))])
def test_a_token_s_bytes_in_the_cache(bits, expected):
    assert cache_bytes(1, 1, 128, bits) == expected


@pytest.mark.parametrize(
    ("queries", "keys", "window"), [(5, 5, None), (3, 9, None), (7, 7, 3), (4, 9, 3), (4, 9, 7), (4, 9, 9), (1, 1, 1)]
)
def test_causal_pairs_are_those_of_the_mask(queries, keys, window):
    own = keys - queries + np.arange(queries)[:, None]
    key = np.arange(keys)[None, :]
    assert causal_pairs(queries, keys, window) == int(((key <= own) & (key > own - (window or keys + 1))).sum())


@pytest.mark.parametrize(
    ("bytes_a_set", "l2", "expected"),
    [(10**9, 50 * 10**6, 2), (50 * 10**6, 50 * 10**6, 4), (1, 50 * 10**6, 64), (5, 0, 2)],
)
def test_sets_go_round_only_after_three_times_the_cache(bytes_a_set, l2, expected):
    count = rotation(bytes_a_set, l2)
    assert count == expected
    assert count == 64 or (count - 1) * bytes_a_set >= 3 * l2


def test_the_larger_of_two_times_is_the_floor():
    peaks = {"bf16": 100.0}
    assert seconds_at_least(Work(1000, 10, "bf16"), 10.0, peaks) == 10.0
    assert seconds_at_least(Work(1000, 500, "bf16"), 10.0, peaks) == 50.0
    assert seconds_at_least(Work(1000, 10, "none"), 10.0, peaks) == 1.0


def test_pairs_of_codes_lie_half_a_group_apart():
    codes = np.array([[1, 2, 3, 4]], np.uint8)
    assert pack(codes).tolist() == [[1 + 16 * 3, 2 + 16 * 4]]
    assert unpack(np, pack(codes)).tolist() == codes.tolist()


def test_every_byte_unpacks_to_what_packs_to_it():
    packed = np.arange(256, dtype=np.uint8).reshape(32, 8)
    assert (pack(unpack(np, packed)) == packed).all()


@pytest.mark.parametrize(("quantise", "steps"), [(int8_rows, 254), (int4_rows, 15)])
def test_no_value_is_further_off_than_half_a_step(quantise, steps):
    x = normal(1, 5, 3, 16)
    span = 2 * abs(x).max(-1) if quantise is int8_rows else x.max(-1) - x.min(-1)
    off = abs(dequantised_rows(np, quantise(np, x)) - x)
    # One step more at the ends of four bits, whose zero is rounded too; and the scale is kept in float16.
    allowed = span[..., None] / steps * (0.51 if quantise is int8_rows else 1.01) + 1e-3 * abs(x)
    assert (off <= allowed).all()
    assert off.max() > 0


def test_int4_weights_by_groups():
    w = normal(2, 4, 16)
    w[:, 8:] *= 100  # a group does not spoil its neighbour
    q = int4_weights(np, w, 8)
    assert (q.codes.shape, q.scale.shape, q.codes.dtype) == ((4, 8), (4, 2), np.uint8)
    back = dequantised_weights(np, q, 8)
    step = abs(w.reshape(4, 2, 8)).max(-1).repeat(8, -1) / 7
    assert (abs(back - w) <= 0.51 * step).all()


def test_weights_packed_anew_by_smaller_groups_are_the_same():
    q = int4_weights(np, normal(3, 4, 16), 16)
    wide = dequantised_weights(np, q, 16)
    narrow = Quantised(repacked(np, q.codes, 8), q.scale.repeat(2, -1))
    assert (dequantised_weights(np, narrow, 8) == wide).all()
    assert (narrow.codes != q.codes).any()


def test_a_group_of_zeros_is_zero():
    assert not dequantised_rows(np, int8_rows(np, np.zeros((2, 8), np.float32))).any()
    assert not dequantised_rows(np, int4_rows(np, np.zeros((2, 8), np.float32))).any()


def test_scales_and_zeros_may_be_applied_to_scores_instead():
    """What the attention kernels do with 4 bits: q.k = scale (q.codes - zero sum(q))."""
    q, k = normal(4, 3, 8), normal(5, 6, 8)
    kept = int4_rows(np, k)
    codes, scale, zero = (np.asarray(part, np.float32) for part in (unpack(np, kept.codes), kept.scale, kept.zero))
    folded = (q @ codes.T - q.sum(-1)[:, None] * zero) * scale
    assert np.allclose(folded, q @ dequantised_rows(np, kept).T, atol=1e-4)


BLOCKS = (4, 8)  # queries and keys in a block


@pytest.mark.parametrize(("queries", "keys"), [(16, 16), (8, 24), (6, 16), (16, 32)])
@pytest.mark.parametrize("kind", ["causal", "window", "sinks", "budget"])
def test_a_pattern_lets_through_what_its_mask_says(kind, queries, keys):
    made = {
        "causal": lambda: patterns.causal(queries, keys, *BLOCKS),
        "window": lambda: patterns.sliding(queries, keys, *BLOCKS, 5),
        "sinks": lambda: patterns.sliding(queries, keys, *BLOCKS, 5, 3),
        "budget": lambda: patterns.budget(queries, keys, *BLOCKS, 3, seed=1),
    }[kind]()
    own = keys - queries + np.arange(queries)[:, None]
    key = np.arange(keys)[None, :]
    seen = patterns.allowed(made, np.arange(queries, dtype=np.int32), queries, keys, *BLOCKS)
    expected = {
        "causal": key <= own,
        "window": (key <= own) & (key > own - 5),
        "sinks": (key <= own) & ((key > own - 5) | (key < 3)),
    }
    if kind in expected:
        assert (seen == expected[kind]).all()
    assert seen.any(1).all()
    assert patterns.pairs(made, queries, keys, *BLOCKS) == int(seen.sum())
    # A block that is visited without a mask must need none.
    for row in range(len(made.starts)):
        lines = seen[row * BLOCKS[0] : (row + 1) * BLOCKS[0]]
        for block in made.blocks[made.starts[row] : made.middles[row]]:
            assert lines[:, block * BLOCKS[1] : (block + 1) * BLOCKS[1]].all()


def test_a_budget_bounds_the_blocks_and_keeps_the_first_and_the_last():
    made = patterns.budget(64, 64, *BLOCKS, 3, seed=1)
    for row in range(len(made.starts)):
        blocks = made.blocks[made.starts[row] : made.ends[row]].tolist()
        last = (row * BLOCKS[0] + BLOCKS[0] - 1) // BLOCKS[1]
        assert len(blocks) == len(set(blocks)) <= 3
        assert {0, last} <= set(blocks)


def test_two_of_every_four_are_kept_and_they_are_the_largest():
    mask = patterns.two_of_four(np.array([[1.0, -3.0, 2.0, 0.5, 4.0, 4.0, 4.0, 4.0]], np.float32), np)
    assert mask.tolist() == [[False, True, True, False, True, True, False, False]]
    w = normal(6, 8, 32)
    kept = patterns.two_of_four(w, np).reshape(-1, 4)
    assert (kept.sum(1) == 2).all()
    fours = abs(w).reshape(-1, 4)
    assert (np.where(kept, fours, np.inf).min(1) >= np.where(kept, 0, fours).max(1)).all()


def test_attention_by_loops():
    q, k, v = normal(7, 2, 4, 3, 8), normal(8, 2, 2, 5, 8), normal(9, 2, 2, 5, 8)
    allowed = np.arange(5)[None, :] <= 2 + np.arange(3)[:, None]
    out = attention(np, q, k, v, allowed)
    for batch, head, query in np.ndindex(2, 4, 3):
        weights = np.exp(k[batch, head // 2] @ q[batch, head, query] / 8**0.5) * allowed[query]
        expected = weights @ v[batch, head // 2] / weights.sum()
        assert np.allclose(out[batch, head, query], expected, atol=1e-5)


def test_splits_of_the_context_combine():
    """What the decoding kernel does: each split's result with its largest score and the sum of its weights."""
    score, v = normal(10, 12) * 5, normal(11, 12, 4)
    parts = []
    for some in (slice(0, 5), slice(5, 6), slice(6, 12)):
        weight = np.exp(score[some] - score[some].max())
        parts.append((weight @ v[some], score[some].max(), weight.sum()))
    largest = max(peak for _, peak, _ in parts)
    total = sum(summed * np.exp(peak - largest) for _, peak, summed in parts)
    out = sum(acc * np.exp(peak - largest) for acc, peak, _ in parts) / total
    weight = np.exp(score - score.max())
    assert np.allclose(out, weight @ v / weight.sum(), atol=1e-5)


def after(first, second):
    """Two linear steps as one, as the kernels combine them."""
    return first[0] * second[0], second[0] * first[1] + second[1]


def test_steps_combine_in_any_grouping():
    a, b, c = (tuple(normal(20 + i, 2, 7)) for i in range(3))
    left, right = after(after(a, b), c), after(a, after(b, c))
    assert np.allclose(left, right, atol=1e-5)
    assert not np.allclose(after(a, b)[1], after(b, a)[1])  # but their order counts


def scanned(factor, term, chunk):
    """A linear recurrence by chunks: totals, the totals' states, each chunk again from the state before it."""
    state, states = np.zeros_like(term[0]), []
    for start in range(0, len(term), chunk):
        total = (np.ones_like(state), np.zeros_like(state))
        for t in range(start, min(len(term), start + chunk)):
            total = after(total, (factor[t], term[t]))
            states.append(total[0] * state + total[1])
        state = states[-1]
    return np.stack(states)


@pytest.mark.parametrize("chunk", [1, 4, 7, 64])
def test_a_scan_by_chunks_is_the_recurrence(chunk):
    a, x = normal(30, 6) * 0.5, normal(31, 20, 6)
    found = scanned(np.broadcast_to(a, x.shape), x, chunk)
    assert relative_error(np, found, recurrence(np, a, x[None], False)[0]) < 1e-6


def test_newton_s_method_reaches_the_sequential_states():
    a, x = (0.9 * np.tanh(normal(32, 6))).astype(np.float32), normal(33, 50, 6)
    true = recurrence(np, a, x[None], True)[0]
    h, errors = np.tanh(x), []
    for _ in range(5):
        before = np.concatenate((np.zeros_like(h[:1]), h[:-1]))
        value = np.tanh(a * before + x)
        factor = a * (1 - value**2)
        h = scanned(factor, value - factor * before, 8)
        errors.append(relative_error(np, h, true))
    assert errors[0] > 1e-3 > errors[2]
    assert errors[-1] < 1e-5


def test_relative_error_of_what_was_not_written_is_no_number():
    x = normal(40, 8)
    assert relative_error(np, x, x) == 0
    assert relative_error(np, 1.5 * x, x) == pytest.approx(0.5)
    assert not relative_error(np, np.where(x == x[0], np.nan, x), x) <= 1e9
    with pytest.raises(ValueError, match="against"):
        relative_error(np, x[:4], x)
