"""BibTeX as the ACL Anthology gives it for a paper."""

from pathlib import Path

import httpx
import pytest

from answering import Play, Server
from broadsheet.model import Links, Source
from broadsheet.sources.web.acl_anthology import ask_acl, read_entry
from broadsheet.sources.web.answers import AnswerError
from broadsheet.sources.web.client import Web
from broadsheet.sources.web.http_cache import HttpCache

BIB = """@inproceedings{example-sample-2023-counting,
    title = "Counting {W}idgets",
    author = "Example, Ann  and
      van Sample, B{\\"o}",
    editor = "Editor, Eve",
    booktitle = "Proceedings of the 61st Meeting on Widgets (Volume 1: Long Papers)",
    month = jul,
    year = "2023",
    address = "Exampletown, Nowhere",
    publisher = "Association for Example Linguistics",
    url = "https://aclanthology.org/2023.acl-long.9999/",
    doi = "10.1000/v1/2023.acl-long.9999",
    pages = "1--12",
    abstract = "We count widgets."
}
"""


def test_an_entry() -> None:
    reply = read_entry(BIB.encode(), "2023.acl-long.9999")
    paper = reply.paper
    assert paper
    assert (paper.id, paper.title, paper.date) == ("example-sample-2023-counting", "Counting Widgets", "2023-07")
    assert paper.authors == ("Ann Example", "Bö van Sample")
    assert (paper.doi, paper.abstract) == ("10.1000/v1/2023.acl-long.9999", "We count widgets.")
    assert paper.links == Links(paper="https://aclanthology.org/2023.acl-long.9999/")
    assert paper.source == (Source(name="ACL Anthology", url="https://aclanthology.org/2023.acl-long.9999/"),)
    assert reply.problems == ()


def test_faults_of_the_file_are_told() -> None:
    reply = read_entry(BIB.replace("title =", "nottitle =").encode(), "2023.acl-long.9999")
    assert (reply.paper, [problem.code for problem in reply.problems]) == (None, ["bib-no-title"])


@pytest.mark.parametrize(
    "body", [b"", b"garbage", b"<html>no</html>", b"\xff", BIB.encode() + BIB.replace("{e", "{f").encode()]
)
def test_what_is_not_one_entry_is_told(body: bytes) -> None:
    with pytest.raises(AnswerError):
        read_entry(body, "2023.acl-long.9999")


def test_asking(tmp_path: Path) -> None:
    with Server() as server, httpx.Client(trust_env=False, timeout=5) as client:
        cache = HttpCache(tmp_path, lambda: 0.0)
        web = Web(client, cache, clock=lambda: 0.0, sleep=lambda seconds: None, chance=lambda: 1.0)
        server.play("/2023.acl-long.9999.bib", Play(BIB, media="application/octet-stream"))
        server.play("/P18-9999.bib", Play(BIB, media="text/html"))
        found = [ask_acl(["2023.acl-long.9999", "P18-9999", "P18-9998"], web, server.url) for _ in range(2)][1]
    assert {name: [problem.code for problem in reply.problems] for name, reply in found.items()} == {
        "2023.acl-long.9999": [],
        "P18-9999": ["add-bad-answer"],
        "P18-9998": ["add-not-found"],
    }
    assert server.paths().count("/2023.acl-long.9999.bib") == 1, "the second time it was in the cache"
