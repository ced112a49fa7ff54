"""Papers into the topics of a model, each for itself: what one is like says nothing of where another goes."""

from collections.abc import Sequence
from concurrent.futures import Executor

import numpy as np

from broadsheet.sources.curation import Curation
from broadsheet.topics import explain, neighbours
from broadsheet.topics.collection import Collection
from broadsheet.topics.landscape import Landscape, Placement, Related, Topic
from broadsheet.topics.lexicon import Lexicon
from broadsheet.topics.model import Model
from broadsheet.topics.space import Vectors
from broadsheet.topics.steer import Assigned, steer
from broadsheet.topics.terms import Table

RELATED = 5
WHY = 4
BLOCK = 2_000


def assign(collection: Collection, model: Model, curation: Curation, threads: Executor) -> Landscape:
    """Where each paper belongs and why, and the papers nearest to it.

    A paper of the fit stays where the fit put it; another goes to the nearest centre, or nowhere when it is not near
    enough (`Group.limit`) and no curator pinned it.
    """
    relating = threads.submit(relate, collection.ids, collection.terms.lexicon, collection.near, collection.weights)
    ids, vectors = collection.ids, collection.vectors
    placed = steer(_nearest(collection, model), curation, ids, vectors)
    scores = _cosines(placed, placed.broad, vectors)
    closer = _cosines(placed, placed.finer, vectors)
    limit = {topic: group.limit for topic, group in placed.groups.items()} | {"": 2.0}
    why = _reasons(collection, model, placed)

    placements: dict[str, Placement] = {}
    apart: dict[str, Placement] = {}
    for row, paper in enumerate(ids):
        topic, pinned = placed.broad[row], row in placed.pinned
        near = pinned or scores[row] >= limit[topic] or closer[row] >= limit[placed.finer[row]]
        found = Placement(topic, scores[row], why[row], placed.finer[row], pinned)
        (placements if near else apart)[paper] = found
    topics = _topics(placed, placements)
    return Landscape(
        topics=tuple(topic for topic in topics if not topic.parent),
        placements=placements,
        related=dict.fromkeys((*ids, *collection.wordless), ()) | relating.result(),
        finer=tuple(topic for topic in topics if topic.parent),
        apart=apart,
        former=placed.former,
    )


def _nearest(collection: Collection, model: Model) -> Assigned:
    """Each paper's topics by the fit, a new paper's by the nearest centre, broad and then finer."""
    centres = model.centres.astype(np.float32)
    near = collection.vectors @ centres.T
    groups = model.groups
    at = {group.id: row for row, group in enumerate(groups)}
    tops = model.rows("")
    below = {groups[top].id: model.rows(groups[top].id) for top in tops}
    broad, finer = [], []
    for row, paper in enumerate(collection.ids):
        leaf = at.get(model.members.get(paper, ""))
        if leaf is None:
            top = tops[int(near[row, tops].argmax())]
            rest = below[groups[top].id]
            leaf = rest[int(near[row, rest].argmax())] if rest else top
        broad.append(groups[leaf].parent or groups[leaf].id)
        finer.append(groups[leaf].id if groups[leaf].parent else "")
    ids = [group.id for group in groups]
    return Assigned(
        dict(zip(ids, groups, strict=True)),
        dict(zip(ids, centres, strict=True)),
        broad,
        finer,
        {},
        frozenset(),
        dict(model.former),
        {},
        (),
    )


def _cosines(placed: Assigned, topics: Sequence[str], vectors: Vectors) -> list[float]:
    """The cosine of each paper to the centre of its topic, 0 where it has none."""
    number = {topic: at for at, topic in enumerate(placed.groups)} | {"": len(placed.groups)}
    centres = np.stack([placed.centres[topic] for topic in placed.groups] + [np.zeros_like(vectors[0])])
    cosines = np.einsum("ij,ij->i", vectors, centres[[number[topic] for topic in topics]])
    found: list[float] = np.round(np.clip(cosines.astype(np.float64), 0, 1), 3).tolist()
    return found


def _reasons(collection: Collection, model: Model, placed: Assigned) -> list[tuple[str, ...]]:
    """The terms of each paper that count for its broad topic, strongest first."""
    row = {group.id: at for at, group in enumerate(model.groups)}
    names = list(dict.fromkeys(placed.broad))
    strength = np.zeros((len(names), len(model.lexicon.names)), dtype=np.float32)
    for at, name in enumerate(names):
        # A topic that a curator cut out has the reasons of the one that it was part of.
        fitted = row.get(name, row.get(placed.cut.get(name, ""), 0))
        strength[at, model.reasons[fitted]] = model.strengths[fitted]
    of = {name: at for at, name in enumerate(names)}
    group = np.array([of[name] for name in placed.broad])
    counting = collection.weights.copy()
    counting.data = counting.data * strength[np.repeat(group, np.diff(counting.indptr)), counting.indices]
    return explain.strongest(counting, model.lexicon, WHY)


def _topics(placed: Assigned, placements: dict[str, Placement]) -> list[Topic]:
    """The topics with their papers, most central first: in the curator's order, then the largest first."""
    members: dict[str, list[str]] = {topic: [] for topic in placed.groups}
    for paper, placement in sorted(placements.items(), key=lambda item: (-item[1].score, item[0])):
        members[placement.topic].append(paper)
        if placement.finer:
            members[placement.finer].append(paper)
    first = {topic: at for at, topic in enumerate(placed.order)}
    order = sorted(members, key=lambda i: (first.get(i, len(first)), -len(members[i]), i))
    groups = placed.groups
    return [
        Topic(i, groups[i].label, groups[i].terms, tuple(members[i]), placed.described.get(i, ""), groups[i].parent)
        for i in order
        if members[i]
    ]


def relate(
    ids: Sequence[str], lexicon: Lexicon, near: neighbours.Neighbours, weights: Table
) -> dict[str, tuple[Related, ...]]:
    """The nearest papers of each that share a telling term with it."""
    related: dict[str, tuple[Related, ...]] = {}
    rows, cosines = near.rows[:, :RELATED], np.round(near.cosines[:, :RELATED].astype(np.float64), 3)
    for start in range(0, len(ids), BLOCK):
        block = slice(start, start + BLOCK)
        here = np.repeat(np.arange(len(ids))[block], rows.shape[1])
        shared = weights[here].multiply(weights[rows[block].ravel()]).tocsr()
        why = iter(explain.strongest(shared, lexicon, WHY))
        for paper, others, scores in zip(ids[block], rows[block].tolist(), cosines[block].tolist(), strict=True):
            found = [Related(ids[other], score, next(why)) for other, score in zip(others, scores, strict=True)]
            kept = [one for one in found if one.terms and one.score > 0]
            related[paper] = tuple(sorted(kept, key=lambda one: (-one.score, one.paper)))
    return related
