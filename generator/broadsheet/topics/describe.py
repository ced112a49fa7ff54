"""Groups of papers into topics: what each is called, where its centre lies, what tells it from the others."""

# mypy: disable-error-code="no-untyped-call"
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import sparse
from sklearn.preprocessing import normalize

from broadsheet.topics import distinct, labels
from broadsheet.topics.acronyms import long_forms
from broadsheet.topics.collection import Collection
from broadsheet.topics.header import Group
from broadsheet.topics.matching import match
from broadsheet.topics.model import Model
from broadsheet.topics.space import Vectors
from broadsheet.topics.text import Ints

TERMS = 8
CENTRAL = 5
# Of so many terms it is recorded how much they tell of a topic.
REASONS = 400
# A paper is near no topic where its cosine to the centre is further below the quartiles of the topic's papers than this
# many times their distance (Tukey's outer limit for outliers).
FENCE = 1.5


class Level(NamedTuple):
    """The broad or the finer groups: each paper's group, the old fit's, and that of the level above; -1 for none."""

    groups: Ints
    before: Ints
    above: Ints


def describe(collection: Collection, levels: tuple[Level, Level], old: Model | None, forbidden: Sequence[str]) -> Model:
    """The model of the groups found; topics that continue old ones keep their ids and, unless forbidden, labels."""
    terms, ids = collection.terms, collection.ids
    usable = terms.lexicon.worth
    if forbidden:
        usable = usable * [not labels.is_forbidden(name, forbidden) for name in terms.lexicon.names]
    phrase_of = long_forms(terms)
    taken = {group.id for group in old.groups} | set(old.former) if old else set()
    groups: list[Group] = []
    centres, scores = [], []
    for finer, level in enumerate(levels):
        now, count = level.groups, level.groups.max() + 1
        if not count:
            continue
        score = distinct.scores(terms, now, usable, level.above)
        earlier = [group for group in old.groups if bool(group.parent) == bool(finer)] if old else []
        kept = {new: earlier[one] for new, one in match(level.before, now).items()}
        keep = {new: group.label for new, group in kept.items() if not labels.is_forbidden(group.label, forbidden)}
        named = labels.choose(terms, now, score, phrase_of, keep, [group.label for group in groups])
        slugs = iter(labels.slugs([label for new, label in enumerate(named) if new not in kept], taken))
        about = distinct.about(terms, score, phrase_of, TERMS)
        rows = np.flatnonzero(now >= 0)
        member = sparse.csr_array((np.ones(len(rows), dtype=np.float32), (now[rows], rows)), (count, len(now)))
        centre = normalize(member @ collection.vectors).astype(np.float16)
        near = np.round(collection.vectors @ centre.T.astype(np.float32), 3)
        parents = [groups[level.above[np.flatnonzero(now == new)[0]]].id if finer else "" for new in range(count)]
        for new, parent in enumerate(parents):
            inside = np.flatnonzero(now == new)
            # Rows go by id, and so do equally central papers.
            central = inside[np.argsort(-near[inside, new], kind="stable")[:CENTRAL]]
            groups.append(
                Group(
                    id=kept[new].id if new in kept else next(slugs),
                    label=named[new],
                    terms=about[new],
                    central=tuple(ids[row] for row in central.tolist()),
                    size=len(inside),
                    limit=_fence(near[inside, new]),
                    parent=parent,
                )
            )
        taken |= {group.id for group in groups}
        centres.append(centre)
        scores.append(score)
    broad, finest = levels[0].groups, levels[1].groups
    leaf = np.where(finest >= 0, finest + broad.max() + 1, broad)
    members = {paper: groups[row].id for paper, row in zip(ids, leaf.tolist(), strict=True)}
    score = np.concatenate(scores)
    reasons = np.argsort(-score, axis=1, kind="stable")[:, :REASONS]
    return Model(
        lexicon=terms.lexicon,
        space=collection.space,
        groups=tuple(groups),
        centres=np.concatenate(centres),
        reasons=reasons.astype(np.int32),
        strengths=np.take_along_axis(score, reasons, 1).astype(np.float16),
        members=members,
        former=_former(old, groups, members) if old else {},
    )


def _fence(cosines: Vectors) -> float:
    low, high = np.quantile(cosines, (0.25, 0.75))
    return max(0.0, round(float(low - FENCE * (high - low)), 3))


def _former(old: Model, groups: Sequence[Group], members: dict[str, str]) -> dict[str, str]:
    """Where retired topics' papers went: old id to the id that has most of them, empty where none has any."""
    alive = {group.id: group for group in groups}
    level = {group.id: group.parent for group in old.groups}
    took: dict[str, dict[str, int]] = {}
    for paper, was in old.members.items():
        now = members.get(paper)
        if now is None:
            continue
        for gone in {was, level[was] or was} - set(alive):
            # A broad topic is followed by a broad one.
            heir = now if level[gone] else alive[now].parent or now
            counted = took.setdefault(gone, {})
            counted[heir] = counted.get(heir, 0) + 1
    gone_now = {
        group.id: max(sorted(took[group.id]), key=took[group.id].__getitem__) if group.id in took else ""
        for group in old.groups
        if group.id not in alive
    }
    return {i: gone_now.get(heir, heir) for i, heir in old.former.items()} | gone_now
