"""Parts of the subscription service by themselves: links that expire, limits, the writer, the command's database."""

import json
import signal
import subprocess
import sys
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import httpx
import pytest

pytest.importorskip("starlette", reason="the extra `service` is not installed")

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from broadsheet.cli import main
from broadsheet.commands.subscriptions import offered
from broadsheet.subscribe.service import store
from broadsheet.subscribe.service.limits import Limit, client_key
from broadsheet.subscribe.service.messages import confirmation
from broadsheet.subscribe.service.options import Options, origin
from broadsheet.subscribe.service.tokens import mark, opened, sign
from broadsheet.subscribe.service.wishes import Wish
from broadsheet.subscribe.service.writer import Writer

KEY, OTHER = b"k" * 32, b"o" * 32
TOKEN = sign(KEY, "confirm", "a-request", 1000)


@pytest.mark.parametrize(
    ("key", "purpose", "token", "now", "value"),
    [
        (KEY, "confirm", TOKEN, 1000, "a-request"),
        (KEY, "confirm", TOKEN, 1001, None),
        (OTHER, "confirm", TOKEN, 0, None),
        (KEY, "form", TOKEN, 0, None),
        (KEY, "confirm", TOKEN.replace("1000", "9000"), 0, None),
        (KEY, "confirm", TOKEN.replace("a-request", "b-request"), 0, None),
        (KEY, "confirm", TOKEN + "A", 0, None),
        (KEY, "confirm", TOKEN + "\n", 0, None),
        (KEY, "confirm", "", 0, None),
        (KEY, "confirm", "1000.\u0661.x", 0, None),
    ],
)
def test_tokens(key: bytes, purpose: str, token: str, now: float, value: str | None) -> None:
    assert opened(key, purpose, token, now) == value


def test_marks_are_the_same_for_the_same_and_only_with_the_key() -> None:
    assert mark(KEY, "a@example.org") == mark(KEY, "a@example.org")
    assert len({mark(KEY, "a@example.org"), mark(KEY, "b@example.org"), mark(OTHER, "a@example.org")}) == 3


def test_limits_let_so_many_through_and_then_one_by_one() -> None:
    now = [0.0]
    limit = Limit(3, 60, lambda: now[0], most=2)
    assert [limit.wait("a") for _ in range(4)] == [0, 0, 0, 20]
    assert limit.wait("b") == 0
    now[0] = 20
    assert [limit.wait("a"), limit.wait("a")] == [0, 20]
    # A third key takes the place of the one that was seen least recently.
    assert limit.wait("c") == 0
    assert len(limit._due) == 2


@pytest.mark.parametrize(
    ("host", "key"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("testclient", "testclient"),
    ],
)
def test_whom_limits_count(host: str, key: str) -> None:
    assert client_key(host) == key


@pytest.mark.parametrize(
    ("url", "found"),
    [
        ("https://Example.org/digest/", "https://example.org"),
        ("https://example.org:443/", "https://example.org"),
        ("http://localhost:8025/", "http://localhost:8025"),
        ("http://[::1]:8025/", "http://[::1]:8025"),
    ],
)
def test_origins(url: str, found: str) -> None:
    assert origin(url) == found


def test_a_task_that_fails_takes_no_other_with_it(tmp_path: Path) -> None:
    engine = store.engine_for(f"sqlite:///{tmp_path}/s.sqlite")
    writer = Writer(engine)
    good = [writer.submit(lambda c, at=at: store.ask(c, Wish(f"r{at}@example.org", "week"), 1)) for at in range(50)]
    bad = writer.submit(lambda c: c.execute(text("INSERT INTO nowhere VALUES (1)")))
    good += [writer.submit(lambda c: store.ask(c, Wish("last@example.org", "week"), 1))]
    assert len({done.result(10) for done in good}) == 51
    with pytest.raises(SQLAlchemyError):
        bad.result(10)
    counted = writer.submit(store.counts)
    writer.close()
    assert counted.result(0) == (0, 51, 51)
    assert writer.healthy


def test_a_task_that_fails_by_itself_leaves_the_writer_at_work(tmp_path: Path) -> None:
    writer = Writer(store.engine_for(f"sqlite:///{tmp_path}/s.sqlite"))
    # SQLite's module cannot write half a character, which is no error of the database.
    bad = writer.submit(lambda connection: store.subscriber(connection, "\ud800"))
    with pytest.raises(UnicodeEncodeError):
        bad.result(10)
    assert writer.submit(store.counts).result(10) == (0, 0, 0)
    writer.close()
    assert writer.healthy


