"""How fast BibTeX is read: seconds of processor time and memory by number of entries, beside bibtexparser as it comes.

    .venv/bin/python tests/benchmarks/bib.py [FILE.bib | FILE.bib.gz] [--entries 10000,100000] [--peer 2000]

Without a file it reads `shared/data/bib/acl100k.bib.gz` beside the repository. Each measurement is a process of its
own: the file's text is cut after so many entries, then read, names split and LaTeX decoded. The peer is bibtexparser
with its own middlewares for field names, LaTeX, co-authors and name parts.
"""

import argparse
import gzip
import json
import logging
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

ACL = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "bib" / "acl100k.bib.gz"


def first_entries(text: str, count: int) -> str:
    """The text up to the entry after the first `count`, an entry being an `@` at the start of a line."""
    at = 0
    for _ in range(count):
        at = text.find("\n@", at + 1)
        if at < 0:
            return text
    return text[: at + 1]


def ours(text: str) -> int:
    """Read with Broadsheet; the number of entries that came out."""
    from broadsheet.sources.bibliography.bibtex import read_bibtex

    return len(read_bibtex(text, "measured.bib", untitled=True)[0])


def peer(text: str) -> int:
    """Read with bibtexparser and its own middlewares; the number of entries that came out."""
    import bibtexparser
    from bibtexparser import middlewares as m

    stack = [m.NormalizeFieldKeys(), m.LatexDecodingMiddleware(), m.SeparateCoAuthors(), m.SplitNameParts()]
    return len(bibtexparser.parse_string(text, append_middleware=stack).entries)


READERS: dict[str, Callable[[str], int]] = {"broadsheet": ours, "bibtexparser": peer}


def measure(file: Path, reader: str, count: int) -> dict[str, float]:
    """Entries, seconds of processor time and peak bytes, of reading `count` entries in a process of its own."""
    command = [sys.executable, __file__, str(file), "--measure", reader, "--entries", str(count)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True).stdout))


def measured(file: Path, reader: str, count: int) -> dict[str, float]:
    """The same, in this process. The text's own memory is part of the peak."""
    data = file.read_bytes()
    text = first_entries((gzip.decompress(data) if file.suffix == ".gz" else data).decode("utf-8-sig"), count)
    del data
    logging.disable()
    start = time.process_time()
    entries = READERS[reader](text)
    cpu = time.process_time() - start
    return {"entries": entries, "cpu": cpu, "peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024}


def main() -> None:
    """Measure and print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", nargs="?", type=Path, default=ACL)
    parser.add_argument("--entries", default="10000,100000", help="how many, by commas")
    parser.add_argument("--peer", type=int, default=2000, help="entries for bibtexparser, 0 for none")
    parser.add_argument("--measure", choices=READERS, help=argparse.SUPPRESS)
    options = parser.parse_args()
    counts = [int(count) for count in options.entries.split(",")]
    if options.measure:
        print(json.dumps(measured(options.file, options.measure, counts[0])))
        return
    if not options.file.exists():
        sys.exit(f"{options.file} is not there; name a .bib file")
    runs = [("broadsheet", count) for count in counts]
    runs += [("broadsheet", options.peer), ("bibtexparser", options.peer)] if options.peer else []
    print(f"{'reader':14}{'entries':>9}{'CPU s':>9}{'ms each':>9}{'peak MiB':>10}")
    each = {}
    for reader, count in runs:
        found = measure(options.file, reader, count)
        each[reader, count] = 1000 * found["cpu"] / found["entries"]
        print(f"{reader:14}{found['entries']:9,}{found['cpu']:9.2f}", end="")
        print(f"{each[reader, count]:9.3f}{found['peak'] / 2**20:10.0f}")
    if len(counts) > 1:
        growth = each["broadsheet", counts[-1]] / each["broadsheet", counts[0]]
        print(f"An entry of {counts[-1]:,} costs {growth:.2f} times one of {counts[0]:,}.")
    if options.peer:
        ratio = each["bibtexparser", options.peer] / each["broadsheet", options.peer]
        print(f"bibtexparser needs {ratio:.1f} times as long for each of {options.peer:,}.")


if __name__ == "__main__":
    main()
