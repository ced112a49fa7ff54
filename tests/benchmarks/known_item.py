"""Known-item search: how often the second sentence of an abstract finds its paper in the top ten, beside BM25.

    .venv/bin/python tests/benchmarks/known_item.py [--papers hf_daily.jsonl.gz] [--queries 500]

Two readings: the abstract is searched whole, and without the sentence that makes the query. BM25 is Okapi's with
k1 = 1.5 and b = 0.75 over lower-case words, on the same titles and texts; that of the package rank_bm25, whose common
words weigh otherwise, stands beside it where it is installed. Needs Node.
"""

import argparse
import gzip
import json
import re
import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer
from threadpoolctl import threadpool_limits

from broadsheet.executors import InProcess
from broadsheet.topics import meaning
from broadsheet.topics.collection import gather
from broadsheet.topics.text import Document

ROOT = Path(__file__).resolve().parents[2]
DAILY = ROOT.parent / "shared" / "data" / "daily" / "hf_daily.jsonl.gz"
NODE = ROOT / "tests" / "topics" / "search_in_node.mjs"
SCRIPT = ROOT / "themes" / "broadsheet" / "assets" / "meaning.js"
SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
TOP = 10


def cards(path: Path) -> list[Document]:
    """The papers of a file of Daily Papers, each once."""
    found: dict[str, Document] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            card = json.loads(line)
            title, abstract = (" ".join(card[field].split()) for field in ("title", "abstract"))
            found.setdefault(card["id"], Document(card["id"], title, abstract))
    return sorted(found.values())


def second_sentences(papers: Sequence[Document], count: int, seed: int) -> dict[str, tuple[str, str]]:
    """For `count` papers drawn by chance: the second sentence, of at least five words, and the abstract without it."""
    found = {}
    for row in np.random.default_rng(seed).permutation(len(papers)):
        sentences = SENTENCES.split(papers[row].text)
        if len(sentences) > 2 and len(sentences[1].split()) >= 5:
            found[papers[row].id] = (sentences[1], " ".join(sentences[:1] + sentences[2:]))
        if len(found) == count:
            break
    return found


def bm25(papers: Sequence[Document], queries: Sequence[str], k1: float = 1.5, b: float = 0.75) -> list[list[int]]:
    """The best papers for each query, equal ones by number."""
    counter = CountVectorizer(token_pattern=r"(?u)\w+")
    counts = counter.fit_transform([f"{paper.title} {paper.text}" for paper in papers]).astype(np.float64).tocsr()
    frequency = np.bincount(counts.indices, minlength=counts.shape[1])
    length = np.asarray(counts.sum(axis=1)).ravel()
    long = np.repeat(k1 * (1 - b + b * length / length.mean()), np.diff(counts.indptr))
    idf = np.log(1 + (len(papers) - frequency + 0.5) / (frequency + 0.5))
    counts.data = counts.data * (k1 + 1) / (counts.data + long) * idf[counts.indices]
    scores = (counter.transform(queries).astype(np.float64) @ counts.T).toarray()
    return np.argsort(-scores, axis=1, kind="stable")[:, :TOP].tolist()


def rank_bm25(papers: Sequence[Document], queries: Sequence[str]) -> list[list[int]] | None:
    """The same by the package of that name; None where it is not installed."""
    try:
        from rank_bm25 import BM25Okapi
    except ImportError:
        return None
    words = re.compile(r"\w+")
    engine = BM25Okapi([words.findall(f"{paper.title} {paper.text}".lower()) for paper in papers])
    scores = (engine.get_scores(words.findall(query.lower())) for query in queries)
    return [np.argsort(-found, kind="stable")[:TOP].tolist() for found in scores]


def by_meaning(papers: Sequence[Document], queries: Sequence[str]) -> tuple[list[list[int]], int, float]:
    """The best papers by the site's own search, bytes of its index and the seconds of CPU that making it took."""
    with threadpool_limits(limits=1):
        collection = gather(papers, None, 0, InProcess())
    assert collection, "no paper has a word"
    start = time.process_time()
    index = meaning.index(papers, meaning.spread(collection.ids, collection.vectors, papers))
    seconds = time.process_time() - start
    with tempfile.NamedTemporaryFile(suffix=".bin") as file:
        file.write(index)
        file.flush()
        task = {"script": str(SCRIPT), "index": file.name, "queries": list(queries), "limit": TOP}
        done = subprocess.run(["node", NODE], input=json.dumps(task), capture_output=True, text=True, check=True)
    return [[hit["paper"] for hit in hits] for hits in json.loads(done.stdout)], len(index), seconds


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--papers", type=Path, default=DAILY)
    parser.add_argument("--queries", type=int, default=500)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--quick", action="store_true", help="without rank_bm25, which takes a minute")
    options = parser.parse_args()
    whole = cards(options.papers)
    drawn = second_sentences(whole, options.queries, options.seed)
    queries = [query for query, _ in drawn.values()]
    place = {paper.id: at for at, paper in enumerate(whole)}
    without = [paper._replace(text=drawn[paper.id][1]) if paper.id in drawn else paper for paper in whole]
    for name, papers in (("with the sentence", whole), ("without it", without)):
        ours, size, seconds = by_meaning(papers, queries)
        print(f"{name}: {len(papers):,} papers, index {size:,} bytes in {seconds:.1f} s of CPU")
        for engine, hits in (
            ("Broadsheet", ours),
            ("BM25", bm25(papers, queries)),
            ("rank_bm25", None if options.quick else rank_bm25(papers, queries)),
        ):
            if hits is not None:
                found = sum(place[paper] in best for paper, best in zip(drawn, hits, strict=True))
                print(f"  {engine:10} {found / len(drawn):.3f}")


if __name__ == "__main__":
    main()
