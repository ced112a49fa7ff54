"""The subscription service over real sockets: asking, confirming, choosing, leaving, and what it must not say."""

import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("starlette", reason="the extra `service` is not installed")
pytest.importorskip("aiosmtpd", reason="aiosmtpd is not installed")

from broadsheet.subscribe.subscribers import Subscriber, stored_subscribers
from serving_mail import SITE, Sink, body_of, database_in, mail_server, subscribed, subscription_service, token_in

WISH = {"email": "Reader@Example.org", "period": "month", "topics": ["fast-attention", "small-models"]}
FOREIGN = {"Origin": "https://elsewhere.example"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("service")


@pytest.fixture(scope="module")
def running(folder: Path) -> Iterator[tuple[httpx.Client, Sink, Any, list[str]]]:
    with (
        mail_server() as (sink, port),
        subscription_service(database_in(folder), port) as (address, service, lines),
        httpx.Client(base_url=address, headers={"Origin": SITE}, trust_env=False) as client,
    ):
        yield client, sink, service, lines


@pytest.fixture
def client(running: Any) -> httpx.Client:
    found: httpx.Client = running[0]
    return found


@pytest.fixture
def sink(running: Any) -> Sink:
    found: Sink = running[1]
    found.messages.clear()
    return found


def stored(folder: Path) -> dict[str, Subscriber]:
    found, problems = stored_subscribers(folder / "subscribers.sqlite")
    assert problems == []
    return {one.address: one for one in found}


def test_the_whole_round(client: httpx.Client, sink: Sink, folder: Path) -> None:
    assert "Look into your mailbox" in client.post("subscribe", data=WISH).text
    mail = sink.wait(1)[0]
    assert (mail["To"], mail["X-Envelope-To"]) == ("Reader@example.org", "Reader@example.org")
    assert mail["From"] == "The Paper <editors@example.org>"
    assert mail["Auto-Submitted"] == "auto-generated"
    body = body_of(mail)
    assert "every month, Fast attention, Small models" in body
    assert "Reader" not in body
    assert stored(folder) == {}
    # Opening the link confirms nothing: programs that look into mails do that.
    link = token_in(body)
    page = client.get("confirm", params={"t": link})
    assert "Send it to me" in page.text
    assert stored(folder) == {}
    answer = client.post("confirm", data={"t": link})
    assert "You get The Paper: every month, Fast attention, Small models." in answer.text
    token = token_in(answer.text)
    assert stored(folder) == {
        "Reader@example.org": Subscriber("Reader@example.org", "month", ("fast-attention", "small-models"), token)
    }
    assert client.post("confirm", data={"t": link}).status_code == 410
    # Choices.
    page = client.get("manage", params={"t": token})
    assert 'value="month" checked' in page.text
    assert 'value="fast-attention" checked' in page.text
    assert "Saved" in client.post("manage", data={"t": token, "period": "day"}).text
    assert stored(folder)["Reader@example.org"] == Subscriber("Reader@example.org", "day", (), token)
    # What is kept.
    kept = client.post("export", data={"t": token})
    assert kept.headers["content-disposition"] == 'attachment; filename="my-subscription.json"'
    assert kept.json().keys() == {"address", "period", "topics", "asked", "confirmed", "token", "requests"}
    assert kept.json()["address"] == "Reader@example.org"
    assert kept.json()["confirmed"].endswith("+00:00")
    # One click, as a mail provider's server does it (RFC 8058): no Origin, nothing but this.
    one_click = httpx.post(
        f"{client.base_url}unsubscribe?t={token}", data={"List-Unsubscribe": "One-Click"}, trust_env=False
    )
    assert one_click.status_code == 200
    assert stored(folder) == {}
    assert "not subscribed" in client.get("manage", params={"t": token}).text


def test_one_click_may_be_multipart_and_come_twice(client: httpx.Client, sink: Sink, folder: Path) -> None:
    token = subscribed(client, sink, "multi@example.org")
    for _ in range(2):
        answer = client.post(
            f"unsubscribe?t={token}",
            files={"List-Unsubscribe": (None, "One-Click")},
            headers={"Origin": "https://m.test"},
        )
        assert answer.status_code == 200
        assert "multi@example.org" not in stored(folder)


def test_a_link_alone_ends_nothing(client: httpx.Client, sink: Sink, folder: Path) -> None:
    token = subscribed(client, sink, "careful@example.org")
    page = client.get("unsubscribe", params={"t": token})
    assert "Unsubscribe?" in page.text
    assert "careful@example.org" in stored(folder)
    assert client.post("unsubscribe", data={"t": token}).status_code == 200
    assert "careful@example.org" not in stored(folder)


def test_erased_is_gone_from_every_table_and_from_the_file(client: httpx.Client, sink: Sink, folder: Path) -> None:
    token = subscribed(client, sink, "gone@example.org")
    client.post("subscribe", data={"email": "GONE@example.org", "period": "day"})
    sink.wait(2)
    assert [one["period"] for one in client.post("export", data={"t": token}).json()["requests"]] == ["day"]
    client.post("erase", data={"t": token})
    with sqlite3.connect(folder / "subscribers.sqlite") as found:
        for table in ("subscribers", "requests"):
            assert found.execute(
                f"SELECT count(*) FROM {table} WHERE lower(address) = 'gone@example.org'"
            ).fetchone() == (0,)
        found.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    found.close()
    data = (folder / "subscribers.sqlite").read_bytes().lower()
    assert b"gone@example.org" not in data


def test_asking_again_changes_the_choice_and_keeps_the_token(client: httpx.Client, sink: Sink, folder: Path) -> None:
    token = subscribed(client, sink, "again@example.org", period="day")
    assert subscribed(client, sink, "AGAIN@example.org", period="month") == token
    assert stored(folder)["again@example.org"].period == "month"


def test_known_and_unknown_addresses_get_the_same(client: httpx.Client, sink: Sink) -> None:
    subscribed(client, sink, "known@example.org")
    sink.messages.clear()
    answers = [
        client.post("subscribe", data={"email": email}) for email in ("known@example.org", "unknown@example.org")
    ]
    assert answers[0].content == answers[1].content
    assert [a.headers.get("content-length") for a in answers] == [answers[0].headers["content-length"]] * 2
    bodies = [body_of(mail).replace(token_in(body_of(mail)), "") for mail in sink.wait(2)]
    assert bodies[0] == bodies[1]


def test_an_address_gets_few_mails_and_the_asker_cannot_tell(client: httpx.Client, sink: Sink) -> None:
    answers = {client.post("subscribe", data={"email": "flooded@example.org"}).content for _ in range(9)}
    assert len(answers) == 1
    client.post("subscribe", data={"email": "after@example.org"})
    sink.wait(6)
    assert [mail["To"] for mail in sink.messages] == ["flooded@example.org"] * 5 + ["after@example.org"]


@pytest.mark.parametrize(
    "email",
    [
        "",
        "nobody",
        "a@b",
        "a@localhost",
        "a@[127.0.0.1]",
        "two@example.org,more@example.org",
        "a@example.org\r\nBcc: b@example.org",
        "a@example.org\nSubject: x",
        "a@example.org\x00",
        '"quoted name"@example.org',
        "Name <a@example.org>",
        f"{'x' * 65}@example.org",
        f"a@{'x' * 250}.org",
    ],
)
def test_what_is_no_address(email: str, client: httpx.Client, sink: Sink) -> None:
    answer = client.post("subscribe", data={"email": email, "period": "day"})
    assert answer.status_code == 400
    assert "no mail address" in answer.text
    assert 'value="day" checked' in answer.text
    assert sink.messages == []


@pytest.mark.parametrize("fields", [{"period": "hour"}, {"topics": ["<script>", "Not-an-id", "x" * 101, "a b"]}])
def test_choices_that_are_none_are_left_out(
    fields: dict[str, Any], client: httpx.Client, sink: Sink, folder: Path
) -> None:
    email = f"odd-{next(iter(fields))}@example.org"
    subscribed(client, sink, email, **fields)
    assert stored(folder)[email].period == "week"
    assert stored(folder)[email].topics == ()


def test_international_domains_are_written_in_ascii(client: httpx.Client, sink: Sink) -> None:
    client.post("subscribe", data={"email": "leser@bücher.example.org"})
    assert sink.wait(1)[0]["To"] == "leser@xn--bcher-kva.example.org"


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("subscribe", WISH),
        ("confirm", {"t": "x"}),
        ("manage", {"t": "x"}),
        ("export", {"t": "x"}),
        ("erase", {"t": "x"}),
        ("unsubscribe", {"t": "x"}),
    ],
)
def test_forms_of_other_sites_are_refused(path: str, data: dict[str, Any], client: httpx.Client, sink: Sink) -> None:
    assert client.post(path, data=data, headers=FOREIGN).status_code == 403
    assert sink.messages == []


