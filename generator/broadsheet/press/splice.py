"""A rendered page into its shell: bytes in, bytes out."""

import re
from html import escape

from msgspec import Struct

from ..pages.jobs import Made

_INDENTATION = re.compile(r"\s*\n\s*")
MARKERS = ("description", "title", "head", "content")


class Shell(Struct, frozen=True):
    """A page of the theme cut at its markers: the pieces before, between and after them, in MARKERS' order."""

    pieces: tuple[bytes, ...]


class ShellError(Exception):
    """The engine's page does not have every marker once, in order."""


def cut(html: str, name: str) -> Shell:
    """Cut a rendered shell at its markers. Raises ShellError naming the page and the marker.

    The engines leave their templates' indentation in; it goes here, once, rather than into every page.
    """
    html = _INDENTATION.sub("\n", html)
    pieces = []
    for marker in MARKERS:
        before, found, html = html.partition(f"@@broadsheet:{marker}@@")
        if not found:
            raise ShellError(f"the page {name} of the theme lacks the marker {marker} (see overrides/main.html)")
        pieces.append(before.encode())
    return Shell((*pieces, html.encode()))


def splice(shell: Shell, page: Made, site_name: str, site_url: str) -> bytes:
    """The finished page: the shell's pieces as they are, with what is the page's own between them."""
    title = escape(page.title if page.title == site_name else f"{page.title} · {site_name}")
    about, address = escape(page.description), site_url + page.url
    head = (
        f'<link rel="canonical" href="{address}"><meta property="og:title" content="{title}">'
        f'<meta property="og:description" content="{about}"><meta property="og:url" content="{address}">'
    ).encode()
    a, b, c, d, e = shell.pieces
    return b"".join((a, about.encode(), b, title.encode(), c, head, page.head, d, page.content, e))
