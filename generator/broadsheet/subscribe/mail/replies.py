"""What a server's reply means for one message and for all that follow (RFC 5321, 4.2; RFC 3463)."""

import re
from typing import Literal

from msgspec import Struct

Stage = Literal["sender", "recipient", "data"]
# sent; later: try again; bounced: there is no such mailbox, write to it no more; refused: not this message;
# stop: the server would answer every message so.
Verdict = Literal["sent", "later", "bounced", "refused", "stop"]

_ENHANCED = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})\b")
# Replies to RCPT that say that the mailbox is not there (550, 551, 553; 521 and 556 are RFC 7504's).
_NO_MAILBOX = {521, 550, 551, 553, 556}
# Who we are or how we speak is wrong, whoever is written to: syntax, order, authentication, relaying.
_OURS = {500, 502, 503, 504, 530, 534, 535, 538, 554}


class Reply(Struct, frozen=True):
    """A reply: its code, its words, and the command that it answers. `data` is the message itself."""

    stage: Stage
    code: int
    text: str

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


def reply(stage: Stage, code: int, text: bytes) -> Reply:
    """A reply as smtplib gives it, its words on one printable line."""
    words = " ".join(text.decode("utf-8", "replace").split())
    return Reply(stage, code, "".join(sign if sign.isprintable() else "?" for sign in words)[:300])


def verdict(of: Reply) -> Verdict:
    """What to do next. An enhanced code says more than a basic one: 5.1 and 5.2 are of the mailbox, 5.7 of policy."""
    if of.code // 100 == 2:
        return "sent"
    if of.code // 100 == 4:
        return "later"
    subject, detail = _enhanced(of)
    if of.stage == "sender":
        return "stop"
    if (subject == 1 and detail in (1, 2, 3, 6, 10)) or (subject == 2 and detail == 1):
        return "bounced"
    # A full mailbox, one that takes no such message: the next edition may get through.
    if subject == 2:
        return "refused"
    if of.stage == "data":
        return "stop"
    if of.code in _OURS:
        return "stop"
    return "bounced" if of.code in _NO_MAILBOX and not subject else "refused"


def is_busy(of: Reply) -> bool:
    """Whether the server asks for rest: a 4xx that is not of one mailbox (full, greylisted under 4.2)."""
    return of.code // 100 == 4 and _enhanced(of)[0] not in (1, 2)


def _enhanced(of: Reply) -> tuple[int, int]:
    """Subject and detail of the enhanced code, zeros where there is none."""
    found = _ENHANCED.match(of.text)
    return (int(found[2]), int(found[3])) if found else (0, 0)
