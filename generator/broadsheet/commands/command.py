"""What commands share: exit codes, values of options, the collection read and checked, output for programs."""

import argparse
import os
import sys
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

# What a command needs is imported when it runs: `--help` answers at once, and a worker process, which imports these
# modules because they are the program's, loads no more than its task.
if TYPE_CHECKING:
    from ..project import Project

FINE, PROBLEMS, USAGE, ENVIRONMENT = 0, 1, 2, 3
# Below this many files a pool of processes costs more than it saves.
SMALL = 1000

# argparse has no public name for what add_subparsers gives.
Commands = Any


def positive(text: str) -> int:
    """A whole number from 1, for argparse."""
    number = int(text) if text.isdecimal() else 0
    if number < 1:
        raise argparse.ArgumentTypeError("a whole number from 1")
    return number


def port(text: str) -> int:
    """A port to listen on, for argparse; 0 for any free one."""
    number = int(text) if text.isdecimal() else -1
    if not 0 <= number < 1 << 16:
        raise argparse.ArgumentTypeError("a port, 0 to 65535")
    return number


def address(text: str) -> str:
    """An address, for argparse."""
    from ..fields import is_address

    text = text.strip()
    if not is_address(text):
        raise argparse.ArgumentTypeError("an address that begins with https://")
    return text


def day(text: str) -> str:
    """A day, for argparse; of the years that `fields.Day` takes."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("a day as YYYY-MM-DD") from None
    if not 1000 <= found.year < 3000:
        raise argparse.ArgumentTypeError("a day of the years 1000 to 2999")
    return found.isoformat()


def papers_file(root: Path, given: str | None) -> str | None:
    """The file that --into names, relative to the project: in full, from here, or by its bare name.

    Empty where none is given, None for one that is no YAML file under content/papers.
    """
    if not given:
        return ""
    papers = (root / "content" / "papers").resolve()
    path = papers / given if Path(given).name == given else Path(given).resolve()
    if not path.is_relative_to(papers) or path.suffix not in (".yml", ".yaml") or path.name.startswith("."):
        return None
    return f"content/papers/{path.relative_to(papers).as_posix()}"


def write_out(lines: Iterable[bytes]) -> None:
    """To standard output in UTF-8 whatever the locale: a diff and JSON are for programs."""
    sys.stdout.flush()
    sys.stdout.buffer.writelines(lines)
    sys.stdout.buffer.flush()


def jobs_for(root: Path) -> int:
    """As many processes as there are cores for a large collection, this one alone for a small one."""
    files = 0
    for _, _, names in os.walk(root / "content" / "papers"):
        files += len(names)
        if files > SMALL:
            return min(os.cpu_count() or 1, 16)
    return 1


def inspected(root: Path) -> "Project":
    """The project at `root`, read and checked."""
    from ..executors import executor
    from ..project import inspect
    from ..stopwatch import Stopwatch

    with executor(jobs_for(root)) as pool:
        return inspect(root, pool, Stopwatch(lambda: 0.0))


def faulty(project: "Project") -> bool:
    """Whether anything is wrong that stops a build."""
    return any(problem.severity == "error" for problem in project.problems)
