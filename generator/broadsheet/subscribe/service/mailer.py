"""A thread that sends the confirmation mails that are due, over one SMTP connection at a time."""

import smtplib
import threading
from collections.abc import Callable
from contextlib import suppress
from email.message import EmailMessage

from sqlalchemy.exc import SQLAlchemyError

from ...faults import SetupError
from .journal import Journal
from .messages import confirmation
from .metrics import Metrics
from .options import Options
from .store import Asked, drop, forget_old, mailed, take
from .wishes import same
from .writer import Writer

# Seconds between looks at the table, and between clearings of what is too old.
PAUSE, CLEARING = 1.0, 3600.0
# After so many tries the request is dropped.
TRIES = 8
_AT_ONCE = 50

Send = Callable[[EmailMessage], None]


class Mailer:
    """Sends what is due until it is closed. A mail is noted once the server has taken it.

    `send` raises smtplib.SMTPException, OSError or SetupError. If the process dies between the server's answer and
    the note, that one mail goes out again.
    """

    def __init__(
        self,
        options: Options,
        writer: Writer,
        send: Send,
        metrics: Metrics,
        journal: Journal,
        clock: Callable[[], float],
    ) -> None:
        self._options, self._writer, self._send = options, writer, send
        self._metrics, self._journal, self._clock = metrics, journal, clock
        self._stop = threading.Event()
        self._clear_at = clock()
        self._thread = threading.Thread(target=self._work, name="mailer")
        self._thread.start()

    def close(self) -> None:
        """End after the mail that is on its way."""
        self._stop.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stop.is_set():
            # The writer knows and tells that the database is gone; we look again.
            with suppress(SQLAlchemyError):
                self._clear()
                while not self._stop.is_set() and self._round():
                    pass
            self._stop.wait(PAUSE)

    def _clear(self) -> None:
        """Forget what is too old, once an hour."""
        now = self._clock()
        if now >= self._clear_at:
            self._writer.submit(lambda connection: forget_old(connection, now)).result()
            self._clear_at = now + CLEARING

    def _round(self) -> bool:
        """Send some of what is due; whether there was any."""
        now = self._clock()
        found = self._writer.submit(lambda connection: take(connection, now, _AT_ONCE)).result()
        for asked in found:
            if self._stop.is_set():
                return False
            self._one(asked)
            self._stop.wait(1 / self._options.mails_per_second)
        return bool(found)

    def _one(self, asked: Asked) -> None:
        try:
            self._send(confirmation(self._options, asked, self._clock()))
        except (smtplib.SMTPException, OSError, SetupError) as error:
            # Otherwise it is put off already, by `take`.
            refused = _is_final(error) or asked.tries >= TRIES
            if refused:
                self._writer.submit(lambda connection: drop(connection, asked.id))
            self._note("refused" if refused else "put off", asked, type(error).__name__)
        else:
            # Not waited for: the next round asks the database after this, in its order.
            self._writer.submit(lambda connection: mailed(connection, asked.id))
            self._note("sent", asked, "")

    def _note(self, outcome: str, asked: Asked, reason: str) -> None:
        self._metrics.add("broadsheet_confirmation_mails_total", outcome=outcome)
        address = self._journal.mark(same(asked.wish.address))
        self._journal.write("confirmation mail", outcome=outcome, address=address, tries=asked.tries, reason=reason)


def _is_final(error: Exception) -> bool:
    """Whether the server said that this mailbox will never do (RFC 5321, 4.2.1: 5yz)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= 500 for code, _ in error.recipients.values())
    return isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
