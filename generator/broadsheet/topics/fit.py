"""The topics stage in one call: documents in, topics, placements and related papers out."""

# mypy: disable-error-code="no-untyped-call"
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from scipy import sparse
from sklearn.preprocessing import normalize
from threadpoolctl import threadpool_limits

from broadsheet.model import Placement, Related, Topic
from broadsheet.topics import clusters, distinct, explain, labels, neighbours, text, vectors
from broadsheet.topics.landscape import Landscape
from broadsheet.topics.terms import Table, Terms, extract
from broadsheet.topics.text import Document, Ints
from broadsheet.topics.vectors import Vectors

RELATED = 5
WHY = 4
TERMS = 8
BLOCK = 2_000
# The long steps are in numpy, which lets go of the interpreter; more threads would hold more blocks in memory.
THREADS = 2


def fit(documents: Sequence[Document], *, topics: int | None = None, seed: int = 0) -> Landscape:
    """Find the topics of the documents, what each is about, and the papers nearest to each.

    `topics` is how many to look for (fewer come out where papers do not differ); by default the papers decide, see
    `clusters.choose`. Neither the order of the documents nor the number of cores has an effect.
    """
    documents = sorted(documents)
    ids = [document.id for document in documents]
    terms = extract(text.read(documents))
    features = terms.counts[:, : terms.words][:, terms.alone]
    written = np.flatnonzero(np.diff(features.indptr))
    if not len(written):
        return Landscape(related=dict.fromkeys(ids, ()))
    with threadpool_limits(limits=1), ThreadPoolExecutor(THREADS) as threads:
        space = vectors.reduce(vectors.weigh(features[written]), seed)
        near = neighbours.nearest(space, threads)
        edges = neighbours.graph(near)
        terms = terms.of(written)
        ids_written = [ids[row] for row in written.tolist()]
        usable = explain.telling(terms)
        weights = (vectors.weigh(terms.counts) @ sparse.diags_array(usable.astype(np.float32))).tocsr()
        weights.eliminate_zeros()
        weights.sort_indices()
        smooth = neighbours.smooth(space, edges)
        found = clusters.choose(smooth, edges, seed) if topics is None else clusters.partition(smooth, topics, seed)
        # Not earlier: many small steps of k-means would each wait for the interpreter.
        relating = threads.submit(_relate, ids_written, terms, near, weights)
        score = distinct.scores(terms, found, usable)
        placements, groups = _place(ids_written, terms, space, found, score, weights)
        related = dict.fromkeys(ids, ()) | relating.result()
    return Landscape(groups, placements, related)


def preview(documents: Sequence[Document], topics: int | None = None, seed: int = 0) -> list[tuple[str, str, str]]:
    """For each document, by id: the id and the label of its topic, both empty where it has none."""
    landscape = fit(documents, topics=topics, seed=seed)
    label = {topic.id: topic.label for topic in landscape.topics} | {"": ""}
    topic_of = {paper: placement.topic for paper, placement in landscape.placements.items()}
    return [(paper, topic_of.get(paper, ""), label[topic_of.get(paper, "")]) for paper in landscape.related]


def _place(
    ids: Sequence[str], terms: Terms, space: Vectors, found: Ints, score: distinct.Scores, weights: Table
) -> tuple[dict[str, Placement], tuple[Topic, ...]]:
    """Each paper in its topic, and the topics, largest first."""
    count = len(score)
    member = sparse.csr_array((np.ones(len(found), dtype=np.float32), found, np.arange(len(found) + 1)))
    centres = normalize(member.T @ space)
    central = np.clip(np.einsum("ij,ij->i", space, centres[found]), 0, 1).astype(np.float64)
    counting = weights.copy()
    counting.data *= score[np.repeat(found, np.diff(weights.indptr)), weights.indices]
    why = explain.strongest(counting, terms, WHY)

    chosen = labels.choose(terms, found, score)
    slugs = labels.slugs(chosen)
    about = distinct.about(terms, score, TERMS)
    placements = {
        paper: Placement(slugs[group], round(near, 3), words)
        for paper, group, near, words in zip(ids, found.tolist(), central.tolist(), why, strict=True)
    }
    members: list[list[str]] = [[] for _ in range(count)]
    for paper, group in sorted(zip(ids, found.tolist(), strict=True), key=lambda p: (-placements[p[0]].score, p[0])):
        members[group].append(paper)
    order = sorted(range(count), key=lambda group: (-len(members[group]), slugs[group]))
    return placements, tuple(Topic(slugs[g], chosen[g], about[g], tuple(members[g])) for g in order)


def _relate(
    ids: Sequence[str], terms: Terms, near: neighbours.Neighbours, weights: Table
) -> dict[str, tuple[Related, ...]]:
    """The nearest papers of each that share a telling term with it."""
    related: dict[str, tuple[Related, ...]] = {}
    rows, cosines = near.rows[:, :RELATED], np.round(near.cosines[:, :RELATED].astype(np.float64), 3)
    for start in range(0, len(ids), BLOCK):
        block = slice(start, start + BLOCK)
        here = np.repeat(np.arange(len(ids))[block], rows.shape[1])
        shared = weights[here].multiply(weights[rows[block].ravel()]).tocsr()
        why = iter(explain.strongest(shared, terms, WHY))
        for paper, others, scores in zip(ids[block], rows[block].tolist(), cosines[block].tolist(), strict=True):
            found = [Related(ids[other], score, next(why)) for other, score in zip(others, scores, strict=True)]
            kept = [one for one in found if one.terms and one.score > 0]
            related[paper] = tuple(sorted(kept, key=lambda one: (-one.score, one.paper)))
    return related
