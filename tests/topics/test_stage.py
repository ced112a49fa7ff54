"""Topics, labels, placements and related papers of small corpora."""

import os
import random
import subprocess
import sys

import pytest

from broadsheet.topics.landscape import Landscape, Placement
from broadsheet.topics.stage import find, preview
from broadsheet.topics.text import Document

QUANTUM = [
    ("Quantum computing on trapped ions", "Qubits of trapped ions make quantum computing reliable; gate errors fall."),
    ("Error correction for quantum computing", "Surface codes correct qubit errors, so quantum computing scales."),
    ("Compiling circuits for quantum computing", "A compiler maps quantum circuits to qubits with fewer gates."),
    ("Quantum computing with photons", "Photonic qubits and gates for quantum computing at room temperature."),
    ("Noise in quantum circuits", "Quantum circuits suffer noise; qubit errors are modelled for quantum computing."),
    ("Benchmarking quantum computing", "Gate errors of superconducting qubits across quantum circuits."),
    ("Variational quantum circuits", "Training variational quantum circuits on few qubits, with noise."),
]
CACHE = [
    ("KV cache compression for long contexts", "LLM serving is bound by memory. We compress the KV cache by eviction."),
    ("Paged KV cache", "Paging the KV cache raises the throughput of LLM serving under long contexts."),
    ("Quantizing the KV cache", "Four-bit KV cache entries halve memory in LLM serving without retraining."),
    ("Sharing a KV cache between requests", "Prefix reuse in the KV cache cuts latency of LLM serving."),
    ("Eviction from the KV cache", "Attention scores say which tokens leave the KV cache during decoding."),
    ("Offloading the KV cache", "Long contexts need memory: the KV cache moves to the host in LLM serving."),
    ("Attention sinks and the KV cache", "Tokens at the start must stay in the KV cache for long contexts."),
]


def documents(*piles):
    return [
        Document(f"{'abcdef'[pile]}{number}", title, text)
        for pile, papers in enumerate(piles)
        for number, (title, text) in enumerate(papers)
    ]


@pytest.mark.parametrize("topics", [None, 2])
def test_two_piles_come_apart_and_are_named(topics):
    landscape = find(documents(QUANTUM, CACHE), topics=topics)
    assert {topic.label: "".join(sorted({paper[0] for paper in topic.papers})) for topic in landscape.topics} == {
        "Quantum computing": "a",
        "KV cache": "b",
    }
    assert {topic.id for topic in landscape.topics} == {"quantum-computing", "kv-cache"}


def test_a_topic_lists_every_member_the_most_central_first():
    landscape = find(documents(QUANTUM, CACHE), topics=2)
    for topic in landscape.topics:
        scores = [landscape.placements[paper].score for paper in topic.papers]
        assert scores == sorted(scores, reverse=True)
        assert {paper for paper, placed in landscape.placements.items() if placed.topic == topic.id} == set(
            topic.papers
        )
        assert 0 < len(topic.terms) <= 8
        assert len(set(topic.terms)) == len(topic.terms)


def test_related_papers_share_the_terms_that_explain_them():
    papers = documents(QUANTUM, CACHE)
    landscape = find(papers)
    words = {paper.id: f"{paper.title} {paper.text}".lower() for paper in papers}
    assert {related.paper[0] for related in landscape.related["a1"]} == {"a"}
    for paper, neighbours in landscape.related.items():
        assert len(neighbours) <= 5
        assert [n.score for n in neighbours] == sorted((n.score for n in neighbours), reverse=True)
        for related in neighbours:
            assert 0 < related.score <= 1
            assert related.paper != paper
            assert 1 <= len(related.terms) <= 4
            for term in related.terms:
                start = term.lower()[:4]
                assert start in words[paper]
                assert start in words[related.paper]
    assert "KV cache" in {term for related in landscape.related["b1"] for term in related.terms}


def test_a_placement_says_why():
    placement = find(documents(QUANTUM, CACHE), topics=2).placements["b1"]
    assert placement.topic == "kv-cache"
    assert 0 < placement.score <= 1
    assert "KV cache" in placement.terms


def test_a_phrase_that_most_papers_use_is_no_label():
    said = "Large language models everywhere. "
    piles = [[(title, said + text) for title, text in pile] for pile in (QUANTUM, CACHE)]
    labels = {topic.label.lower() for topic in find(documents(*piles), topics=2).topics}
    assert labels == {"quantum computing", "kv cache"}


