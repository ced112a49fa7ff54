"""Which papers belong together, and into how many groups they fall."""

# mypy: disable-error-code="no-untyped-call"
import warnings
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning
from sklearn.preprocessing import normalize

from broadsheet.topics.space import Vectors
from broadsheet.topics.text import Ints

# Groups are tight after smoothing: so many papers show where the centres are.
SAMPLE = 5_000
# Of so many starts the best is taken; with a full sample two agree.
STARTS = 5
# Of partitions that are as good as the best one the finest is taken. As good means within 2 per cent, and among few
# papers, where modularity is uncertain, within this much / sqrt(papers).
NEARLY = 0.02
SLACK = 0.6
# Topics on the front of a list; a topic of so many papers is divided into finer ones.
BROAD = 14
DIVIDED = 200
SMALLEST = 20
# A paper keeps its topic at a refit unless another is nearer by this much, as a cosine of smoothed vectors; all topics
# are kept unless new ones hold so much more of the neighbour graph together (a difference of modularities).
KEEP = 0.04
BETTER = 0.06
ROUNDS = 5


def partition(vectors: Vectors, count: int, seed: int, starts: int = STARTS) -> Ints:
    """The group of each row, numbered from 0 without gaps: `count` groups, fewer where the rows do not differ."""
    sample = vectors[:: -(-len(vectors) // SAMPLE)]
    means = KMeans(max(1, min(count, len(sample))), n_init=starts if len(vectors) < SAMPLE else 2, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # says that rows do not differ
        means.fit(sample)
    predicted: Ints = means.predict(vectors)
    return np.unique(predicted, return_inverse=True)[1]


def modularity(edges: Any, groups: Ints) -> float:
    """How much more of the graph's weight lies within the groups than chance would put there (Newman 2006), below 1."""
    degree = edges.sum(axis=1).astype(np.float64)
    total = degree.sum()
    if not total:
        return 0.0
    members = sparse.csr_array((np.ones(len(groups)), groups, np.arange(len(groups) + 1)))
    within = (members.T @ edges @ members).diagonal().sum()
    return float(within / total - ((members.T @ degree) ** 2).sum() / total**2)


def continued(vectors: Vectors, before: Ints) -> Ints:
    """The groups of an earlier fit on the vectors of a new one; `before` is -1 for papers that were not in it.

    K-means from the old centres, except that a paper of the earlier fit leaves its group only for one that is nearer by
    more than `KEEP`: topics follow their papers, and hardly any paper moves because others were added.
    """
    groups = before
    count = before.max() + 1
    for _ in range(ROUNDS):
        known = np.flatnonzero(groups >= 0)
        member = sparse.csr_array((np.ones(len(known), dtype=np.float32), (groups[known], known)), (count, len(groups)))
        near = vectors @ normalize(member @ vectors).T
        own = np.where(before >= 0, near[np.arange(len(near)), before], -2)
        moved = np.where(near.max(axis=1) - own > KEEP, near.argmax(axis=1), before)
        if (moved == groups).all():
            break
        groups = moved
    return groups


def dissolve(vectors: Vectors, groups: Ints) -> Ints:
    """The groups without those too small to be a finer topic, whose papers go to the nearest other one."""
    sizes = np.bincount(groups)
    large = np.flatnonzero(sizes >= SMALLEST)
    if not len(large) or len(large) == len(sizes):
        return groups
    centres = np.stack([vectors[groups == group].mean(axis=0) for group in large])
    return np.where(np.isin(groups, large), groups, large[(vectors @ normalize(centres).T).argmax(axis=1)])


def most(papers: int) -> int:
    """How many topics a reader can oversee: 7 for 119 papers, 13 for 1,000, never more than 14."""
    return max(1, min(BROAD, int(1.6 * papers**0.3 + 0.5)))


def most_finer(papers: int) -> int:
    """Into how many finer topics one of so many papers may fall: none below 200, 5 for 800."""
    return max(1, int(papers**0.5 / 5.6)) if papers >= DIVIDED else 1


def choose(vectors: Vectors, edges: Any, limit: int, seed: int, starts: int = STARTS) -> Ints:
    """The groups of each row, at most `limit`, their number by the modularity of the neighbour graph.

    It is highest where neighbours share a group and groups are still large. The curve is flat at its top and, from few
    papers, uncertain; of the partitions that are as good as the best (within 6 per cent for 100 papers, 2 for 900
    and more) the finest one is taken.
    """
    counts = sorted({max(1, round(limit * 0.85**i)) for i in range(9)})
    partitions = [partition(vectors, count, seed, starts) for count in counts]
    scores = [modularity(edges, groups) for groups in partitions]
    best = max(scores)  # below 0 where papers do not differ
    enough = best - abs(best) * max(NEARLY, SLACK / len(vectors) ** 0.5)
    return [groups for groups, score in zip(partitions, scores, strict=True) if score >= enough][-1]


def refit(vectors: Vectors, edges: Any, before: Ints, fresh: Ints) -> Ints:
    """The continued groups of an earlier fit, unless fresh ones are clearly better (`BETTER`)."""
    kept = continued(vectors, before)
    return fresh if modularity(edges, fresh) > modularity(edges, kept) + BETTER else kept
