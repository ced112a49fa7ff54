"""The papers as this stage works on them: their terms, their vectors, and which are nearest to each other."""

from collections.abc import Sequence
from concurrent.futures import Executor
from typing import NamedTuple

import numpy as np
from scipy import sparse

from broadsheet.topics import neighbours, terms, text
from broadsheet.topics.lexicon import Lexicon
from broadsheet.topics.neighbours import Neighbours
from broadsheet.topics.space import Space, Vectors, find_space
from broadsheet.topics.terms import Table, Terms
from broadsheet.topics.text import Document


class Collection(NamedTuple):
    """Papers that use a word of the vocabulary, by id; row i of each table is paper `ids[i]`. The rest are `wordless`.

    `weights` (papers x terms) says how well each term explains its paper: TF-IDF, 0 for what explains nothing.
    """

    ids: tuple[str, ...]
    wordless: tuple[str, ...]
    terms: Terms
    space: Space
    vectors: Vectors
    near: Neighbours
    weights: Table


def gather(
    documents: Sequence[Document], frozen: tuple[Lexicon, Space] | None, seed: int, threads: Executor
) -> Collection | None:
    """Read the papers; None where none of them has a word that counts. With no frozen vocabulary find it first."""
    documents = sorted(documents)
    corpus = text.read(documents)
    found = terms.use(corpus, frozen[0]) if frozen else terms.extract(corpus)
    lexicon = found.lexicon
    features = found.counts[:, : lexicon.words][:, lexicon.alone]
    has_words = np.diff(features.indptr) > 0
    written = np.flatnonzero(has_words)
    if not len(written):
        return None
    found, features = found.of(written), features[written]
    if frozen:
        space = frozen[1]
    else:
        vocabulary = [stem for stem, alone in zip(lexicon.stems, lexicon.alone.tolist(), strict=True) if alone]
        space = find_space(vocabulary, features, lexicon.idf[: lexicon.words][lexicon.alone], seed)
    vectors = space.place(features)
    return Collection(
        ids=tuple(documents[row].id for row in written.tolist()),
        wordless=tuple(documents[row].id for row in np.flatnonzero(~has_words).tolist()),
        terms=found,
        space=space,
        vectors=vectors,
        near=neighbours.nearest(vectors, threads),
        weights=_explaining(found),
    )


def _explaining(found: Terms) -> Table:
    counts, lexicon = found.counts, found.lexicon
    worth = (lexicon.worth * lexicon.idf).astype(np.float32)
    data = (1 + np.log(counts.data)) * worth[counts.indices]
    weights = sparse.csr_matrix((data, counts.indices.copy(), counts.indptr.copy()), shape=counts.shape)
    weights.eliminate_zeros()
    weights.sort_indices()
    return weights
