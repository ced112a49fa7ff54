"""Words to terms: which words and phrases count, how often each paper uses them, and how they are spelt."""

# mypy: disable-error-code="no-untyped-call"
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from scipy import sparse

from broadsheet.topics import phrases, spelling
from broadsheet.topics.phrases import Spans
from broadsheet.topics.text import Corpus, Ints, singular
from broadsheet.topics.words import DEPENDENT

MAX_WORDS = 20_000
TITLE_WEIGHT = 2
# In a corpus smaller than the first figure a word counts that the second number of papers use.
ENOUGH = ((20, 1), (2_000, 2), (10_000, 3), (float("inf"), 5))


Table = Any  # a scipy CSR table; scipy has no types


class Terms(NamedTuple):
    """The vocabulary: `words` single words first, then the phrases.

    `alone[w]` tells whether word w means something outside a phrase. `counts` is papers x terms (float32 CSR; a
    title's words count double), `titles` the part of it from titles. Row t of `parts` lists the shorter terms in term
    t, -1 filling up; `modifies[t]` is the share of t's occurrences that run on into another word: near 1 for an
    adjective, low for a noun that ends a phrase.
    """

    names: tuple[str, ...]
    words: int
    alone: npt.NDArray[np.bool_]
    counts: Table
    titles: Table
    parts: Ints
    modifies: npt.NDArray[np.float64]

    def of(self, papers: Ints) -> "Terms":
        """The same for some of the papers."""
        return self._replace(counts=self.counts[papers], titles=self.titles[papers])


def extract(corpus: Corpus) -> Terms:
    """The terms of a corpus: the words that enough papers use, and the phrases made of them."""
    papers = next(papers for size, papers in ENOUGH if corpus.size < size)
    stems, words = _words(corpus, papers)
    follower = phrases.followers(corpus.stem)
    found = phrases.find(words, follower, corpus.joined, len(stems), max(2, papers))
    spans = Spans(*(np.concatenate(columns) for columns in zip(words, found.spans, strict=True)))
    total = len(stems) + len(found.parts)

    document, in_title = corpus.document[spans.first], corpus.in_title[spans.first]
    weight = np.where(in_title, np.float32(TITLE_WEIGHT), np.float32(1))
    counts = sparse.csr_matrix((weight, (document, spans.term)), shape=(corpus.size, total))
    titles = sparse.csr_matrix(
        (weight[in_title], (document[in_title], spans.term[in_title])), shape=(corpus.size, total)
    )
    runs_on = np.bincount(spans.term, follower[spans.last] >= 0, minlength=total)
    occurrences = np.bincount(spans.term, minlength=total)

    shown = spelling.spellings(corpus)
    names = spelling.name_words(corpus, shown, stems)
    names += spelling.name_phrases(corpus, shown, found.spans, len(stems), len(found.parts))
    parts = np.concatenate((np.full((len(stems), found.parts.shape[1]), -1), found.parts))
    alone = np.array([not _is_dependent(name.lower()) for name in names[: len(stems)]], dtype=bool)
    return Terms(tuple(names), len(stems), alone, counts, titles, parts, runs_on / np.maximum(occurrences, 1))


def _is_dependent(word: str) -> bool:
    return not {word, singular(word)}.isdisjoint(DEPENDENT)


def _words(corpus: Corpus, papers: int) -> tuple[Ints, Spans]:
    """The stems that at least so many papers use, the most widely used first, and where they stand."""
    at = np.flatnonzero(corpus.stem >= 0).astype(np.int32)
    stem = corpus.stem[at]
    shape = (corpus.size, len(corpus.stems))
    used = sparse.csr_matrix((np.ones(len(at), dtype=np.int32), (corpus.document[at], stem)), shape=shape)
    frequency = np.bincount(used.indices, minlength=len(corpus.stems))
    stems = np.argsort(-frequency, kind="stable")[:MAX_WORDS]
    stems = stems[frequency[stems] >= papers]
    number = np.full(len(corpus.stems) + 1, -1, dtype=np.int32)
    number[stems] = np.arange(len(stems), dtype=np.int32)
    term = number[stem]
    kept = term >= 0
    return stems, Spans(term[kept], at[kept], at[kept])
