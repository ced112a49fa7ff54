"""`email build`, `email send`: the digest by mail."""

import argparse
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from .command import ENVIRONMENT, FINE, PROBLEMS, USAGE, Commands, day, faulty, inspected

if TYPE_CHECKING:
    from datetime import datetime

    from ..model import Problem
    from ..pages.site import Site
    from ..project import Project
    from ..sources.mailing import Mail
    from ..subscribe.mail.edition import Edition
    from ..subscribe.mail.ledger import Ledger
    from ..subscribe.mail.message import Sign
    from ..subscribe.mail.pieces import Pieces
    from ..subscribe.mail.sending import Tally
    from ..subscribe.subscribers import Subscriber

PERIODS = ("day", "week", "month")
PASSWORD, DKIM_KEY = "BROADSHEET_SMTP_PASSWORD", "BROADSHEET_DKIM_KEY"


def add(commands: Commands) -> None:
    """Say what these commands take."""
    group = commands.add_parser("email", help="the digest by mail").add_subparsers(metavar="COMMAND", required=True)

    make = group.add_parser("build", help="an edition as a message, a web page and a preview")
    _which(make)
    make.add_argument("--topics", nargs="+", metavar="ID", default=[], help="stories of these topics alone")
    make.add_argument("--out", type=Path, help="where to (default: .cache/broadsheet/email/EDITION in the digest)")
    make.set_defaults(run=_build)

    send = group.add_parser("send", help="hand an edition to the mail server, a message a subscriber")
    _which(send)
    send.add_argument("--subscribers", type=Path, required=True, metavar="FILE", help="JSON lines, CSV or the database")
    send.add_argument("--ledger", type=Path, help="what was sent to whom (default: ledger.sqlite beside subscribers)")
    send.add_argument("--password-file", type=Path, metavar="FILE", help=f"else ${PASSWORD}")
    send.add_argument("--dkim-key", type=Path, metavar="FILE", help=f"sign with this RSA key (else ${DKIM_KEY})")
    send.add_argument("--dry-run", action="store_true", help="make the messages, say how many, send none")
    send.add_argument("--resolve", choices=("sent", "unsent"), help="what became of the messages never confirmed")
    send.add_argument("--resume", nargs="+", metavar="ADDRESS", default=[], help="write to paused addresses again")
    send.set_defaults(run=_send)


