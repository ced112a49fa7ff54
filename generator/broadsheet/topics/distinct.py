"""What sets each group of papers apart: how well each term tells it from the rest."""

import re

import numpy as np
import numpy.typing as npt

from broadsheet.topics.terms import Terms
from broadsheet.topics.text import Ints, stem
from broadsheet.topics.words import BROAD, DEPENDENT

Scores = npt.NDArray[np.float64]

# A word in a title says more of the paper than one in its abstract.
IN_TEXT = 0.5
# What a term counts that the group shares with everybody, for a group that nothing sets apart.
TRACE = 0.01
# A phrase says what a word only hints at, but fewer papers use it.
PHRASE = 1.5
# Above this share of occurrences that run on into another word, a term is an adjective.
ADJECTIVE = 0.75
UNSPECIFIC = frozenset(stem(word) for word in BROAD | DEPENDENT)


def scores(terms: Terms, groups: Ints, usable: Scores) -> Scores:
    """Class-based TF-IDF (groups x terms), times how usable a term is: p log(p / q), and a trace of p.

    p is the share of the group's papers that use the term, q that of all papers; a use outside the title is half a use.
    """
    count = groups.max() + 1
    present = terms.counts.astype(bool).astype(np.float32) * IN_TEXT
    present += terms.titles.astype(bool).astype(np.float32) * (1 - IN_TEXT)
    member = np.zeros((count, len(groups)), dtype=np.float32)
    member[groups, np.arange(len(groups))] = 1
    sums = (present.T @ member.T).T.astype(np.float64)
    p = sums / member.sum(axis=1)[:, None]
    q = sums.sum(axis=0) / len(groups)
    with np.errstate(divide="ignore", invalid="ignore"):
        distinct = np.where(p > 0, p * (np.maximum(np.log(p / q), 0) + TRACE), 0.0)
    phrase = np.where(np.arange(len(terms.names)) < terms.words, 1.0, PHRASE)
    return np.asarray(distinct * usable * phrase, dtype=np.float64)


def about(terms: Terms, score: Scores, count: int) -> list[tuple[str, ...]]:
    """The terms that say what each group is about, best first; none says again what a better one said."""
    result = []
    for row in score:
        chosen: list[str] = []
        said: frozenset[str] = frozenset()
        for term in np.argsort(-row, kind="stable").tolist():
            if len(chosen) == count or row[term] <= 0:
                break
            subject = specific(terms.names[term])
            if said.isdisjoint(subject) and terms.modifies[term] <= ADJECTIVE:
                chosen.append(terms.names[term])
                said |= subject
        result.append(tuple(chosen))
    return result


def specific(name: str) -> frozenset[str]:
    """The stems in a term that name its subject: "diffusion" of "diffusion models", but both of "language models"."""
    stems = frozenset(stem(word) for word in re.split(r"[ -]", name.lower()))
    return stems - UNSPECIFIC or stems
