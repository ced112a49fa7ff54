"""`email build` and `email send` as commands, with the small corpus and a mail server on a socket."""

import sys
from pathlib import Path

import pytest

from broadsheet.cli import main

sys.path.insert(0, str(Path(__file__).parent / "subscribe"))
from mail_kills import sink

SETTINGS = """
mail:
  sender: digest@example.org
  unsubscribe: https://example.org/unsubscribe?token=
  host: 127.0.0.1
  security: none
  rate: 1000
  port: {port}
"""
ROW = '{{"address": "{}@example.org", "period": "{}", "topics": [], "token": "t"}}\n'


@pytest.fixture
def subscribers(tmp_path: Path) -> Path:
    path = tmp_path / "subscribers.jsonl"
    path.write_text("".join(ROW.format(name, "month") for name in "abc") + ROW.format("d", "day"))
    return path


def settings(project: Path, port: int, **changed: str) -> None:
    lines = [line for line in SETTINGS.format(port=port).splitlines() if line.strip().split(":")[0] not in changed]
    path = project / "site_config" / "site.yml"
    path.write_text(path.read_text(encoding="utf-8") + "\n".join(lines), encoding="utf-8")


def run(project: Path, *words: str) -> int:
    return main(["-C", str(project), "email", *words])


@pytest.mark.parametrize("period", ["day", "week", "month"])
def test_build(period: str, project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "out"
    assert run(project, "build", "--period", period, "--out", str(out)) == 0
    names = ["index.html", "message.eml", "message.html", "message.txt", "web.html"]
    assert sorted(path.name for path in out.iterdir()) == names
    first = {path.name: path.read_bytes() for path in out.iterdir()}
    assert run(project, "build", "--period", period, "--out", str(out)) == 0
    assert {path.name: path.read_bytes() for path in out.iterdir()} == first
    assert b"unsubscribe/sample" in first["message.html"]
    assert b"unsubscribe" not in first["web.html"].lower()
    assert "message.eml" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("words", "told"),
    [(["--date", "1999-01-01"], "empty-edition"), (["--topics", "no-such-topic"], "unknown-topic")],
)
def test_what_cannot_be_built(words: list[str], told: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project, "build", "--period", "day", *words) == 1
    assert f"[{told}]" in capsys.readouterr().err
    assert not (project / ".cache" / "broadsheet" / "email").exists()


def test_send(project: Path, subscribers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = ["send", "--period", "month", "--subscribers", str(subscribers)]
    with sink(tmp_path / "log") as port:
        settings(project, port)
        assert run(project, *command, "--dry-run") == 0
        assert "3 due" in capsys.readouterr().out
        assert (tmp_path / "log").read_text() == ""
        assert run(project, *command) == 0
        assert "3 sent" in capsys.readouterr().out
        assert run(project, *command) == 0
        assert "0 due, 3 done" in capsys.readouterr().out
    assert [line.split("\t")[0] for line in sorted((tmp_path / "log").read_text().splitlines())] == [
        f"{name}@example.org" for name in "abc"
    ]
    assert (tmp_path / "ledger.sqlite").exists()


def test_whoever_is_unconfirmed_is_listed_until_somebody_decides(
    project: Path, subscribers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    subscribers.write_text(ROW.format("cut+a", "month"))
    command = ["send", "--period", "month", "--subscribers", str(subscribers), "--ledger", str(tmp_path / "l.sqlite")]
    with sink(tmp_path / "log") as port:
        settings(project, port)
        assert run(project, *command) == 1
        assert "unconfirmed: cut+a@example.org <" in capsys.readouterr().err
        assert run(project, *command) == 1
        assert "--resolve" in capsys.readouterr().err
        assert run(project, *command, "--resolve", "unsent", "--dry-run") == 2
        assert run(project, *command, "--resolve", "unsent") == 0
        assert "1 sent" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("missing", "told"),
    [("unsubscribe", "no-unsubscribe"), ("sender", "no-sender"), ("host", "no-mail-server")],
)
def test_nothing_is_sent_without(
    missing: str, told: str, project: Path, subscribers: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with sink(tmp_path / "log") as port:
        settings(project, port, **{missing: ""})
        assert run(project, "send", "--period", "month", "--subscribers", str(subscribers)) == 1
    assert capsys.readouterr().err.count(f"[{told}]") == 1
    assert (tmp_path / "log").read_text() == ""
    assert not (tmp_path / "ledger.sqlite").exists()


def test_no_server_and_no_file_are_the_environment(
    project: Path, subscribers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    settings(project, 9)
    command = ["send", "--period", "month", "--subscribers"]
    assert run(project, *command, str(subscribers.with_name("absent.jsonl"))) == 3
    assert "absent.jsonl" in capsys.readouterr().err
    password = subscribers.with_name("password")
    password.write_bytes(b"gr\xfcn")
    assert run(project, *command, str(subscribers), "--password-file", str(password)) == 3
    assert "password is no text in UTF-8" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("sender: 'a@b.c, d@e.f'", "bad-mail"),
        ('sender: "a@b.c\\n"', "bad-mail"),
        ('sender_name: "x\\ny"', "bad-line"),
        ("host: mail example", "bad-host"),
        ("unsubscribe: mailto:a@b.c", "bad-url"),
        ("password: secret", "unknown-key"),
    ],
)
def test_settings_are_checked(line: str, code: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = project / "site_config" / "site.yml"
    path.write_text(path.read_text(encoding="utf-8") + f"\nmail:\n  {line}\n", encoding="utf-8")
    assert main(["-C", str(project), "check"]) == 1
    assert f"[{code}]" in capsys.readouterr().err