def _which(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--period", choices=PERIODS, required=True, help="what an edition is of")
    parser.add_argument("--date", type=day, help="a day of that period (default: that of the newest issue)")


def _edition(options: argparse.Namespace) -> "tuple[Project, Site, Edition | None, list[Problem]]":
    """The project and the edition asked for, None when it is empty or something is wrong."""
    from ..model import Problem
    from ..pages.benchmarks import make_benchmarks
    from ..pages.site import make_site, with_topics
    from ..project import landscape
    from ..subscribe.mail.edition import make_edition

    project = inspected(options.root)
    catalog = project.catalog
    site = make_site(project.config, catalog, catalog.newest)
    if faulty(project):
        return project, site, None, project.problems
    site = with_topics(site, landscape(project))
    date = options.date or next(reversed(catalog.digests), catalog.newest)
    lines = make_benchmarks(project.rows, project.names).lines
    edition = make_edition(site, options.period, date, lines, project.names)
    if edition.stories:
        return project, site, edition, project.problems
    hint = f"write an issue in content/digests{', or give another --date' if catalog.digests else ''}"
    said = f"no issue falls into {edition.name}" if catalog.digests else "there is no issue yet"
    empty = Problem("content/digests", 0, 0, "empty-edition", said, hint)
    return project, site, None, [*project.problems, empty]


def _build(options: argparse.Namespace) -> int:
    from ..report import print_problems
    from ..subscribe.mail.edition import choose
    from ..subscribe.mail.preview import preview_files

    project, site, edition, problems = _edition(options)
    mail = project.config.settings.mail
    if edition:
        problems = problems + _unknown(options.topics, site)
    print_problems(problems, "text")
    if edition is None or any(problem.severity == "error" for problem in problems):
        return PROBLEMS
    choice = choose(edition, options.topics)
    if not choice.stories:
        print(f"Nothing on these topics in {edition.name}.")
        return PROBLEMS
    out = options.out or options.root / ".cache" / "broadsheet" / "email" / edition.key
    out.mkdir(parents=True, exist_ok=True)
    for name, data in preview_files(edition, choice, *_pieces(edition, mail), mail).items():
        (out / name).write_bytes(data)
        print(f"{len(data):7,} bytes  {out / name}")
    return FINE


def _unknown(topics: Iterable[str], site: "Site") -> "list[Problem]":
    from ..model import Problem

    known = [topic.id for topic in (*site.landscape.topics, *site.landscape.finer)]
    hint = f"topics are {', '.join(known)}"
    return [Problem("--topics", 0, 0, "unknown-topic", f"no topic {t}", hint) for t in topics if t not in known]


def _pieces(edition: "Edition", mail: "Mail") -> "tuple[Pieces, Pieces]":
    from ..pages.environment import theme_folder
    from ..subscribe.mail.html import html_pieces
    from ..subscribe.mail.plain import text_pieces

    return html_pieces(edition, theme_folder(), mail.postal_address), text_pieces(edition, mail.postal_address)


def _send(options: argparse.Namespace) -> int:
    from ..config import SETTINGS
    from ..report import print_problems
    from ..subscribe.mail.ledger import Ledger
    from ..subscribe.mail.mailing import missing, tokenless

    if options.dry_run and (options.resolve or options.resume):
        print("--dry-run changes nothing: leave out --resolve and --resume", file=sys.stderr)
        return USAGE
    project, site, edition, problems = _edition(options)
    mail = project.config.settings.mail
    readers, more = _readers(options.subscribers)
    problems = [*problems, *missing(mail, SETTINGS), *more, *tokenless(readers)]
    print_problems(problems, "text")
    if edition is None or any(problem.severity == "error" for problem in problems):
        return PROBLEMS
    sign = _signer(options, mail)
    with Ledger(options.ledger or options.subscribers.with_name("ledger.sqlite")) as ledger:
        for address in options.resume:
            known = ledger.resume(address.lower())
            print(f"{address} {'gets mail again' if known else 'was not paused'}")
        if options.resolve:
            count = ledger.resolve(edition.key, options.resolve == "sent", _now().isoformat(timespec="seconds"))
            print(f"{count} unconfirmed messages are {options.resolve}.")
        return _hand_over(options, site, edition, readers, mail, ledger, sign)


def _hand_over(
    options: argparse.Namespace,
    site: "Site",
    edition: "Edition",
    readers: "list[Subscriber]",
    mail: "Mail",
    ledger: "Ledger",
    sign: "Sign | None",
) -> int:
    from ..subscribe.mail.connection import connect
    from ..subscribe.mail.mailing import deliveries, due
    from ..subscribe.mail.sending import Sending, Tally, send

    found = due(edition, readers, ledger.states(edition.key), ledger.paused(), site.landscape.former)
    messages = deliveries(edition, found, *_pieces(edition, mail), mail, _now(), sign)
    told = "".join(f", {count:,} {reason}" for reason, count in found.others.items())
    print(f"{edition.name}: {len(found.readers):,} due{told}.")
    if options.dry_run:
        sizes = [len(one.message()) for one in messages]
        if sizes:
            print(f"{len(sizes):,} messages of {min(sizes):,} to {max(sizes):,} bytes; none was sent.")
        return FINE
    password = _secret(options.password_file, PASSWORD)
    sending = Sending(edition.key, mail.bounces or mail.sender, lambda: connect(mail, password), ledger)
    tally = send(messages, sending, mail.connections, mail.rate) if found.readers else Tally({})
    return _tell(tally, ledger, edition.key)


def _tell(tally: "Tally", ledger: "Ledger", edition: str) -> int:
    """Say how it went; whoever needs a decision is named."""
    print(", ".join(f"{count:,} {state}" for state, count in tally.counts.items()) or "Nothing to send.")
    unconfirmed = ledger.unconfirmed(edition)
    for address, message_id, at in unconfirmed:
        print(f"unconfirmed: {address} <{message_id}> {at}", file=sys.stderr)
    if unconfirmed:
        hint = "look for the Message-IDs in the server's log, then run again with --resolve sent or --resolve unsent"
        print(f"The server never confirmed {len(unconfirmed)} messages: {hint}.", file=sys.stderr)
    if tally.stopped:
        print(f"broadsheet: {tally.stopped}; run the same command again to go on", file=sys.stderr)
        return ENVIRONMENT
    return PROBLEMS if unconfirmed or tally.counts.get("deferred") else FINE


def _readers(path: Path) -> "tuple[list[Subscriber], list[Problem]]":
    from ..sources.files import read_text
    from ..subscribe.subscribers import parse_subscribers, stored_subscribers

    with path.open("rb") as file:
        if file.read(16) == b"SQLite format 3\0":
            return stored_subscribers(path)
    text, problems = read_text(path, path.name)
    return ([], problems) if problems else parse_subscribers(text, path.name)


def _signer(options: argparse.Namespace, mail: "Mail") -> "Sign | None":
    path = options.dkim_key or os.environ.get(DKIM_KEY)
    if not path:
        return None
    from ..subscribe.mail.signing import signer

    return signer(mail, Path(path).read_bytes())


def _secret(path: Path | None, variable: str) -> str:
    """What a file holds, else a variable of the environment. Raises OSError, SetupError for a file that is no text."""
    from ..faults import SetupError

    try:
        return path.read_text(encoding="utf-8").strip() if path else os.environ.get(variable, "")
    except UnicodeDecodeError as error:
        raise SetupError(f"{path} is no text in UTF-8") from error


def _now() -> "datetime":
    from datetime import UTC, datetime

    return datetime.now(UTC)
