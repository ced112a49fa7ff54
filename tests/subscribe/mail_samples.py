"""A small edition, its readers and its messages, for tests of sending; as a program, it sends: see mail_kills.py."""

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.pages.views import Outlink
from broadsheet.sources.mailing import Mail
from broadsheet.subscribe.mail.connection import connect
from broadsheet.subscribe.mail.edition import Edition, Note, Result, Section, Story
from broadsheet.subscribe.mail.html import html_pieces
from broadsheet.subscribe.mail.ledger import Ledger
from broadsheet.subscribe.mail.mailing import deliveries, due
from broadsheet.subscribe.mail.plain import text_pieces
from broadsheet.subscribe.mail.run import Delivery
from broadsheet.subscribe.mail.sending import Sending, send
from broadsheet.subscribe.subscribers import Subscriber

THEME = Path(__file__).resolve().parents[2] / "themes" / "broadsheet"
MOMENT = datetime(2026, 4, 18, 6, 0, tzinfo=UTC)
MAIL = Mail(
    sender="digest@example.org",
    unsubscribe="https://example.org/unsubscribe?token=",
    host="127.0.0.1",
    security="none",
)


def story(name: str, topic: str = "caches", **values: object) -> Story:
    given = {
        "id": name,
        "url": f"https://example.org/papers/{name}/",
        "title": f"On {name}",
        "byline": "A. Author and 3 more",
        "summary": f"What is known of {name}.",
        "figure": "",
        "word": "",
        "topics": (topic,) if topic else (),
        "links": (Outlink("Code", "https://example.org/code"),),
    }
    return Story(**{**given, **values})  # type: ignore[arg-type]


def edition(*stories: Story, **values: object) -> Edition:
    given = {
        "key": "2026-04-17",
        "period": "day",
        "name": "Friday, 17 April 2026",
        "span": "",
        "title": "",
        "url": "https://example.org/digests/2026-04-17/",
        "site_name": "Paper",
        "site_url": "https://example.org/",
        "tagline": "Daily",
        "day": "2026-04-17",
        "notes": (Note("Friday, 17 April 2026", "https://example.org/digests/2026-04-17/", "Ed", "A *note*.", True),),
        "stories": stories or tuple(story(name) for name in ("alpha", "beta", "gamma", "delta")),
        "sections": (
            Section("caches", "Caches", "https://example.org/topics/caches/", 1),
            Section("codes", "Codes", "https://example.org/topics/codes/", 2),
            Section("", "Other papers", "", 0),
        ),
        "results": (Result("0", "12 ms", "Latency", "small; one card", "https://example.org/benchmarks/x/", ()),),
    }
    return Edition(**{**given, **values})  # type: ignore[arg-type]


def readers(count: int) -> list[Subscriber]:
    return [Subscriber(f"reader{at}@example.org", "day", (), f"token{at}") for at in range(count)]


def messages(found: list[Subscriber], ledger: Ledger, mail: Mail = MAIL) -> Iterator[Delivery]:
    """What is due to these readers."""
    one = edition()
    wanted = due(one, found, ledger.states(one.key), ledger.paused(), {})
    return deliveries(one, wanted, html_pieces(one, THEME), text_pieces(one), mail, MOMENT)


def sending(ledger: Ledger, port: int) -> Sending:
    """Over a connection to a server on this machine that nothing is slow for."""
    from msgspec.structs import replace

    mail = replace(MAIL, port=port)
    return Sending("2026-04-17", mail.sender, lambda: connect(mail, timeout=20), ledger, back_off=(0.01,) * 5)


def main(port: str, path: str, count: str, connections: str) -> None:
    """Send, and print what was left unconfirmed."""
    with Ledger(Path(path)) as ledger:
        found = list(messages(readers(int(count)), ledger))
        print("ready", flush=True)
        send(found, sending(ledger, int(port)), int(connections), 1e6, rounds=())
        print("\n".join(address for address, _, _ in ledger.unconfirmed("2026-04-17")), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
