"""Who gets the digest by mail: subscribers from JSON lines, CSV or the database of the subscription service."""

import csv
import io
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from ..model import Problem

Period = Literal["day", "week", "month"]
# A dot-atom and a host name (RFC 5321, 4.1.2) in ASCII: nothing that a header or an SMTP command could mistake. Other
# domains are written in their ASCII form (xn--...).
ADDRESS = r"^[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\Z"
# Signs that stand in an address as they are (RFC 3986, 2.3).
TOKEN = r"^[A-Za-z0-9._~-]+\Z"

# What the service's database must answer: confirmed subscriptions only, `topics` ids between spaces, empty for all.
QUERY = "SELECT address, period, topics, token FROM subscribers WHERE confirmed IS NOT NULL ORDER BY address, period"
_COLUMNS = ("address", "period", "topics", "token")


class Subscriber(Struct, frozen=True, forbid_unknown_fields=True):
    """Someone who confirmed; no `topics` means all. `token` ends the address at which they unsubscribe."""

    address: Annotated[str, Meta(pattern=ADDRESS, max_length=254)]
    period: Period
    topics: tuple[str, ...] = ()
    token: Annotated[str, Meta(pattern=TOKEN, max_length=512)] = ""

    @property
    def key(self) -> str:
        """The address as it is compared: nobody tells two people apart by capitals."""
        return self.address.lower()


def parse_subscribers(text: str, name: str) -> tuple[list[Subscriber], list[Problem]]:
    """The subscribers of a file called `name`: one JSON object a line, or CSV with a line of column names.

    CSV has the columns address, period, topics (ids between spaces) and token; JSON has a list of topics.
    """
    return _checked(_rows_of_csv(text) if name.lower().endswith(".csv") else _rows_of_json(text), name)


def stored_subscribers(database: Path) -> tuple[list[Subscriber], list[Problem]]:
    """The confirmed subscribers in the SQLite database of the subscription service; nothing in it is changed."""
    try:
        with closing(sqlite3.connect(f"{database.resolve().as_uri()}?mode=ro", uri=True)) as found:
            rows = found.execute(QUERY).fetchall()
    except sqlite3.Error as error:
        hint = "give the database of `broadsheet subscriptions serve`, or JSON lines or CSV"
        return [], [Problem(database.name, 0, 0, "no-subscribers", f"cannot read subscribers: {error}", hint)]
    return _checked(((0, _split(dict(zip(_COLUMNS, row, strict=True)))) for row in rows), database.name)


def _rows_of_json(text: str) -> Iterator[tuple[int, Any]]:
    for line, row in enumerate(text.split("\n"), 1):
        if row.strip():
            try:
                yield line, msgspec.json.decode(row)
            except msgspec.DecodeError as error:
                yield line, error


def _rows_of_csv(text: str) -> Iterator[tuple[int, Any]]:
    reader = csv.DictReader(io.StringIO(text, newline=""), restkey="(more columns than names)")
    try:
        for row in reader:
            yield reader.line_num, _split({name: value or "" for name, value in row.items()})
    except csv.Error as error:
        yield reader.reader.line_num, error


def _split(row: dict[str, Any]) -> dict[str, Any]:
    return {**row, "topics": (row.get("topics") or "").split()}


def _checked(rows: Iterable[tuple[int, Any]], name: str) -> tuple[list[Subscriber], list[Problem]]:
    """Those that are sound, each once; a problem for every other line."""
    found: dict[tuple[str, str], Subscriber] = {}
    problems = []
    for line, row in rows:
        try:
            if isinstance(row, (msgspec.DecodeError, csv.Error)):
                raise row
            one = msgspec.convert(row, Subscriber)
        except (msgspec.DecodeError, csv.Error) as error:
            hint = 'write {"address": "a@example.org", "period": "week", "topics": [], "token": "..."}'
            problems.append(Problem(name, line, 0, "bad-subscriber", f"not a subscriber: {error}", hint))
            continue
        if found.setdefault((one.key, one.period), one) is not one:
            message = f"{one.address} subscribes to the {one.period} twice"
            problems.append(Problem(name, line, 0, "duplicate-subscriber", message, "delete one of the two", "warning"))
    return list(found.values()), problems
