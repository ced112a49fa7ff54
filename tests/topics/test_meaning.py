"""The search index and the script that reads it, run in Node."""

import gzip
import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from broadsheet.executors import InProcess
from broadsheet.topics import meaning
from broadsheet.topics.collection import gather
from broadsheet.topics.text import Document

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
SCRIPT = ROOT / "themes" / "broadsheet" / "assets" / "meaning.js"
DAILY = ROOT / ".." / "shared" / "data" / "daily" / "hf_daily.jsonl.gz"
NODE = shutil.which("node")
needs_node = pytest.mark.skipif(NODE is None, reason="Node is not installed")

PAPERS = [
    Document(
        "a-cache",
        "Eviction from the KV cache",
        "The KV cache grows with the context. Eviction saves memory in decoding.",
    ),
    Document("b-draft", "Speculative decoding", "A draft model makes decoding faster; the KV cache is shared."),
    Document("c-robot", "Robots that fold laundry", "A gripper folds laundry. Manipulation is learned by imitation."),
    Document("d-arm", "Dexterous manipulation", "Imitation teaches a gripper dexterous manipulation of cloth."),
    Document("e-naïve", "Naïve Bayes’s return", "Spam filters in 2024: a naïve classifier, state-of-the-art."),
]
STRINGS = [
    "",
    " ",
    "The KV-cache’s eviction policies",
    "caches policies classes biases analysis bus",
    "Pruned, prunes & pruning; quantised quantization QUANTIZING",
    "state-of-the-art k-means x's (LLMs) don't",
    "naïve café ﬁne-tuning Ⅷ ½ x² 1,000.5 7B int8 3D",
    "Straße ΣΊΣΥΦΟΣ İstanbul ŁÓDŹ",
    "日本語のテキスト 中文，标点。 العربية हिन्दी",
    "𝐛𝐨𝐥𝐝 𝔘𝔫𝔦𝔠𝔬𝔡𝔢 😀 zero\u200bwidth soft\u00adhyphen nbsp\u00a0here",
    "$\\alpha$-divergence <b>bold</b> &amp; https://example.org/a?b=c under_score",
    "agreed controlled running missing add spelled zzz eee sses xes ies",
    "'quoted' ’curly’ o'clock’s rock'n'roll s's",
]


def node(task: dict[str, Any]) -> Any:
    done = subprocess.run(
        [NODE or "node", HERE / "search_in_node.mjs"],
        input=json.dumps(task),
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout)


def head(index: bytes) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(index[: index.index(b"\n")])
    return found


def indexed(papers: Sequence[Document]) -> bytes:
    collection = gather(papers, None, 0, InProcess())
    assert collection
    return meaning.index(papers, meaning.spread(collection.ids, collection.vectors, papers))


def ask(papers: Sequence[Document], folder: Path, *queries: str) -> list[list[dict[str, Any]]]:
    """The hits of each query, with ids instead of numbers."""
    path = folder / "index.bin"
    path.write_bytes(indexed(papers))
    found = node({"script": str(SCRIPT), "index": str(path), "queries": queries, "limit": 10})
    ids = sorted(paper.id for paper in papers)
    return [[{**hit, "paper": ids[hit["paper"]]} for hit in hits] for hits in found]


@pytest.mark.parametrize(
    ("text", "stems"),
    [
        ("Pruned, prunes and PRUNING", ["prun", "prun", "and", "prun"]),
        ("The KV-cache’s size", ["the", "kv", "cach", "siz"]),
        ("a ﬁne-tuned x²", ["fin", "tun", "x2"]),
    ],
)
def test_words(text: str, stems: list[str]) -> None:
    assert meaning.stems(text) == stems


@needs_node
def test_the_script_takes_the_same_words_from_a_text() -> None:
    texts = list(STRINGS)
    if DAILY.exists():
        with gzip.open(DAILY, "rt", encoding="utf-8") as lines:
            texts += [json.loads(line)["abstract"] for _, line in zip(range(1500), lines, strict=False)]
    rules = head(indexed(PAPERS))["rules"]
    for text, found in zip(texts, node({"script": str(SCRIPT), "rules": rules, "texts": texts}), strict=True):
        assert found == meaning.stems(text)


def test_the_same_papers_give_the_same_bytes_in_any_order() -> None:
    assert indexed(PAPERS) == indexed(PAPERS[::-1])


