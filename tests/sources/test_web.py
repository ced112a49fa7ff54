"""The client of web services: what it retries and how long it waits, what it refuses, what it keeps."""

import gzip
from collections.abc import Iterator
from email.utils import formatdate
from pathlib import Path

import httpx
import pytest

from answering import Play, Server
from broadsheet.sources.web import client as web_module
from broadsheet.sources.web.client import TRIES, TRIES_WITHOUT_ANSWER, Web, WebError
from broadsheet.sources.web.http_cache import KEPT_FOR, HttpCache

GOOD = Play('{"good": true}', media="application/json")
BUSY = Play("busy", 503, "text/plain")


class Time:
    """A clock that only sleeping moves, and the naps that were asked for."""

    def __init__(self) -> None:
        self.now = 1_700_000_000.0
        self.naps: list[float] = []

    def clock(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.naps.append(round(seconds, 3))
        self.now += seconds


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        yield server


@pytest.fixture
def web(time: Time, tmp_path: Path) -> Iterator[Web]:
    with httpx.Client(trust_env=False, timeout=httpx.Timeout(5, read=0.3)) as client:
        cache = HttpCache(tmp_path / "http", time.clock)
        yield Web(client, cache, clock=time.clock, sleep=time.sleep, chance=lambda: 1.0)


def get(web: Web, url: str, pause: float = 0.0) -> bytes:
    return web.get(url, "application/json", "json", pause).body


def refusal(web: Web, url: str) -> WebError:
    with pytest.raises(WebError) as caught:
        get(web, url)
    return caught.value


def test_an_answer(web: Web, server: Server, time: Time) -> None:
    server.play("/a", GOOD)
    assert get(web, f"{server.url}/a") == b'{"good": true}'
    assert server.asked[0].headers["accept"] == "application/json"
    assert (len(server.asked), time.naps) == (1, [])


@pytest.mark.parametrize(
    "plays, naps",
    [
        ([BUSY], [1]),
        ([BUSY, BUSY, BUSY, BUSY], [1, 2, 4, 8]),
        ([Play("", 429, headers={"Retry-After": "7"})], [7]),
        ([Play("", 503, headers={"Retry-After": "0"})], [1]),
        ([Play("", 503, headers={"Retry-After": "soon"})], [1]),
        ([Play("", 500), Play("", 502), Play("", 504)], [1, 2, 4]),
        ([Play('{"good": true}', media="application/json", cut=3)], [1]),
        ([Play('{"good": true}', media="application/json", cut=3, chunked=True)], [1]),
        ([Play(b"no gzip", media="application/json", headers={"Content-Encoding": "gzip"})], [1]),
        ([Play(hang=True)], [1]),
    ],
)
def test_passing_failures_are_tried_again(
    web: Web, server: Server, time: Time, plays: list[Play], naps: list[float]
) -> None:
    server.play("/a", *plays, GOOD)
    assert get(web, f"{server.url}/a") == b'{"good": true}'
    assert time.naps == naps
    assert len(server.asked) == len(plays) + 1


def test_retry_after_as_a_date(web: Web, server: Server, time: Time) -> None:
    server.play("/a", Play("", 503, headers={"Retry-After": formatdate(time.now + 21, usegmt=True)}), GOOD)
    assert get(web, f"{server.url}/a")
    assert time.naps == [21]


def test_chance_spreads_the_waits(web: Web, server: Server, time: Time) -> None:
    web.chance = iter([0.0, 0.5]).__next__
    server.play("/a", BUSY, BUSY, GOOD)
    get(web, f"{server.url}/a")
    assert time.naps == [0.5, 1.5]


@pytest.mark.parametrize(
    "play, code, asked, answered",
    [
        (Play("", 404), "add-not-found", 1, True),
        (Play("", 410), "add-not-found", 1, True),
        (Play("", 400), "add-refused", 1, True),
        (Play("", 403), "add-refused", 1, True),
        (Play("", 406), "add-refused", 1, True),
        (Play("", 204), "add-refused", 1, True),
        (Play("", 302), "add-refused", 1, True),
        (BUSY, "add-unavailable", TRIES, False),
        (Play("", 429, headers={"Retry-After": "3600"}), "add-unavailable", 1, False),
        (Play("<html>", media="text/html; charset=utf-8"), "add-bad-answer", 1, True),
        (Play("{}", media="application/pdf"), "add-bad-answer", 1, True),
        (Play("{}", media="application/json", cut=1), "add-broken", TRIES, False),
        (Play(hang=True), "add-timeout", TRIES_WITHOUT_ANSWER, False),
    ],
)
def test_lasting_failures_are_told(web: Web, server: Server, play: Play, code: str, asked: int, answered: bool) -> None:
    server.play("/a", play)
    error = refusal(web, f"{server.url}/a")
    assert (error.problem.code, error.answered) == (code, answered)
    assert "127.0.0.1" in error.problem.message
    assert len(server.asked) == asked


def test_a_server_may_say_when_to_come_back(web: Web, server: Server) -> None:
    server.play("/a", Play("", 429, headers={"Retry-After": "3600"}))
    assert refusal(web, f"{server.url}/a").problem.hint == "it asks to come back in 60 minutes"


def test_a_server_that_limits_us_is_left_alone(web: Web, server: Server, time: Time) -> None:
    server.play("/a", Play("", 429))
    server.play("/b", GOOD)
    refusal(web, f"{server.url}/a")
    assert refusal(web, f"{server.url}/b").problem.code == "add-unavailable"
    assert (len(server.asked), len(time.naps)) == (TRIES, TRIES - 1)


def test_one_bad_address_does_not_close_a_server(web: Web, server: Server) -> None:
    server.play("/a", Play("", 500))
    server.play("/b", GOOD)
    refusal(web, f"{server.url}/a")
    assert get(web, f"{server.url}/b") == b'{"good": true}'


def test_nobody_listens(web: Web, server: Server, time: Time) -> None:
    server.http.server_close()
    error = refusal(web, f"{server.url}/a")
    assert (error.problem.code, error.answered) == ("add-unreachable", False)
    assert time.naps == [1, 2]
    refusal(web, f"{server.url}/b")
    assert time.naps == [1, 2], "a server that is down is not tried for every address"


def test_requests_to_one_server_keep_their_distance(web: Web, server: Server, time: Time) -> None:
    server.play("/a", GOOD)
    server.play("/b", BUSY, GOOD)
    get(web, f"{server.url}/a", pause=3)
    time.now += 1
    get(web, f"{server.url}/b", pause=3)
    # Two seconds are left after the first; the retry waits its second and then the rest of the three.
    assert time.naps == [2, 1, 2]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(web: Web, server: Server, status: int) -> None:
    server.play("/a", Play("", status, headers={"Location": "b?x=1"}))
    server.play("/b", GOOD)
    assert get(web, f"{server.url}/a") == b'{"good": true}'
    assert server.paths() == ["/a", "/b"]
    assert server.asked[1].headers["accept"] == "application/json"


@pytest.mark.parametrize("target", ["/a", "file:///etc/passwd", "ftp://example.org/x", "http://"])
def test_redirects_have_an_end_and_a_kind(web: Web, server: Server, target: str) -> None:
    server.play("/a", Play("", 302, headers={"Location": target}))
    assert refusal(web, f"{server.url}/a").problem.code == "add-redirect"
    assert len(server.asked) <= web_module.REDIRECTS + 1


@pytest.mark.parametrize("url", ["http://[::1", "http://example.org:port"])
def test_a_wrong_address_in_the_settings(web: Web, url: str) -> None:
    assert refusal(web, url).problem.code == "add-bad-address"


def test_no_redirect_out_of_https(time: Time, tmp_path: Path) -> None:
    asked = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        return httpx.Response(302, headers={"Location": "http://example.org/b"})

    with httpx.Client(transport=httpx.MockTransport(handle)) as client:
        web = Web(client, HttpCache(tmp_path, time.clock), clock=time.clock, sleep=time.sleep, chance=lambda: 1.0)
        assert refusal(web, "https://example.org/a").problem.code == "add-redirect"
    assert asked == ["https://example.org/a"]


def test_answers_have_a_largest_size(web: Web, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web_module, "LARGEST_ANSWER", 1_000_000)
    bomb = gzip.compress(b" " * 1_500_000)
    server.play("/a", Play(bomb, media="application/json", headers={"Content-Encoding": "gzip"}))
    server.play("/b", Play(" " * 1_500_000, media="application/json"))
    assert refusal(web, f"{server.url}/a").problem.code == "add-too-large"
    assert refusal(web, f"{server.url}/b").problem.message == "127.0.0.1 gives more than 1 MB"


def test_an_answer_in_drops_is_given_up(web: Web, server: Server, time: Time) -> None:
    server.play("/a", GOOD)
    moments = iter(range(0, 10_000, 61))
    web.clock = lambda: float(next(moments))
    assert refusal(web, f"{server.url}/a").problem.code == "add-timeout"


def test_only_answers_that_made_sense_are_kept(web: Web, server: Server, time: Time) -> None:
    server.play("/a", GOOD)
    url = f"{server.url}/a"
    get(web, url)
    answer = web.get(url, "application/json", "json")
    assert len(server.asked) == 2
    web.keep(answer)
    time.now += KEPT_FOR - 1
    assert get(web, url) == answer.body
    assert len(server.asked) == 2
    web.get(url, "text/json", "json")
    assert len(server.asked) == 3, "another Accept header is another question"
    time.now += 2
    get(web, url)
    assert len(server.asked) == 4, "after a day it is asked again"


@pytest.mark.parametrize("damage", [b"", b"garbage", b'{"url": 1}\nx'])
def test_a_damaged_cache_is_asked_past(web: Web, server: Server, damage: bytes) -> None:
    server.play("/a", GOOD)
    url = f"{server.url}/a"
    web.keep(web.get(url, "application/json", "json"))
    (path,) = web.cache.folder.iterdir()
    whole = path.read_bytes()
    for data in (damage, whole[:-1], whole + b"!"):
        path.write_bytes(data)
        assert get(web, url) == b'{"good": true}'
    assert len(server.asked) == 4


def test_a_cache_that_cannot_be_written_is_no_fault(web: Web, server: Server, tmp_path: Path) -> None:
    server.play("/a", GOOD)
    (tmp_path / "http").write_text("a file, no folder", encoding="utf-8")
    web.keep(web.get(f"{server.url}/a", "application/json", "json"))
    assert get(web, f"{server.url}/a") == b'{"good": true}'
    assert len(server.asked) == 2
