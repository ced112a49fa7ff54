"""The curator's file: read, checked against what there is, and stronger than what was found."""

import pytest
from piles import papers

from broadsheet.sources.curation import Curation, Split, Steering, read_curation
from broadsheet.topics.frozen import freeze
from broadsheet.topics.stage import find, fit_model
from broadsheet.topics.steering import read_topics

PAPERS = papers(["quantum", "cache", "speech"], 20)
MODEL = fit_model(PAPERS, topics=3)
TOPIC = {subject: MODEL.members[f"{subject}-000"] for subject in ("quantum", "cache", "speech")}


def steered(**topics):
    curation = Curation(topics={TOPIC[subject]: steering for subject, steering in topics.items()})
    return find(PAPERS, model=MODEL, curation=curation)


def members(landscape, topic):
    return {paper for found in landscape.topics if found.id == topic for paper in found.papers}


def test_a_label_and_a_description_are_the_curators():
    landscape = steered(cache=Steering(label="Memory of attention", description="Where the past is kept."))
    (topic,) = (topic for topic in landscape.topics if topic.id == TOPIC["cache"])
    assert (topic.label, topic.description) == ("Memory of attention", "Where the past is kept.")


def test_a_pinned_paper_goes_where_it_is_put_and_says_so():
    landscape = steered(cache=Steering(papers=("quantum-003",)))
    placement = landscape.placements["quantum-003"]
    assert (placement.topic, placement.pinned) == (TOPIC["cache"], True)
    assert "quantum-003" in members(landscape, TOPIC["cache"])
    assert not landscape.placements["quantum-004"].pinned


def test_a_merged_topic_gives_its_papers_and_its_address():
    landscape = steered(cache=Steering(merge=(TOPIC["speech"],)))
    assert {topic.id for topic in landscape.topics} == {TOPIC["cache"], TOPIC["quantum"]}
    assert len(members(landscape, TOPIC["cache"])) + len(landscape.apart) >= 40
    assert landscape.former[TOPIC["speech"]] == TOPIC["cache"]


def test_a_split_takes_the_papers_near_those_named():
    named = ("speech-001", "speech-002")
    curation = Curation(topics={TOPIC["speech"]: Steering(split={"loud": Split(label="Loud speech", papers=named)})})
    landscape = find(PAPERS, model=MODEL, curation=curation)
    (topic,) = (topic for topic in landscape.topics if topic.id == "loud")
    assert topic.label == "Loud speech"
    assert set(named) <= set(topic.papers)
    assert all(paper.startswith("speech") for paper in topic.papers)
    assert 0 < len(members(landscape, TOPIC["speech"])) < 20
    assert landscape.placements["speech-001"].terms


def test_order_and_forbidden_words():
    last = find(PAPERS, model=MODEL).topics[-1].id
    landscape = find(PAPERS, model=MODEL, curation=Curation(order=(last,)))
    assert landscape.topics[0].id == last
    label = landscape.topics[0].label
    barred = Curation(forbid=tuple(label.split(" and ")))
    (topic,) = (topic for topic in find(PAPERS, model=MODEL, curation=barred).topics if topic.id == last)
    assert topic.label != label
    assert not {term.lower() for term in topic.terms} & {one.lower() for one in barred.forbid}


def project(tmp_path, text, fitted=True):
    folder = tmp_path / "site_config" / "topics"
    folder.mkdir(parents=True)
    (folder.parent / "topics.yml").write_text(text)
    for name, data in freeze(MODEL).items() if fitted else ():
        (folder / name).write_bytes(data)
    return tmp_path


CASES = [
    ("topics:\n  nowhere:\n    label: X\n", 3, "unknown-topic"),
    ("topics:\n  CACHE:\n    merge:\n      - nowhere\n", 4, "unknown-topic"),
    ("topics:\n  CACHE:\n    merge: [CACHE]\n", 3, "bad-merge"),
    ("topics:\n  CACHE:\n    merge: [SPEECH]\n  SPEECH:\n    label: S\n", 5, "bad-merge"),
    ("topics:\n  CACHE:\n    papers:\n      - no-such-paper\n", 4, "unknown-paper"),
    ("topics:\n  CACHE:\n    papers: [quantum-001]\n  SPEECH:\n    papers: [quantum-001]\n", 5, "pinned-twice"),
    ("topics:\n  CACHE:\n    split:\n      SPEECH: {label: S, papers: [cache-001]}\n", 4, "duplicate-topic"),
    ("order:\n  - CACHE\n  - nowhere\n", 3, "unknown-topic"),
    ("topics:\n  CACHE:\n    lable: X\n", 3, "unknown-key"),
]


@pytest.mark.parametrize(("text", "line", "code"), CASES)
def test_what_is_not_there_is_a_problem_with_its_line(tmp_path, text, line, code):
    text = text.replace("CACHE", TOPIC["cache"]).replace("SPEECH", TOPIC["speech"])
    _, problems = read_topics(project(tmp_path, text), {paper.id for paper in PAPERS})
    (problem,) = problems
    assert (problem.path, problem.line, problem.code) == ("site_config/topics.yml", line, code)
    assert problem.hint


def test_a_sound_file_is_no_problem(tmp_path):
    text = f"order: [{TOPIC['speech']}]\ntopics:\n  {TOPIC['cache']}:\n    label: Caches\n    papers: [quantum-001]\n"
    steering, problems = read_topics(project(tmp_path, text), {paper.id for paper in PAPERS})
    assert problems == []
    assert steering.curation.topics[TOPIC["cache"]].label == "Caches"
    assert set(steering.fit) == set(freeze(MODEL))


def test_topics_are_steered_once_they_are_fitted(tmp_path):
    root = project(tmp_path, "topics:\n  cache:\n    label: X\n", fitted=False)
    _, problems = read_topics(root, set())
    assert [problem.code for problem in problems] == ["topics-not-fitted"]


def test_a_damaged_fit_is_one_problem(tmp_path):
    root = project(tmp_path, "forbid: [bench]\n")
    (root / "site_config" / "topics" / "centres.npy").write_bytes(b"")
    steering, problems = read_topics(root, set())
    assert [(problem.path, problem.code) for problem in problems] == [("site_config/topics", "broken-fit")]
    assert "topics fit" in problems[0].hint
    assert steering.fit == {}


def test_no_file_says_nothing(tmp_path):
    assert read_curation(tmp_path) == (Curation(), [])
