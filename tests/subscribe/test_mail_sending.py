"""Sending over a real socket: what each reply leads to, what the ledger holds, what an interruption leaves."""

import random
import smtplib
import ssl
import subprocess
from collections.abc import Iterator
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from mail_kills import killed_sending, moments_in, sink
from mail_samples import MAIL, messages, readers, sending
from msgspec.structs import replace

from broadsheet.faults import SetupError
from broadsheet.subscribe.mail.connection import connect, is_here
from broadsheet.subscribe.mail.ledger import BusyError, Ledger
from broadsheet.subscribe.mail.replies import Verdict, is_busy, reply, verdict
from broadsheet.subscribe.mail.sending import Tally, send
from broadsheet.subscribe.subscribers import Subscriber

pytest.importorskip("aiosmtpd", reason="aiosmtpd is not installed")
EDITION = "2026-04-17"


@pytest.mark.parametrize(
    ("stage", "code", "text", "expected"),
    [
        ("data", 250, "2.0.0 queued", "sent"),
        ("sender", 451, "4.3.0 later", "later"),
        ("recipient", 450, "4.2.0 greylisted", "later"),
        ("recipient", 550, "5.1.1 no such user", "bounced"),
        ("recipient", 550, "no such user", "bounced"),
        ("recipient", 553, "not a mailbox", "bounced"),
        ("recipient", 556, "5.1.10 null MX", "bounced"),
        ("recipient", 550, "5.2.1 disabled", "bounced"),
        ("recipient", 552, "5.2.2 full", "refused"),
        ("recipient", 550, "5.7.1 not from you", "refused"),
        ("recipient", 501, "5.5.4 syntax", "refused"),
        ("recipient", 554, "5.7.1 relay access denied", "stop"),
        ("recipient", 530, "5.7.0 log in first", "stop"),
        ("sender", 550, "5.7.1 who are you", "stop"),
        ("data", 554, "5.7.1 spam", "stop"),
        ("data", 552, "5.3.4 too big", "stop"),
        ("data", 550, "5.1.1 no such user", "bounced"),
    ],
)
def test_what_replies_mean(stage: str, code: int, text: str, expected: Verdict) -> None:
    assert verdict(reply(stage, code, text.encode())) == expected  # type: ignore[arg-type]


def test_replies_are_printable_and_short() -> None:
    assert str(reply("data", 250, b"a\r\nb\x1b[31m\xff" + b"x" * 1000)).startswith("250 a b?[31m")
    assert len(str(reply("data", 250, b"x" * 1000))) < 310
    assert is_busy(reply("sender", 421, b"4.3.2 closing"))
    assert not is_busy(reply("recipient", 452, b"4.2.2 full"))


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with Ledger(tmp_path / "ledger.sqlite") as found:
        yield found


def who(*names: str) -> list[Subscriber]:
    return [Subscriber(f"{name}@example.org", "day", (), "t") for name in names]


def received(log: Path) -> list[str]:
    return sorted(line.split("\t")[0].split("@")[0] for line in log.read_text().splitlines())


def sent(tmp_path: Path, ledger: Ledger, *names: str, connections: int = 1, rounds: tuple[float, ...] = ()) -> Tally:
    with sink(tmp_path / "log") as port:
        return send(messages(who(*names), ledger), sending(ledger, port), connections, 1e6, rounds)


def test_one_message_a_reader_over_a_connection_that_is_kept(tmp_path: Path, ledger: Ledger) -> None:
    (tmp_path / "kept").mkdir()
    with sink(tmp_path / "log", "--keep", str(tmp_path / "kept")) as port:
        tally = send(messages(readers(20), ledger), sending(ledger, port), 2, 1e6)
    assert tally == Tally({"sent": 20})
    lines = [line.split("\t") for line in (tmp_path / "log").read_text().splitlines()]
    assert sorted(line[0] for line in lines) == sorted(one.address for one in readers(20))
    assert len({line[1] for line in lines}) == 20
    assert len({line[2] for line in lines}) <= 2
    for path in (tmp_path / "kept").iterdir():
        one = message_from_bytes(path.read_bytes(), policy=default)
        assert [one["To"]] == [path.name.removesuffix(".eml")]
        token = path.name.replace("reader", "token").partition("@")[0]
        assert f"?token={token}\r\n" in next(one.iter_parts()).get_content()  # type: ignore[attr-defined]
    assert set(ledger.states(EDITION).values()) == {"sent"}
    assert list(messages(readers(20), ledger)) == []


