"""Distance to the nearest earlier papers, as a percentile."""

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pytest

from broadsheet.topics.distinctiveness import FEWEST, METHOD, Distinctiveness, distinctiveness

DIRECTIONS = 6


def crowd(papers: int, seed: int = 0) -> tuple[list[str], npt.NDArray[np.float32], dict[str, str]]:
    """Papers about six themes, one a day."""
    chance = np.random.default_rng(seed)
    vectors = np.eye(DIRECTIONS, 20)[np.arange(papers) % DIRECTIONS] + chance.normal(0, 0.15, (papers, 20))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    ids = [f"p{row:03}" for row in range(papers)]
    dates = {paper: str(np.datetime64("2026-01-01") + row) for row, paper in enumerate(ids)}
    return ids, vectors.astype(np.float32), dates


def with_one(vector: npt.NDArray[np.float32], day: str) -> dict[str, Distinctiveness]:
    ids, vectors, dates = crowd(60)
    more = (vector / np.linalg.norm(vector)).astype(np.float32)
    return distinctiveness([*ids, "new"], np.vstack((vectors, more)), {**dates, "new": day})


def test_a_planted_near_duplicate_is_low_and_names_its_model() -> None:
    copy = crowd(60)[1][40]
    copies = [copy + 0.01 * np.eye(20, dtype=np.float32)[at] for at in range(3)]
    ids, vectors, dates = crowd(60)
    days = {f"c{at}": f"2026-03-0{at + 2}" for at in range(3)}
    found = distinctiveness([*ids, *days], np.vstack((vectors, *copies)), {**dates, **days})
    assert found["c2"].percentile <= 5
    assert {name for name, _ in found["c2"].neighbours} == {"c0", "c1", "p040"}


def test_a_planted_outlier_is_high() -> None:
    found = with_one(-np.eye(DIRECTIONS, 20, dtype=np.float32).sum(axis=0), "2026-04-01")["new"]
    assert found.percentile >= 98
    assert found.earlier == 60


def test_later_papers_and_papers_of_the_same_day_are_without_effect() -> None:
    ids, vectors, dates = crowd(60)
    alone = distinctiveness(ids[:50], vectors[:50], dates)
    assert {paper: found for paper, found in distinctiveness(ids, vectors, dates).items() if paper in ids[:50]} == alone
    twin = vectors[40]
    same_day = with_one(twin, dates["p040"])
    assert same_day["p040"] == alone["p040"]
    assert "p040" not in {name for name, _ in same_day["new"].neighbours}


def test_the_order_of_the_papers_is_without_effect() -> None:
    ids, vectors, dates = crowd(60)
    assert distinctiveness(ids[::-1], vectors[::-1], dates) == distinctiveness(ids, vectors, dates)


def test_absent_below_twenty_earlier_papers() -> None:
    found = distinctiveness(*crowd(60))
    assert sorted(found)[0] == f"p{FEWEST:03}"
    assert len(found) == 60 - FEWEST
    assert distinctiveness(*crowd(FEWEST)) == {}


@pytest.mark.parametrize("day", ["", "2026", "2026-03"])
def test_absent_without_a_full_date(day: str) -> None:
    ids, vectors, dates = crowd(60)
    known: Mapping[str, str] = {**dates, "p050": day}
    assert "p050" not in distinctiveness(ids, vectors, known)


def test_every_figure_comes_with_n_neighbours_and_method() -> None:
    found = distinctiveness(*crowd(60))["p059"]
    assert (found.among, found.earlier, found.method) == (56, 59, METHOD)
    assert [cosine for _, cosine in found.neighbours] == sorted((c for _, c in found.neighbours), reverse=True)
    assert found.distance == pytest.approx(1 - sum(cosine for _, cosine in found.neighbours) / 3, abs=2e-3)
