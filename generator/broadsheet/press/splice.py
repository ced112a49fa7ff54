"""A rendered page into its shell: bytes in, bytes out."""

from html import escape

from msgspec import Struct

from ..pages.jobs import Made
from ..pages.views import ROOT

MARKERS = ("description", "title", "head", "content")


class Shell(Struct, frozen=True):
    """A page of the theme cut at its markers: the pieces before, between and after them, in MARKERS' order."""

    pieces: tuple[str, ...]


class ShellError(Exception):
    """The engine's page does not have every marker once, in order."""


def cut(html: str, name: str) -> Shell:
    """Cut a rendered shell at its markers. Raises ShellError naming the page and the marker."""
    pieces = []
    for marker in MARKERS:
        before, found, html = html.partition(f"@@broadsheet:{marker}@@")
        if not found:
            raise ShellError(f"the page {name} of the theme lacks the marker {marker} (see overrides/main.html)")
        pieces.append(before)
    return Shell((*pieces, html))


def splice(shell: Shell, page: Made, site_name: str, site_url: str) -> bytes:
    """The finished page. Addresses inside the site become relative, so that it works under any path."""
    title = page.title if page.title == site_name else f"{page.title} · {site_name}"
    about = escape(page.description)
    head = (
        f'<link rel="canonical" href="{site_url}{page.url}">'
        f'<meta property="og:title" content="{escape(page.title)}">'
        f'<meta property="og:description" content="{about}">'
        f'<meta property="og:url" content="{site_url}{page.url}">{page.head}'
    )
    a, b, c, d, e = shell.pieces
    root = "../" * page.url.count("/") or "./"
    html = f"{a}{about}{b}{escape(title)}{c}{head}{d}{page.content}{e}"
    return html.replace(ROOT, root).encode()
