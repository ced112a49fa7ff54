"""Handing one message to an SMTP server, over a connection that is kept (RFC 5321, RFC 3207, RFC 4954)."""

import os
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from ...faults import SetupError

_TIMEOUT = 30.0


def sender(url: str) -> tuple[Callable[[EmailMessage], None], Callable[[], None]]:
    """What sends a message through the server of a URL, and what ends the connection.

    `smtp://` speaks in the clear, which is for this machine and closed networks; `smtp+starttls://` and `smtps://` check the
    server's certificate. The password is in BROADSHEET_SMTP_PASSWORD or in the URL. Raises SetupError for another URL.
    """
    parts = urlsplit(url)
    if parts.scheme not in ("smtp", "smtp+starttls", "smtps") or not parts.hostname:
        raise SetupError("the mail server is smtp://HOST:PORT, smtp+starttls://USER@HOST or smtps://USER@HOST")
    host, port = parts.hostname, parts.port or {"smtp": 25, "smtp+starttls": 587, "smtps": 465}[parts.scheme]
    user = unquote(parts.username or "")
    password = os.environ.get("BROADSHEET_SMTP_PASSWORD") or unquote(parts.password or "")
    kept: list[smtplib.SMTP] = []

    def connect() -> smtplib.SMTP:
        if parts.scheme == "smtps":
            found: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_TIMEOUT, context=ssl.create_default_context())
        else:
            found = smtplib.SMTP(host, port, timeout=_TIMEOUT)
        try:
            if parts.scheme == "smtp+starttls":
                found.starttls(context=ssl.create_default_context())
            if user:
                found.login(user, password)
        except (smtplib.SMTPException, OSError):
            found.close()
            raise
        return found

    def send(message: EmailMessage) -> None:
        if kept and not _alive(kept[0]):
            kept.pop().close()
        if not kept:
            kept.append(connect())
        try:
            kept[0].send_message(message)
        except smtplib.SMTPResponseException:
            raise
        except smtplib.SMTPRecipientsRefused:
            raise
        except (smtplib.SMTPException, OSError):
            kept.pop().close()
            raise

    def close() -> None:
        while kept:
            with suppress(smtplib.SMTPException, OSError):
                kept.pop().quit()

    return send, close


def _alive(connection: smtplib.SMTP) -> bool:
    try:
        return connection.noop()[0] == 250
    except (smtplib.SMTPException, OSError):
        return False