def test_bounces_are_paused_and_the_rest_goes_on(tmp_path: Path, ledger: Ledger) -> None:
    names = ("a", "rcpt-550-5.1.1+gone", "rcpt-552-5.2.2+full", "z")
    assert sent(tmp_path, ledger, *names).counts == {"bounced": 1, "refused": 1, "sent": 2}
    assert received(tmp_path / "log") == ["a", "z"]
    assert ledger.paused() == {"rcpt-550-5.1.1+gone@example.org": "550 5.1.1 as told"}
    assert ledger.resume("rcpt-550-5.1.1+gone@example.org")
    assert not ledger.resume("rcpt-550-5.1.1+gone@example.org")


def test_who_is_put_off_is_tried_again(tmp_path: Path, ledger: Ledger) -> None:
    tally = sent(tmp_path, ledger, "a", "once-450-4.2.0+grey", "rcpt-451-4.3.0+never", rounds=(0.0, 0.0))
    assert tally == Tally({"deferred": 1, "sent": 2})
    assert received(tmp_path / "log") == ["a", "once-450-4.2.0+grey"]
    assert [one.address for one in messages(who("rcpt-451-4.3.0+never", "a"), ledger)] == [
        "rcpt-451-4.3.0+never@example.org"
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [("rcpt-554-5.7.1+relay", "554 5.7.1"), ("data-554-5.7.1+spam", "554 5.7.1"), ("rcpt-530-5.7.0+auth", "530")],
)
def test_a_reply_that_is_about_us_stops_everything(name: str, words: str, tmp_path: Path, ledger: Ledger) -> None:
    tally = sent(tmp_path, ledger, "a", name, "zz")
    assert words in tally.stopped
    assert received(tmp_path / "log") == ["a"]
    # Nobody but those who got it is done.
    assert [one.key for one in messages(who("a", name, "zz"), ledger)] == [f"{name}@example.org", "zz@example.org"]


def test_many_refusals_in_a_row_stop_it(tmp_path: Path, ledger: Ledger) -> None:
    tally = sent(tmp_path, ledger, *(f"rcpt-550-5.7.1+r{at}" for at in range(9)), "z")
    assert tally.counts == {"refused": 5}
    assert "in a row" in tally.stopped


def test_a_connection_cut_after_the_text_leaves_its_reader_unconfirmed(tmp_path: Path, ledger: Ledger) -> None:
    assert sent(tmp_path, ledger, "a", "cut+b", "z").counts == {"sent": 2, "unconfirmed": 1}
    assert [address for address, _, _ in ledger.unconfirmed(EDITION)] == ["cut+b@example.org"]
    assert list(messages(who("a", "cut+b", "z"), ledger)) == []
    assert ledger.resolve(EDITION, sent=False, at="now") == 1
    assert sent(tmp_path, ledger, "a", "cut+b", "z").counts == {"unconfirmed": 1}  # a new server, cut again
    assert ledger.resolve(EDITION, sent=True, at="now") == 1
    assert list(messages(who("a", "cut+b", "z"), ledger)) == []


def test_without_a_server_nothing_is_done_and_nobody_is_unconfirmed(tmp_path: Path, ledger: Ledger) -> None:
    tally = send(messages(readers(3), ledger), sending(ledger, 9), 1, 1e6, ())
    assert tally.counts == {}
    assert "no connection after 6 tries" in tally.stopped
    assert ledger.states(EDITION) == {}


def test_the_rate_is_kept(tmp_path: Path, ledger: Ledger) -> None:
    import time

    with sink(tmp_path / "log") as port:
        begun = time.monotonic()
        send(messages(readers(11), ledger), sending(ledger, port), 3, 20.0, ())
        assert time.monotonic() - begun >= 0.5


def test_a_ledger_is_one_process_s(tmp_path: Path, ledger: Ledger) -> None:
    with pytest.raises(BusyError):
        Ledger(tmp_path / "ledger.sqlite")
    (tmp_path / "text").write_text("no database, but long enough to be read as the beginning of one " * 20)
    with pytest.raises(SetupError, match="is no ledger"):
        Ledger(tmp_path / "text")
    with pytest.raises(SetupError, match="cannot be used"):
        Ledger(tmp_path / "nowhere" / "ledger.sqlite")


