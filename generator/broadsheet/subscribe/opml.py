"""Lists of feeds that readers take in at once: OPML 2.0 (http://opml.org/spec2.opml)."""

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from ..pages.environment import template


class Outline(Struct, frozen=True):
    """A feed, with absolute addresses; `version` is that of RSS, empty for other formats."""

    title: str
    about: str
    feed_url: str
    page: str
    version: str = ""


class Group(Struct, frozen=True):
    """Feeds under a heading; with `include`, the address of another such list instead."""

    title: str
    outlines: Sequence[Outline] = ()
    include: str = ""


def opml(title: str, groups: Iterable[Group], theme: Path) -> bytes:
    """The list as a file."""
    return template(theme, "feeds/feeds.opml").render(title=title, groups=groups).strip().encode() + b"\n"
