"""Handing an edition over: connections that are kept, no more than so many a second, back when the server is busy."""

import smtplib
from collections import Counter
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from contextlib import suppress
from datetime import UTC, datetime

from msgspec import Struct

from .ledger import Ledger, State
from .replies import Reply, is_busy, reply, verdict
from .run import Delivery, Run

# Seconds before those whom the server put off are tried again: greylisting takes minutes.
ROUNDS = (60.0, 300.0, 900.0)
# Seconds of rest after one reply of a busy server, after two in a row, and so on.
BACK_OFF = (1.0, 2.0, 5.0, 15.0, 60.0, 120.0)

Connect = Callable[[], smtplib.SMTP]


class Sending(Struct, frozen=True):
    """What every connection needs: whose edition of which name goes out, over what, noted where."""

    edition: str
    sender: str
    connect: Connect
    ledger: Ledger
    back_off: tuple[float, ...] = BACK_OFF


class Tally(Struct, frozen=True):
    """How many were sent, deferred, refused, bounced, unconfirmed; `stopped` says why not all were tried."""

    counts: dict[str, int]
    stopped: str = ""


def send(
    deliveries: Iterable[Delivery],
    sending: Sending,
    connections: int = 1,
    rate: float = 10.0,
    rounds: tuple[float, ...] = ROUNDS,
) -> Tally:
    """Hand over every delivery; `rate` is messages a second over all connections.

    Those that the server put off are tried again after each of `rounds`. Ctrl-C lets messages under way end. Raises
    what `sending.connect` raises besides errors of the network, and SetupError for a ledger that takes no more.
    """
    total: Counter[str] = Counter()
    for seconds in (0.0, *rounds):
        run = Run(deliveries, rate)
        _attend(run, seconds, connections, sending)
        total += run.counts
        if run.reason or not run.later:
            break
        deliveries = run.later
    total["deferred"] = len(run.later)
    return Tally({state: count for state, count in sorted(total.items()) if count}, run.reason)


def _attend(run: Run, seconds: float, connections: int, sending: Sending) -> None:
    """Wait, then let the connections work until nothing is left or one has failed."""
    with ThreadPoolExecutor(connections) as pool:
        try:
            run.halt.wait(seconds)
            working = [pool.submit(_work, run, sending) for _ in range(connections)]
            wait(working, return_when=FIRST_EXCEPTION)
            # All are done, or one has failed and the others shall stop.
            run.halt.set()
        except KeyboardInterrupt:
            run.stop("stopped by hand")
            return
    for one in working:
        one.result()


def _work(run: Run, sending: Sending) -> None:
    """One connection, from its first message to its last; opened anew when it breaks."""
    server: smtplib.SMTP | None = None
    delivery: Delivery | None = None
    busy = 0
    try:
        while delivery := delivery or run.next():
            try:
                server = server or sending.connect()
                answer = _hand_over(server, delivery, sending)
            except (smtplib.SMTPException, OSError) as error:
                # The text of the message has not gone out: nobody got it, the same is tried again.
                if isinstance(error, smtplib.SMTPResponseException) and error.smtp_code >= 500:
                    run.stop(f"the server answers {reply('sender', error.smtp_code, _bytes(error.smtp_error))}")
                    break
                _close(server)
                server, busy = None, busy + 1
                if busy > len(sending.back_off):
                    run.stop(f"no connection after {busy} tries: {error}")
                    break
                run.halt.wait(sending.back_off[busy - 1])
                if run.halt.is_set():
                    break
                continue
            _settle(run, answer, delivery, sending)
            delivery = None
            busy = busy + 1 if answer is None or is_busy(answer) else 0
            if answer is None or answer.code == 421:
                _close(server)
                server = None
            if busy:
                run.halt.wait(sending.back_off[min(busy, len(sending.back_off)) - 1])
        _close(server)
    finally:
        # After an error there is no goodbye: the server may be waiting for a text.
        if server:
            server.close()


def _hand_over(server: smtplib.SMTP, delivery: Delivery, sending: Sending) -> Reply | None:
    """The server's answer, the first that is not yes; None where it broke off after the text of the message.

    Raises smtplib.SMTPException and OSError where it broke off before.
    """
    answer = reply("sender", *server.mail(sending.sender))
    if verdict(answer) == "sent":
        answer = reply("recipient", *server.rcpt(delivery.address))
    if verdict(answer) == "sent":
        # The first line is a header; no other may begin with one dot (RFC 5321, 4.5.2).
        text = delivery.message().replace(b"\r\n.", b"\r\n..")
        answer = reply("data", *server.docmd("DATA"))
        if answer.code == 354:
            sending.ledger.begin(sending.edition, delivery.key, delivery.message_id, _now())
            try:
                server.send(text + b".\r\n")
                return reply("data", *server.getreply())
            except (smtplib.SMTPException, OSError):
                return None
    if answer.code != 421:
        server.rset()
    return answer


def _settle(run: Run, answer: Reply | None, delivery: Delivery, sending: Sending) -> None:
    """Write down what became of a message and act on it."""
    if answer is None:
        run.count("unconfirmed")
        return
    found = verdict(answer)
    state: State = "deferred" if found == "later" or found == "stop" else found
    sending.ledger.finish(sending.edition, delivery.key, state, delivery.message_id, str(answer), _now())
    if found == "later":
        run.put_off(delivery)
    elif found == "stop":
        run.stop(f"the server answers {answer}")
    else:
        run.count(found)


def _close(server: smtplib.SMTP | None) -> None:
    """Say goodbye, if somebody still listens."""
    if server:
        with suppress(smtplib.SMTPException, OSError):
            server.quit()
        server.close()


def _bytes(text: bytes | str) -> bytes:
    return text if isinstance(text, bytes) else text.encode()


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
