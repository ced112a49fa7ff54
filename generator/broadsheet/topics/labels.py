"""What to call a topic: the phrase that its papers share and the others lack, as an editor would write it."""

import re

import numpy as np
from anyascii import anyascii

from broadsheet.topics.distinct import ADJECTIVE, Scores, specific
from broadsheet.topics.terms import Terms
from broadsheet.topics.text import Ints, singular, stem
from broadsheet.topics.words import BROAD, HEADLESS

# A heading that fewer of the topic's papers use counts less in proportion; none is what so many of all papers use.
COVER = 0.2
COMMON = 1 / 3
# A second heading is added where the first leaves out this share of the papers and it suits this well beside it.
LEFT_OUT = 0.5
SECOND = 0.5
# What a phrase gains from an adjective that is no heading itself: "quantum computing" from "quantum".
ADJECTIVE_GAIN = 0.5
# "Neural networks" says less than its two words promise.
GENERAL = 0.5
# "accelerating transformers" is no noun, as its verb nearly always has an object.
TRANSITIVE = 0.75
# "MoE" counts less than "mixture of experts", "Qwen2" hardly at all.
ACRONYM = 0.7
NO_HEADING = 0.001
SHORTLIST = 300
CANDIDATES = 60
ENDINGS = (
    *("able", "atic", "ed", "etic", "ful", "ible", "ical", "ive", "ize", "less"),
    *("ly", "olic", "onal", "ous", "ural"),
)


def choose(terms: Terms, groups: Ints, score: Scores) -> list[str]:
    """A label for each group, no two alike: the best heading, and where it leaves out many papers a second one.

    Groups choose in the order of how well their best heading suits them.
    """
    frequency = np.bincount(terms.counts.indices, minlength=len(terms.names)) / len(groups)
    adjective = np.where(terms.modifies > ADJECTIVE, score, 0)
    gain = np.where(terms.parts[:, :2] >= 0, adjective[:, terms.parts[:, :2]], 0).max(axis=2)
    rank = score + ADJECTIVE_GAIN * gain
    shortlist = np.unique(np.argsort(-rank, axis=1, kind="stable")[:, :SHORTLIST])
    fit = np.zeros(len(terms.names))
    fit[shortlist] = [_heading(terms, term) for term in shortlist.tolist()]
    rank *= fit
    rank *= np.where(frequency > max(COMMON, 1.5 / len(score)), NO_HEADING, 1)
    labels: dict[int, str] = {}
    taken: set[frozenset[str]] = set()
    for group in np.argsort(-rank.max(axis=1), kind="stable").tolist():
        papers = terms.counts[np.flatnonzero(groups == group)]
        order = rank[group] if rank[group].any() else np.asarray(papers.sum(axis=0)).ravel()
        candidates = np.argsort(-order, kind="stable")[:CANDIDATES]
        subjects = [specific(terms.names[term]) for term in candidates.tolist()]
        uses = papers[:, candidates].toarray() > 0
        free = np.array([subject not in taken for subject in subjects])
        suits = order[candidates] * np.minimum(1, uses.mean(axis=0) / COVER) * free
        first = int(suits.argmax())
        chosen = [first]
        rest = ~uses[:, first]
        if rest.mean() > LEFT_OUT:
            apart = np.array([_apart(terms.names[candidates[first]], terms.names[term]) for term in candidates])
            adds = suits * apart * uses[rest].sum(axis=0) / np.maximum(uses.sum(axis=0), 1)
            second = int(adds.argmax())
            if adds[second] > SECOND * suits[first]:
                chosen.append(second)
        taken |= {subjects[one] for one in chosen}
        labels[group] = _sentence(" and ".join(terms.names[candidates[one]] for one in chosen))
    return [labels[group] for group in range(len(score))]


def _apart(one: str, other: str) -> bool:
    """Whether two headings are about different things; an acronym beside a phrase mostly stands for it."""
    acronyms = [bool(re.fullmatch(r"\w+[A-Z]\w*", name)) for name in (one, other)]
    words = [{stem(word) for word in [*re.split("[ -]", name), name.replace("-", "")]} for name in (one, other)]
    return not any(acronyms) and words[0].isdisjoint(words[1])


def slugs(labels: list[str]) -> list[str]:
    """The labels as ids: lower-case letters, digits and single hyphens, numbered where two would be the same."""
    made: list[str] = []
    for label in labels:
        slug = base = "-".join(re.findall(r"[a-z0-9]+", anyascii(label).lower())) or "topic"
        number = 1
        while slug in made:
            number += 1
            slug = f"{base}-{number}"
        made.append(slug)
    return made


def _sentence(label: str) -> str:
    """With a capital, unless the first word brings its own ("vLLM")."""
    return label if any(letter.isupper() for letter in label.split(" ")[0]) else label[:1].upper() + label[1:]


def _heading(terms: Terms, term: int) -> float:
    """How well a term would stand at the head of a page: nouns do, adjectives, verbs and generalities do not."""
    name = terms.names[term]
    words = [singular(word) for word in re.split(r"[ -]", name.lower())]
    if terms.modifies[term] > ADJECTIVE or words[-1].endswith(ENDINGS) or words[-1] in HEADLESS:
        return NO_HEADING
    if words[0].endswith("ly") or any(character.isdigit() for character in name.replace("3D", "")):
        return NO_HEADING
    if term >= terms.words:
        verb = terms.names[terms.parts[term, 0]].endswith("ing") and terms.modifies[terms.parts[term, 0]] > TRANSITIVE
        return NO_HEADING if verb else GENERAL if BROAD.issuperset(words) else 1.0
    if words[0] in BROAD:
        return NO_HEADING
    return ACRONYM if name[1:] != name[1:].lower() else 1.0
