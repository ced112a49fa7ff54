"""Words to terms: which words and phrases count, how often each paper uses them, and how they are spelt."""

# mypy: disable-error-code="no-untyped-call"
from typing import Any, NamedTuple

import numpy as np
from scipy import sparse

from broadsheet.topics import explain, phrases, spelling
from broadsheet.topics.lexicon import Lexicon, occurrences
from broadsheet.topics.phrases import Spans
from broadsheet.topics.text import Corpus, Ints, singular
from broadsheet.topics.words import DEPENDENT

MAX_WORDS = 20_000
TITLE_WEIGHT = 2
# In a corpus smaller than the first figure a word counts that the second number of papers use.
ENOUGH = ((20, 1), (2_000, 2), (10_000, 3), (float("inf"), 5))


Table = Any  # a scipy CSR table; scipy has no types


class Terms(NamedTuple):
    """A vocabulary and its use.

    `counts` is papers x terms (float32 CSR; a title's words count double), `titles` the part of it from titles.
    """

    lexicon: Lexicon
    counts: Table
    titles: Table

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

    counts, titles = _tables(corpus, spans, total)
    runs_on = np.bincount(spans.term, follower[spans.last] >= 0, minlength=total)
    shown = spelling.spellings(corpus)
    names = spelling.name_words(corpus, shown, stems)
    names += spelling.name_phrases(corpus, shown, found.spans, len(stems), len(found.parts))
    lexicon = Lexicon(
        names=tuple(names),
        stems=tuple(corpus.stems[stem] for stem in stems.tolist()),
        alone=np.array([not _is_dependent(name.lower()) for name in names[: len(stems)]], dtype=bool),
        parts=np.concatenate((np.full((len(stems), found.parts.shape[1]), -1), found.parts)),
        # Rounded as it is written down, so that a frozen vocabulary is the one that was found.
        modifies=np.round(runs_on / np.maximum(np.bincount(spans.term, minlength=total), 1), 2),
        frequency=np.bincount(counts.indices, minlength=total),
        papers=int(np.count_nonzero(np.diff(counts.indptr))),
        worth=np.zeros(0),
    )
    lexicon = lexicon._replace(worth=explain.telling(lexicon))
    return Terms(lexicon, counts, titles)


def use(corpus: Corpus, lexicon: Lexicon) -> Terms:
    """How a corpus uses the terms of a fixed vocabulary; of the corpus that it was made from, what `extract` gives."""
    return Terms(lexicon, *_tables(corpus, occurrences(corpus, lexicon), len(lexicon.names)))


def _tables(corpus: Corpus, spans: Spans, total: int) -> tuple[Table, Table]:
    """Papers x terms: all counts, and those in titles."""
    document, in_title = corpus.document[spans.first], corpus.in_title[spans.first]
    weight = np.where(in_title, np.float32(TITLE_WEIGHT), np.float32(1))
    shape = (corpus.size, total)
    counts = sparse.csr_matrix((weight, (document, spans.term)), shape=shape)
    titles = sparse.csr_matrix((weight[in_title], (document[in_title], spans.term[in_title])), shape=shape)
    return counts, titles


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
