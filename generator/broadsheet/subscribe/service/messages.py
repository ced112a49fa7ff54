"""The one mail that the service itself sends: whether somebody meant what the form said."""

from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from urllib.parse import urlsplit

from ..mail.message import one_line
from .options import LINK_LASTS, PERIODS, Options
from .store import Asked
from .tokens import sign


def confirm_url(options: Options, request: str, now: float) -> str:
    """Where a request is confirmed, for as long as the link holds."""
    return f"{options.service_url}confirm?t={sign(options.secret, 'confirm', request, now + LINK_LASTS)}"


def choice(options: Options, period: str, topics: tuple[str, ...]) -> str:
    """A subscription in words."""
    names = [options.topics.get(topic, topic) for topic in topics]
    return f"{PERIODS[period].lower()}, {', '.join(names) if names else 'all topics'}"


def confirmation(options: Options, asked: Asked, now: float) -> EmailMessage:
    """The mail with the link. The same for those who subscribe already: nobody learns from it who does.

    Values go through `email`'s registry of headers (RFC 5322), which raises ValueError for a line break in one.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(one_line(options.sender_name or options.name), addr_spec=options.sender)
    message["To"] = Address(addr_spec=asked.wish.address)
    message["Subject"] = one_line(f"Confirm: {options.name} by mail")
    message["Date"] = format_datetime(datetime.fromtimestamp(now, UTC))
    # Of a request, not of a try: a mail that is sent twice is one mail to many programs.
    message["Message-ID"] = f"<confirm.{asked.id}@{urlsplit(options.service_url).hostname}>"
    # RFC 3834: no out-of-office answers.
    message["Auto-Submitted"] = "auto-generated"
    text = (
        f"Somebody, we hope you, asked for {options.name} by mail at this address:\n"
        f"{choice(options, asked.wish.period, asked.wish.topics)}.\n\n"
        "To confirm, open this page and press its button. It works for three days.\n\n"
        f"{confirm_url(options, asked.id, now)}\n\n"
        "If it was not you, do nothing: no mail will come, and what was asked is forgotten after three days.\n\n"
        f"{options.name}\n{options.site_url}\n"
    )
    message.set_content(text, cte="7bit" if text.isascii() else "quoted-printable")
    return message
