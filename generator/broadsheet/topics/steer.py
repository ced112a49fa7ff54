"""A curator's word on topics, over what was found: merged, split, pinned, renamed, forbidden, put in order."""

from collections.abc import Sequence
from typing import NamedTuple

from msgspec.structs import replace

from broadsheet.sources.curation import Curation
from broadsheet.topics.header import Group
from broadsheet.topics.labels import is_forbidden, sentence
from broadsheet.topics.space import Vectors, unit


class Assigned(NamedTuple):
    """Papers in topics: of each row its broad and its finer topic (by id, finer empty where there is none).

    `groups` and `centres` (float32) describe the topics, `described` holds curators' descriptions, `pinned` the rows
    that a curator placed, `former` the ids that lead elsewhere now, `cut` of which topic a new one was part, `order`
    the topics that a curator put first.
    """

    groups: dict[str, Group]
    centres: dict[str, Vectors]
    broad: list[str]
    finer: list[str]
    described: dict[str, str]
    pinned: frozenset[int]
    former: dict[str, str]
    cut: dict[str, str]
    order: tuple[str, ...]


def steer(found: Assigned, curation: Curation, ids: Sequence[str], vectors: Vectors) -> Assigned:
    """Apply a curation that `check_curation` found nothing wrong with; what it names wins over what was found."""
    groups, centres = dict(found.groups), dict(found.centres)
    broad, finer = list(found.broad), list(found.finer)
    described, former, pinned = dict(found.described), dict(found.former), set(found.pinned)
    row = {paper: number for number, paper in enumerate(ids)}

    for topic, steering in curation.topics.items():
        for other in steering.merge:
            gone = groups.pop(other)
            groups = {i: replace(g, parent=topic) if g.parent == other else g for i, g in groups.items()}
            level = finer if gone.parent else broad
            for number, now in enumerate(level):
                if now == other:
                    level[number] = topic
                    broad[number] = groups[topic].parent or topic
            former[other] = topic
    former = {old: former.get(new, new) for old, new in former.items()}

    for topic, steering in curation.topics.items():
        for new, split in steering.split.items():
            parent = groups[topic].parent
            level = finer if parent else broad
            named = [row[paper] for paper in split.papers if paper in row]
            groups[new] = replace(groups[topic], id=new, label=split.label)
            centres[new] = unit(vectors[named].mean(axis=0, keepdims=True))[0] if named else centres[topic] * 0
            for number in [number for number, now in enumerate(level) if now == topic]:
                if vectors[number] @ centres[new] > vectors[number] @ centres[topic]:
                    level[number] = new
                    finer[number] = finer[number] if parent else ""
            described[new] = split.description
        groups[topic] = replace(groups[topic], label=steering.label or groups[topic].label)
        described[topic] = steering.description

    for topic, paper in _pins(curation):
        if paper in row:
            parent = groups[topic].parent
            at = row[paper]
            if not parent and broad[at] != topic:
                finer[at] = ""
            broad[at] = parent or topic
            finer[at] = topic if parent else finer[at]
            pinned.add(at)

    renamed = {topic for topic, steering in curation.topics.items() if steering.label}
    renamed |= {new for steering in curation.topics.values() for new in steering.split}
    groups = {i: _without(g, curation.forbid, i not in renamed) for i, g in groups.items()}
    cut = {new: topic for topic, steering in curation.topics.items() for new in steering.split}
    return Assigned(groups, centres, broad, finer, described, frozenset(pinned), former, cut, tuple(curation.order))


def _pins(curation: Curation) -> list[tuple[str, str]]:
    """Topic and paper of everything that a curator placed, those named in a split included."""
    pins = [(topic, paper) for topic, steering in curation.topics.items() for paper in steering.papers]
    for steering in curation.topics.values():
        pins += [(new, paper) for new, split in steering.split.items() for paper in split.papers]
    return pins


def _without(group: Group, forbidden: Sequence[str], fitted: bool) -> Group:
    """The topic without forbidden words; a label that was fitted gives way to the best term that is left."""
    terms = tuple(term for term in group.terms if not is_forbidden(term, forbidden))
    if fitted and is_forbidden(group.label, forbidden):
        return replace(group, terms=terms, label=sentence(terms[0]) if terms else group.id)
    return replace(group, terms=terms)