@pytest.mark.parametrize(
    ("name", "site", "subject", "encoding"),
    [
        ("The Paper", "https://paper.example.org/", "Confirm: The Paper by mail", "7bit"),
        ("Die Zeitung für alle", "https://paper.example.org/", "Confirm: Die Zeitung für alle by mail", ""),
        ("The\nPaper\n", "https://paper.example.org/", "Confirm: The Paper by mail", "7bit"),
        ("The Paper", "https://zeitung-für-alle.example/", "Confirm: The Paper by mail", ""),
    ],
)
def test_the_confirmation_mail(name: str, site: str, subject: str, encoding: str) -> None:
    options = Options(name, site, "https://mail.example.org/", KEY, "editors@example.org")
    mail = confirmation(options, store.Asked("a-request", Wish("a@example.org", "week"), 1), 0)
    assert mail["Subject"] == subject
    assert mail["From"].addresses[0].display_name == " ".join(name.split())
    assert mail["Content-Transfer-Encoding"] == (encoding or "quoted-printable")
    assert site in mail.get_content()
    assert message_from_bytes(mail.as_bytes(), policy=default)["Subject"] == subject


def test_requests_are_forgotten_when_their_links_no_longer_hold(tmp_path: Path) -> None:
    engine = store.engine_for(f"sqlite:///{tmp_path}/s.sqlite")
    with engine.begin() as connection:
        old, new = (store.ask(connection, Wish("a@example.org", "week"), at) for at in (0, 2000))
        assert store.forget_old(connection, store.LINK_LASTS + 1000) == 1
        assert store.requested(connection, old) is None
        assert store.requested(connection, new) == Wish("a@example.org", "week")
        assert store.secret(connection) == store.secret(connection)
    engine.dispose()


def test_a_mail_is_put_off_before_it_is_sent(tmp_path: Path) -> None:
    engine = store.engine_for(f"sqlite:///{tmp_path}/s.sqlite")
    with engine.begin() as connection:
        store.ask(connection, Wish("a@example.org", "week"), 0)
        tries = [[one.tries for one in store.take(connection, now, 9)] for now in (0, 59, 60, 179, 180)]
        assert tries == [[1], [], [2], [], [3]]
    engine.dispose()


SITE = "subscriptions: {service: https://mail.example.org/}\nmail: {sender: a@example.org, host: localhost}\n"


@pytest.mark.parametrize(
    ("site", "arguments", "code", "words"),
    [
        (SITE, [], 2, "--database"),
        (SITE, ["--database", "{root}/s.sqlite"], 3, "never get into a repository"),
        (SITE, ["--database", "sqlite:///{root}/../cloned/s.sqlite"], 3, "never get into a repository"),
        (SITE, ["--database", "{root}/../nowhere/s.sqlite"], 3, "there is no folder"),
        ("{}\n", ["--database", "{root}/../s.sqlite"], 3, "subscriptions: service:"),
        ("subscriptions: {buttondown: paper}\n", ["--database", "{root}/../s.sqlite"], 3, "subscriptions: service:"),
        (SITE.partition("\nmail")[0], ["--database", "{root}/../s.sqlite"], 3, "mail: sender:"),
        ("subscriptions: {}\n", ["--database", "{root}/../s.sqlite"], 1, "names nobody"),
    ],
)
def test_what_the_command_refuses(
    site: str, arguments: list[str], code: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tmp_path / "digest"
    (root / "site_config").mkdir(parents=True)
    (tmp_path / "cloned" / ".git").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: The Paper\n")
    (root / "site_config" / "site.yml").write_text(site)
    given = [argument.replace("{root}", str(root)) for argument in arguments]
    assert main(["-C", str(root), "subscriptions", "serve", "--port", "0", *given]) == code
    said = capsys.readouterr()
    assert words in said.out + said.err
    assert not list(tmp_path.rglob("*.sqlite"))


def test_the_command_serves_and_ends_when_told(tmp_path: Path) -> None:
    root = tmp_path / "digest"
    (root / "site_config").mkdir(parents=True)
    (root / "mkdocs.yml").write_text("site_name: The Paper\nsite_url: https://paper.example.org/\n")
    (root / "site_config" / "site.yml").write_text(SITE)
    command = [sys.executable, "-m", "broadsheet.cli", "-C", str(root), "subscriptions", "serve", "--port", "0"]
    database = tmp_path / "s.sqlite"
    with subprocess.Popen([*command, "--database", str(database)], stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = json.loads(process.stdout.readline())["address"]
        headers = {"Origin": "https://paper.example.org"}
        asked = httpx.post(f"{address}subscribe", data={"email": "a@example.org"}, headers=headers, trust_env=False)
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
        assert process.wait(20) in (0, -signal.SIGTERM)
    assert asked.status_code == 200
    assert "@" not in rest
    assert database.stat().st_mode & 0o077 == 0
    engine = store.engine_for(f"sqlite:///{database}")
    with engine.begin() as connection:
        assert store.counts(connection)[1] == 1
    engine.dispose()


def test_topics_on_offer_are_the_broad_ones_of_the_frozen_fit(tmp_path: Path) -> None:
    found = offered(Path(__file__).resolve().parents[2])
    assert len(found) > 3
    assert all(name and " " not in topic for topic, name in found.items())
    assert offered(tmp_path) == {}
