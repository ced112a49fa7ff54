"""What to call a topic: the phrase that its papers share and the others lack, as an editor would write it."""

import re
from collections.abc import Mapping, Sequence, Set

import numpy as np
import numpy.typing as npt
from anyascii import anyascii

from broadsheet.topics.distinct import ADJECTIVE, Scores, specific
from broadsheet.topics.lexicon import Lexicon
from broadsheet.topics.terms import Terms
from broadsheet.topics.text import Ints, singular, stem
from broadsheet.topics.words import BROAD, HEADLESS, MODIFIERS

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
# A word that is so often part of one phrase is no heading without it.
BOUND = 0.5
SHORTLIST = 300
CANDIDATES = 60
ENDINGS = (
    *("able", "atic", "ed", "etic", "ful", "ible", "ical", "ific", "ive", "modal", "ize", "less"),
    *("ly", "olic", "onal", "ous", "ural"),
)


def choose(
    terms: Terms,
    groups: Ints,
    score: Scores,
    phrase_of: Mapping[int, int],
    kept: Mapping[int, str],
    said: Sequence[str],
) -> list[str]:
    """A label for each group, no two alike: the best heading, and where it leaves out many papers a second one.

    Groups choose in the order of how well their best heading suits them; those in `kept` have theirs already, and none
    says what a label in `said` does. `phrase_of` holds the long forms of acronyms.
    """
    frequency = terms.lexicon.frequency / max(terms.lexicon.papers, 1)
    adjective = np.where(terms.lexicon.modifies > ADJECTIVE, score, 0)
    gain = np.where(terms.lexicon.parts[:, :2] >= 0, adjective[:, terms.lexicon.parts[:, :2]], 0).max(axis=2)
    rank = score + ADJECTIVE_GAIN * gain
    shortlist = np.unique(np.argsort(-rank, axis=1, kind="stable")[:, :SHORTLIST])
    fit = np.zeros(len(terms.lexicon.names))
    fit[shortlist] = [_heading(terms.lexicon, term) for term in shortlist.tolist()]
    fit[: terms.lexicon.words] *= np.where(_bound(terms) > BOUND, NO_HEADING, 1)
    # The long form stands for both.
    for acronym, phrase in phrase_of.items():
        rank[:, phrase] = np.maximum(rank[:, phrase], rank[:, acronym])
        fit[phrase], fit[acronym] = max(fit[phrase], fit[acronym]), 0
    rank *= fit
    rank *= np.where(frequency > max(COMMON, 1.5 / len(score)), NO_HEADING, 1)
    headings = list(terms.lexicon.names)
    for acronym, phrase in sorted(phrase_of.items(), reverse=True):
        headings[phrase] = f"{terms.lexicon.names[phrase]} ({terms.lexicon.names[acronym].removesuffix('s')})"
    labels = dict(kept)
    taken = {specific(heading) for label in (*kept.values(), *said) for heading in plain(label).split(" and ")}
    columns = terms.counts.tocsc()
    for group in np.argsort(-rank.max(axis=1), kind="stable").tolist():
        if group in kept:
            continue
        papers = np.flatnonzero(groups == group)
        order = rank[group] if rank[group].any() else np.asarray(terms.counts[papers].sum(axis=0)).ravel()
        candidates = np.argsort(-order, kind="stable")[:CANDIDATES]
        subjects = [specific(terms.lexicon.names[term]) for term in candidates.tolist()]
        uses = columns[:, candidates].toarray()[papers] > 0
        free = np.array([subject not in taken for subject in subjects])
        suits = order[candidates] * np.minimum(1, uses.mean(axis=0) / COVER) * free
        first = int(suits.argmax())
        chosen = [first]
        rest = ~uses[:, first]
        if rest.mean() > LEFT_OUT:
            names = [terms.lexicon.names[term] for term in candidates.tolist()]
            apart = np.array([_apart(names[first], name) for name in names])
            adds = suits * apart * uses[rest].sum(axis=0) / np.maximum(uses.sum(axis=0), 1)
            second = int(adds.argmax())
            if adds[second] > SECOND * suits[first]:
                chosen.append(second)
        taken |= {subjects[one] for one in chosen}
        labels[group] = sentence(" and ".join(headings[candidates[one]] for one in chosen))
    return [labels[group] for group in range(len(score))]


