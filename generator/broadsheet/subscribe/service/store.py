"""The tables of the subscription service and what is done with them: SQLAlchemy Core, any database it knows.

`subscribers` has those who confirmed and nobody else; who leaves is deleted. `requests` has what waits for a
confirmation. Times are whole seconds since 1970, topics are ids with single spaces between them.
"""

import secrets
from typing import Any

from msgspec import Struct
from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Engine,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    bindparam,
    create_engine,
    delete,
    event,
    func,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Row

from .options import LINK_LASTS
from .wishes import Wish, same

# Seconds to the next try of a confirmation mail, which double with every one.
BACK_OFF = 60
TABLES = MetaData()
SUBSCRIBERS = Table(
    "subscribers",
    TABLES,
    # Random; whoever has it may leave or change the subscription, so it stands in that person's mail alone.
    Column("token", String(32), primary_key=True),
    Column("address", String(254), nullable=False),
    Column("mailbox", String(254), nullable=False, unique=True),
    Column("period", String(5), nullable=False),
    Column("topics", Text, nullable=False),
    Column("asked", BigInteger, nullable=False),
    # `subscribers.py` reads those who have a time here.
    Column("confirmed", BigInteger, nullable=False),
)
REQUESTS = Table(
    "requests",
    TABLES,
    Column("id", String(32), primary_key=True),
    Column("address", String(254), nullable=False),
    Column("mailbox", String(254), nullable=False, index=True),
    Column("period", String(5), nullable=False),
    Column("topics", Text, nullable=False),
    Column("asked", BigInteger, nullable=False),
    # When the confirmation mail is to be sent next; absent once it was handed over.
    Column("mail_at", BigInteger, index=True),
    Column("tries", Integer, nullable=False),
)

# What the service must remember between two runs.
SETTINGS = Table(
    "settings",
    TABLES,
    Column("name", String(32), primary_key=True),
    Column("value", String(128), nullable=False),
)


class Asked(Struct, frozen=True):
    """A request whose confirmation mail is due, for the `tries`th time."""

    id: str
    wish: Wish
    tries: int


class Member(Struct, frozen=True):
    """A subscriber with everything that is kept about them."""

    token: str
    wish: Wish
    asked: int
    confirmed: int


def engine_for(url: str) -> Engine:
    """The database at an SQLAlchemy URL, its tables made. Raises sqlalchemy.exc.SQLAlchemyError."""
    # Errors are told in logs: without the parameters, which are addresses.
    engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _tune)
    TABLES.create_all(engine)
    return engine


def _tune(connection: Any, _: object) -> None:
    """SQLite: readers beside one writer, every commit on the disk, what is deleted overwritten."""
    cursor = connection.cursor()
    for words in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "secure_delete=ON"):
        cursor.execute(f"PRAGMA {words}")
    cursor.close()


def secret(connection: Connection) -> bytes:
    """The key that signs links, made at the first start."""
    found = connection.execute(select(SETTINGS.c.value).where(SETTINGS.c.name == "secret")).scalar()
    if found is None:
        found = secrets.token_hex(32)
        connection.execute(insert(SETTINGS), {"name": "secret", "value": found})
    return bytes.fromhex(found)


def ask(connection: Connection, wish: Wish, now: float) -> str:
    """Note a request whose mail is due at once, and give its id. Known and unknown addresses cost the same."""
    found = secrets.token_urlsafe(16)
    values = _columns(wish) | {"id": found, "asked": int(now), "mail_at": int(now), "tries": 0}
    connection.execute(insert(REQUESTS), values)
    return found


def requested(connection: Connection, request: str) -> Wish | None:
    """What a request asks for, None once it is confirmed or forgotten."""
    row = connection.execute(select(REQUESTS).where(REQUESTS.c.id == request)).first()
    return _wish(row) if row else None


