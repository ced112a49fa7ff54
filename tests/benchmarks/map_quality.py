"""How well the map keeps neighbours together, beside a plain projection to two dimensions, and what it costs.

    .venv/bin/python tests/benchmarks/map_quality.py [--papers hf_daily.jsonl.gz] [--sample 3000]

Trustworthiness (Venna and Kaski 2001, 12 neighbours) is 1 where every neighbour on the map is one in the space.
"""

import argparse
import time
from pathlib import Path

import numpy as np
from known_item import DAILY, cards
from sklearn.manifold import trustworthiness
from threadpoolctl import threadpool_limits

from broadsheet.executors import InProcess
from broadsheet.topics.collection import gather
from broadsheet.topics.map_positions import lay_out, plane, positions


def main() -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--papers", type=Path, default=DAILY)
    parser.add_argument("--sample", type=int, default=3000)
    options = parser.parse_args()
    with threadpool_limits(limits=1):
        collection = gather(cards(options.papers), None, 0, InProcess())
        assert collection, "no paper has a word"
        vectors, near = collection.vectors, collection.near.rows
        start = time.process_time()
        place = lay_out(vectors, near, 0)
        seconds = time.process_time() - start
    rows = np.random.default_rng(0).permutation(len(vectors))[: options.sample]
    print(f"{len(vectors):,} papers laid out in {seconds:.1f} s of CPU; on {len(rows):,} of them, drawn by chance:")
    for name, flat in (("the map", place), ("first two directions (PCA)", plane(vectors))):
        print(f"  {trustworthiness(vectors[rows], flat[rows], n_neighbors=12, metric='cosine'):.3f} {name}")
    old = np.sort(np.random.default_rng(1).permutation(len(vectors))[: len(vectors) * 9 // 10])
    known = {collection.ids[row]: (float(place[row, 0]), float(place[row, 1])) for row in old}
    found = positions(collection.ids, vectors, near, known)
    grown = np.array([found[paper] for paper in collection.ids])
    mixed = trustworthiness(vectors[rows], grown[rows], n_neighbors=12, metric="cosine")
    print(f"  {mixed:.3f} the map with every tenth paper added later")


if __name__ == "__main__":
    main()
