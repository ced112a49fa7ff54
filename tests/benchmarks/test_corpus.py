"""The made-up corpora are the same every time, are what the model asks for, and come back from their files."""

from pathlib import Path

import msgspec
import pytest
import yaml
from peers import write_hugo, write_mkdocs
from project import clean, digest_yaml, edit_paper, paper_yaml, write_project

from broadsheet.model import Digest, Paper
from corpus import Corpus, daily, synthetic

REPOSITORY = Path(__file__).resolve().parents[2]
CARDS = REPOSITORY.parent / "shared" / "data" / "daily" / "hf_daily.jsonl.gz"


@pytest.fixture(scope="module")
def small() -> Corpus:
    return synthetic(300)


def test_same_arguments_same_corpus(small: Corpus) -> None:
    assert synthetic(300) == small
    assert synthetic(300, seed=2) != small


def test_ids_are_distinct_and_picks_exist(small: Corpus) -> None:
    ids = [paper.id for paper in small.papers]
    picks = [pick.paper for digest in small.digests for pick in digest.picked]
    assert len(set(ids)) == 300
    assert set(picks) <= set(ids)
    assert len(set(picks)) == len(picks) > 250


def test_shape_is_that_of_real_abstracts() -> None:
    papers = synthetic(2000).papers
    words = [len(paper.summary.split()) for paper in papers]
    people = {author for paper in papers for author in paper.authors}
    assert 160 < sum(words) / len(words) < 200
    assert 1600 < len(people) < 2600
    assert {len(paper.authors) for paper in papers} == set(range(1, 9))
    assert papers[0].date < "2023-08" and papers[-1].date > "2026-05"


def _assert_read_back(corpus: Corpus) -> None:
    for paper in corpus.papers:
        read = msgspec.convert(yaml.load(paper_yaml(paper), yaml.CSafeLoader), Paper)
        assert msgspec.structs.replace(read, id=paper.id) == paper
    for digest in corpus.digests:
        assert msgspec.convert(yaml.load(digest_yaml(digest), yaml.CSafeLoader), Digest) == digest


def test_files_read_back_as_the_values(small: Corpus) -> None:
    _assert_read_back(small)


@pytest.mark.slow
@pytest.mark.skipif(not CARDS.exists(), reason="no shared/data/daily beside the repository")
def test_real_cards_read_back_as_the_values() -> None:
    corpus = daily(CARDS)
    assert len(corpus.papers) == 8161  # 8,162 cards: one paper was shown on two days
    assert len(corpus.digests) == 498
    _assert_read_back(corpus)


def test_project_holds_a_file_a_paper_and_loses_its_outputs(small: Corpus, tmp_path: Path) -> None:
    write_project(small, tmp_path, REPOSITORY)
    (tmp_path / "site").mkdir()
    (tmp_path / "site" / "index.html").touch()
    clean(tmp_path)
    assert len(list((tmp_path / "content/papers").glob("*.yml"))) == 300
    assert len(list((tmp_path / "content/digests").glob("*/*.yml"))) == len(small.digests)
    assert not (tmp_path / "site").exists()
    assert (tmp_path / "mkdocs.yml").exists()


def test_every_edition_changes_the_paper_once(small: Corpus, tmp_path: Path) -> None:
    paper = small.papers[7]
    file = tmp_path / "content" / "papers" / f"{paper.id}.yml"
    file.parent.mkdir(parents=True)
    for edition in (1, 2):
        edit_paper(paper, tmp_path, edition)
        summary = yaml.safe_load(file.read_text(encoding="utf-8"))["summary"]
        assert summary == f"{paper.summary} The authors add result number {edition} to a later version."


def test_peers_get_a_page_a_paper(small: Corpus, tmp_path: Path) -> None:
    hugo, mkdocs = tmp_path / "hugo", tmp_path / "mkdocs"
    hugo.mkdir()
    mkdocs.mkdir()
    write_hugo(small, hugo)
    write_mkdocs(small, mkdocs)
    paper = small.papers[0]
    page = (hugo / "content" / "papers" / f"{paper.id}.md").read_text(encoding="utf-8")
    _, matter, text = page.split("---\n", 2)
    assert yaml.safe_load(matter)["authors"] == list(paper.authors)
    assert text.strip() == paper.summary
    assert len(list((mkdocs / "docs" / "papers").glob("*.md"))) == 300
