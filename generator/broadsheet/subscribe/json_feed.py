"""JSON Feed 1.1 (https://www.jsonfeed.org/version/1.1/)."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import json

from ..pages.views import TOPIC
from .entries import FeedEntry
from .head import Head

_MARK = json.encode(TOPIC)
VERSION = "https://jsonfeed.org/version/1.1"


def entries(found: Sequence[FeedEntry], theme: Path) -> list[bytes]:
    """The JSON of a batch of items, with room for their topics. Absent is what is unknown."""
    return [json.encode(_item(entry)) for entry in found]


def with_topics(entry: bytes, names: Sequence[str]) -> bytes:
    """An item with the names of its topics after its tags."""
    told = b"".join(b"," + json.encode(name) for name in names)
    # The place that was kept is the last of the tags.
    start, _, end = entry.rpartition(_MARK)
    return start.removesuffix(b",") + (told if start.endswith(b",") else told[1:]) + end


def document(head: Head, found: Iterable[bytes], theme: Path) -> bytes:
    """A feed of finished items."""
    feed: dict[str, Any] = {
        "version": VERSION,
        "title": head.title,
        "home_page_url": head.page,
        "feed_url": head.url,
        "description": head.about,
        "authors": [{"name": head.site_name}],
    }
    feed |= {"hubs": [{"type": "WebSub", "url": head.hub}]} if head.hub else {}
    return json.encode(feed)[:-1] + b',"items":[\n' + b",\n".join(found) + b"\n]}\n"


def _item(entry: FeedEntry) -> dict[str, Any]:
    item: dict[str, Any] = {"id": entry.id, "url": entry.url, "title": entry.title}
    item |= {"summary": entry.summary} if entry.summary else {}
    item["content_html"] = entry.content_html
    item |= {"date_published": entry.published} if entry.published else {}
    item["date_modified"] = entry.updated
    item |= {"authors": [{"name": name, "url": url} for name, url in entry.people]} if entry.people else {}
    return item | {"tags": [*entry.categories, TOPIC]}