def confirm(connection: Connection, request: str, now: float) -> Member | None:
    """Make a request a subscription, or the new choice of one that there is already; None if there is none such."""
    row = connection.execute(select(REQUESTS).where(REQUESTS.c.id == request).with_for_update()).first()
    if not row:
        return None
    wish = _wish(row)
    # Whatever else was asked for this mailbox is settled too.
    connection.execute(delete(REQUESTS).where(REQUESTS.c.mailbox == row.mailbox))
    known = connection.execute(select(SUBSCRIBERS.c.token).where(SUBSCRIBERS.c.mailbox == row.mailbox)).scalar()
    if known:
        return choose(connection, known, wish)
    member = Member(secrets.token_urlsafe(16), wish, row.asked, int(now))
    more = {"token": member.token, "asked": member.asked, "confirmed": member.confirmed}
    connection.execute(insert(SUBSCRIBERS), _columns(wish) | more)
    return member


def subscriber(connection: Connection, token: str) -> Member | None:
    """The subscriber with this token."""
    row = connection.execute(select(SUBSCRIBERS).where(SUBSCRIBERS.c.token == token)).first()
    return Member(row.token, _wish(row), row.asked, row.confirmed) if row else None


def choose(connection: Connection, token: str, wish: Wish) -> Member | None:
    """Set period and topics of a subscriber; the address stays. None if there is none."""
    values = {"period": wish.period, "topics": " ".join(wish.topics)}
    connection.execute(update(SUBSCRIBERS).where(SUBSCRIBERS.c.token == token).values(values))
    return subscriber(connection, token)


def erase(connection: Connection, token: str) -> None:
    """Forget a subscriber, if there is one, and what was asked for that mailbox."""
    mailbox = connection.execute(select(SUBSCRIBERS.c.mailbox).where(SUBSCRIBERS.c.token == token)).scalar()
    connection.execute(delete(REQUESTS).where(REQUESTS.c.mailbox == mailbox))
    connection.execute(delete(SUBSCRIBERS).where(SUBSCRIBERS.c.token == token))


def open_requests(connection: Connection, address: str) -> list[tuple[Wish, int]]:
    """What was asked for a mailbox and not confirmed, with the second of asking; for the export."""
    rows = connection.execute(select(REQUESTS).where(REQUESTS.c.mailbox == same(address)).order_by(REQUESTS.c.asked))
    return [(_wish(row), row.asked) for row in rows]


def take(connection: Connection, now: float, most: int) -> list[Asked]:
    """Requests whose confirmation mail is to be sent now, the oldest first.

    Each is put off here already, for twice as long every time: should nobody be able to note that its mail went out,
    nobody sends it again and again.
    """
    when = REQUESTS.c.mail_at
    rows = connection.execute(select(REQUESTS).where(when <= int(now)).order_by(when).limit(most)).all()
    found = [Asked(row.id, _wish(row), row.tries + 1) for row in rows]
    if found:
        # All at once: whoever signs up meanwhile waits for this.
        later = update(REQUESTS).where(REQUESTS.c.id == bindparam("one"))
        later = later.values(mail_at=bindparam("at"), tries=bindparam("nth"))
        due = [(one, int(now) + BACK_OFF * 2 ** (one.tries - 1)) for one in found]
        connection.execute(later, [{"one": one.id, "at": at, "nth": one.tries} for one, at in due])
    return found


def mailed(connection: Connection, request: str) -> None:
    """Note that a confirmation mail was handed over."""
    connection.execute(update(REQUESTS).where(REQUESTS.c.id == request).values(mail_at=None))


def drop(connection: Connection, request: str) -> None:
    """Forget a request."""
    connection.execute(delete(REQUESTS).where(REQUESTS.c.id == request))


def forget_old(connection: Connection, now: float) -> int:
    """Forget requests whose links hold no more; how many."""
    late = REQUESTS.c.asked < int(now) - LINK_LASTS
    return connection.execute(delete(REQUESTS).where(late)).rowcount


def counts(connection: Connection) -> tuple[int, int, int]:
    """How many subscribe, how many requests are open, how many of these wait for their mail."""
    subscribed = connection.execute(select(func.count()).select_from(SUBSCRIBERS)).scalar_one()
    row = connection.execute(select(func.count(), func.count(REQUESTS.c.mail_at))).one()
    return subscribed, row[0], row[1]


def _columns(wish: Wish) -> dict[str, Any]:
    return {
        "address": wish.address,
        "mailbox": same(wish.address),
        "period": wish.period,
        "topics": " ".join(wish.topics),
    }


def _wish(row: Row[Any]) -> Wish:
    return Wish(row.address, row.period, tuple(row.topics.split()))
