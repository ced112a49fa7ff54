"""Atom feeds (RFC 4287), the documents of their archives among them (RFC 5005)."""

from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path

from ..pages.environment import template
from ..pages.views import TOPIC
from .entries import FeedEntry
from .head import Head

_MARK = TOPIC.encode()


def entries(found: Sequence[FeedEntry], theme: Path) -> list[bytes]:
    """The XML of a batch of entries, with room for their topics."""
    xml = template(theme, "feeds/entry.atom")
    return [xml.render(entry=entry).strip().encode() for entry in found]


def with_topics(entry: bytes, names: Sequence[str]) -> bytes:
    """An entry with the names of its topics among its categories."""
    return entry.replace(_MARK, "".join(f'<category term="{escape(name)}"/>\n' for name in names).encode(), 1)


def document(head: Head, found: Iterable[bytes], theme: Path) -> bytes:
    """A feed of finished entries."""
    top = template(theme, "feeds/feed.atom").render(head=head).strip().encode()
    return b"\n".join((top, *found, b"</feed>\n"))