def test_the_head_says_what_follows() -> None:
    data = indexed(PAPERS)
    told = head(data)
    assert (told["format"], told["version"], told["papers"]) == ("broadsheet-search", 1, 5)
    assert len(data) == data.index(b"\n") + 1 + sum(told["sections"].values())
    assert told["sections"]["vectors"] == 5 * meaning.DIMENSIONS // 2


def test_quantised_vectors_keep_their_neighbours() -> None:
    vectors = np.random.default_rng(0).normal(size=(300, 80)).astype(np.float32) * np.linspace(
        3, 0.1, 80, dtype=np.float32
    )
    scales, packed = meaning.quantise(vectors)
    back = np.stack((packed & 15, packed >> 4), axis=2).reshape(300, -1).astype(np.float32) - 8
    kept = vectors[:, : meaning.DIMENSIONS] - vectors[:, : meaning.DIMENSIONS].mean(axis=0)
    both = [one / np.linalg.norm(one, axis=1, keepdims=True) for one in (back * scales, kept)]
    assert np.einsum("ij,ij->i", *both).min() > 0.97


def test_a_paper_without_a_known_word_lies_nowhere() -> None:
    _, packed = meaning.quantise(np.array([[1, 0], [0, 1], [0, 0]], dtype=np.float32))
    assert set(packed[2].tolist()) == {0x88}


@needs_node
def test_papers_are_found_by_their_words_in_any_form(tmp_path: Path) -> None:
    folding, bayes, nothing, empty = ask(PAPERS, tmp_path, "robot folding", "NAIVE naïve Bayes", "zeppelin", "  ")
    assert folding[0]["paper"] == "c-robot"
    assert folding[0]["words"] == ["folding", "robot"]
    assert bayes[0]["paper"] == "e-naïve"
    assert nothing == []
    assert empty == []


@needs_node
def test_papers_are_found_that_share_no_word_with_the_query(tmp_path: Path) -> None:
    many = [
        paper._replace(id=f"{paper.id}-{number}", text=f"{paper.text} Number {number}.")
        for paper in PAPERS[:4]
        for number in range(4)
    ]
    [hits] = ask(many, tmp_path, "laundry")
    apart = [hit for hit in hits if not hit["words"]]
    assert {hit["paper"][0] for hit in hits[:4]} == {"c"}
    assert {hit["paper"][0] for hit in apart[:4]} == {"d"}
    assert all(set(hit["near"]) & {"gripper", "manipulation", "imitation"} for hit in apart[:4])


@needs_node
def test_another_version_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "index.bin"
    path.write_bytes(indexed(PAPERS).replace(b'"version":1', b'"version":9', 1))
    with pytest.raises(subprocess.CalledProcessError) as failed:
        node({"script": str(SCRIPT), "index": str(path), "queries": ["cache"], "limit": 1})
    assert "another version" in failed.value.stderr


def test_titles_stand_on_shelves_in_the_order_of_the_index() -> None:
    titles = [(f"p{number:03}", f"Title {number}") for number in range(meaning.SHELF + 1)]
    files = meaning.shelves(titles[::-1])
    assert list(files) == ["titles-0.json", "titles-1.json"]
    assert json.loads(files["titles-1.json"]) == [list(titles[-1])]
    assert json.loads(files["titles-0.json"])[0] == ["p000", "Title 0"]


@needs_node
@pytest.mark.slow
def test_a_known_paper_is_found_at_least_as_often_as_by_bm25(tmp_path: Path) -> None:
    if not DAILY.exists():
        pytest.skip("the daily papers are not beside this repository")
    done = subprocess.run(
        [sys.executable, ROOT / "tests" / "benchmarks" / "known_item.py", "--quick"],
        capture_output=True,
        text=True,
        check=True,
    )
    rates: dict[str, list[float]] = {}
    sizes = []
    for line in done.stdout.splitlines():
        name, *_, last = line.split()
        if line.startswith("  "):
            rates.setdefault(name, []).append(float(last))
        else:
            sizes.append(int(line.split("index ")[1].split(" bytes")[0].replace(",", "")))
    assert all(ours >= theirs for ours, theirs in zip(rates["Broadsheet"], rates["BM25"], strict=True))
    assert max(sizes) / 8161 * 10_000 <= 1_500_000