def is_forbidden(text: str, forbidden: Sequence[str]) -> bool:
    """Whether a label or term says something that a curator forbade: the same words, whatever ending and case."""
    if not forbidden:
        return False
    said = _stems(text)
    barred = [_stems(one) for one in forbidden]
    return any(said[at : at + len(words)] == words for words in barred for at in range(len(said)))


def _stems(text: str) -> list[str]:
    return [stem(word) for word in re.split(r"[ -]+", text.lower()) if word]


def _apart(one: str, other: str) -> bool:
    """Whether two headings are about different things; an acronym beside a phrase mostly stands for it."""
    acronyms = [bool(re.fullmatch(r"\w+[A-Z]\w*", name)) for name in (one, other)]
    words = [{stem(word) for word in [*re.split("[ -]", name), name.replace("-", "")]} for name in (one, other)]
    return not any(acronyms) and words[0].isdisjoint(words[1])


def plain(label: str) -> str:
    """A label without the acronyms in brackets."""
    return re.sub(r" \([^)]*\)", "", label)


def slugs(labels: Sequence[str], taken: Set[str] = frozenset()) -> list[str]:
    """The labels as ids: lower-case letters, digits and single hyphens, numbered where one is taken already."""
    made: list[str] = []
    for label in labels:
        slug = base = "-".join(re.findall(r"[a-z0-9]+", anyascii(plain(label)).lower())) or "topic"
        number = 1
        while slug in made or slug in taken:
            number += 1
            slug = f"{base}-{number}"
        made.append(slug)
    return made


def sentence(label: str) -> str:
    """A label with a capital, unless the first word brings its own ("vLLM")."""
    return label if any(letter.isupper() for letter in label.split(" ")[0]) else label[:1].upper() + label[1:]


def _bound(terms: Terms) -> npt.NDArray[np.float64]:
    """The share of each word's uses that are part of one phrase: "Splatting" hardly stands but after "Gaussian"."""
    lexicon = terms.lexicon
    uses = np.asarray(terms.counts.sum(axis=0)).ravel().astype(np.float64)
    bound = np.zeros(lexicon.words)
    for column in range(3):
        word = lexicon.parts[lexicon.words :, column]
        phrases = np.flatnonzero(word >= 0)
        np.maximum.at(bound, word[phrases], uses[lexicon.words + phrases] / np.maximum(uses[word[phrases]], 1))
    return bound


def _heading(lexicon: Lexicon, term: int) -> float:
    """How well a term would stand at the head of a page: nouns do, adjectives, verbs and generalities do not."""
    name = lexicon.names[term]
    words = [singular(word) for word in re.split(r"[ -]", name.lower())]
    if lexicon.modifies[term] > ADJECTIVE or words[-1].endswith(ENDINGS) or words[-1] in HEADLESS:
        return NO_HEADING
    if len(words) == 2 and words[0] in MODIFIERS and words[1] in BROAD and "-" in name and not name.endswith("ing"):
        return NO_HEADING  # "low-rank", "long-context"
    if words[0].endswith("ly") or any(character.isdigit() for character in name.replace("3D", "")):
        return NO_HEADING
    if term >= lexicon.words:
        first = lexicon.parts[term, 0]
        verb = lexicon.names[first].endswith("ing") and lexicon.modifies[first] > TRANSITIVE
        return NO_HEADING if verb else GENERAL if BROAD.issuperset(words) else 1.0
    if words[0] in BROAD:
        return NO_HEADING
    return ACRONYM if name[1:] != name[1:].lower() else 1.0
