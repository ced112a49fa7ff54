"""A fit as files and back: what later builds assign with."""

import json

import numpy as np
import pytest
from piles import papers

from broadsheet.topics.frozen import freeze, thaw
from broadsheet.topics.header import BrokenFitError, read_header
from broadsheet.topics.stage import find, fit_model
from broadsheet.topics.text import Document

PAPERS = papers(["quantum", "cache", "speech"], 20)
MODEL = fit_model(PAPERS, topics=3)
FILES = freeze(MODEL)


def test_a_model_comes_back_as_it_was():
    again = thaw(FILES)
    assert freeze(again) == FILES
    assert again.groups == MODEL.groups
    assert again.members == MODEL.members
    assert again.space.vocabulary == MODEL.space.vocabulary
    assert np.array_equal(again.space.components, MODEL.space.components)
    assert again.lexicon.names == MODEL.lexicon.names
    assert np.array_equal(again.lexicon.idf, MODEL.lexicon.idf)


def test_a_build_with_the_fit_finds_what_the_fit_found():
    assert find(PAPERS, model=thaw(FILES)) == find(PAPERS, topics=3)


def test_new_papers_move_no_other_and_go_where_they_belong():
    before = find(PAPERS, model=MODEL)
    new = papers(["quantum", "speech"], 3, seed=9, start=500)
    after = find([*PAPERS, *new], model=MODEL)
    assert {paper: after.placements[paper] for paper in before.placements} == before.placements
    home = {paper: topic.id for topic in before.topics for paper in topic.papers}
    for document in new:
        assert after.placements[document.id].topic == home[document.id.split("-")[0] + "-000"]


def test_a_paper_that_shares_hardly_a_word_is_near_no_topic():
    alien = Document(
        "alien", "Monastic charters of the twelfth century", "Parchment, abbots, seals. Systems of tithes."
    )
    wordless = Document("bare", "", "")
    found = find([*PAPERS, alien, wordless], model=MODEL)
    assert "alien" not in found.placements
    assert found.apart["alien"].topic in {topic.id for topic in found.topics}
    assert "bare" not in found.placements
    assert "bare" not in found.apart
    assert not [topic for topic in found.topics if "alien" in topic.papers]


def test_texts_are_projected_one_by_one_as_together():
    texts = [f"{paper.title}. {paper.text}" for paper in PAPERS[:5]]
    together = MODEL.space.project(texts)
    assert together.dtype == np.float32
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for row, one in zip(together, texts, strict=True):
        assert np.array_equal(MODEL.space.project([one])[0], row)
    assert not MODEL.space.project(["zebras"]).any()


def changed(name, data):
    return {**FILES, name: data}


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({}, "fit.json is missing"),
        (changed("fit.json", b"{"), "fit.json cannot be read"),
        (changed("fit.json", b'{"version": 1}'), "fit.json cannot be read"),
        (changed("fit.json", FILES["fit.json"].replace(b'"version": 1', b'"version": 99')), "version 99"),
        (changed("papers.tsv", FILES["papers.tsv"] + b"x\ty\n"), "papers.tsv is not the file"),
        (changed("components.npy", b""), "components.npy is not the file"),
        ({name: data for name, data in FILES.items() if name != "terms.tsv"}, "terms.tsv is missing"),
    ],
)
def test_a_broken_fit_says_what_is_wrong(files, said):
    with pytest.raises(BrokenFitError, match=said):
        read_header(files)
    with pytest.raises(BrokenFitError, match=said):
        thaw(files)


def test_arrays_are_never_pickles():
    assert all(
        b"objects" not in data and data.startswith(b"\x93NUMPY") for name, data in FILES.items() if ".npy" in name
    )


def test_the_header_can_be_read_by_people_and_programs():
    header = json.loads(FILES["fit.json"])
    assert header["papers"] == 60
    assert {len(topic["central"]) for topic in header["topics"]} == {5}
    assert set(header["sha256"]) == set(FILES) - {"fit.json"}
