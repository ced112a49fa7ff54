"""Finding topics: a collection in, a model out that later builds assign papers with."""

# mypy: disable-error-code="no-untyped-call"
from collections.abc import Sequence

import numpy as np

from broadsheet.topics import clusters, neighbours
from broadsheet.topics.collection import Collection
from broadsheet.topics.describe import Level, describe
from broadsheet.topics.matching import overlap
from broadsheet.topics.model import Model
from broadsheet.topics.text import Ints


def fit(
    collection: Collection,
    *,
    topics: int | None = None,
    seed: int = 0,
    old: Model | None = None,
    forbidden: Sequence[str] = (),
    fresh: bool = False,
) -> Model:
    """Find the topics of a collection, at two levels where topics are large.

    `topics` is how many broad ones to look for (fewer come out where papers do not differ); by default the papers
    decide, see `clusters.choose`. With an old model its topics go on with ids and labels, broad ones unless others are
    clearly better, finer ones always; `fresh` looks anew and matches what it finds. What is `forbidden` is not said.
    """
    edges = neighbours.graph(collection.near)
    smooth = neighbours.smooth(collection.vectors, edges)
    before = _before(collection.ids, old, finer=False)

    if topics:
        broad = clusters.partition(smooth, topics, seed)
    else:
        broad = clusters.choose(smooth, edges, clusters.most(len(collection.ids)), seed)
    known = before.max() + 1
    if known and not fresh and topics in (None, known):
        broad = clusters.refit(smooth, edges, before, broad)
    broad = _dense(broad)
    finer = np.full(len(broad), -1)
    before_finer = _before(collection.ids, old, finer=True)
    # A finer topic goes on where most of its papers are.
    home = overlap(before_finer, broad).argmax(axis=1) if before_finer.max() >= 0 else np.zeros(1, dtype=np.int64)
    for group in range(broad.max() + 1):
        rows = np.flatnonzero(broad == group)
        limit = clusters.most_finer(len(rows))
        if limit == 1:
            continue
        was = before_finer[rows]
        was = np.where((was >= 0) & (home[was] == group), was, -1)
        if was.max() >= 0 and not fresh:
            found = clusters.continued(smooth[rows], _dense(was))
        else:
            found = clusters.choose(smooth[rows], edges[rows][:, rows], limit, seed, starts=2)
        found = _dense(clusters.dissolve(smooth[rows], found))
        if found.max() > 0:
            finer[rows] = found + finer.max() + 1
    levels = (Level(broad, before, np.zeros_like(broad)), Level(finer, before_finer, broad))
    return describe(collection, levels, old, forbidden)


def _before(ids: Sequence[str], old: Model | None, finer: bool) -> Ints:
    """Each paper's group in the old fit, counted among its broad or its finer ones; -1 for none."""
    groups = old.groups if old else ()
    number = {group.id: n for n, group in enumerate(g for g in groups if bool(g.parent) == finer)}
    broad = {group.id: group.id if finer else group.parent or group.id for group in groups}
    members = old.members if old else {}
    return np.array([number.get(broad.get(members.get(paper, ""), ""), -1) for paper in ids], dtype=np.int64)


def _dense(groups: Ints) -> Ints:
    """The same groups numbered from 0 without gaps, -1 kept."""
    kept = np.unique(groups[groups >= 0])
    return np.where(groups >= 0, np.searchsorted(kept, groups), -1)