def test_neither_order_nor_a_second_run_nor_the_seed_of_hashes_changes_anything():
    papers = documents(QUANTUM, CACHE)
    shuffled = papers[:]
    random.Random(3).shuffle(shuffled)
    landscape = find(papers)
    assert find(shuffled) == landscape
    program = (
        "import ast, sys; from broadsheet.topics.stage import find; from broadsheet.topics.text import Document;"
        "print(find([Document(*d) for d in ast.literal_eval(sys.stdin.read())]))"
    )
    for seed, threads in (("1", "1"), ("2", "4")):
        environment = os.environ | {"PYTHONHASHSEED": seed, "OMP_NUM_THREADS": threads, "OPENBLAS_NUM_THREADS": threads}
        run = subprocess.run(
            [sys.executable, "-c", program],
            input=repr([tuple(paper) for paper in shuffled]),
            capture_output=True,
            text=True,
            env=environment,
            check=True,
        )
        assert run.stdout.strip() == repr(landscape)


def test_no_papers():
    assert find([]) == Landscape()
    assert preview([]) == []


@pytest.mark.parametrize("text", ["", "The of and.", "$x^2$ https://example.org", "!!! ???"])
def test_papers_without_words_are_related_to_nothing_and_placed_nowhere(text):
    papers = [Document("a", "", text), Document("b", text, "")]
    assert find(papers) == Landscape(related={"a": (), "b": ()})
    assert preview(papers) == [("a", Placement("", 0.0), "", False), ("b", Placement("", 0.0), "", False)]


def test_one_paper_is_a_topic_of_its_own():
    landscape = find([Document("only", "Pruning of neural networks", "")])
    (topic,) = landscape.topics
    assert topic.papers == ("only",)
    assert topic.label == "Pruning"
    assert landscape.related == {"only": ()}


def test_a_paper_without_words_does_not_disturb_the_others():
    papers = documents(QUANTUM, CACHE)
    landscape = find([*papers, Document("empty", "", "")])
    assert landscape.related["empty"] == ()
    assert "empty" not in landscape.placements
    assert landscape.topics == find(papers).topics


@pytest.mark.parametrize("topics", [None, 1, 2, 10])
@pytest.mark.parametrize("size", [2, 3, 30])
def test_identical_papers_are_one_topic_and_near_each_other(size, topics):
    papers = [Document(f"p{number:02}", *CACHE[0]) for number in range(size)]
    landscape = find(papers, topics=topics)
    (topic,) = landscape.topics
    assert sorted(topic.papers) == [paper.id for paper in papers]
    assert topic.terms
    for related in landscape.related.values():
        assert len(related) == min(5, size - 1)
        assert all(one.score == 1 and one.terms for one in related)


def test_more_topics_asked_for_than_papers():
    landscape = find(documents(QUANTUM[:1], CACHE[:2]), topics=50)
    assert 1 <= len(landscape.topics) <= 3
    assert sorted(paper for topic in landscape.topics for paper in topic.papers) == ["a0", "b0", "b1"]
    assert len({topic.label for topic in landscape.topics}) == len(landscape.topics)


def test_titles_alone_suffice():
    papers = [Document(paper.id, paper.title, "") for paper in documents(QUANTUM, CACHE)]
    landscape = find(papers, topics=2)
    assert {landscape.placements[paper.id].topic for paper in papers if paper.id[0] == "b"} == {"kv-cache"}


def test_the_same_word_over_and_over():
    landscape = find([Document(str(number), "pruning", "pruning " * number) for number in range(4)])
    assert [topic.label for topic in landscape.topics] == ["Pruning"]


def test_preview_agrees_with_fit():
    papers = documents(QUANTUM, CACHE)
    landscape = find(papers, topics=2)
    labels = {topic.id: topic.label for topic in landscape.topics}
    assert preview(papers, 2) == [
        (paper.id, landscape.placements[paper.id], labels[landscape.placements[paper.id].topic], True)
        for paper in papers
    ]


def test_the_package_alone_does_not_load_scikit_learn():
    program = "import sys, broadsheet.topics, broadsheet.topics.text; print('sklearn' in sys.modules)"
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "False"
