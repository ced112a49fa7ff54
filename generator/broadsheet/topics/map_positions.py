"""Where each paper stands on the map: near its neighbours, and where it stood before.

A whole map is laid out by forces as in LargeVis (Tang et al. 2016) and UMAP (McInnes et al. 2018): each paper is drawn
to its nearest neighbours and pushed off from papers drawn by chance, both less the farther they are.
"""

from collections.abc import Mapping, Sequence
from zlib import crc32

import numpy as np
import numpy.typing as npt

from broadsheet.topics.text import Ints

Vectors = npt.NDArray[np.float32]
Places = npt.NDArray[np.float64]
Positions = dict[str, tuple[float, float]]

NEIGHBOURS = 10
STRANGERS = 4
STEPS = 110
PUSH = np.float32(12)
FARTHEST = np.float32(4)
# A new paper stands at the centre of so many neighbours, aside by this much of the map's width at most.
NEAREST = 5
ASIDE = 0.006
DIGITS = 4
# So few points are parted, so many times, to this share of the room that each would have alone.
FEW = 1_000
PARTINGS = 60
ROOM = 0.55
BLOCK = 256


def positions(
    ids: Sequence[str], vectors: Vectors, neighbours: Ints, known: Mapping[str, tuple[float, float]], seed: int = 0
) -> Positions:
    """Where each paper stands: x and y, from 0 to 1 on a map that is laid out anew.

    Row i of `vectors` (length 1) and of `neighbours` (rows, the nearest first) is paper i. Papers in `known` stay where
    they are, the others go among their nearest known ones, each for itself; only without any the whole is laid out.
    """
    at = np.array([known.get(paper, (np.nan, np.nan)) for paper in ids], dtype=np.float64).reshape(-1, 2)
    new = np.isnan(at[:, 0])
    if not len(ids):
        return {}
    if new.all():
        at = lay_out(vectors, neighbours, seed)
    elif new.any():
        at[new] = _among([ids[row] for row in np.flatnonzero(new).tolist()], vectors[new], vectors[~new], at[~new])
    return {paper: (round(x, DIGITS), round(y, DIGITS)) for paper, (x, y) in zip(ids, at.tolist(), strict=True)}


def lay_out(vectors: Vectors, neighbours: Ints, seed: int) -> Places:
    """A position in the unit square for each row."""
    size = len(vectors)
    place = plane(vectors) * np.float32(10)
    near = neighbours[:, :NEIGHBOURS]
    if size > 2 and near.shape[1]:
        chance = np.random.default_rng(seed)
        for step in range(STEPS):
            way = place[near] - place[:, None]
            pull = way / (1 + (way * way).sum(axis=2, keepdims=True))
            strangers = chance.integers(0, size, (size, STRANGERS))
            off = place[:, None] - place[strangers]
            square = (off * off).sum(axis=2, keepdims=True)
            push = off / ((np.float32(0.1) + square) * (1 + square))
            move = pull.mean(axis=1) * 4 + np.clip(push, -FARTHEST, FARTHEST).mean(axis=1) * PUSH
            place += np.float32(1 - step / STEPS) * np.clip(move, -FARTHEST, FARTHEST)
    return _part(_square(place.astype(np.float64)))


def _square(place: Places) -> Places:
    """The same in the unit square, each axis to its own scale: directions mean nothing."""
    place = place - place.min(axis=0)
    return np.asarray(place / np.maximum(place.max(axis=0), 1e-9))


def _part(place: Places) -> Places:
    """Few points move aside until each can be seen; among many they may stand close."""
    size = len(place)
    if not 1 < size <= FEW:
        return place
    gap = ROOM / size**0.5
    # Where two points are one, each has a way of its own to go.
    turn = np.arange(size) * 2.399963
    place = place + 1e-4 * np.column_stack((np.cos(turn), np.sin(turn)))
    for _ in range(PARTINGS):
        off = place[:, None] - place[None, :]
        far = np.sqrt((off * off).sum(axis=2))
        np.fill_diagonal(far, gap)
        place = place + (off * (np.maximum(gap - far, 0) / far / 3)[:, :, None]).sum(axis=1)
    return _square(place)


def plane(vectors: Vectors) -> Vectors:
    """The two main directions of the vectors (PCA), each of deviation 1; signs fixed by the largest entry."""
    centred = vectors - vectors.mean(axis=0)
    _, axes = np.linalg.eigh(centred.T.astype(np.float64) @ centred)
    axes = axes[:, ::-1][:, :2]
    axes = axes * np.sign(axes[np.abs(axes).argmax(axis=0), range(axes.shape[1])])
    flat = np.zeros((len(vectors), 2), dtype=np.float32)
    flat[:, : axes.shape[1]] = centred @ axes
    flat /= np.maximum(flat.std(axis=0), np.float32(1e-6))
    return flat


def _among(ids: Sequence[str], vectors: Vectors, known: Vectors, at: Places) -> Places:
    """Positions for new papers at the centre of their nearest known ones, the nearest counting most."""
    count = min(NEAREST, len(known))
    placed = np.zeros((len(ids), 2))
    for start in range(0, len(ids), BLOCK):
        similar = vectors[start : start + BLOCK] @ known.T
        best = np.argsort(-similar, axis=1, kind="stable")[:, :count]
        weight = np.maximum(np.take_along_axis(similar, best, axis=1), np.float32(1e-3)) ** 4
        placed[start : start + BLOCK] = (at[best] * weight[:, :, None]).sum(axis=1) / weight.sum(axis=1, keepdims=True)
    turn = np.array([crc32(paper.encode()) for paper in ids]) / 2**32 * 2 * np.pi
    # Papers with the same neighbours would stand on each other.
    return np.clip(placed + ASIDE * np.column_stack((np.cos(turn), np.sin(turn))), 0, 1)