@pytest.mark.parametrize("origin", [None, "null"])
def test_a_browser_that_hides_the_origin_is_asked_once_more(origin: str | None, running: Any, sink: Sink) -> None:
    headers = {"Origin": origin} if origin else {}
    with httpx.Client(base_url=running[0].base_url, headers=headers, trust_env=False) as plain:
        asked = plain.post("subscribe", data={"email": f"shy-{origin}@example.org", "period": "day"})
        assert asked.status_code == 403
        assert f'value="shy-{origin}@example.org"' in asked.text
        assert sink.messages == []
        signed = {"email": f"shy-{origin}@example.org", "form": token_in(asked.text, "form")}
        assert plain.post("subscribe", data=signed).status_code == 200
        assert plain.post("subscribe", data=signed | {"form": signed["form"][:-1] + "A"}).status_code in (200, 403)
    sink.wait(1)


def test_what_fills_the_hidden_field_gets_thanks_and_nothing_else(client: httpx.Client, sink: Sink) -> None:
    honest = client.post("subscribe", data={"email": "person@example.org"})
    trapped = client.post("subscribe", data={"email": "program@example.org", "homepage": "https://x.example"})
    assert trapped.content == honest.content
    assert [mail["To"] for mail in sink.wait(1)] == ["person@example.org"]


