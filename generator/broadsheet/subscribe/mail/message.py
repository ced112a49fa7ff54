"""A message: headers that are everybody's, those that are one reader's, and the body between them."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import quote

from msgspec import Struct

from ...sources.mailing import Mail
from ..subscribers import Subscriber
from .body import Body
from .edition import Edition

# The policy refuses line ends in values. Addresses of the web must not be folded: Python would encode their parts.
_WHOLE = SMTP.clone(max_line_length=990)
# Characters of a text in a header.
_LONGEST = 200
# A line end after which the same header does not go on.
_BROKEN = re.compile(r"\r(?!\n)|(?<!\r)\n|\n(?![ \t]|\Z)")
Sign = Callable[[bytes], bytes]


class Letter(Struct, frozen=True):
    """A message but for whose it is. `edition` names the edition among all that were ever sent."""

    edition: str
    headers: bytes
    body: Body


def make_letter(mail: Mail, edition: Edition, body: Body, date: datetime) -> Letter:
    """What all readers of one body have in common. `date` says when it is sent, with its zone."""
    head = EmailMessage(policy=SMTP)
    name = one_line(mail.sender_name or edition.site_name)
    head["From"] = Address(display_name=name, addr_spec=mail.sender)
    if mail.reply_to:
        head["Reply-To"] = Address(addr_spec=mail.reply_to)
    head["Subject"] = subject(edition)
    head["Date"] = format_datetime(date)
    whole = EmailMessage(policy=_WHOLE)
    whole["List-Id"] = f"<{mail.list_name}>"
    whole["List-Archive"] = f"<{edition.site_url}digests/>"
    whole["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    whole["MIME-Version"] = "1.0"
    whole["Content-Type"] = f'multipart/alternative; boundary="{body.boundary}"'
    return Letter(edition.key, _lines(head) + _lines(whole), body)


def message(letter: Letter, mail: Mail, reader: Subscriber, sign: Sign | None = None) -> bytes:
    """The message of one reader, as it goes to the server."""
    url = unsubscribe_url(mail, reader)
    own = EmailMessage(policy=_WHOLE)
    own["To"] = Address(addr_spec=reader.address)
    own["Message-ID"] = f"<{message_id(letter.edition, mail, reader)}>"
    own["List-Unsubscribe"] = f"<{url}>"
    whole = _lines(own) + letter.headers + b"\r\n" + letter.body.with_address(url)
    return sign(whole) if sign else whole


def subject(edition: Edition) -> str:
    """The paper, the edition, and its title or first story."""
    told = edition.title or (edition.stories[0].title if edition.stories else "")
    return one_line(f"{edition.site_name}, {edition.name}" + (f": {told}" if told else ""))


def message_id(edition: str, mail: Mail, reader: Subscriber) -> str:
    """The same for the same reader and edition (RFC 5322, 3.6.4): what came twice after all can be told as such."""
    name = f"{mail.list_name}\n{edition}\n{reader.key}".encode()
    return f"{hashlib.sha256(name).hexdigest()[:32]}.{edition}@{mail.domain}"


def unsubscribe_url(mail: Mail, reader: Subscriber) -> str:
    """Where one reader leaves, by hand or by one POST of their mail program (RFC 8058)."""
    return f"{mail.unsubscribe}{quote(reader.token, safe='')}"


def one_line(text: str) -> str:
    """A text as a header may hold it: no line ends or other signs that cannot be seen, not too long.

    Nor what looks like an encoded word (RFC 2047): Python decodes it and writes what was in it, line ends too.
    """
    shown = "".join(sign for sign in " ".join(text.split()) if sign.isprintable())
    return shown[:_LONGEST].replace("=?", "= ?")


def _lines(head: EmailMessage) -> bytes:
    """The headers as they travel, in ASCII, long ones folded. Raises ValueError if one would become two."""
    lines = []
    for name, value in head.items():
        line = head.policy.fold(name, value)
        if _BROKEN.search(line):
            raise ValueError(f"the header {name} holds a line end")
        lines.append(line)
    return "".join(lines).encode("ascii")
