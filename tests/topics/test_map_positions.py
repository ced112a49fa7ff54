"""Where papers stand on the map: near their neighbours, and where they stood."""

import numpy as np
import numpy.typing as npt
import pytest
from sklearn.manifold import trustworthiness

from broadsheet.topics.map_positions import FEW, ROOM, plane, positions

Vectors = npt.NDArray[np.float32]


def themes(
    count: int, papers: int, seed: int = 0
) -> tuple[list[str], Vectors, npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Ids, vectors and neighbours of papers about `count` themes, and the theme of each."""
    chance = np.random.default_rng(seed)
    of = np.arange(papers) % count
    vectors = np.eye(count, 30)[of] + chance.normal(0, 0.12, (papers, 30))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    similar = vectors @ vectors.T
    np.fill_diagonal(similar, -2)
    return [f"p{row:04}" for row in range(papers)], vectors, np.argsort(-similar, axis=1)[:, :10], of


def table(found: dict[str, tuple[float, float]]) -> npt.NDArray[np.float64]:
    return np.array(list(found.values()))


def test_papers_of_one_theme_stand_together() -> None:
    ids, vectors, near, of = themes(12, 600)
    place = table(positions(ids, vectors, near, {}))
    assert place.min() >= 0
    assert place.max() <= 1
    far = np.linalg.norm(place[:, None] - place[None, :], axis=2)
    np.fill_diagonal(far, np.inf)
    assert (of[np.argsort(far, axis=1)[:, :5]] == of[:, None]).mean() > 0.8
    assert trustworthiness(vectors, place) > trustworthiness(vectors, plane(vectors)) + 0.1


def test_those_that_are_known_keep_still_and_a_new_one_goes_among_its_neighbours() -> None:
    ids, vectors, near, of = themes(12, 300)
    before = positions(ids[:-1], vectors[:-1], np.minimum(near[:-1], 298), {})
    after = positions(ids, vectors, near, before)
    assert {paper: after[paper] for paper in before} == before
    own = np.array([before[paper] for paper, theme in zip(ids[:-1], of[:-1], strict=True) if theme == of[-1]])
    assert np.linalg.norm(own - after[ids[-1]], axis=1).min() < 0.1


def test_new_ones_have_no_effect_on_each_other() -> None:
    ids, vectors, near, _ = themes(12, 300)
    before = positions(ids[:200], vectors[:200], np.minimum(near[:200], 199), {})
    together = positions(ids, vectors, near, before)
    alone = positions([*ids[:200], ids[250]], vectors[[*range(200), 250]], near[:201], before)
    assert alone[ids[250]] == together[ids[250]]


def test_twice_the_same() -> None:
    ids, vectors, near, _ = themes(5, 80)
    assert positions(ids, vectors, near, {}) == positions(ids, vectors, near, {})


@pytest.mark.parametrize("papers", [2, 30, FEW])
def test_few_points_can_each_be_seen(papers: int) -> None:
    ids, vectors, near, _ = themes(3, papers)
    place = table(positions(ids, vectors, near[:, : papers - 1], {}))
    far = np.linalg.norm(place[:, None] - place[None, :], axis=2)
    np.fill_diagonal(far, np.inf)
    assert np.median(far.min(axis=1)) > 0.4 * ROOM / papers**0.5


@pytest.mark.parametrize(("papers", "corner"), [(0, {}), (1, {"p0000": (0.0, 0.0)})])
def test_hardly_any_papers(papers: int, corner: dict[str, tuple[float, float]]) -> None:
    ids, vectors, near, _ = themes(3, 3)
    assert positions(ids[:papers], vectors[:papers], near[:papers, :0], {}) == corner


def test_papers_that_do_not_differ() -> None:
    same = np.ones((40, 4), dtype=np.float32) / 2
    found = positions([f"p{row}" for row in range(40)], same, np.tile(np.arange(10), (40, 1)), {})
    assert np.isfinite(table(found)).all()
