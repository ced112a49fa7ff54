"""Confirmation mails to the SMTP server of the settings, one by one over a connection that is kept."""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage

from ...sources.mailing import Mail
from ..mail.connection import connect

# Seconds that a silent server gets: whoever asked sits before an empty mailbox, and it is tried again.
_TIMEOUT = 60.0


def sender(mail: Mail, password: str = "") -> tuple[Callable[[EmailMessage], None], Callable[[], None]]:
    """What sends a message, and what ends the connection.

    Sending raises smtplib.SMTPException and OSError; SetupError where trying again would change nothing.
    """
    kept: list[smtplib.SMTP] = []

    def send(message: EmailMessage) -> None:
        if kept and not _alive(kept[0]):
            kept.pop().close()
        if not kept:
            kept.append(connect(mail, password, _TIMEOUT))
        try:
            kept[0].send_message(message, from_addr=mail.bounces or mail.sender)
        except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused):
            # The server said no to this message; the connection is as good as before.
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
