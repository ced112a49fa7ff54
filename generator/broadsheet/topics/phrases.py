"""Phrases: words that stand side by side often enough to be one term."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from broadsheet.topics.text import LINK, Ints

Flags = npt.NDArray[np.bool_]

# A pair that runs on into the same third word this often ("large language") is a fragment: the three are the term.
FRAGMENT = 0.6


class Spans(NamedTuple):
    """Occurrences of terms in the stream of words: which term, its first and its last position."""

    term: Ints
    first: Ints
    last: Ints


class Phrases(NamedTuple):
    """Terms of two or three words; `parts[t]` are the words and pairs that phrase t is made of, -1 filling the row.

    Terms are numbered on from the words: row t of `parts` is term `words + t`.
    """

    spans: Spans
    parts: Ints


def followers(stems: Ints) -> Ints:
    """Where each word's phrase goes on: the next position, the one after a link ("of"), or -1 where it ends."""
    following = np.arange(1, len(stems) + 1, dtype=np.int32)
    padded = np.append(stems, np.array([-1, -1], dtype=stems.dtype))
    following += padded[following] == LINK
    return np.where(padded[following] >= 0, following, -1)


def find(words: Spans, follower: Ints, joined: Flags, count: int, at_least: int) -> Phrases:
    """The pairs and triples of `count` words that occur `at_least` so often, fragments left out.

    `joined` tells which words of the stream a hyphen joins to the one before: no phrase is cut there.
    """
    pairs, pair_parts = _join(words, words, follower[words.first], count, at_least)
    triples, triple_parts = _join(pairs, pairs, pairs.last, len(pair_parts), at_least)
    pair_counts = np.bincount(pairs.term, minlength=len(pair_parts))
    share = np.bincount(triples.term, minlength=len(triple_parts))[:, None] / pair_counts[triple_parts]
    swallows = share >= FRAGMENT
    pairs, triples = uncut(pairs, joined), uncut(triples, joined)
    kept_triples = swallows.any(axis=1) & (np.bincount(triples.term, minlength=len(triple_parts)) >= at_least)
    kept_pairs = np.bincount(pairs.term, minlength=len(pair_parts)) >= at_least
    kept_pairs[triple_parts[swallows]] = False

    pair_number = np.where(kept_pairs, count + np.cumsum(kept_pairs) - 1, -1)
    triple_number = np.where(kept_triples, count + kept_pairs.sum() + np.cumsum(kept_triples) - 1, -1)
    both = (_renumber(pairs, pair_number), _renumber(triples, triple_number))
    first, second = triple_parts[kept_triples].T
    nothing = np.full((kept_pairs.sum(), 3), -1)
    parts = (
        np.column_stack((pair_parts[kept_pairs], nothing)),
        np.column_stack((pair_parts[first], pair_parts[second, 1], pair_number[first], pair_number[second])),
    )
    spans = Spans(*(np.concatenate(columns) for columns in zip(*both, strict=True)))
    return Phrases(spans, np.concatenate(parts).astype(np.int64))


def _join(left: Spans, right: Spans, meets: Ints, count: int, at_least: int) -> tuple[Spans, Ints]:
    """Join each left span to the right span that starts where it `meets`, if that is frequent, and number them."""
    starts = np.full(max(left.last.max(initial=-1), right.first.max(initial=-1)) + 2, -1, dtype=np.int32)
    starts[right.first] = np.arange(len(right.first), dtype=np.int32)
    partner = starts[meets]  # meets -1 reads the last place, which no span starts at
    found = partner >= 0
    partner = partner[found]
    joined, number, counts = np.unique(
        left.term[found].astype(np.int64) * count + right.term[partner], return_inverse=True, return_counts=True
    )
    frequent = counts >= at_least
    renumbered = np.where(frequent, np.cumsum(frequent) - 1, -1)
    spans = Spans(number.astype(np.int32), left.first[found], right.last[partner])
    return _renumber(spans, renumbered), np.column_stack(np.divmod(joined[frequent], max(count, 1)))


def uncut(spans: Spans, joined: Flags) -> Spans:
    """The spans that no hyphen joins to a word beside them."""
    whole = ~joined[spans.first] & ~np.append(joined, False)[spans.last + 1]
    return Spans(spans.term[whole], spans.first[whole], spans.last[whole])


def _renumber(spans: Spans, number: Ints) -> Spans:
    """The spans under their terms' new numbers, without those whose term has none (-1)."""
    term = number[spans.term]
    kept = term >= 0
    return Spans(term[kept], spans.first[kept], spans.last[kept])
