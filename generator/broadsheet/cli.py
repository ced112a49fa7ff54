"""The command line: parses, calls, prints. Exit codes: 0 fine, 1 problems, 2 wrong usage, 3 the environment failed."""

import argparse
import gc
import json
import os
import sys
from collections.abc import Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path

from . import __version__
from .faults import SetupError

# What a command needs is imported when it runs: `--help` answers at once, and a worker process, which imports this
# module because it is the program's, loads no more than its task.

FINE, PROBLEMS, USAGE, ENVIRONMENT = 0, 1, 2, 3
ENGINES = ("mkdocs", "zensical")
# Below this many files a pool of processes costs more than it saves.
SMALL = 1000


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    options = _parser().parse_args(arguments)
    # A command ends soon and its values hold no cycles: looking for some takes time and finds none.
    gc.disable()
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except SetupError as error:
        print(f"broadsheet: {error}", file=sys.stderr)
        return ENVIRONMENT
    except BrokenPipeError:
        # The reader has seen enough, `| head` say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        print(f"broadsheet: {error.strerror or error}{where}", file=sys.stderr)
        return ENVIRONMENT
    except KeyboardInterrupt:
        print("broadsheet: stopped; the site is as it was before", file=sys.stderr)
        return ENVIRONMENT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="broadsheet", description="A newspaper of papers from a folder of YAML and BibTeX."
    )
    parser.add_argument("-C", dest="root", metavar="DIR", type=Path, default=Path(), help="the digest's folder")
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

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
    where.add_argument("--jobs", type=_positive, help="processes (default: by the size of the collection)")
    where.add_argument("--scheduler", metavar="URL", help="a Dask scheduler, tcp://HOST:PORT")
    make.add_argument("--url", help="the site's address, in place of site_url in mkdocs.yml")
    make.add_argument("--date", type=_day, help="the day to build for (default: the newest day in the content)")
    make.add_argument("--timings", metavar="FILE", type=Path, help="write the seconds of each stage as JSON")
    make.set_defaults(run=_build)

    serve = commands.add_parser("serve", help="build, serve on this machine, rebuild what changes")
    serve.add_argument("--port", type=int, default=8000, help="0 takes any free one (default: 8000)")
    serve.add_argument("--engine", choices=ENGINES, default="mkdocs", help="what renders the theme's frame")
    serve.set_defaults(run=_serve)

    data = commands.add_parser("dataset", help="write the dataset alone: Parquet, CSV, card and checksums")
    data.add_argument("--out", type=Path, default=Path("dataset"), help="where to (default: dataset)")
    data.set_defaults(run=_dataset)

    runs = commands.add_parser("runs", help="benchmark files").add_subparsers(metavar="COMMAND", required=True)
    read = runs.add_parser("read", help="print the rows that benchmark files hold, or why none")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read.add_argument("--format", choices=("jsonl", "table"), default="table")
    read.set_defaults(run=_runs_read)
    return parser


def _positive(text: str) -> int:
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("a whole number from 1")
    return number


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise argparse.ArgumentTypeError("a day as YYYY-MM-DD") from None


def _check(options: argparse.Namespace) -> int:
    from .build import Stopwatch, inspect
    from .executors import executor
    from .report import print_problems

    with executor(_jobs(options.root)) as pool:
        project = inspect(options.root, pool, Stopwatch(lambda: 0.0))
    print_problems(project.problems, options.format)
    if options.format == "text" and not project.problems:
        catalog = project.catalog
        people, issues = len(catalog.people.persons), len(catalog.digests)
        print(f"No problem in {len(catalog.papers)} papers, {people} people, {issues} issues.")
    return PROBLEMS if any(problem.severity == "error" for problem in project.problems) else FINE


def _build(options: argparse.Namespace) -> int:
    from rich.console import Console

    from .build import ContentError, build
    from .report import print_problems, summary

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
                jobs=options.jobs or _jobs(options.root),
                scheduler=options.scheduler,
                url=options.url,
                date=options.date,
                tell=status.update if status else lambda name: None,
            )
    except ContentError as error:
        print_problems(error.problems, "text")
        return PROBLEMS
    print_problems(report.warnings, "text")
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
    from .bench.dataset import dataset
    from .build import Stopwatch, inspect
    from .executors import executor
    from .press.writer import edition
    from .report import print_problems

    with executor(_jobs(options.root)) as pool:
        project = inspect(options.root, pool, Stopwatch(lambda: 0.0))
    print_problems(project.problems, "text")
    if any(problem.severity == "error" for problem in project.problems):
        return PROBLEMS
    with edition(options.out) as new:
        new.put(dataset(project.rows, project.claims, f"{project.config.name} benchmarks").items())
    print(f"{len(project.rows):,} measured and {len(project.claims):,} reported figures are in {options.out}")
    return FINE


def _serve(options: argparse.Namespace) -> int:
    from .serve import serve

    return serve(options.root, options.port, options.engine)


def _runs_read(options: argparse.Namespace) -> int:
    from .bench.formats import read_file
    from .bench.names import read_names
    from .bench.rows import problem_json, row_json
    from .report import print_problems

    code = FINE
    names, _ = read_names(options.root / "site_config", options.root)
    for path in options.files:
        rows, problems = read_file(path.read_bytes(), str(path), names)
        if options.format == "jsonl":
            lines = [row_json(row) for row in rows]
            lines += [problem_json(str(path), problem) for problem in problems]
            sys.stdout.buffer.write(b"".join(line + b"\n" for line in lines))
        else:
            for row in rows:
                print(f"{row.metric}\t{row.statistic}\t{row.value}\t{row.unit}\t{row.locator}")
            print_problems(problems, "text")
        code = PROBLEMS if problems and not rows else code
    sys.stdout.flush()
    return code


def _jobs(root: Path) -> int:
    """As many processes as there are cores for a large collection, this one alone for a small one."""
    files = 0
    for _, _, names in os.walk(root / "content" / "papers"):
        files += len(names)
        if files > SMALL:
            return min(os.cpu_count() or 1, 16)
    return 1


if __name__ == "__main__":
    sys.exit(main())
