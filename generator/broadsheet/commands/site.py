"""`check`, `build`, `serve`, `dataset`: the project as a whole."""

import argparse
import json
import sys
from contextlib import nullcontext
from pathlib import Path

from .command import (
    FINE,
    PROBLEMS,
    USAGE,
    Commands,
    address,
    day,
    faulty,
    inspected,
    jobs_for,
    port,
    positive,
)

ENGINES = ("mkdocs", "zensical")


def add(commands: Commands) -> None:
    """Say what these commands take."""
    check = commands.add_parser("check", help="tell every problem in the content")
    check.add_argument(
        "--format",
        choices=("text", "json", "github"),
        default="text",
        help="for people, programs or GitHub",
    )
    check.set_defaults(run=_check)

    make = commands.add_parser("build", help="build the site")
    make.add_argument("--out", type=Path, help="where to (default: site in the digest's folder)")
    make.add_argument("--engine", choices=ENGINES, default="mkdocs", help="what renders the theme's frame")
    where = make.add_mutually_exclusive_group()
    where.add_argument("--jobs", type=positive, help="processes (default: by the size of the collection)")
    where.add_argument("--scheduler", metavar="URL", help="a Dask scheduler, tcp://HOST:PORT")
    make.add_argument("--url", type=address, help="the site's address, in place of site_url in mkdocs.yml")
    make.add_argument("--date", type=day, help="the day to build for (default: the newest day in the content)")
    make.add_argument("--no-search", action="store_true", help="leave out the indexes of the search")
    make.add_argument("--timings", metavar="FILE", type=Path, help="write the seconds of each stage as JSON")
    make.set_defaults(run=_build)

    serve = commands.add_parser("serve", help="build, serve on this machine, rebuild what changes")
    serve.add_argument("--port", type=port, default=8000, help="0 takes any free one (default: 8000)")
    serve.add_argument("--engine", choices=ENGINES, default="mkdocs", help="what renders the theme's frame")
    serve.set_defaults(run=_serve)

    data = commands.add_parser("dataset", help="write the dataset alone: Parquet, CSV, card and checksums")
    data.add_argument("--out", type=Path, default=Path("dataset"), help="where to (default: dataset)")
    data.set_defaults(run=_dataset)


def _check(options: argparse.Namespace) -> int:
    from ..report import counted, print_problems

    project = inspected(options.root)
    print_problems(project.problems, options.format)
    if options.format == "text" and not project.problems:
        catalog = project.catalog
        papers, issues = counted(len(catalog.papers), "paper"), counted(len(catalog.digests), "issue")
        people = len(catalog.people.persons)
        print(f"No problem in {papers}, {people:,} {'person' if people == 1 else 'people'}, {issues}.")
    return PROBLEMS if faulty(project) else FINE


def _build(options: argparse.Namespace) -> int:
    from rich.console import Console

    from ..build import ContentError, build
    from ..report import pages_limits, print_problems, summary

    out = options.out or options.root / "site"
    if _holds_digest(options.root, out):
        print(f"broadsheet: {out} holds the digest itself; give --out a folder of its own", file=sys.stderr)
        return USAGE
    # Quiet in a pipe; on a terminal one line that says what is going on.
    console = Console(stderr=True)
    try:
        with console.status("reading") if console.is_terminal else nullcontext() as status:
            report = build(
                options.root,
                out,
                engine=options.engine,
                jobs=options.jobs or jobs_for(options.root),
                scheduler=options.scheduler,
                url=options.url,
                date=options.date,
                search=not options.no_search,
                tell=status.update if status else lambda name: None,
            )
    except ContentError as error:
        print_problems(error.problems, "text")
        return PROBLEMS
    print_problems([*report.warnings, *pages_limits(report)], "text")
    if options.timings:
        options.timings.write_text(json.dumps(report.timings, indent=1) + "\n", encoding="utf-8")
    print(summary(report))
    return FINE


def _holds_digest(root: Path, out: Path) -> bool:
    """Whether the site would take the place of what it is made from."""
    out = out.resolve()
    own = [root.resolve() / name for name in ("mkdocs.yml", "content", "site_config", "themes")]
    return any(path.is_relative_to(out) or out.is_relative_to(path) for path in own)


def _dataset(options: argparse.Namespace) -> int:
    from ..assembly import put_dataset
    from ..press.writer import edition
    from ..report import print_problems

    project = inspected(options.root)
    print_problems(project.problems, "text")
    if faulty(project):
        return PROBLEMS
    with edition(options.out) as new:
        put_dataset(project, new)
    print(f"{len(project.rows):,} measured and {len(project.claims):,} reported figures are in {options.out}")
    return FINE


def _serve(options: argparse.Namespace) -> int:
    from ..config import load_config
    from ..report import print_problems
    from ..serve import serve

    _, problems = load_config(options.root)
    if any(problem.code == "no-project" for problem in problems):
        print_problems(problems, "text")
        return PROBLEMS
    return serve(options.root, options.port, options.engine)
