"""The subscription service on a real socket, with a mail server that keeps what it is given."""

import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from pathlib import Path
from time import monotonic, sleep, time
from typing import Any

import httpx
from aiosmtpd.controller import Controller

from broadsheet.pages.environment import theme_folder
from broadsheet.sources.mailing import Mail
from broadsheet.subscribe.service import store
from broadsheet.subscribe.service.options import Options
from broadsheet.subscribe.service.run import server
from broadsheet.subscribe.service.service import Service
from broadsheet.subscribe.service.smtp import sender
from broadsheet.subscribe.service.writer import Writer

SITE = "https://paper.example.org"


class Sink:
    """Keeps every message; `answer` may be set to what the server says after the text of a message."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.answer = "250 kept"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.answer.startswith("250"):
            parsed = BytesParser(policy=default).parsebytes(envelope.content)
            parsed["X-Envelope-To"] = ", ".join(envelope.rcpt_tos)
            self.messages.append(parsed)
        return self.answer

    def wait(self, count: int, seconds: float = 20.0) -> list[EmailMessage]:
        """The messages once there are so many."""
        end = monotonic() + seconds
        while len(self.messages) < count and monotonic() < end:
            sleep(0.02)
        assert len(self.messages) >= count
        return self.messages


@contextmanager
def mail_server() -> Iterator[tuple[Sink, int]]:
    """A sink and its port."""
    sink = Sink()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    controller = Controller(sink, hostname="127.0.0.1", port=port)
    controller.start()
    yield sink, port
    controller.stop()


@contextmanager
def subscription_service(
    database: str,
    smtp_port: int,
    listening: socket.socket | None = None,
    proxies: Sequence[str] = (),
    clock: Callable[[], float] = time,
    **options: Any,
) -> Iterator[tuple[str, Service, list[str]]]:
    """The address of a running service, the service, and the lines of its log."""
    listening = listening or socket.create_server(("127.0.0.1", 0))
    address = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    engine = store.engine_for(database)
    with engine.begin() as connection:
        secret = store.secret(connection)
    told = Options(
        **{
            "name": "The Paper",
            "site_url": f"{SITE}/",
            "service_url": address,
            "secret": secret,
            "sender": "editors@example.org",
            "topics": {"fast-attention": "Fast attention", "small-models": "Small models"},
            "client_limit": 100_000,
            "mails_per_second": 1000.0,
            **options,
        }
    )
    send, hang_up = sender(Mail(sender="editors@example.org", host="127.0.0.1", port=smtp_port, security="none"))
    lines: list[str] = []
    service = Service(told, Writer(engine), send, theme_folder(), lines.append, clock)
    running = server(service, proxies)
    thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        end = monotonic() + 20
        while not running.started and monotonic() < end:
            sleep(0.01)
        yield address, service, lines
    finally:
        running.should_exit = True
        thread.join()
        hang_up()
        listening.close()


def database_in(folder: Path) -> str:
    """An SQLite database there."""
    return f"sqlite:///{folder / 'subscribers.sqlite'}"


def token_in(text: str, name: str = "t") -> str:
    """The token of the first link or hidden field in a mail or a page."""
    found = re.search(rf'(?:[?&]{name}=|name="{name}" value=")([A-Za-z0-9._-]+)', text)
    assert found
    return found[1]


def body_of(message: Any) -> str:
    text: str = message.get_content()
    return text


def subscribed(client: httpx.Client, sink: Sink, email: str, **more: Any) -> str:
    """Ask and confirm; the token of the new subscription."""
    before = len(sink.messages)
    assert client.post("subscribe", data={"email": email, **more}).status_code == 200
    link = token_in(body_of(sink.wait(before + 1)[-1]))
    answer = client.post("confirm", data={"t": link})
    assert "Confirmed" in answer.text
    return token_in(answer.text)


def wait_for(seen: Callable[[], bool]) -> None:
    """Until it is seen, for twenty seconds at most."""
    end = monotonic() + 20
    while not seen() and monotonic() < end:
        sleep(0.02)
    assert seen()
