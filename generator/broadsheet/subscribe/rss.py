"""RSS 2.0, with names, content and links from the modules that readers know (Dublin Core, content, Atom)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from email.utils import format_datetime
from html import escape
from pathlib import Path

from ..pages.environment import template
from ..pages.views import TOPIC
from .entries import FeedEntry
from .head import Head

_MARK = TOPIC.encode()


def entries(found: Sequence[FeedEntry], theme: Path) -> list[bytes]:
    """The XML of a batch of items, with room for their topics."""
    xml = template(theme, "feeds/item.rss")
    return [
        # A description is HTML, so the text is escaped here and once more as XML.
        xml.render(entry=entry, published=day_of_mail(entry.published), summary=escape(entry.summary)).strip().encode()
        for entry in found
    ]


def with_topics(entry: bytes, names: Sequence[str]) -> bytes:
    """An item with the names of its topics among its categories."""
    return entry.replace(_MARK, "".join(f"<category>{escape(name)}</category>\n" for name in names).encode(), 1)


def document(head: Head, found: Iterable[bytes], theme: Path) -> bytes:
    """A feed of finished items."""
    top = template(theme, "feeds/feed.rss").render(head=head, built=day_of_mail(head.updated)).strip().encode()
    return b"\n".join((top, *found, b"</channel>\n</rss>\n"))


def day_of_mail(time: str) -> str:
    """An RFC 3339 time as RSS and OPML write it (RFC 822 with four digits for the year), empty for none."""
    return format_datetime(datetime.fromisoformat(time), usegmt=True) if time else ""
