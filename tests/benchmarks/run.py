"""Measure Broadsheet beside Hugo, MkDocs and the mere writing of its bytes: what `make bench` runs."""

import argparse
import json
import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from statistics import median

from hugo_like import write_hugo_like
from measure import CommandFailedError, Usage, floor, output, run
from peers import write_hugo, write_mkdocs
from project import clean, edit_paper, write_project
from rich.console import Console
from table import COLD, EDITED, FITTED, FLOOR, HUGO, LIKE, MKDOCS, NOTES, Row, as_json, results, stages

from corpus import Corpus, daily, synthetic

REPOSITORY = Path(__file__).resolve().parents[2]
CARDS = REPOSITORY.parent / "shared" / "data" / "daily" / "hf_daily.jsonl.gz"
BUILDERS = ("broadsheet", "floor", "hugo", "like", "mkdocs")
# MkDocs takes its pages one at a time and keeps them all: beyond this it tells nothing new.
MKDOCS_LIMIT = 2_000


def main(arguments: list[str] | None = None) -> int:
    """Measure what the command line asks for and print it; returns 1 if a builder failed, else 0."""
    options = _options().parse_args(arguments)
    progress = Console(stderr=True)
    rows: list[Row] = []
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
    with nullcontext(options.keep) if options.keep else tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for name in options.corpora:
            if name == "daily" and not CARDS.exists():
                progress.print(f"daily: left out, there is no {CARDS}")
                continue
            corpus = daily(CARDS) if name == "daily" else synthetic(int(name))
            place = Path(folder) / name
            shutil.rmtree(place, ignore_errors=True)
            place.mkdir()
            for row in _measure(corpus, place, options):
                progress.print(
                    f"{row.corpus}: {row.builder}: {row.note or f'{row.seconds:.2f} s'}", style="dim", markup=False
                )
                rows.append(row)
    # A wide console: the table is for a file or a terminal that scrolls, never cut.
    console = Console(width=max(progress.width, 190))
    machine = f"{_machine()}, in {Path(folder).parent}"
    console.print(machine, results(rows), NOTES, sep="\n")
    if any(row.stages for row in rows):
        console.print(stages(rows))
    if options.json:
        options.json.write_text(json.dumps(as_json(rows, machine), indent=2) + "\n", encoding="utf-8")
    return int(any(row.note.startswith("failed") for row in rows))


def _options() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--corpora", type=_names, default=["2000", "20000", "daily"], help="numbers of papers, or daily"
    )
    parser.add_argument("--only", type=_names, default=BUILDERS, help=f"some of {','.join(BUILDERS)}")
    parser.add_argument("--repeat", type=int, default=1, metavar="N", help="runs of each; their median counts")
    parser.add_argument(
        "--jobs", type=int, default=os.cpu_count() or 1, help="processes for Broadsheet (all processors)"
    )
    parser.add_argument("--keep", type=Path, metavar="DIR", help="work in this folder and leave everything there")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every run here, too")
    return parser


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _measure(corpus: Corpus, place: Path, options: argparse.Namespace) -> Iterator[Row]:
    """One builder after the other, never two at once."""
    if "broadsheet" in options.only:
        yield from _broadsheet(corpus, place, options)
    if "hugo" in options.only:
        yield _peer(corpus, HUGO, place / "hugo", write_hugo, options.repeat)
    if "like" in options.only:
        yield _peer(corpus, LIKE, place / "hugo-like", partial(write_hugo_like, repository=REPOSITORY), options.repeat)
    if "mkdocs" in options.only and len(corpus.papers) <= MKDOCS_LIMIT:
        yield _peer(corpus, MKDOCS, place / "mkdocs", write_mkdocs, options.repeat)


def _broadsheet(corpus: Corpus, place: Path, options: argparse.Namespace) -> Iterator[Row]:
    """A build from nothing, the floor of what it wrote, and a build after one changed file.

    The peers are told each paper's topics; ours are fitted and frozen beforehand, as a curator does, and told apart.
    """
    root = place / "broadsheet"
    root.mkdir()
    write_project(corpus, root, REPOSITORY)
    yield _repeat(corpus, FITTED, lambda _: _run(root, "topics", "fit"), root / "none", 1)
    site, paper = root / "site", corpus.papers[len(corpus.papers) // 2]

    def cold(_: int) -> Usage:
        clean(root)
        return _build(root, site, options.jobs)

    def edited(edition: int) -> Usage:
        edit_paper(paper, root, edition)
        return _build(root, site, options.jobs)

    row = _repeat(corpus, COLD, cold, site, options.repeat, root / "timings.json")
    yield row
    if row.runs:
        if "floor" in options.only:
            yield _repeat(corpus, FLOOR, lambda _: _floor(site, place / "floor"), site, options.repeat)
        yield _repeat(corpus, EDITED, edited, site, options.repeat, root / "timings.json")


def _build(root: Path, site: Path, jobs: int) -> Usage:
    """A build as `make site` does it. Its caches lie in the project or in XDG_CACHE_HOME."""
    # The peers make no search index: what ours costs is told apart, in docs/search.md.
    return _run(
        root, "build", "--out", str(site), "--no-search", "--jobs", str(jobs), "--timings", str(root / "timings.json")
    )


def _run(root: Path, *arguments: str) -> Usage:
    command = [str(Path(sys.executable).with_name("broadsheet")), "-C", str(root), *arguments]
    return run(command, root, {"XDG_CACHE_HOME": str(root / ".xdg-cache")})


def _floor(site: Path, target: Path) -> Usage:
    seconds = floor(site, target)
    shutil.rmtree(target)
    return Usage(seconds, 0.0, 0, None)


def _peer(corpus: Corpus, name: str, root: Path, write: Callable[[Corpus, Path], None], repeat: int) -> Row:
    """Another generator's build from nothing."""
    hugo = ["hugo", "--quiet", "--destination", "site"]
    commands = {
        HUGO: hugo,
        LIKE: hugo,
        MKDOCS: [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", "site"],
    }
    if not shutil.which(commands[name][0]):
        return Row(corpus.name, name, note=f"not installed (apt-get install {commands[name][0]})")
    root.mkdir()
    write(corpus, root)
    site = root / "site"

    def cold(_: int) -> Usage:
        shutil.rmtree(site, ignore_errors=True)
        return run(commands[name], root, {"HUGO_CACHEDIR": str(root / ".cache")})

    return _repeat(corpus, name, cold, site, repeat)


def _repeat(
    corpus: Corpus, builder: str, build: Callable[[int], Usage], site: Path, repeat: int, timings: Path | None = None
) -> Row:
    """Call `build` with 1, 2 ... `repeat`; a run that fails ends it and is told in the row."""
    runs, seconds = [], []
    for number in range(1, repeat + 1):
        try:
            runs.append(build(number))
        except (CommandFailedError, OSError) as error:
            return Row(corpus.name, builder, note=f"failed: {error}")
        if timings:
            seconds.append(json.loads(timings.read_text(encoding="utf-8")))
    typical = tuple(
        (stage, median(run.get(stage, 0.0) for run in seconds)) for stage in (seconds[0] if seconds else ())
    )
    return Row(corpus.name, builder, tuple(runs), output(site), typical)


def _machine() -> str:
    """What the figures depend on; a load that is not ours makes them worth little."""
    load = f", load {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return f"{platform.platform()}, {os.cpu_count()} processors, Python {platform.python_version()}{load}"


if __name__ == "__main__":
    sys.exit(main())
