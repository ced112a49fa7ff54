"""Headers: what they say, and that no text can add one."""

import json
import subprocess
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from mail_samples import MAIL, MOMENT, THEME, edition, story
from msgspec.structs import replace

from broadsheet.faults import SetupError
from broadsheet.sources.mailing import Mail
from broadsheet.subscribe.mail.body import make_body
from broadsheet.subscribe.mail.edition import Edition, choose
from broadsheet.subscribe.mail.html import html_pieces
from broadsheet.subscribe.mail.mailing import due, missing, tokenless
from broadsheet.subscribe.mail.message import Sign, make_letter, message, subject
from broadsheet.subscribe.mail.plain import text_pieces
from broadsheet.subscribe.mail.signing import signer
from broadsheet.subscribe.subscribers import Subscriber, parse_subscribers

READER = Subscriber("Reader@example.org", "day", (), "t-1")
HEADERS = ["To", "Message-ID", "List-Unsubscribe", "From", "Subject", "Date", "List-Id", "List-Archive"]
HEADERS += ["List-Unsubscribe-Post", "MIME-Version", "Content-Type"]


def made(of: Edition, mail: Mail = MAIL, reader: Subscriber = READER, sign: Sign | None = None) -> bytes:
    body = make_body(choose(of, ()), html_pieces(of, THEME), text_pieces(of))
    return message(make_letter(mail, of, body, MOMENT), mail, reader, sign)


def read(data: bytes) -> EmailMessage:
    found = message_from_bytes(data, policy=default)
    assert isinstance(found, EmailMessage)
    return found


