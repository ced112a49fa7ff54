"""The body of a message: text and HTML as quoted-printable parts, with gaps for what is one reader's own."""

import hashlib
from binascii import b2a_qp

from msgspec import Struct

from .edition import Choice
from .pieces import PERSONAL, Pieces, assemble

# Gmail shows no more than 102 kB of a message's HTML.
MOST_BYTES = 100_000
# Papers of one section, tried from the first until everything fits.
_CAPS = (200, 100, 60, 40, 30, 20, 15, 10, 7, 5, 3, 2, 1, 0)


class Body(Struct, frozen=True):
    """A multipart/alternative body, complete but for a reader's address to unsubscribe between any two segments.

    `html_bytes` counts the HTML part as it travels, the address left out.
    """

    boundary: str
    segments: tuple[bytes, ...]
    html_bytes: int

    def with_address(self, url: str) -> bytes:
        """The body with an address in its gaps; soft line breaks keep it apart from the lines around it."""
        return (b"=\r\n" + _encoded(url) + b"=\r\n").join(self.segments)


def make_body(choice: Choice, html: Pieces, text: Pieces) -> Body:
    """The body with as many papers of each section as fit into MOST_BYTES of HTML; the rest is counted, not hidden."""
    for most in _CAPS:
        parts = _segments(assemble(html, choice, most))
        size = sum(map(len, parts))
        if size <= MOST_BYTES:
            break
    plain = _segments(assemble(text, choice, most))
    # Quoted-printable never holds "=_", so no part can hold the boundary (RFC 2045, 6.7).
    boundary = "=_" + hashlib.sha256(b"".join((*plain, *parts))).hexdigest()[:32]
    segments = [*plain[:-1], plain[-1] + _head(boundary, "html") + parts[0], *parts[1:]]
    segments[0] = _head(boundary, "plain") + segments[0]
    segments[-1] += f"\r\n--{boundary}--\r\n".encode()
    return Body(boundary, tuple(segments), size)


def web_view(choice: Choice, html: Pieces) -> str:
    """The HTML as it may stand on the web: whole, without anybody's address."""
    return assemble(html, choice, _CAPS[0], personal=False)


def _head(boundary: str, kind: str) -> bytes:
    head = f"Content-Type: text/{kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n"
    return f"\r\n--{boundary}\r\n{head}\r\n".encode()


def _segments(text: str) -> list[bytes]:
    return [_encoded(part) for part in text.split(PERSONAL)]


def _encoded(text: str) -> bytes:
    """Quoted-printable with the line ends that mail has; b2a_qp breaks lines as the text does, so that does too."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    return b2a_qp(plain.encode(), istext=True).replace(b"\n", b"\r\n")
