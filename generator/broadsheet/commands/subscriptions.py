"""`subscriptions serve`: the service behind the form "Get the digest in your inbox"."""

import argparse
import gc
import os
import socket
import sys
from pathlib import Path

from .command import FINE, PROBLEMS, USAGE, Commands, port, positive


def add(commands: Commands) -> None:
    """Say what this command takes."""
    group = commands.add_parser("subscriptions", help="who gets the digest by mail: serve").add_subparsers(
        metavar="COMMAND", required=True
    )
    serve = group.add_parser("serve", help="the service behind the form for mail")
    serve.add_argument(
        "--database",
        metavar="URL",
        default=os.environ.get("BROADSHEET_DATABASE"),
        help="a file for SQLite, outside the digest's folder, or an SQLAlchemy URL (default: $BROADSHEET_DATABASE)",
    )
    serve.add_argument("--host", default="127.0.0.1", help="where to listen (default: 127.0.0.1)")
    serve.add_argument("--port", type=port, default=8025, help="0 takes any free one (default: 8025)")
    serve.add_argument(
        "--proxy",
        action="append",
        default=[],
        metavar="ADDRESS",
        help="believe X-Forwarded-For from this address or network; may be given again (default: from nobody)",
    )
    serve.add_argument(
        "--client-limit", type=positive, default=30, metavar="N", help="sign-ups of a client an hour (default: 30)"
    )
    serve.add_argument(
        "--address-limit",
        type=positive,
        default=5,
        metavar="N",
        help="confirmation mails to an address a day (default: 5)",
    )
    serve.set_defaults(run=_serve)


def _serve(options: argparse.Namespace) -> int:
    from ..config import load_config
    from ..faults import SetupError
    from ..report import print_problems

    if not options.database:
        print("broadsheet: say where subscribers are kept: --database FILE", file=sys.stderr)
        return USAGE
    url = _database(options.database, options.root)
    config, problems = load_config(options.root)
    print_problems(problems, "text")
    if any(problem.severity == "error" for problem in problems):
        return PROBLEMS
    wanted, mail = config.settings.subscriptions, config.settings.mail
    if not wanted or not wanted.service:
        raise SetupError("site_config/site.yml does not say `subscriptions: service:`, the service's public address")
    if not mail.sender or not mail.host:
        raise SetupError("site_config/site.yml does not say `mail: sender:` and `mail: host:`, who writes to whom asks")
    try:
        from sqlalchemy.exc import SQLAlchemyError

        from ..subscribe.service import store
        from ..subscribe.service.options import Options
        from ..subscribe.service.run import server
        from ..subscribe.service.service import Service
        from ..subscribe.service.smtp import sender
        from ..subscribe.service.writer import Writer
    except ModuleNotFoundError as error:
        raise SetupError(f"{error.name} is missing: python -m pip install 'broadsheet[service]'") from error
    from ..pages.environment import theme_folder

    send, hang_up = sender(mail, os.environ.get("BROADSHEET_SMTP_PASSWORD", ""))
    # Nobody else on this machine reads what SQLite creates.
    os.umask(0o077)
    listening = socket.create_server((options.host, options.port), family=_family(options.host), backlog=2048)
    try:
        engine = store.engine_for(url)
        with engine.begin() as connection:
            secret = store.secret(connection)
    except SQLAlchemyError as error:
        raise SetupError(f"the database cannot be used: {error}") from error
    told = Options(
        name=config.name,
        site_url=config.url,
        service_url=wanted.service.rstrip("/") + "/",
        secret=secret,
        sender=mail.sender,
        sender_name=mail.sender_name,
        topics=offered(options.root),
        client_limit=options.client_limit,
        address_limit=options.address_limit,
        mails_per_second=mail.rate,
    )
    # A service runs for months: what a command may leave behind, it may not. What start-up made stays, so the collector
    # need not look through it again and again: that took 30 to 50 ms each time, with everybody waiting.
    gc.collect()
    gc.freeze()
    gc.enable()
    service = Service(told, Writer(engine), send, theme_folder(), _line)
    host, number = listening.getsockname()[:2]
    service.journal.write("serving", address=f"http://{f'[{host}]' if ':' in host else host}:{number}/")
    try:
        server(service, options.proxy).run(sockets=[listening])
    finally:
        hang_up()
    return FINE


def offered(root: Path) -> dict[str, str]:
    """The broad topics of the frozen fit with their names, as a curator wants them; none before the first fit."""
    from ..topics.header import NAME, read_header
    from ..topics.steering import read_topics

    steered, _ = read_topics(root, ())
    if NAME not in steered.fit:
        return {}
    steering = steered.curation.topics
    merged = {other for one in steering.values() for other in one.merge}
    names = {group.id: group.label for group in read_header(steered.fit).topics if not group.parent}
    split = {new: part.label for topic in names if topic in steering for new, part in steering[topic].split.items()}
    labels = {topic: one.label for topic, one in steering.items() if one.label}
    return {topic: labels.get(topic, name) for topic, name in (names | split).items() if topic not in merged}


def _database(text: str, root: Path) -> str:
    """The URL of a database; SetupError for a file among the digest's, whence addresses would be published."""
    from ..faults import SetupError

    url = text if "://" in text else f"sqlite:///{Path(text).resolve()}"
    if url.startswith("sqlite") and "file:" not in url:
        path = Path(url.partition(":///")[2].partition("?")[0] or ".").resolve()
        if path.is_relative_to(root.resolve()) or any((folder / ".git").exists() for folder in path.parents):
            raise SetupError(f"addresses must never get into a repository: give --database outside of {path.parent}")
        if not path.parent.is_dir():
            raise SetupError(f"there is no folder {path.parent} for the database")
    return url


def _family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _line(text: str) -> None:
    sys.stdout.write(text)
    sys.stdout.flush()
