"""What somebody asks for: a mail address, how often, which topics; checked as it comes out of a form."""

import re
from collections.abc import Iterable

from email_validator import EmailNotValidError, validate_email
from msgspec import Struct

from .options import PERIODS

_TOPIC = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
# RFC 5321: a path has 256 octets, two of them angle brackets.
_LONGEST = 254
MOST_TOPICS = 40


class Wish(Struct, frozen=True):
    """A period and the ids of topics; no topics means all of them."""

    address: str
    period: str
    topics: tuple[str, ...] = ()


def checked_address(text: str) -> str | None:
    """The address in ASCII with its domain in lower case (RFC 5321, RFC 5891), None for what is none.

    Quoted local parts, literal and special-use domains are refused, and with them every line break.
    """
    text = text.strip(" ")
    if len(text) > _LONGEST:
        return None
    try:
        return validate_email(text, check_deliverability=False, allow_smtputf8=False, strict=True).ascii_email
    except EmailNotValidError:
        return None


def same(address: str) -> str:
    """What two spellings of one mailbox have in common: no server in use tells letters' case apart."""
    return address.lower()


def checked_period(text: str) -> str:
    """The period, a week for what is none."""
    return text if text in PERIODS else "week"


def checked_topics(texts: Iterable[str]) -> tuple[str, ...]:
    """The well-formed ids among some texts, each once, in their order."""
    found = (text for text in texts if len(text) <= 100 and _TOPIC.fullmatch(text))
    return tuple(dict.fromkeys(found))[:MOST_TOPICS]
