"""Which acronym stands for which phrase: "MoE" for "mixture of experts", by initials and papers that use both."""

import re

import numpy as np

from broadsheet.topics.terms import Terms

ACRONYM = re.compile(r"(\w*[A-Z]\w*[A-Z]\w*?)s?")
# So much of the papers that use an acronym use its phrase too, if it is its; a name worth a mention is used by so much
# of the phrase's papers.
BOTH = 0.4
CURRENT = 0.25


def long_forms(terms: Terms) -> dict[int, int]:
    """The phrase behind each acronym, as terms; the one used beside it most often where several have its initials."""
    names, words = terms.lexicon.names, terms.lexicon.words
    phrases: dict[str, list[int]] = {}
    for term in range(words, len(names)):
        phrases.setdefault(initials(names[term]), []).append(term)
    written = [(term, ACRONYM.fullmatch(name)) for term, name in enumerate(names[:words])]
    pairs = [(term, phrase) for term, found in written if found for phrase in phrases.get(found[1].lower(), ())]
    if not pairs:
        return {}
    acronym, phrase = np.array(pairs).T
    used = terms.counts.astype(bool).astype(np.int32).tocsc()
    both = np.asarray(used[:, acronym].multiply(used[:, phrase]).sum(axis=0)).ravel()
    papers = np.asarray(used.sum(axis=0)).ravel()
    meant = (both >= BOTH * papers[acronym]) & (both >= CURRENT * papers[phrase]) & (both > 0)
    order = np.lexsort((phrase, -both))
    found: dict[int, int] = {}
    for pair in order[meant[order]].tolist():
        found.setdefault(pairs[pair][0], pairs[pair][1])
    return found


def initials(phrase: str) -> str:
    """The first letters of a phrase's words, those that a hyphen joins included."""
    return "".join(word[0] for word in re.split(r"[ -]+", phrase.lower()) if word)
