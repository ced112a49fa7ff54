"""arXiv's Atom answers: what becomes of each element, and of identifiers that arXiv does not know or like."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs

import httpx
import pytest

from answering import Play, Server
from broadsheet.model import Links, Mention, Paper, Source
from broadsheet.sources.web.answers import AnswerError
from broadsheet.sources.web.arxiv import BATCH, PAUSE, ask_arxiv, read_feed
from broadsheet.sources.web.client import Web
from broadsheet.sources.web.http_cache import HttpCache

ENTRY = """
  <entry>
    <id>http://arxiv.org/abs/2401.00001v3</id>
    <updated>2024-06-01T10:00:00Z</updated>
    <published>2024-01-02T18:30:00Z</published>
    <title>Sample Widgets: Counting $O(n)$
  Things &amp; {\\"O}thers</title>
    <summary>  We count
 widgets.
    </summary>
    <author><name>Ann Example</name><arxiv:affiliation>Sample Institute</arxiv:affiliation></author>
    <author>
      <name>Bo  Sample</name>
    </author>
    <arxiv:comment>12 pages, 3 figures</arxiv:comment>
    <arxiv:journal_ref>J. Widg. 3 (2024) 1-12</arxiv:journal_ref>
    <arxiv:doi>10.1000/widg.3</arxiv:doi>
    <link title="doi" href="http://dx.doi.org/10.1000/widg.3" rel="related"/>
    <link href="http://arxiv.org/abs/2401.00001v3" rel="alternate" type="text/html"/>
    <link title="pdf" href="http://arxiv.org/pdf/2401.00001v3" rel="related" type="application/pdf"/>
    <arxiv:primary_category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.CL" scheme="http://arxiv.org/schemas/atom"/>
    <category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/>
    <category term="68T50" scheme="http://arxiv.org/schemas/atom"/>
    <category term="I.2.7" scheme="http://arxiv.org/schemas/atom"/>
  </entry>"""
ERROR = """
  <entry>
    <id>http://arxiv.org/api/errors#incorrect_id_format_for_2401.1</id>
    <title>Error</title>
    <summary>incorrect id format for 2401.1</summary>
    <updated>2024-06-01T00:00:00-04:00</updated>
    <link href="http://arxiv.org/api/errors#incorrect_id_format_for_2401.1" rel="alternate" type="text/html"/>
    <author><name>arXiv api core</name></author>
  </entry>"""


def feed(*entries: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom"'
        ' xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
        '\n  <title type="html">ArXiv Query: search_query=&amp;id_list=2401.00001</title>'
        "\n  <opensearch:totalResults>1</opensearch:totalResults>" + "".join(entries) + "\n</feed>\n"
    )


def entry(arxiv_id: str, title: str = "A title", more: str = "") -> str:
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv_id}v1</id><published>2024-01-02T18:30:00Z</published>"
        f"<title>{title}</title><author><name>Ann Example</name></author>{more}</entry>"
    )


def read(text: str) -> Paper:
    replies, refusal = read_feed(text.encode())
    assert refusal == ""
    (reply,) = replies.values()
    assert reply.paper
    return reply.paper


def test_every_element_has_its_home() -> None:
    assert read(feed(ENTRY)) == Paper(
        id="arxiv-2401-00001",
        title="Sample Widgets: Counting $O(n)$ Things & Öthers",
        kind="preprint",
        date="2024-01-02",
        authors=(Mention(name="Ann Example", affiliation="Sample Institute"), "Bo Sample"),
        arxiv="2401.00001",
        doi="10.1000/widg.3",
        links=Links(paper="https://arxiv.org/abs/2401.00001", pdf="https://arxiv.org/pdf/2401.00001"),
        categories=("cs.LG", "cs.CL"),
        abstract="We count widgets.",
        extra={
            "comment": "12 pages, 3 figures",
            "journal_ref": "J. Widg. 3 (2024) 1-12",
            "subject_classes": "68T50; I.2.7",
        },
        source=(Source(name="arXiv", url="https://arxiv.org/abs/2401.00001"),),
    )


def test_an_old_identifier() -> None:
    paper = read(feed(entry("hep-th/9901001")))
    assert (paper.id, paper.arxiv) == ("arxiv-hep-th-9901001", "hep-th/9901001")
    assert paper.links.paper == "https://arxiv.org/abs/hep-th/9901001"


def test_what_is_absent_stays_absent() -> None:
    paper = read(feed("<entry><id>http://arxiv.org/abs/2401.00002v1</id><title>T</title></entry>"))
    assert (paper.date, paper.doi, paper.authors, paper.extra, paper.categories) == (None, None, (), {}, ())


@pytest.mark.parametrize(
    "more",
    [
        "<summary>This paper has been withdrawn by the authors.</summary>",
        '<comment xmlns="http://arxiv.org/schemas/atom">Withdrawn by the author: see Section 3</comment>',
    ],
)
def test_withdrawn_papers_come_with_a_warning(more: str) -> None:
    replies, _ = read_feed(feed(entry("2401.00003", more=more)).encode())
    reply = replies["2401.00003"]
    assert reply.paper
    assert [(problem.code, problem.severity) for problem in reply.problems] == [("add-withdrawn", "warning")]
    assert "ithdrawn by the author" in reply.problems[0].message


def test_the_error_entry_is_no_paper() -> None:
    assert read_feed(feed(ERROR).encode()) == ({}, "arXiv says: incorrect id format for 2401.1")


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><feed xmlns="http://www.w3.org/2005/Atom">&b;</feed>'


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"garbage",
        b"<html><body>Service unavailable</body></html>",
        feed(ENTRY)[:-20].encode(),
        feed(ENTRY).encode("utf-16"),
        feed(ENTRY).replace("Ann", "Ann \x01").encode(),
        b"\xff\xfe<feed>",
        BOMB.encode(),
        b'<!DOCTYPE feed SYSTEM "file:///etc/passwd"><feed xmlns="http://www.w3.org/2005/Atom"/>',
        b'<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom">&undefined;</feed>',
    ],
)
def test_what_is_no_feed_is_told(body: bytes) -> None:
    with pytest.raises(AnswerError):
        read_feed(body)


@pytest.mark.parametrize("at", range(0, len(feed(ENTRY)), 41))
def test_a_feed_cut_anywhere_is_told(at: int) -> None:
    with pytest.raises(AnswerError):
        read_feed(feed(ENTRY)[:at].encode())


class Answering(Server):
    """Knows the papers that are given, and refuses a request with a malformed identifier as arXiv does."""

    known: tuple[str, ...] = ()
    malformed: tuple[str, ...] = ()
    status = 400

    def respond(self) -> None:
        ids = parse_qs(self.asked[-1].query)["id_list"][0].split(",")
        assert parse_qs(self.asked[-1].query)["max_results"] == [str(len(ids))]
        bad = any(one in self.malformed for one in ids)
        body = feed(ERROR) if bad else feed(*(entry(one) for one in reversed(ids) if one in self.known))
        self.play("/api", Play(body, self.status if bad else 200, "application/atom+xml; charset=UTF-8"))


@pytest.fixture
def server() -> Iterator[Answering]:
    with Answering() as server:
        yield server


@pytest.fixture
def naps() -> list[float]:
    return []


@pytest.fixture
def web(naps: list[float], tmp_path: Path) -> Iterator[Web]:
    with httpx.Client(trust_env=False, timeout=5) as client:
        now = 1_700_000_000.0
        web = Web(client, HttpCache(tmp_path, lambda: now), clock=lambda: now, sleep=naps.append, chance=lambda: 1.0)
        yield web


def test_many_identifiers_go_in_one_request(server: Answering, web: Web, naps: list[float]) -> None:
    ids = [f"2401.{number:05}" for number in range(1, 2 * BATCH + 11)]
    server.known = tuple(ids)
    found = ask_arxiv(ids, web, f"{server.url}/api")
    assert [reply.paper.arxiv for reply in found.values() if reply.paper] == ids
    assert len(server.asked) == 3
    assert naps == [PAUSE, PAUSE]


def test_whole_answers_are_kept(server: Answering, web: Web) -> None:
    server.known = ("2401.00001", "2401.00002")
    for _ in range(2):
        ask_arxiv(server.known, web, f"{server.url}/api")
    assert len(server.asked) == 1
    for _ in range(2):
        ask_arxiv(["2401.00001", "2401.00009"], web, f"{server.url}/api")
    assert len(server.asked) == 3, "a paper that is not there today may be there in an hour"


@pytest.mark.parametrize("status", [200, 400])
@pytest.mark.parametrize("bad", ["2401.00001", "2401.00003", "2401.00005"])
def test_one_bad_identifier_does_not_lose_the_others(server: Answering, web: Web, bad: str, status: int) -> None:
    ids = [f"2401.{number:05}" for number in range(1, 6)]
    server.known, server.malformed, server.status = tuple(ids), (bad,), status
    found = ask_arxiv(ids, web, f"{server.url}/api")
    assert list(found) == ids
    assert [one for one, reply in found.items() if not reply.paper] == [bad]
    (problem,) = found[bad].problems
    assert problem.code == ("add-refused" if status == 400 else "add-not-found")


def test_unknown_identifiers_are_told(server: Answering, web: Web) -> None:
    server.known = ("2401.00002",)
    found = ask_arxiv(["2401.00001", "2401.00002"], web, f"{server.url}/api")
    assert found["2401.00002"].paper
    assert [problem.code for problem in found["2401.00001"].problems] == ["add-not-found"]


@pytest.mark.parametrize(
    "play, code",
    [
        (Play("garbage", media="application/atom+xml"), "add-bad-answer"),
        (Play("<html>sorry</html>", media="text/html"), "add-bad-answer"),
        (Play("{}", media="application/json"), "add-bad-answer"),
        (Play("", 503), "add-unavailable"),
    ],
)
def test_a_failure_is_told_for_each_identifier(web: Web, play: Play, code: str) -> None:
    with Server() as server:
        server.play("/api", play)
        found = ask_arxiv(["2401.00001", "2401.00002"], web, f"{server.url}/api")
    assert [problem.code for reply in found.values() for problem in reply.problems] == [code, code]
