"""How long topics take to fit, and in how much memory, on real abstracts, beside plain TF-IDF + SVD + k-means.

    .venv/bin/python tests/benchmarks/topics.py [FILE.bib.gz] [--made-up] [--papers 20000,100000] [--peer 20000]

Without a file it reads `shared/data/bib/acl100k.bib.gz` beside the repository; papers with an abstract come first. Each
measurement is a process of its own, whose peak includes the texts. The last line is what one more paper costs a process
that holds a fit.
"""

import argparse
import gzip
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bib import ACL

from broadsheet.sources.bibliography.bibtex import read_bibtex
from broadsheet.topics.text import Document
from corpus import synthetic

# Of the peer: the dimensions of the space, and as many groups as a fit finds on its upper level.
DIMENSIONS, GROUPS = 100, 12


def ours(documents: list[Document]) -> float:
    """Fit as `broadsheet topics fit` does; returns the seconds in which one more paper is then placed."""
    from broadsheet.topics.stage import find, fit_model

    model = fit_model(documents)
    one = documents[0]._replace(id="one more")
    start = time.perf_counter()
    assert find([one], model=model).topics
    return time.perf_counter() - start


def peer(documents: list[Document]) -> float:
    """Fit plain TF-IDF + SVD + k-means with scikit-learn."""
    from sklearn.cluster import KMeans
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline
    from sklearn.preprocessing import Normalizer

    words = TfidfVectorizer(stop_words="english", sublinear_tf=True, min_df=5, max_df=0.5)
    space = make_pipeline(words, TruncatedSVD(DIMENSIONS, random_state=0), Normalizer(copy=False))
    KMeans(GROUPS, n_init=10, random_state=0).fit(space.fit_transform([f"{d.title} {d.text}" for d in documents]))
    return 0.0


MAKERS = {"broadsheet": ours, "scikit-learn": peer}
# The option that says how many papers a maker gets.
NUMBERS = {"broadsheet": "papers", "scikit-learn": "peer"}


def measured(texts: Path, maker: str) -> dict[str, float]:
    """Wall and processor seconds, peak bytes, and seconds for one more paper, of a fit in this process."""
    documents = [Document(*row) for row in json.loads(texts.read_bytes())]
    start, used = time.perf_counter(), time.process_time()
    one = MAKERS[maker](documents)
    wall, cpu = time.perf_counter() - start, time.process_time() - used
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"papers": len(documents), "wall": wall - one, "cpu": cpu, "peak": peak, "one": one}


def main() -> None:
    """Print a line for each maker and number of papers."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=ACL)
    parser.add_argument("--made-up", action="store_true", help="made-up papers with abstracts in place of FILE")
    parser.add_argument("--papers", default="20000,100000")
    parser.add_argument("--peer", default="20000", help="numbers of papers for scikit-learn's pipeline; empty for none")
    parser.add_argument("--measure", choices=MAKERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        print(json.dumps(measured(options.file, options.measure)))
        return
    counts = {maker: [int(n) for n in getattr(options, name).split(",") if n] for maker, name in NUMBERS.items()}
    most = max(number for numbers in counts.values() for number in numbers)
    rows = _made_up(most) if options.made_up else _written(options.file)
    print(f"{sum(bool(row.text) for row in rows):,} of {len(rows):,} papers have an abstract")
    with tempfile.TemporaryDirectory() as folder:
        texts = Path(folder) / "texts.json"
        for maker, count in ((maker, count) for maker, numbers in counts.items() for count in numbers):
            texts.write_text(json.dumps(rows[:count]), encoding="utf-8")
            command = [sys.executable, __file__, str(texts), "--measure", maker]
            found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
            said = f"{maker}: {found['papers']:,} papers: {found['wall']:.1f} s, {found['cpu']:.1f} s CPU"
            one = f", one more {1000 * found['one']:.1f} ms" if found["one"] else ""
            print(f"{said}, {found['peak'] / 2**20:,.0f} MiB{one}", flush=True)


def _written(file: Path) -> list[Document]:
    """Papers of a BibTeX file, those with an abstract first."""
    entries, _ = read_bibtex(gzip.decompress(file.read_bytes()).decode(), file.name, untitled=True)
    papers = (entry.record for entry in entries)
    return sorted((Document(f"{at:06}", p.title, p.abstract) for at, p in enumerate(papers)), key=lambda d: not d.text)


def _made_up(count: int) -> list[Document]:
    return [Document(paper.id, paper.title, paper.summary) for paper in synthetic(count).papers]


if __name__ == "__main__":
    main()
