"""`authors resolve`, `authors lock`, `authors suggest`: who is who."""

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .command import FINE, PROBLEMS, Commands

if TYPE_CHECKING:
    from ..catalog.people import Resolved
    from ..model import Problem
    from ..sources.author_lock import Locked


def add(commands: Commands) -> None:
    """Say what these commands take."""
    authors = commands.add_parser("authors", help="who is who").add_subparsers(metavar="COMMAND", required=True)
    resolve = authors.add_parser("resolve", help="say which author positions of a file of papers are one person")
    resolve.add_argument("file", type=Path, metavar="FILE.jsonl", help="papers, one JSON object a line")
    resolve.set_defaults(run=_resolve)

    lock = authors.add_parser("lock", help="write the ids of all people into content/authors.lock")
    lock.add_argument("--check", action="store_true", help="write nothing; exit 1 if the lock is not up to date")
    lock.set_defaults(run=_lock)

    suggest = authors.add_parser("suggest", help="merges and splits worth a look, the strongest first")
    suggest.add_argument("--format", choices=("text", "json"), default="text")
    suggest.add_argument("--most", type=int, default=50, metavar="N", help="show the N strongest (default 50; 0: all)")
    suggest.set_defaults(run=_suggest)


def _resolve(options: argparse.Namespace) -> int:
    import msgspec

    from ..catalog.people import resolve
    from ..model import Entry
    from ..report import print_problems
    from ..sources.author_lines import read_author_lines

    papers, problems = read_author_lines(options.file.read_bytes(), str(options.file))
    if problems:
        print_problems(problems, "text")
        return PROBLEMS
    # Nobody's page hangs on it, so the file's own order is as good as newest first.
    people, _ = resolve([Entry(paper, str(options.file)) for paper in papers], (), options.root)
    encode = msgspec.json.Encoder().encode
    for paper in papers:
        for position, person_id in enumerate(people.of_paper[paper.id]):
            line = {"paper": paper.id, "position": position, "author": person_id}
            sys.stdout.buffer.write(encode(line) + b"\n")
    sys.stdout.buffer.flush()
    return FINE


def _lock(options: argparse.Namespace) -> int:
    from ..catalog.author_ids import updated_lock
    from ..report import print_problems
    from ..sources.author_lock import LOCK, lock_text

    found, lock, problems = _resolved(options.root)
    print_problems(problems, "text")
    if any(problem.severity == "error" for problem in problems):
        return PROBLEMS
    leads_to = {old: person.id for person in found.people.persons.values() for old in person.former}
    locked = updated_lock(found.works, found.places, leads_to, lock)
    text = lock_text(locked)
    path = options.root / LOCK
    before = path.read_text(encoding="utf-8") if path.is_file() else ""
    new = len({one.id for one in locked} - {one.id for one in lock})
    if options.check:
        if text != before:
            print(f"{LOCK} is not up to date; `broadsheet authors lock` writes it", file=sys.stderr)
        return FINE if text == before else PROBLEMS
    if text != before:
        path.write_text(text, encoding="utf-8")
    print(f"{len(locked):,} ids are in {LOCK}, {new:,} of them new.")
    return FINE


def _suggest(options: argparse.Namespace) -> int:
    import msgspec

    from ..catalog.suggestions import suggest
    from ..report import print_problems

    found, lock, problems = _resolved(options.root)
    print_problems(problems, "text")
    every = suggest(found)
    suggestions = every[: options.most] if options.most > 0 else every
    if options.format == "json":
        print(msgspec.json.format(msgspec.json.encode(suggestions), indent=1).decode())
        return FINE
    if every and not lock:
        # What a curated file says of an id holds to the mentions that the lock has for it.
        print("Run `broadsheet authors lock` first: these ids are not fixed yet.\n")
    for one in suggestions:
        print(f"{one.kind}: {one.title}")
        for words, reasons in (("for", one.speaks_for), ("against", one.against)):
            if reasons:
                print(f"  {words} one person: {'; '.join(reasons)}")
        print(f"  to settle it, in {one.path}:")
        print("".join(f"    {line}\n" for line in one.yaml.splitlines()))
    shown = f", the {len(suggestions)} strongest shown" if len(suggestions) < len(every) else ""
    print(f"{len(every):,} worth a look{shown}." if every else "Nothing is worth a look.")
    return FINE


def _resolved(root: Path) -> tuple["Resolved", tuple["Locked", ...], list["Problem"]]:
    from ..catalog.people import resolve_closely
    from ..executors import executor
    from ..sources.author_lock import read_lock
    from ..sources.content import read_content
    from .command import jobs_for

    with executor(jobs_for(root)) as pool:
        content, problems = read_content(root, pool)
    lock, more = read_lock(root)
    entries = {entry.record.id: entry for entry in reversed(content.papers)}
    newest = sorted(entries.values(), key=lambda e: (e.record.date or "", e.record.id), reverse=True)
    found = resolve_closely(newest, content.authors, root, lock)
    return found, lock, [*problems, *more, *found.problems]
