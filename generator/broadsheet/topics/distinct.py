"""What sets each group of papers apart: how well each term tells it from the rest."""

import re
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt

from broadsheet.topics.terms import Table, Terms
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


def scores(terms: Terms, groups: Ints, usable: Scores, within: Ints) -> Scores:
    """Class-based TF-IDF (groups x terms), times how usable a term is: p log(p / q), and a trace of p.

    p is the share of the group's papers that use the term, q that of those among which it is to stand out: all,
    and those with the same number in `within`. A use outside the title is half a use. A group of -1 is none.
    """
    present = terms.counts.astype(bool).astype(np.float32) * IN_TEXT
    present += terms.titles.astype(bool).astype(np.float32) * (1 - IN_TEXT)
    p, q, all_papers = _shares(present, groups), _shares(present, within), _shares(present, np.zeros_like(within))
    around = np.zeros(len(p), dtype=np.int64)
    around[groups[groups >= 0]] = within[groups >= 0]
    with np.errstate(divide="ignore", invalid="ignore"):
        gain = np.maximum(np.log(p / np.maximum(q[around], all_papers)), 0) + TRACE
        distinct = np.where(p > 0, p * gain, 0.0)
    phrase = np.where(np.arange(len(terms.lexicon.names)) < terms.lexicon.words, 1.0, PHRASE)
    return np.asarray(distinct * usable * phrase, dtype=np.float64)


def _shares(present: Table, groups: Ints) -> Scores:
    """The share of each group's papers that use each term."""
    rows = np.flatnonzero(groups >= 0)
    member = np.zeros((groups.max() + 1, len(groups)), dtype=np.float32)
    member[groups[rows], rows] = 1
    shares: Scores = (present.T @ member.T).T.astype(np.float64) / member.sum(axis=1)[:, None]
    return shares


def about(terms: Terms, score: Scores, phrase_of: Mapping[int, int], count: int) -> list[tuple[str, ...]]:
    """The terms that say what each group is about, best first; none says again what a better one said."""
    result = []
    for row in score:
        chosen: list[str] = []
        said: frozenset[str] = frozenset()
        for term in np.argsort(-row, kind="stable").tolist():
            if len(chosen) == count or row[term] <= 0:
                break
            subject = specific(terms.lexicon.names[term]) | specific(terms.lexicon.names[phrase_of.get(term, term)])
            if said.isdisjoint(subject) and terms.lexicon.modifies[term] <= ADJECTIVE:
                chosen.append(terms.lexicon.names[term])
                said |= subject
        result.append(tuple(chosen))
    return result


def specific(name: str) -> frozenset[str]:
    """The stems in a term that name its subject: "diffusion" of "diffusion models", but both of "language models"."""
    stems = frozenset(stem(word) for word in re.split(r"[ -]", name.lower()))
    return stems - UNSPECIFIC or stems
