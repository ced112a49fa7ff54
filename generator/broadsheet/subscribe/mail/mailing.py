"""Who gets which message of an edition: readers by their choice of topics, one body for all that chose alike."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from itertools import groupby
from urllib.parse import urlsplit

from msgspec import Struct

from ...model import Problem
from ...sources.mailing import Mail
from ..subscribers import Subscriber
from .body import make_body
from .connection import is_here
from .edition import Edition, choose
from .message import Sign, make_letter, message, message_id
from .pieces import Pieces
from .run import Delivery

# Whom nobody writes to (again), as the ledger has it.
DONE = ("sent", "refused", "bounced", "handing")


class Due(Struct, frozen=True):
    """Who is due, those who chose the same stories side by side, and how many are not, by the reason."""

    readers: list[tuple[tuple[str, ...], Subscriber]]
    others: dict[str, int]


def due(
    edition: Edition,
    readers: Collection[Subscriber],
    states: Mapping[str, str],
    paused: Collection[str],
    former: Mapping[str, str],
) -> Due:
    """Who shall get an edition now. `former` maps ids that topics once had to those of today."""
    found: list[tuple[tuple[str, ...], Subscriber]] = []
    others = {"done": 0, "paused": 0, "nothing on their topics": 0}
    for reader in readers:
        if reader.period != edition.period:
            continue
        topics = tuple(sorted({former.get(topic, topic) for topic in reader.topics}))
        if states.get(reader.key) in DONE:
            others["done"] += 1
        elif reader.key in paused:
            others["paused"] += 1
        elif topics and not any(set(topics) & set(story.topics) for story in edition.stories):
            others["nothing on their topics"] += 1
        else:
            found.append((topics, reader))
    found.sort(key=lambda one: (one[0], one[1].key))
    return Due(found, {reason: count for reason, count in others.items() if count})


def deliveries(
    edition: Edition, found: Due, html: Pieces, text: Pieces, mail: Mail, date: datetime, sign: Sign | None = None
) -> Iterator[Delivery]:
    """The messages of those who are due, each made when its turn comes."""
    for topics, group in groupby(found.readers, key=lambda one: one[0]):
        letter = make_letter(mail, edition, make_body(choose(edition, topics), html, text), date)
        for _, reader in group:
            making = partial(message, letter, mail, reader, sign)
            yield Delivery(reader.address, reader.key, message_id(edition.key, mail, reader), making)


def missing(mail: Mail, path: str) -> list[Problem]:
    """What the settings lack before anything may be sent; `path` is their file."""

    def problem(code: str, message: str, hint: str) -> Problem:
        return Problem(path, 0, 0, code, message, hint)

    found = []
    if not mail.unsubscribe:
        hint = "set mail.unsubscribe to the address that a reader's token is added to, https://.../unsubscribe?token="
        found.append(problem("no-unsubscribe", "readers could not unsubscribe: nothing is sent", hint))
    elif not mail.unsubscribe.endswith(("/", "=")):
        hint = "end mail.unsubscribe with / or =, for each reader's token is added to it"
        found.append(problem("bad-unsubscribe", "the address to unsubscribe takes no token", hint))
    elif not mail.unsubscribe.startswith("https://") and not is_here(urlsplit(mail.unsubscribe).hostname or ""):
        hint = "RFC 8058 asks for https"
        found.append(problem("bad-unsubscribe", "mail programs unsubscribe over https alone", hint))
    if not mail.sender:
        found.append(problem("no-sender", "the mail has no sender", "set mail.sender to the address it comes from"))
    if not mail.host:
        found.append(problem("no-mail-server", "there is no server to send by", "set mail.host, port and security"))
    elif mail.security == "none" and mail.user and not is_here(mail.host):
        hint = "set mail.security to starttls or tls"
        found.append(problem("clear-password", "the password would go over the network in the clear", hint))
    return found


def tokenless(readers: Collection[Subscriber]) -> list[Problem]:
    """Readers who could not unsubscribe."""
    count = sum(not reader.token for reader in readers)
    message = f"{count} subscribers have no token and could not unsubscribe"
    return [Problem("subscribers", 0, 0, "no-token", message, "give each a token of their own")] if count else []
