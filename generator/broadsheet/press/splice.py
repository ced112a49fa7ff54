"""A rendered page into its shell: bytes in, bytes out."""

import re
from html import escape
from pathlib import Path

from msgspec import Struct

from ..faults import SetupError
from ..pages.jobs import Made, render, unpacked
from .policy import with_policy
from .writer import Place, Tally

_INDENTATION = re.compile(r"\s*\n\s*")
# What only the theme's own script fills or reads, which generated pages do without.
_UNUSED = (
    '<input class="md-toggle" data-md-toggle="search" type="checkbox" id="__search" autocomplete="off">\n',
    '<div data-md-component="skip">\n</div>\n',
    '<div data-md-component="announce">\n</div>\n',
    '<div class="md-dialog" data-md-component="dialog">\n<div class="md-dialog__inner md-typeset"></div>\n</div>\n',
)
MARKERS = ("description", "title", "head", "content")


class Shell(Struct, frozen=True):
    """A page of the theme cut at its markers: the pieces before, between and after them, in MARKERS' order."""

    pieces: tuple[bytes, ...]


class Frame(Struct, frozen=True):
    """What every page of a site shares: the theme's templates, the shells by section and depth, name and address."""

    theme: Path
    shells: dict[tuple[str, int], Shell]
    site_name: str
    site_url: str
    # The address of the site's own picture, which links to pages without one of their own show; empty for none.
    picture: str = ""


class ShellError(SetupError):
    """The engine's page does not have every marker once, in order."""


def cut(html: str, name: str, *, wasm: bool = False, forms: str = "") -> Shell:
    """Cut a rendered shell at its markers. Raises ShellError naming the page and the marker.

    The engines leave their templates' indentation in; it goes here, once, rather than into every page. Then the policy
    comes in (`with_policy`, which takes `wasm` and `forms`), for it has hashes of the scripts.
    """
    html = _INDENTATION.sub("\n", html)
    for unused in _UNUSED:
        html = html.replace(unused, "")
    html = with_policy(html, wasm=wasm, forms=forms)
    pieces = []
    for marker in MARKERS:
        before, found, html = html.partition(f"@@broadsheet:{marker}@@")
        if not found:
            raise ShellError(f"the page {name} of the theme lacks the marker {marker} (see overrides/main.html)")
        pieces.append(before.encode())
    return Shell((*pieces, html.encode()))


def press(jobs: bytes, frame: Frame) -> list[tuple[str, bytes]]:
    """Path and bytes of every page of a packed batch."""
    return [(f"{page.url}index.html", splice(page, frame)) for page in render(unpacked(jobs), frame.theme)]


def press_into(jobs: bytes, frame: Frame, place: Place) -> Tally:
    """The same, put where they belong by the process that made them."""
    return place.put(press(jobs, frame))


def splice(page: Made, frame: Frame) -> bytes:
    """The finished page: the shell's pieces as they are, with what is the page's own between them."""
    shell = frame.shells[page.section, page.url.count("/")]
    title = escape(page.title if page.title == frame.site_name else f"{page.title} · {frame.site_name}")
    about, address = escape(page.description), escape(frame.site_url + page.url)
    head = (
        f'<link rel="canonical" href="{address}"><meta property="og:title" content="{title}">'
        f'<meta property="og:url" content="{address}">'
        f'<meta property="og:site_name" content="{escape(frame.site_name)}">' + _illustration(page, frame, title)
    ).encode()
    a, b, c, d, e = shell.pieces
    return b"".join((a, about.encode(), b, title.encode(), c, head, page.head, d, page.content, e))


def _illustration(page: Made, frame: Frame, title: str) -> str:
    """What links to a page show (the Open Graph protocol, Twitter's cards): its own picture, the site's, or words."""
    picture = page.picture or frame.picture
    if not picture:
        return '<meta name="twitter:card" content="summary">'
    card = '<meta name="twitter:card" content="summary_large_image">'
    card += f'<meta property="og:image" content="{frame.site_url}{picture}">'
    if not page.picture:
        return card
    return (
        f'{card}<meta property="og:image:alt" content="{title}"><meta property="og:image:width" content="1200">'
        '<meta property="og:image:height" content="630">'
    )