def test_what_was_typed_comes_back_escaped(client: httpx.Client) -> None:
    answer = client.post("subscribe", data={"email": '"><script>alert(1)</script>'})
    assert "<script>" not in answer.text
    assert "&lt;script&gt;" in answer.text


HEADERS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "same-origin",
    "cache-control": "no-store",
}


@pytest.mark.parametrize(
    ("path", "status"), [("", 200), ("confirm", 410), ("manage", 200), ("nowhere", 404), ("subscribe", 405)]
)
def test_every_answer_has_its_headers_and_no_cookie(path: str, status: int, client: httpx.Client) -> None:
    answer = client.get(path)
    assert answer.status_code == status
    assert HEADERS.items() <= dict(answer.headers).items()
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "set-cookie" not in answer.headers
    assert "server" not in answer.headers


def test_pages_hold_no_script_and_no_other_host(client: httpx.Client) -> None:
    page = client.get("").text
    assert "<script" not in page
    assert "style=" not in page
    assert "Fast attention" in page
    assert client.get("style.css").headers["content-type"].startswith("text/css")


def test_a_form_in_an_odd_encoding_stops_nothing(client: httpx.Client) -> None:
    form = b'--x\r\nContent-Disposition: form-data; name="t"\r\n\r\n\\ud800\r\n--x--\r\n'
    kind = {"Content-Type": "multipart/form-data; boundary=x; charset=unicode_escape"}
    for path in ("manage", "export", "erase", "unsubscribe", "confirm"):
        assert client.post(path, content=form, headers=kind).status_code in (200, 410)
    assert client.get("healthz").status_code == 200
    assert "broadsheet_subscribers" in client.get("metrics").text


def test_long_forms_are_refused(client: httpx.Client) -> None:
    assert client.post("subscribe", data={"email": "x" * 100_000}).status_code == 413
    assert client.post("subscribe", data={"topics": ["a"] * 500}).status_code == 400


def test_metrics_and_health(client: httpx.Client, sink: Sink) -> None:
    client.post("subscribe", data={"email": "counted@example.org"})
    sink.wait(1)
    client.get("made/up/path")
    assert client.get("healthz").text == "ok\n"
    text = client.get("metrics").text
    samples = dict(line.rsplit(" ", 1) for line in text.splitlines() if not line.startswith("#"))
    assert float(samples['broadsheet_sign_ups_total{outcome="noted"}']) >= 1
    assert float(samples['broadsheet_requests_total{method="GET",route="/healthz",status="200"}']) >= 1
    assert float(samples['broadsheet_requests_total{method="GET",route="other",status="404"}']) >= 1
    assert float(samples["broadsheet_open_requests"]) >= 1
    assert samples['broadsheet_request_seconds_bucket{le="+Inf"}'] == samples["broadsheet_request_seconds_count"]
    assert "@" not in text


def test_the_log_knows_no_address_and_no_token(running: Any, sink: Sink) -> None:
    client, lines = running[0], running[3]
    token = subscribed(client, sink, "secretive@example.org")
    client.post("manage", data={"t": token, "period": "day"})
    client.post("erase", data={"t": token})
    entries = [json.loads(line) for line in lines]
    assert {"request", "sign-up", "confirmation mail", "confirmed", "left"} <= {entry["event"] for entry in entries}
    marks = {e["address"] for e in entries if e["event"] in ("sign-up", "confirmed", "left")}
    assert all(len(mark) == 12 for mark in marks)
    joined = "".join(lines)
    assert "@" not in joined
    assert token not in joined
    assert "127.0.0.1" not in joined
