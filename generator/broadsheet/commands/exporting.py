"""`export`: papers out again, as BibTeX, BibLaTeX, CSL-JSON or RIS."""

import argparse
import sys
from pathlib import Path

from .command import FINE, PROBLEMS, USAGE, Commands, faulty, inspected

FORMATS = ("bibtex", "biblatex", "csl-json", "ris")


def add(commands: Commands) -> None:
    """Say what this command takes."""
    export = commands.add_parser("export", help="print papers as BibTeX, BibLaTeX, CSL-JSON or RIS")
    export.add_argument("ids", nargs="*", metavar="ID", help="papers by id, in this order (default: all, newest first)")
    export.add_argument("--to", choices=FORMATS, required=True, help="the format")
    export.add_argument(
        "--query",
        default="",
        help="words in title, names or venue, and author: title: venue: year:2023-2025 organization: tag: kind: "
        "has:code digest:2026-04-17; a paper must meet all",
    )
    export.add_argument(
        "--plain", action="store_true", help="only what the format has a field for, as one wants it in a manuscript"
    )
    export.add_argument("--out", metavar="FILE", type=Path, help="where to (default: standard output)")
    export.set_defaults(run=_export)


def _export(options: argparse.Namespace) -> int:
    from ..catalog.query import QueryError, parse_query
    from ..report import print_problems
    from ..sources.bibliography.exports import EXPORTS

    try:
        parse_query(options.query)
    except QueryError as error:
        print(f"broadsheet: {error}", file=sys.stderr)
        return USAGE
    project = inspected(options.root)
    if faulty(project):
        print_problems([p for p in project.problems if p.severity == "error"], "text")
        return PROBLEMS
    papers = project.catalog.papers
    query = parse_query(options.query, project.catalog.picked)
    unknown = [paper_id for paper_id in options.ids if paper_id not in papers]
    if unknown:
        print(f"broadsheet: no paper has the id {', '.join(unknown)}", file=sys.stderr)
        return USAGE
    asked = [papers[paper_id] for paper_id in dict.fromkeys(options.ids)] or papers.values()
    chosen = [paper for paper in asked if query.matches(paper)]
    if not chosen:
        print("broadsheet: no paper answers to this; the export is empty", file=sys.stderr)
    data = EXPORTS[options.to](chosen, options.plain).encode()
    if options.out:
        options.out.write_bytes(data)
    else:
        sys.stdout.flush()
        sys.stdout.buffer.write(data)
    return FINE
