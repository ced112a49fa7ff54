"""`new`: a digest of one's own, with workflows, in one command."""

import argparse
import re
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from ..faults import SetupError
from .command import FINE, USAGE, Commands, address, day

if TYPE_CHECKING:
    from ..starter import Answers

LICENCES = ("cc-by-4.0", "cc-by-sa-4.0", "cc0-1.0", "none")


def add(commands: Commands) -> None:
    """Say what this command takes."""
    new = commands.add_parser(
        "new",
        help="a working digest of your own, with workflows",
        description="Asks on a terminal for what no flag says.",
    )
    new.add_argument("folder", type=Path, metavar="DIR", help="where to; empty, or not there yet")
    new.add_argument("--name", type=_line, help="what the digest is called (default: by the folder)")
    new.add_argument("--tagline", type=_line, help="what it is about, in a line")
    new.add_argument("--repo", type=_address, metavar="URL", help="the repository's address")
    new.add_argument("--url", type=_address, help="the site's address (default: on GitHub Pages)")
    new.add_argument("--licence", choices=LICENCES, help="for summaries and notes (default: cc-by-4.0)")
    new.add_argument("--yes", action="store_true", help="ask nothing")
    new.add_argument("--date", type=day, help="the day of the first issue (default: today)")
    new.set_defaults(run=_new)


def _line(text: str) -> str:
    """A text of one line, for argparse."""
    text = text.strip()
    if not text or not text.isprintable():
        raise argparse.ArgumentTypeError("a line of text")
    return text


def _address(text: str) -> str:
    """An address as settings have it, for argparse."""
    return address(text).rstrip("/").removesuffix(".git")


def _new(options: argparse.Namespace) -> int:
    from ..starter import new_digest

    folder: Path = options.root / options.folder
    if folder.exists() and not folder.is_dir():
        print(f"broadsheet: {folder} is a file", file=sys.stderr)
        return USAGE
    # A repository that was just made or cloned holds nothing of anybody's.
    if folder.is_dir() and any(path.name != ".git" for path in folder.iterdir()):
        print(
            f"broadsheet: {folder} is not empty; name a folder that is, or one that is not there yet", file=sys.stderr
        )
        return USAGE
    ask = _ask if sys.stdin.isatty() and not options.yes else _take
    try:
        answers = _answers(options, folder, ask)
    except EOFError:
        print("\nbroadsheet: nothing was written; --yes asks nothing", file=sys.stderr)
        return USAGE
    _write(folder, new_digest(answers))
    print(_next_steps(folder, answers))
    return FINE


def _write(folder: Path, files: dict[str, str]) -> None:
    """Raises SetupError where the disk refuses in the middle: what is there would be refused as somebody's own."""
    try:
        for path, text in files.items():
            place = folder / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        if not folder.is_dir():
            raise
        raise SetupError(f"{folder} holds a part of the digest ({error.strerror}): empty it, then try again") from error


Ask = Callable[[str, str, Callable[[str], str]], str]


def _answers(options: argparse.Namespace, folder: Path, ask: Ask) -> "Answers":
    """What the flags say, and `ask` for the rest: five questions at most."""
    from ..starter import Answers, pages_url

    called = re.sub(r"[-_\s]+", " ", folder.resolve().name).strip().capitalize() or "Digest"
    name = options.name or ask("What is it called?", called, _line)
    tagline = options.tagline or ask("What is it about, in a line?", "Research papers, picked by people", _line)
    repository = options.repo or ask("The repository's address, if there is one?", "", _address)
    url = options.url or ask("The site's address?", pages_url(repository), _address)
    licence = options.licence or ask(
        f"The licence of summaries and notes ({', '.join(LICENCES)})?", LICENCES[0], _licence
    )
    return Answers(
        name=name,
        tagline=tagline,
        url=url.rstrip("/") + "/" if url else "",
        repository=repository,
        licence=licence,
        date=options.date or date.today().isoformat(),
    )


def _licence(text: str) -> str:
    if text.lower() not in LICENCES:
        raise argparse.ArgumentTypeError("one of them")
    return text.lower()


def _take(question: str, default: str, read: Callable[[str], str]) -> str:
    return default


def _ask(question: str, default: str, read: Callable[[str], str]) -> str:
    """Ask until the answer will do; an empty one is the default. Raises EOFError."""
    while True:
        said = input(f"{question} {f'[{default}] ' if default else ''}").strip()
        if not said:
            return default
        try:
            return read(said)
        except argparse.ArgumentTypeError as error:
            print(f"  That has to be {error}.")


def _next_steps(folder: Path, answers: "Answers") -> str:
    where = f"'{folder}'" if " " in str(folder) else folder
    publish = f"git remote add origin {answers.repository}.git && git push -u origin main" if answers.repository else ""
    return (
        f"{answers.name} is in {folder}, with three papers in its first issue. Next:\n\n"
        f"  cd {where}\n"
        "  broadsheet serve              # look at it on http://127.0.0.1:8000/\n"
        "  broadsheet add 2405.04532     # a paper of your own, by arXiv id, DOI or address\n"
        "  git init -b main && git add . && git commit -m 'A new digest'"
        + (f" && {publish}" if publish else "   # README.md says how to publish it")
    )
