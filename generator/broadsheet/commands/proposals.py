"""`report` and `from-issue`: what a pull request changes, and a pull request's content from an issue's form."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from .command import FINE, PROBLEMS, USAGE, Commands, day, faulty, inspected

if TYPE_CHECKING:
    from ..model import Entry, Problem
    from ..project import Project


def add(commands: Commands) -> None:
    """Say what these commands take."""
    report = commands.add_parser("report", help="what a change does to the site, as Markdown for a pull request")
    report.add_argument("--base", required=True, metavar="DIR|REF", help="what to compare with: a digest, or a commit")
    report.add_argument("--cards", type=Path, metavar="DIR", help="write the card of each new paper there, as HTML")
    report.set_defaults(run=_report)

    issue = commands.add_parser("from-issue", help="content from an issue that was written with one of the forms")
    issue.add_argument("event", type=Path, metavar="FILE.json", help="GitHub's description of the event")
    issue.add_argument("--offline", action="store_true", help="ask no service what it knows of a paper")
    issue.add_argument("--date", type=day, help="the day to record (default: today)")
    issue.set_defaults(run=_from_issue)


def _report(options: argparse.Namespace) -> int:
    from ..pull_request import compare, markdown
    from ..report import print_problems

    with _base(options.root, options.base) as folder:
        if folder is None:
            print(f"broadsheet: {options.base} is neither a digest's folder nor a commit", file=sys.stderr)
            return USAGE
        before, after = inspected(folder), inspected(options.root)
        found = compare(before, after)
    # The summary goes where standard output goes, in UTF-8 whatever the locale.
    sys.stdout.flush()
    sys.stdout.buffer.write(markdown(found, after.config.url).encode())
    if options.cards and found.new_papers:
        for name, data in _cards(after, found.new_papers).items():
            path = options.cards / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
    print_problems([problem for problem in found.problems if problem.severity == "error"], "text")
    return PROBLEMS if faulty(after) else FINE


def _cards(project: "Project", papers: tuple[str, ...]) -> dict[str, bytes]:
    from ..preview import previews
    from ..project import landscape

    return previews(project, landscape(project), papers)


@contextmanager
def _base(root: Path, base: str) -> Iterator[Path | None]:
    """The digest to compare with: a folder as it is, a commit's files in a temporary one; None if it is neither."""
    import io
    import subprocess
    import tarfile
    import tempfile

    from ..faults import SetupError

    if (Path(base) / "mkdocs.yml").is_file():
        yield Path(base)
        return
    git = ["git", "-C", str(root)]
    try:
        named = subprocess.run(
            [*git, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{base}^{{commit}}"],
            capture_output=True,
            text=True,
            check=False,
        )
        if named.returncode:
            yield None
            return
        packed = subprocess.run([*git, "archive", named.stdout.strip()], capture_output=True, check=False)
    except FileNotFoundError as error:
        raise SetupError("git is not installed; `broadsheet doctor` tells what else is missing") from error
    if packed.returncode:
        raise SetupError(f"git could not give the files of {base}: {packed.stderr.decode(errors='replace').strip()}")
    with tempfile.TemporaryDirectory() as folder:
        with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as files:
            files.extractall(folder, filter="data")
        yield Path(folder)


def _from_issue(options: argparse.Namespace) -> int:
    from datetime import date

    from ..executors import InProcess
    from ..sources.content import read_content
    from ..sources.writing.edits import write
    from ..sources.writing.form_changes import changes
    from ..sources.writing.issue_form import read_form
    from .adding import fetched

    form, problems = read_form(options.event)
    if form is None:
        _say([], problems)
        return PROBLEMS
    project = inspected(options.root)
    today = options.date or date.today().isoformat()

    def fetch(identifier: str) -> "tuple[list[Entry], list[Problem]]":
        if options.offline:
            return [], []
        found = fetched(options.root, [identifier], project.config.settings.services, abstracts=False, today=today)
        return found.entries, found.problems

    content, _ = read_content(options.root, InProcess())
    found = changes(form, content, project.catalog.people.persons, options.root, today, fetch)
    write(found.edits, options.root)
    words = [*found.words, *([f"Closes #{form.number}."] if found.edits else [])]
    _say(words, found.problems)
    return PROBLEMS if any(problem.severity == "error" for problem in found.problems) else FINE


def _say(words: "list[str]", problems: "list[Problem] | tuple[Problem, ...]") -> None:
    """Markdown for the pull request, or for an answer; what strangers wrote stands there as code, or not at all."""
    from ..pull_request import told

    lines = [*words, *(f"- {told(problem)}" for problem in problems)]
    sys.stdout.flush()
    sys.stdout.buffer.write("".join(f"{line}\n\n" for line in lines or ["Nothing came of this."]).encode())
    sys.stdout.buffer.flush()
