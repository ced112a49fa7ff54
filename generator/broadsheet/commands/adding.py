"""`add`: papers by their identifiers, from the services that know them, into content/papers."""

import argparse
import sys
from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from .command import FINE, PROBLEMS, USAGE, Commands, day, jobs_for, papers_file, write_out

if TYPE_CHECKING:
    from ..sources.imports.merge import Merged
    from ..sources.web.fetch import Fetched
    from ..sources.web.services import Services


def add(commands: Commands) -> None:
    """Say what this command takes."""
    command = commands.add_parser(
        "add",
        help="papers by their identifiers into content/papers",
        description="Takes arXiv ids, DOIs, OpenAlex and ACL Anthology ids, and addresses that hold one. What is there "
        "stays as it is.",
    )
    command.add_argument("pasted", nargs="+", metavar="ID_OR_URL")
    command.add_argument("--dry-run", action="store_true", help="show what would change and write nothing")
    command.add_argument(
        "--format", choices=("text", "jsonl"), default="text", help="a diff, or each record found as a line of JSON"
    )
    command.add_argument("--into", metavar="FILE", help="a list under content/papers (default: each paper a file)")
    command.add_argument("--abstracts", action="store_true", help="take over abstracts too")
    command.add_argument("--date", type=day, help="the day to record as that of adding (default: today)")
    command.set_defaults(run=_add)


def _add(options: argparse.Namespace) -> int:
    from ..config import load_config
    from ..executors import executor
    from ..faults import SetupError
    from ..report import print_problems
    from ..sources.content import read_content
    from ..sources.imports.merge import merge
    from ..sources.imports.merge_report import json_lines
    from ..sources.writing.edits import diff, write
    from ..sources.writing.papers_yaml import edits

    into = papers_file(options.root, options.into)
    if into is None:
        print("broadsheet: --into takes a .yml file under content/papers", file=sys.stderr)
        return USAGE
    config, problems = load_config(options.root)
    with executor(jobs_for(options.root)) as pool:
        content, faults = read_content(options.root, pool)
    if any(problem.severity == "error" for problem in (*problems, *faults)):
        print_problems(sorted((*problems, *faults)), "text")
        print("broadsheet: mend the content first; nothing was added", file=sys.stderr)
        return PROBLEMS
    found = fetched(
        options.root, options.pasted, config.settings.services, abstracts=options.abstracts, today=options.date
    )
    if found.unreached:
        print_problems(found.problems, "text")
        raise SetupError(f"nothing was fetched: {'; '.join(found.unreached)}")
    merged = merge(content.papers, found.entries, content.faulty)
    changes, unfilled = edits(merged, options.root, into, one_each=not into)
    told = [*found.problems, *merged.problems, *unfilled]
    print_problems(told, "text")
    if options.format == "jsonl":
        write_out(line for entry in found.entries for line in json_lines(entry.path, [entry], []))
        write_out(line for problem in found.problems for line in json_lines(problem.path, [], [problem]))
    else:
        write_out(f"{line}\n".encode() for line in diff(changes))
    if not options.dry_run:
        write(changes, options.root)
    if options.format == "text":
        write_out(f"{line}\n".encode() for line in _outcome(merged))
    return PROBLEMS if any(problem.severity == "error" for problem in told) else FINE


def _outcome(merged: "Merged") -> Iterator[str]:
    from ..sources.imports.merge_report import outcome

    *lines, _ = outcome(merged, 0, 0)  # the last one counts records and files
    yield from lines
    known, filled = len(merged.duplicates), len(merged.fills)
    yield f"{len(merged.new):,} new, {known:,} known ({filled:,} with gaps that are filled)."


def fetched(
    root: Path, pasted: Sequence[str], services: "Services", *, abstracts: bool, today: str | None
) -> "Fetched":
    """What the services say. They are asked through the proxy that the environment names, if it names one."""
    import random
    import time

    import httpx
    from rich.console import Console

    from ..faults import SetupError
    from ..sources.web.client import TIMEOUT, Web
    from ..sources.web.fetch import fetch
    from ..sources.web.http_cache import HttpCache

    cache = HttpCache(root / ".cache" / "broadsheet" / "http", time.time)
    today = today or date.today().isoformat()
    console = Console(stderr=True)
    waiting = console.status("asking") if console.is_terminal else nullcontext()
    try:
        client = httpx.Client(headers={"User-Agent": services.user_agent}, timeout=TIMEOUT)
    except (ImportError, ValueError, httpx.InvalidURL) as error:
        raise SetupError(f"the proxy that the environment names cannot be used: {error}") from error
    with waiting, client:
        web = Web(client, cache, clock=time.time, sleep=time.sleep, chance=random.random)
        return fetch(pasted, web, services, abstracts=abstracts, day=today)
