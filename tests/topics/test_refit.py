"""A refit goes on from the last one: ids, labels, hardly a paper moved; and it tells what changed."""

import gzip
import json
import random
from pathlib import Path

import numpy as np
import pytest
from piles import papers

from broadsheet.topics.changes import changes, moved
from broadsheet.topics.matching import match
from broadsheet.topics.stage import fit_model
from broadsheet.topics.text import Document

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared" / "data"


@pytest.mark.parametrize(
    ("before", "after", "pairs"),
    [
        ([0, 0, 1, 1], [1, 1, 0, 0], {1: 0, 0: 1}),
        ([0, 0, 0, 0, 1, 1], [0, 0, 0, 2, 1, 1], {0: 0, 1: 1}),
        ([0, 0, -1, -1], [0, 0, 1, 1], {0: 0}),
        ([-1, -1], [0, 0], {}),
        ([0, 0, 0, 1, 1, 1], [0, 0, 0, 0, 0, 0], {0: 0}),
    ],
)
def test_topics_are_matched_by_the_papers_that_they_share(before, after, pairs):
    assert match(np.array(before), np.array(after)) == pairs


def test_an_unchanged_collection_gives_the_same_topics_again():
    documents = papers(["quantum", "cache", "speech"], 20)
    old = fit_model(documents, topics=3)
    new = fit_model(documents, topics=3, old=old)
    assert new.groups == old.groups
    assert new.members == old.members
    assert "0 (0.00%) moved" in changes(old, new)


def test_a_new_subject_makes_a_new_topic_and_the_others_keep_their_ids():
    documents = papers(["quantum", "cache", "speech"], 20)
    old = fit_model(documents, topics=3)
    new = fit_model([*documents, *papers(["protein"], 20)], topics=4, old=old)
    assert {group.id for group in old.groups} < {group.id for group in new.groups}
    assert moved(old, new) == {}
    said = changes(old, new)
    assert "## New" in said
    assert "20 papers are new" in said


def test_retired_topics_lead_to_those_that_took_their_papers():
    documents = papers(["quantum", "cache", "speech"], 20)
    old = fit_model(documents, topics=3)
    new = fit_model(documents, topics=1, old=old)
    (left,) = new.groups
    assert set(new.former) == {group.id for group in old.groups} - {left.id}
    assert set(new.former.values()) == {left.id}
    assert "## Retired" in changes(old, new)
    last = fit_model(papers(["traffic"], 20), topics=1, old=new)
    assert last.former[left.id] == ""
    assert not {group.id for group in last.groups} & {group.id for group in old.groups}, "ids are never used again"


def test_forbidden_words_are_no_labels():
    documents = papers(["quantum", "cache"], 20)
    said = [group.label.lower() for group in fit_model(documents, topics=2).groups]
    barred = said[0].split(" and ")
    new = fit_model(documents, topics=2, forbidden=barred)
    assert not [group for group in new.groups for word in barred if word in (group.label.lower(), *group.terms)]


def test_the_order_of_papers_has_no_effect_on_a_refit():
    documents = papers(["quantum", "cache", "speech"], 20)
    old = fit_model(documents[:50], topics=3)
    shuffled = documents[:]
    random.Random(5).shuffle(shuffled)
    assert fit_model(shuffled, old=old).members == fit_model(documents, old=old).members


def collection(name):
    path = SHARED / name
    if not path.exists():
        pytest.skip(f"{name} is not here")
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        rows = [json.loads(line) for line in lines]
    return list({d.id: d for d in (document(n, row) for n, row in enumerate(rows))}.values())


def document(number, row):
    return Document(row.get("id") or f"p{number:05}", row["title"], row.get("abstract") or "")


@pytest.mark.slow
@pytest.mark.parametrize(
    "name", ["topics/arxiv_primary_1000.jsonl", "topics/efficient_llm_awesome.jsonl", "daily/hf_daily.jsonl.gz"]
)
@pytest.mark.parametrize("seed", [1, 2])
def test_one_in_twenty_papers_new_moves_at_most_one_in_a_hundred(name, seed):
    documents = collection(name)
    kept = sorted(random.Random(seed).sample(documents, round(0.95 * len(documents))))
    old = fit_model(kept)
    new = fit_model(documents, old=old)
    assert len(moved(old, new)) <= 0.01 * len(kept)
    assert [group.id for group in old.groups if not group.parent] == [g.id for g in new.groups if not g.parent]
