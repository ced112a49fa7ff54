"""`import`: files of other programs into content/papers."""

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from .command import FINE, PROBLEMS, USAGE, Commands, day, jobs_for, papers_file, write_out

if TYPE_CHECKING:
    from ..model import Problem
    from ..sources.content import Content
    from ..sources.imports.importers import Found
    from ..sources.writing.edits import Edit

# A new file of more lines than this is told in one line when it is written; it is there to be read.
_SHOWN_LINES = 400


def add(commands: Commands) -> None:
    """Say what this command takes."""
    load = commands.add_parser(
        "import",
        help="papers of other programs' files into content/papers",
        description="Reads BibTeX, RIS, CSL-JSON, Zotero's JSON, Jekyll sites and Daily Papers, and adds what is not "
        "there yet. What is there stays as it is.",
    )
    load.add_argument("paths", nargs="+", type=Path, metavar="FILE_OR_FOLDER")
    load.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
    load.add_argument(
        "--format", choices=("text", "jsonl"), default="text", help="a diff, or each record read as a line of JSON"
    )
    load.add_argument("--into", metavar="FILE", help="the file under content/papers that new papers go to")
    load.add_argument("--abstracts", action="store_true", help="take over the abstracts of Daily Papers too")
    load.add_argument("--digests", action="store_true", help="also write an issue for each day of cards that has none")
    load.add_argument("--date", type=day, help="the day of a saved page, which does not give its year")
    load.set_defaults(run=_import)


def _import(options: argparse.Namespace) -> int:
    from ..report import print_problems
    from ..sources.imports.importers import Options, read_source, sources

    into = papers_file(options.root, options.into)
    if into is None:
        print("broadsheet: --into takes a .yml file under content/papers", file=sys.stderr)
        return USAGE
    paths, problems = sources(options.paths)
    wanted = Options(abstracts=options.abstracts, day=options.date or "")
    if options.dry_run and options.format == "jsonl":
        for path in paths:
            found = read_source(path, wanted)
            _print_lines([found])
            problems += found.problems
        return PROBLEMS if _has_errors(problems) else FINE

    content, faults = _content(options.root, options.dry_run)
    if _has_errors(faults) and not options.dry_run:
        print_problems(faults, "text")
        print("broadsheet: mend the content first; nothing was imported", file=sys.stderr)
        return PROBLEMS
    return _into_content(options, [read_source(path, wanted) for path in paths], content, into, problems)


def _into_content(
    options: argparse.Namespace, found: "list[Found]", content: "Content", into: str, problems: "list[Problem]"
) -> int:
    from ..report import print_problems
    from ..sources.imports.issues import new_issues
    from ..sources.imports.known_organizations import with_known_organizations
    from ..sources.imports.merge import merge
    from ..sources.imports.merge_report import outcome
    from ..sources.writing.edits import write
    from ..sources.writing.papers_yaml import edits

    entries = with_known_organizations([entry for one in found for entry in one.entries], content.organizations)
    merged = merge(content.papers, entries, content.faulty)
    changes, unfilled = edits(merged, options.root, into)
    if options.digests:
        taken = [entry.record.date for entry in content.digests]
        changes += new_issues(entries, merged.ids, options.root, taken)
    problems = [*problems, *(problem for one in found for problem in one.problems), *merged.problems, *unfilled]
    print_problems(sorted(problems), "text")
    if options.format == "jsonl":
        _print_lines(found)
    else:
        _print(_shown(changes, whole=options.dry_run))
        _print(outcome(merged, len(entries), len(found)))
    if not options.dry_run:
        write(changes, options.root)
    if options.format == "text":
        told = "would be written" if options.dry_run else "written"
        known = ": everything is there already" if any(merged.ids) else ""
        _print([f"{_files(changes)} {told}." if changes else f"Nothing to write{known}."])
    return PROBLEMS if _has_errors(problems) else FINE


def _content(root: Path, dry_run: bool) -> "tuple[Content, list[Problem]]":
    """What is there, and what is wrong with it. Without a project a dry run finds nothing there."""
    from ..config import load_config
    from ..executors import executor
    from ..sources.content import Content, read_content

    if not (root / "mkdocs.yml").exists():
        return Content(), [] if dry_run else load_config(root)[1]
    with executor(jobs_for(root)) as pool:
        return read_content(root, pool)


def _has_errors(problems: "Sequence[Problem]") -> bool:
    return any(problem.severity == "error" for problem in problems)


def _files(changes: "Sequence[Edit]") -> str:
    return f"{len(changes):,} file{'' if len(changes) == 1 else 's'}"


def _shown(changes: "Sequence[Edit]", whole: bool) -> Iterator[str]:
    """The diff; a long new file in one line unless the `whole` of it is wanted."""
    from ..sources.writing.edits import diff

    for edit in changes:
        lines = edit.after.count("\n")
        if edit.before is None and lines > _SHOWN_LINES and not whole:
            yield f"{edit.path}: new, {lines:,} lines"
        else:
            yield from diff([edit])


def _print_lines(found: "Iterable[Found]") -> None:
    from ..sources.imports.merge_report import json_lines

    for one in found:
        write_out(json_lines(one.source, one.entries, one.problems))


def _print(lines: Iterable[str]) -> None:
    write_out(f"{line}\n".encode() for line in lines)
