"""Which papers belong together, and into how many groups they fall."""

# mypy: disable-error-code="no-untyped-call"
import warnings
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.exceptions import ConvergenceWarning

from broadsheet.topics.text import Ints
from broadsheet.topics.vectors import Vectors

# Groups are tight after smoothing: so many papers show where the centres are.
SAMPLE = 5_000
# Of so many starts the best is taken; with a full sample two agree.
STARTS = 5
# Of partitions that are as good as the best one the finest is taken. As good means within 2 per cent, and among few
# papers, where modularity is uncertain, within this much / sqrt(papers).
NEARLY = 0.02
SLACK = 0.6


def partition(vectors: Vectors, count: int, seed: int) -> Ints:
    """The group of each row, numbered from 0 without gaps: `count` groups, fewer where the rows do not differ."""
    sample = vectors[:: -(-len(vectors) // SAMPLE)]
    means = KMeans(max(1, min(count, len(sample))), n_init=STARTS if len(vectors) < SAMPLE else 2, random_state=seed)
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


def most(papers: int) -> int:
    """How many topics a reader can oversee: 7 for 119 papers, 13 for 1,000, 31 for 20,000."""
    return max(1, int(1.6 * papers**0.3 + 0.5))


def choose(vectors: Vectors, edges: Any, seed: int) -> Ints:
    """The groups of each row, their number by the modularity of the neighbour graph.

    It is highest where neighbours share a group and groups are still large. The curve is flat at its top and, from few
    papers, uncertain; of the partitions that are as good as the best (within 6 per cent for 100 papers, 2 for 900
    and more) the finest one is taken, up to `most`.
    """
    limit = most(len(vectors))
    counts = sorted({max(1, round(limit * 0.85**i)) for i in range(9)})
    partitions = [partition(vectors, count, seed) for count in counts]
    scores = [modularity(edges, groups) for groups in partitions]
    enough = max(scores) * (1 - max(NEARLY, SLACK / len(vectors) ** 0.5))
    return [groups for groups, score in zip(partitions, scores, strict=True) if score >= enough][-1]