def test_the_ledger_is_written_ahead(tmp_path: Path, ledger: Ledger) -> None:
    ledger.begin(EDITION, "a@example.org", "<1@x>", "now")
    assert ledger.states(EDITION) == {"a@example.org": "handing"}
    assert (tmp_path / "ledger.sqlite-wal").stat().st_size > 0
    ledger.finish(EDITION, "a@example.org", "sent", "<1@x>", "250 OK", "now")
    assert ledger.unconfirmed(EDITION) == []


def test_when_the_ledger_takes_no_more_nobody_goes_on(tmp_path: Path, ledger: Ledger) -> None:
    full(ledger)
    with pytest.raises(SetupError, match="cannot be written: database or disk is full"):
        sent(tmp_path, ledger, *"abcdef", connections=3)
    assert not (tmp_path / "log").read_text()
    # What the first commit held is lost, so nobody else may take it for written, even with room again.
    ledger._db.execute("PRAGMA max_page_count=1000000")
    with pytest.raises(SetupError, match="cannot be written"):
        ledger.begin(EDITION, "z@example.org", "<1@x>", "now")
    assert ledger.states(EDITION) == {}


def full(ledger: Ledger) -> None:
    """Let no row come into a ledger any more, as a full disk does."""
    pages = ledger._db.execute("PRAGMA page_count").fetchone()[0]
    ledger._db.execute("CREATE TABLE filling (text)")
    ledger._db.execute(f"PRAGMA max_page_count={pages + 1}")
    ledger._db.execute(
        "CREATE TRIGGER fill BEFORE INSERT ON deliveries BEGIN INSERT INTO filling VALUES (zeroblob(9999)); END"
    )


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("certificate")
    cert, key = folder / "cert.pem", folder / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-keyout", key, "-out", cert]
    command += ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    try:
        subprocess.run(command, check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("no openssl to make a certificate")
    return cert, key


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_encrypted_and_logged_in(security: str, certificate: tuple[Path, Path], tmp_path: Path) -> None:
    cert, key = certificate
    options = ["--cert", str(cert), "--key", str(key), "--password", "open sesame"]
    with sink(tmp_path / "log", *options, *(["--tls"] if security == "tls" else [])) as port:
        mail = replace(MAIL, host="localhost", port=port, security=security, user="digest")  # type: ignore[arg-type]
        trust = ssl.create_default_context(cafile=str(cert))
        server = connect(mail, "open sesame", 20, trust)
        assert server.sendmail("a@example.org", ["b@example.org"], b"Subject: x\r\n\r\nx\r\n") == {}
        server.quit()
        with pytest.raises(smtplib.SMTPAuthenticationError):
            connect(mail, "wrong", 20, trust)
        with pytest.raises(SetupError, match="certificate of localhost"):
            connect(mail, "open sesame", 20)
    assert received(tmp_path / "log") == ["b"]


def test_a_server_that_cannot_encrypt_gets_nothing(tmp_path: Path) -> None:
    with sink(tmp_path / "log") as port, pytest.raises(SetupError, match="STARTTLS"):
        connect(replace(MAIL, port=port, security="starttls"), "", 20)


@pytest.mark.parametrize(("host", "here"), [("localhost", True), ("127.0.0.9", True), ("::1", True), ("a.org", False)])
def test_is_here(host: str, here: bool) -> None:
    assert is_here(host) == here


@pytest.mark.parametrize("connections", [1, 3])
def test_a_killed_sending_goes_on_where_it_was(connections: int, tmp_path: Path) -> None:
    count, kills = 60, 5 if connections == 1 else 1
    found = killed_sending(tmp_path / "a", count, connections, moments_in(count, kills, random.Random(8)))
    assert found.killed
    assert found.twice == 0
    assert found.lost(count) == set()
    assert len(found.unconfirmed) <= kills * connections


@pytest.mark.slow
@pytest.mark.parametrize("connections", [1, 4])
def test_two_hundred_kills(connections: int, tmp_path: Path) -> None:
    count, chance = 500, random.Random(connections)
    for at in range(100):
        found = killed_sending(tmp_path / str(at), count, connections, moments_in(count, 1, chance))
        assert found.twice == 0
        assert found.lost(count) == set()
        assert len(found.unconfirmed) <= connections
