"""The saved combinations of the settings: what is wrong with them, and which papers they ask for."""

from collections.abc import Iterator
from pathlib import Path

from ..config import SETTINGS
from ..model import Entry, Paper, Problem
from ..sources.following import SavedFeed
from ..sources.places import place
from .catalog import Catalog
from .query import QueryError, parse_query
from .slugs import slug


def saved_id(feed: SavedFeed) -> str:
    """The id under which a combination is published."""
    return feed.id or slug(feed.name)


def saved_papers(feed: SavedFeed, catalog: Catalog) -> Iterator[Paper]:
    """The papers that a combination asks for, newest first. Raises QueryError."""
    return filter(parse_query(feed.query, catalog.picked).matches, catalog.papers.values())


def check_saved(feeds: tuple[SavedFeed, ...], root: Path) -> Iterator[Problem]:
    """Queries that cannot be read, and two combinations at one address."""
    seen: dict[str, str] = {}
    for at, feed in enumerate(feeds):
        try:
            parse_query(feed.query)
        except QueryError as error:
            yield _problem(root, (at, "query"), "bad-query", str(error), "write it as `export --query` takes it")
        if saved_id(feed) in seen:
            message = f"`{feed.name}` has the address of `{seen[saved_id(feed)]}`: {saved_id(feed)}"
            yield _problem(root, (at,), "duplicate-id", message, "give one of them an `id:` of its own")
        seen.setdefault(saved_id(feed), feed.name)


def _problem(root: Path, steps: tuple[str | int, ...], code: str, message: str, hint: str) -> Problem:
    line, column = place(root, Entry(None, SETTINGS), ("feeds", *steps))
    return Problem(SETTINGS, line, column, code, message, hint)
