"""Counts to vectors: TF-IDF weights, and latent semantic analysis of them."""

# mypy: disable-error-code="no-untyped-call"
from typing import Any

import numpy as np
import numpy.typing as npt
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.preprocessing import normalize
from sklearn.utils.extmath import randomized_svd

Vectors = npt.NDArray[np.float32]

COMPONENTS = 100


def weigh(counts: Any) -> Any:
    """TF-IDF of papers x terms: logarithmic counts, rare terms heavier, each paper of length 1 (float32 CSR)."""
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts)


def reduce(weights: Any, seed: int) -> Vectors:
    """The papers in the latent space, each row of length 1 (or 0 where a paper has no term).

    Each component counts once more by the square root of its singular value, broad themes over particulars: measured
    on curated lists, both the groups and the nearest papers agree better with the curators than without.
    """
    components = min(COMPONENTS, *weights.shape)
    left, singular, _ = randomized_svd(weights, components, n_iter=3, random_state=seed)
    space: Vectors = normalize((left * singular**1.5).astype(np.float32), copy=False)
    return space
