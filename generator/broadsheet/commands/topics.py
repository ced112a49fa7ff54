"""`topics fit`, `topics show`, `topics preview`: topics that a pull request can review."""

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from .command import FINE, PROBLEMS, USAGE, Commands, faulty, inspected, positive

if TYPE_CHECKING:
    from ..model import Problem
    from ..topics.landscape import Landscape


def add(commands: Commands) -> None:
    """Say what these commands take."""
    topics = commands.add_parser("topics", help="topics: fit, show, preview").add_subparsers(
        metavar="COMMAND", required=True
    )
    fit = topics.add_parser("fit", help="find the topics and freeze them for later builds")
    fit.add_argument("--fresh", action="store_true", help="look anew rather than go on from the last fit")
    fit.add_argument("--dry-run", action="store_true", help="print the change list, write nothing")
    fit.set_defaults(run=_fit)

    show = topics.add_parser("show", help="print all topics, or one with its papers")
    show.add_argument("id", nargs="?", help="a topic's id")
    show.set_defaults(run=_show)

    preview = topics.add_parser("preview", help="topics of a file of papers, JSON lines with id, title and abstract")
    preview.add_argument("file", type=Path, metavar="FILE")
    preview.add_argument("--topics", type=_number, default=None, metavar="N|auto", help="how many (default: auto)")
    preview.add_argument("--format", choices=("jsonl", "table"), default="table")
    preview.set_defaults(run=_preview)


def _number(text: str) -> int | None:
    return None if text == "auto" else positive(text)


def _fit(options: argparse.Namespace) -> int:
    from ..project import documents
    from ..report import print_problems
    from ..sources.curation import FOLDER
    from ..topics.changes import changes
    from ..topics.frozen import freeze, thaw
    from ..topics.stage import fit_model

    project = inspected(options.root)
    print_problems(project.problems, "text")
    # A refit is what mends a broken fit and what settles the ids that the curator's file may name.
    if any(problem.severity == "error" and not _mended(problem) for problem in project.problems):
        return PROBLEMS
    settings, steered = project.config.settings, project.topics
    old = thaw(steered.fit) if steered.fit else None
    papers = documents(project.catalog.papers.values())
    model = fit_model(
        papers,
        topics=settings.topics,
        seed=settings.seed,
        old=old,
        forbidden=steered.curation.forbid,
        fresh=options.fresh,
    )
    if model is None:
        print("broadsheet: no paper has a title or text to find topics in", file=sys.stderr)
        return PROBLEMS
    said = changes(old, model)
    print(said, end="")
    if not options.dry_run:
        _write(options.root / FOLDER, freeze(model) | {"changes.md": said.encode()})
    return FINE


def _mended(problem: "Problem") -> bool:
    return problem.code in ("broken-fit", "topics-not-fitted", "unknown-topic")


def _write(folder: Path, files: dict[str, bytes]) -> None:
    """Put the files of a fit, the one with the checksums last: a fit that was cut short is found out.

    All are written before the first takes its place: a full disk leaves the earlier fit whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = {
        folder / name: folder / f"{name}.new" for name in sorted(files, key=lambda name: (name == "fit.json", name))
    }
    try:
        for path, new in written.items():
            new.write_bytes(files[path.name])
    except OSError:
        for new in written.values():
            new.unlink(missing_ok=True)
        raise
    for path, new in written.items():
        new.replace(path)


def _found(root: Path) -> "Landscape | None":
    """The topics as a build finds them; None, and the problems told, where there is none."""
    from ..project import landscape
    from ..report import print_problems

    project = inspected(root)
    if faulty(project):
        print_problems(project.problems, "text")
        return None
    return landscape(project)


def _show(options: argparse.Namespace) -> int:
    from ..pages.site import count_of

    landscape = _found(options.root)
    if landscape is None:
        return PROBLEMS
    topics = {topic.id: topic for topic in (*landscape.topics, *landscape.finer)}
    if options.id is None:
        for broad in landscape.topics:
            print(f"{broad.id}\t{broad.label}\t{count_of(len(broad.papers))}\t{', '.join(broad.terms)}")
            for topic in (one for one in landscape.finer if one.parent == broad.id):
                print(f"  {topic.id}\t{topic.label}\t{count_of(len(topic.papers))}\t{', '.join(topic.terms)}")
        if landscape.apart:
            print(f"-\tnear no topic\t{count_of(len(landscape.apart))}\t{', '.join(sorted(landscape.apart))}")
        return FINE
    if options.id not in topics:
        print(f"broadsheet: there is no topic {options.id}; `broadsheet topics show` lists them", file=sys.stderr)
        return USAGE
    topic = topics[options.id]
    print(f"{topic.label}\nits words: {', '.join(topic.terms)}")
    if topic.description:
        print(topic.description)
    for paper in topic.papers:
        placement = landscape.placements[paper]
        pinned = "\tput here by a curator" if placement.pinned else ""
        print(f"{placement.score:.3f}\t{paper}\t{', '.join(placement.terms)}{pinned}")
    return FINE


def _preview(options: argparse.Namespace) -> int:
    from ..report import print_problems
    from ..sources.paper_lines import read_paper_lines
    from ..topics.stage import preview
    from ..topics.text import Document

    rows, problems = read_paper_lines(options.file)
    if problems:
        print_problems(problems, "text")
        return PROBLEMS
    for paper, placement, label, near in preview([Document(*row) for row in rows], options.topics):
        if options.format == "jsonl":
            found = {"id": paper, "topic": placement.topic, "label": label, "score": placement.score, "near": near}
            told = json.dumps(found | ({"finer": placement.finer} if placement.finer else {}), ensure_ascii=False)
            # In UTF-8 whatever the locale: programs read this.
            sys.stdout.buffer.write(f"{told}\n".encode())
        else:
            apart = "" if near else "\tnear no topic"
            print(f"{paper}\t{placement.topic}\t{label}\t{placement.score:.3f}{apart}")
    return FINE
