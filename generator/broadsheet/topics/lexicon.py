"""The terms that count, as a fixed list: how they are spelt, how frequent they are, and where they occur in a text."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from broadsheet.topics.phrases import Spans, followers, uncut
from broadsheet.topics.text import Corpus, Ints


class Lexicon(NamedTuple):
    """The vocabulary of a collection: single words first, then the phrases made of them.

    `stems` are the words' (see `text.stem`); `alone[w]` tells whether word w means something outside a phrase. Row t of
    `parts` lists the shorter terms in term t, -1 filling up: the words of a pair, then for a triple its two pairs.
    `modifies[t]` is the share of t's occurrences that run on into another word: near 1 for an adjective, low for a noun
    that ends a phrase. `frequency[t]` counts the papers that use t, of `papers` in all. `worth[t]` says how well t
    explains something, see `explain.telling`.
    """

    names: tuple[str, ...]
    stems: tuple[str, ...]
    alone: npt.NDArray[np.bool_]
    parts: Ints
    modifies: npt.NDArray[np.float64]
    frequency: Ints
    papers: int
    worth: npt.NDArray[np.float64]

    @property
    def words(self) -> int:
        """How many of the terms are single words."""
        return len(self.stems)

    @property
    def idf(self) -> npt.NDArray[np.float32]:
        """Inverse document frequency: 1 + log((1 + papers) / (1 + frequency))."""
        return (1 + np.log((1 + self.papers) / (1 + self.frequency))).astype(np.float32)


def occurrences(corpus: Corpus, lexicon: Lexicon) -> Spans:
    """Where the terms occur in a corpus: the words, then the phrases."""
    number = {stem: word for word, stem in enumerate(lexicon.stems)}
    word_of = np.array([number.get(stem, -1) for stem in corpus.stems] + [-1], dtype=np.int32)
    # One more than there are words: whatever is followed by nothing (-1) reads that no word stands there.
    stream = np.append(np.where(corpus.stem >= 0, word_of[corpus.stem], -1), -1)
    follower = np.append(followers(corpus.stem), -1)
    first = np.flatnonzero(stream >= 0).astype(np.int32)
    second = follower[first]
    third = follower[second]
    words = Spans(stream[first], first, first)
    parts = lexicon.parts[lexicon.words :, :3].astype(np.int64)
    triple = parts[:, 2] >= 0
    alone = np.full(len(first), -1)
    pairs = _spans(parts, ~triple, np.column_stack((words.term, stream[second], alone)), first, second, lexicon.words)
    triples = _spans(
        parts, triple, np.column_stack((words.term, stream[second], stream[third])), first, third, lexicon.words
    )
    found = (words, uncut(pairs, corpus.joined), uncut(triples, corpus.joined))
    return Spans(*(np.concatenate(columns) for columns in zip(*found, strict=True)))


def _spans(parts: Ints, wanted: npt.NDArray[np.bool_], here: Ints, first: Ints, last: Ints, words: int) -> Spans:
    """The occurrences, among the words `here` of each span, of the `wanted` phrases."""
    terms = np.flatnonzero(wanted)
    if not len(terms):
        return Spans(*(np.zeros(0, dtype=np.int32) for _ in Spans._fields))
    digits = np.array([(words + 1) ** 2, words + 1, 1])
    keys = (parts[terms] + 1) @ digits
    order = np.argsort(keys)
    key = (here.astype(np.int64) + 1) @ digits
    place = np.minimum(np.searchsorted(keys[order], key), len(keys) - 1)
    hit = np.flatnonzero(keys[order][place] == key)
    return Spans((words + terms[order[place[hit]]]).astype(np.int32), first[hit], last[hit])
