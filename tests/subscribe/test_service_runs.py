"""Services of their own: limits and proxies, mail that is not taken, a stop before any went out, PostgreSQL."""

import os
import pwd
import shutil
import socket
import sqlite3
import subprocess
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest

pytest.importorskip("starlette", reason="the extra `service` is not installed")
pytest.importorskip("aiosmtpd", reason="aiosmtpd is not installed")

from serving_mail import SITE, database_in, mail_server, subscribed, subscription_service, wait_for


@pytest.mark.parametrize(
    ("proxies", "forwarded", "statuses"),
    [
        ((), "192.0.2.{}", [200, 200, 200, 429]),
        (["127.0.0.1"], "192.0.2.{}", [200, 200, 200, 200]),
        # What a client puts before the proxy's own word is nothing.
        (["127.0.0.1"], "192.0.2.{}, 198.51.100.7", [200, 200, 200, 429]),
        (["192.0.2.1"], "198.51.100.{}", [200, 200, 200, 429]),
    ],
)
def test_a_client_has_its_limit_and_a_proxy_is_believed_only_by_setting(
    proxies: list[str], forwarded: str, statuses: list[int], tmp_path: Path
) -> None:
    with (
        mail_server() as (_, port),
        subscription_service(database_in(tmp_path), port, proxies=proxies, client_limit=3) as (address, _, _),
        httpx.Client(base_url=address, headers={"Origin": SITE}, trust_env=False) as client,
    ):
        answers = [
            client.post(
                "subscribe",
                data={"email": f"r{at}@example.org"},
                headers={"X-Forwarded-For": forwarded.format(at)},
            )
            for at in range(4)
        ]
        assert [answer.status_code for answer in answers] == statuses
        assert all(1 <= int(one.headers["retry-after"]) <= 1201 for one in answers if one.status_code == 429)


@pytest.mark.parametrize(
    ("reply", "outcome", "arrives"), [("451 later", '"put off"', True), ("554 never", '"refused"', False)]
)
def test_mail_that_the_server_does_not_take(reply: str, outcome: str, arrives: bool, tmp_path: Path) -> None:
    now = [1_800_000_000.0]
    with mail_server() as (sink, port):
        sink.answer = reply
        with subscription_service(database_in(tmp_path), port, clock=lambda: now[0]) as (address, _, lines):
            headers = {"Origin": SITE}
            httpx.post(f"{address}subscribe", data={"email": "a@example.org"}, headers=headers, trust_env=False)
            wait_for(lambda: outcome in "".join(lines))
            sink.answer = "250 kept"
            now[0] += 61
            httpx.post(f"{address}subscribe", data={"email": "b@example.org"}, headers=headers, trust_env=False)
            wait_for(lambda: "b@example.org" in [mail["To"] for mail in sink.messages])
            assert ("a@example.org" in [mail["To"] for mail in sink.messages]) == arrives


def test_what_was_asked_survives_a_service_that_stops(tmp_path: Path) -> None:
    """Stopped before any mail went out; the next service sends them, each once."""
    with mail_server() as (sink, port):
        with socket.create_server(("127.0.0.1", 0)) as free:
            nobody = free.getsockname()[1]
        with (
            subscription_service(database_in(tmp_path), nobody) as (address, _, _),
            ThreadPoolExecutor(8) as pool,
            httpx.Client(base_url=address, headers={"Origin": SITE}, trust_env=False) as client,
        ):
            emails = [f"reader{at}@example.org" for at in range(40)]
            answers = list(pool.map(lambda email: client.post("subscribe", data={"email": email}), emails))
            assert {answer.status_code for answer in answers} == {200}
        with sqlite3.connect(tmp_path / "subscribers.sqlite") as found:
            assert found.execute("SELECT count(*) FROM requests").fetchone() == (40,)
            found.execute("UPDATE requests SET mail_at = 1")
        found.close()
        with subscription_service(database_in(tmp_path), port):
            assert sorted(mail["To"] for mail in sink.wait(40)) == sorted(emails)


@pytest.fixture(scope="module")
def postgres() -> Iterator[str]:
    """A PostgreSQL server of our own; skips where there is none."""
    pytest.importorskip("psycopg", reason="psycopg is not installed")
    found = shutil.which("initdb") or next(map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), None)
    if not found:
        pytest.skip("no PostgreSQL here")
    # It refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if user and user not in {entry.pw_name for entry in pwd.getpwall()}:
        pytest.skip("PostgreSQL does not run as root, and there is no user for it")
    # A socket's path has at most 107 bytes.
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-pg-"))
    if user:
        shutil.chown(folder, user)
    binaries = Path(found).parent

    def call(*command: str) -> None:
        subprocess.run(command, user=user, check=True, capture_output=True, cwd=folder, timeout=120)

    call(str(binaries / "initdb"), "-D", f"{folder}/data", "-U", "digest", "-A", "trust", "--no-sync")
    options = f"-k {folder} -c listen_addresses='' -c fsync=off"
    call(str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-w", "-l", f"{folder}/log", "-o", options, "start")
    yield f"postgresql+psycopg://digest@/postgres?host={folder}"
    call(str(binaries / "pg_ctl"), "-D", f"{folder}/data", "-m", "immediate", "stop")
    shutil.rmtree(folder)


def test_postgresql(postgres: str) -> None:
    with (
        mail_server() as (sink, port),
        subscription_service(postgres, port) as (address, _, _),
        httpx.Client(base_url=address, headers={"Origin": SITE}, trust_env=False) as client,
    ):
        token = subscribed(client, sink, "pg@example.org", topics=["fast-attention"])
        assert subscribed(client, sink, "PG@example.org", period="day") == token
        assert client.post("export", data={"t": token}).json()["period"] == "day"
        client.post("unsubscribe", data={"t": token})
        assert "broadsheet_subscribers 0\n" in client.get("metrics").text