def test_headers() -> None:
    found = read(made(edition(), replace(MAIL, reply_to="editors@example.org", sender_name="Die Zeitung, täglich")))
    assert found["To"] == "Reader@example.org"
    assert found["From"].addresses[0].display_name == "Die Zeitung, täglich"
    assert found["From"].addresses[0].addr_spec == "digest@example.org"
    assert found["Reply-To"] == "editors@example.org"
    assert found["Subject"] == "Paper, Friday, 17 April 2026: On alpha"
    assert found["Date"] == "Sat, 18 Apr 2026 06:00:00 +0000"
    assert found["List-Id"] == "<digest.example.org>"
    assert found["List-Unsubscribe"] == "<https://example.org/unsubscribe?token=t-1>"
    assert found["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_the_message_id_is_that_of_reader_and_edition() -> None:
    one, two = edition(), edition(key="2026-04-18")
    ids = [
        read(made(of, reader=who))["Message-ID"]
        for of in (one, two)
        for who in (READER, replace(READER, address="b@c.d"))
    ]
    assert len(set(ids)) == 4
    changed = replace(READER, address="reader@EXAMPLE.org", token="t-2")
    assert read(made(edition(title="Edited"), reader=changed))["Message-ID"] == ids[0]


HOSTILE = [
    "x\r\nBcc: victim@example.org",
    "x\nBcc: victim@example.org\n\nbody",
    "x\rBcc: victim@example.org",
    "x\u2028Bcc: y\u0085Bcc: z",
    "=?utf-8?q?x=0D=0ABcc=3A_victim=40example.org?=",
    "=?=?utf-8?q?utf-8?q?x=0D=0ABcc=3A_y?=",
    "\x00\x1b[31m\u202e reversed",
    "ü" * 500,
    "a" * 2000,
]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_adds_a_header(text: str) -> None:
    one = edition(story("a", title=text), title=text, site_name=text, name=text, tagline=text)
    data = made(one)
    head = data.partition(b"\r\n\r\n")[0]
    assert read(data).keys() == HEADERS
    assert [line for line in head.lower().split(b"\r\n") if line.startswith((b"bcc", b"x"))] == []
    assert b"\r" not in head.replace(b"\r\n", b"")
    assert b"\n" not in head.replace(b"\r\n", b"")
    assert head.isascii()
    assert max(map(len, head.split(b"\r\n"))) < 998
    assert "\x1b" not in subject(one)


@pytest.mark.parametrize(
    "address", ["a@b.c\r\nBcc: x@y.z", "a@b.c\n", "a b@c.d", "<a@b.c>", "a@b.c,d@e.f", '"a"@b.c', "ä@b.c"]
)
def test_a_hostile_address_never_gets_into_a_header(address: str) -> None:
    row = json.dumps({"address": address, "period": "day", "topics": [], "token": "t"})
    readers, problems = parse_subscribers(row, "s.jsonl")
    assert readers == []
    assert [problem.code for problem in problems] == ["bad-subscriber"]


@pytest.mark.parametrize(
    ("settings", "codes"),
    [
        (MAIL, []),
        (replace(MAIL, unsubscribe=None), ["no-unsubscribe"]),
        (replace(MAIL, unsubscribe="https://example.org/unsubscribe"), ["bad-unsubscribe"]),
        (replace(MAIL, unsubscribe="http://example.org/unsubscribe/"), ["bad-unsubscribe"]),
        (replace(MAIL, unsubscribe="http://127.0.0.1:8000/unsubscribe/"), []),
        (replace(MAIL, sender=""), ["no-sender"]),
        (replace(MAIL, host=""), ["no-mail-server"]),
        (replace(MAIL, host="mail.example.org", user="me"), ["clear-password"]),
        (replace(MAIL, host="mail.example.org", user="me", security="tls"), []),
        (Mail(), ["no-unsubscribe", "no-sender", "no-mail-server"]),
    ],
)
def test_what_must_be_set_before_anything_is_sent(settings: Mail, codes: list[str]) -> None:
    assert [problem.code for problem in missing(settings, "site.yml")] == codes


def test_who_is_due() -> None:
    a, b, c, d, e = (Subscriber(f"{name}@example.org", "day", (), name) for name in "abcde")
    b, c = replace(b, topics=("old",)), replace(c, topics=("codes",))
    weekly = Subscriber("w@example.org", "week", (), "w")
    found = due(
        edition(), [e, d, c, b, a, weekly], {"d@example.org": "sent"}, {"e@example.org": "550"}, {"old": "caches"}
    )
    assert [(topics, reader.address[0]) for topics, reader in found.readers] == [((), "a"), (("caches",), "b")]
    assert found.others == {"done": 1, "paused": 1, "nothing on their topics": 1}


@pytest.mark.parametrize(
    ("state", "wanted"), [("sent", 0), ("handing", 0), ("refused", 0), ("bounced", 0), ("deferred", 1)]
)
def test_states_that_are_final(state: str, wanted: int) -> None:
    assert len(due(edition(), [READER], {READER.key: state}, {}, {}).readers) == wanted


def test_readers_without_a_token_are_told() -> None:
    assert tokenless([READER]) == []
    assert [problem.code for problem in tokenless([replace(READER, token="")])] == ["no-token"]


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    pytest.importorskip("dkim", reason="dkimpy is not installed")
    path = tmp_path_factory.mktemp("key") / "key.pem"
    try:
        subprocess.run(["openssl", "genrsa", "-traditional", "-out", path, "2048"], check=True, capture_output=True)
    except (FileNotFoundError, subprocess.CalledProcessError):
        pytest.skip("no openssl to make a key")
    return path.read_bytes()


def public(key: bytes, folder: Path) -> bytes:
    (folder / "key.pem").write_bytes(key)
    command = ["openssl", "rsa", "-in", folder / "key.pem", "-pubout"]
    text = subprocess.run(command, check=True, capture_output=True).stdout.decode()
    return b"v=DKIM1; k=rsa; p=" + "".join(text.splitlines()[1:-1]).encode()


def test_a_signature_covers_the_message_and_the_way_out(key: bytes, tmp_path: Path) -> None:
    import dkim

    mail = replace(MAIL, dkim_selector="s1")
    data = made(edition(), mail, sign=signer(mail, key))
    record = public(key, tmp_path)
    asked = []

    def answer(name: bytes, timeout: int = 5) -> bytes:
        asked.append(name)
        return record

    assert dkim.verify(data, dnsfunc=answer)
    assert asked == [b"s1._domainkey.example.org."]
    signature = read(data)["DKIM-Signature"].lower()
    assert "list-unsubscribe" in signature
    assert "list-unsubscribe-post" in signature
    assert not dkim.verify(data.replace(b"token=3Dt-1", b"token=3Dt-2"), dnsfunc=answer)
    assert not dkim.verify(data.replace(b"token=t-1", b"token=t-2"), dnsfunc=answer)


@pytest.mark.parametrize(("selector", "words"), [("", "selector"), ("s1", "cannot be used")])
def test_a_key_that_cannot_be_used_is_told_at_once(selector: str, words: str) -> None:
    pytest.importorskip("dkim", reason="dkimpy is not installed")
    with pytest.raises(SetupError, match=words):
        signer(replace(MAIL, dkim_selector=selector), b"no key")
