"""`broadsheet add`, from what is pasted to the files, against a server on this machine that plays the services."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from answering import Play, Server
from broadsheet.cli import main

ENTRY = """<entry><id>http://arxiv.org/abs/{id}v2</id><published>2024-01-02T18:30:00Z</published>
<title>{title}</title><summary>We count.</summary><author><name>Ann Example</name></author>
<arxiv:primary_category term="cs.LG"/></entry>"""
CSL = "application/vnd.citationstyles.csl+json"
ITEM = {
    "type": "article-journal",
    "title": "Weighing Widgets",
    "author": [{"given": "Bo", "family": "Sample", "ORCID": "https://orcid.org/0000-0002-1825-0097"}],
    "container-title": "Journal of Widgets",
    "issued": {"date-parts": [[2023, 5]]},
    "DOI": "10.1000/widg.7",
    "abstract": "We weigh.",
}
WORK = {"id": "https://openalex.org/W1234567", "title": "Painting Widgets", "type": "article", "publication_year": 2021}
BIB = (
    '@inproceedings{example-2023-naming,\n  title = "Naming Widgets",\n  author = "Example, Ann",\n  year = "2023"\n}\n'
)
ALL = (
    "arXiv:2401.00001v1",
    "https://doi.org/10.1000/widg.7",
    "W1234567",
    "https://aclanthology.org/2023.acl-long.9999/",
)


def feed(**titles: str) -> Play:
    entries = (ENTRY.format(id=name.strip("_").replace("_", "."), title=title) for name, title in titles.items())
    start = '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom">'
    return Play(f"{start}{''.join(entries)}</feed>", media="application/atom+xml")


@pytest.fixture
def server() -> Iterator[Server]:
    with Server() as server:
        server.play("/arxiv", feed(_2401_00001="Counting Widgets"))
        server.play("/doi/10.1000/widg.7", Play(json.dumps(ITEM), media=CSL))
        server.play("/openalex/works/W1234567", Play(json.dumps(WORK), media="application/json"))
        server.play("/acl/2023.acl-long.9999.bib", Play(BIB, media="text/plain"))
        yield server


@pytest.fixture
def root(corpus: Path, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A digest whose settings name the playing server; nobody sleeps, and no proxy of this machine is asked."""
    root = shutil.copytree(corpus, tmp_path / "digest")
    services = "".join(
        f"  {name}: {server.url}/{path}\n"
        for name, path in (("arxiv", "arxiv"), ("doi", "doi"), ("openalex", "openalex"), ("acl_anthology", "acl"))
    )
    path = root / "site_config" / "site.yml"
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}services:\n  contact: editors@example.org\n{services}", encoding="utf-8")
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NO_PROXY", "*")
    return root


def add(root: Path, *arguments: str) -> int:
    return main(["-C", str(root), "add", "--date", "2026-03-04", *arguments])


def papers(root: Path) -> dict[str, str]:
    folder = root / "content" / "papers"
    return {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.*"))}


def test_each_kind_of_identifier(root: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    before = papers(root)
    assert add(root, *ALL) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert out.endswith("\n4 new, 0 known (0 with gaps that are filled).\n")
    after = papers(root)
    new = {name: text for name, text in after.items() if name not in before}
    assert {**new, **before} == after, "what was there is as it was"
    assert sorted(new) == ["arxiv-2401-00001.yml", "doi-10-1000-widg-7.yml", "example-2023-naming.yml", "w1234567.yml"]
    assert new["arxiv-2401-00001.yml"].partition("\n")[2] == (
        "title: Counting Widgets\n"
        "kind: preprint\n"
        "date: 2024-01-02\n"
        "added: 2026-03-04\n"
        "authors:\n"
        "  - Ann Example\n"
        'arxiv: "2401.00001"\n'
        "links:\n"
        "  paper: https://arxiv.org/abs/2401.00001\n"
        "  pdf: https://arxiv.org/pdf/2401.00001\n"
        "categories:\n"
        "  - cs.LG\n"
        "source:\n"
        "  - name: arXiv\n"
        "    url: https://arxiv.org/abs/2401.00001\n"
        "    date: 2026-03-04\n"
    )
    assert "orcid: 0000-0002-1825-0097" in new["doi-10-1000-widg-7.yml"]
    assert "abstract" not in "".join(new.values())
    agents = {asked.headers["user-agent"] for asked in server.asked}
    assert [agent.endswith(" (mailto:editors@example.org)") for agent in agents] == [True]
    assert main(["-C", str(root), "check"]) == 0


def test_adding_again_changes_nothing(root: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(root, *ALL) == 0
    before, asked = papers(root), len(server.asked)
    path = root / "content" / "papers" / "w1234567.yml"
    path.write_text(before["w1234567.yml"].replace("Painting", "Drawing"), encoding="utf-8")
    edited = papers(root)
    capsys.readouterr()
    assert main(["-C", str(root), "add", "--date", "2026-04-05", *reversed(ALL)]) == 0
    assert papers(root) == edited
    assert len(server.asked) == asked, "the answers of the day are kept"


def test_a_dry_run_shows_and_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = papers(root)
    assert add(root, "--dry-run", ALL[0]) == 0
    assert "+++ b/content/papers/arxiv-2401-00001.yml\n" in capsys.readouterr().out
    assert add(root, "--dry-run", "--format", "jsonl", "--abstracts", *ALL) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["source"] for row in rows] == list(ALL)
    assert [row["paper"]["title"].split()[0] for row in rows] == ["Counting", "Weighing", "Painting", "Naming"]
    assert rows[0]["paper"]["abstract"] == "We count."
    assert papers(root) == before


def test_into_one_list(root: Path) -> None:
    assert add(root, "--into", "widgets.yml", ALL[0]) == 0
    assert add(root, "--into", "widgets.yml", *ALL) == 0
    text = (root / "content" / "papers" / "widgets.yml").read_text(encoding="utf-8")
    assert [line for line in text.splitlines() if "title:" in line] == [
        "- title: Counting Widgets",
        "- title: Weighing Widgets",
        "- title: Painting Widgets",
        "- title: Naming Widgets",
    ]
    assert main(["-C", str(root), "check"]) == 0


@pytest.mark.parametrize("into", ["../x.yml", "x.txt", "/etc/x.yml", "content/papers/x.yml/../../../x.yml"])
def test_into_nowhere_else(root: Path, into: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = papers(root)
    assert add(root, "--into", into, ALL[0]) == 2
    assert "--into takes a .yml file under content/papers" in capsys.readouterr().err
    assert papers(root) == before


def test_a_known_paper_is_found_by_its_identifier(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    before = papers(root)
    title = "Mamba: Linear-Time Sequence Modeling with Selective State Spaces"
    server.play("/arxiv", feed(_2312_00752=title))
    assert add(root, "https://huggingface.co/papers/2312.00752", "10.48550/arXiv.2312.00752") == 0
    out, _ = capsys.readouterr()
    assert out.endswith("0 new, 1 known (1 with gaps that are filled).\n")
    after = papers(root)
    assert sorted(after) == sorted(before)
    (changed,) = [name for name in before if before[name] != after[name]]
    gained = [line.strip() for line in after[changed].splitlines() if line not in before[changed].splitlines()]
    assert "pdf: https://arxiv.org/pdf/2312.00752" in gained
    assert "kept" not in out
    assert "keeps authors" in out, "the authors that are there stay, and the difference is told"


def test_one_bad_identifier_does_not_lose_the_others(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    server.play("/doi/10.1000/busy", Play("", 503))
    server.play("/doi/10.1000/page", Play("<html>", media="text/html"))
    pasted = ["nonsense", "2401.99999", "W7777777", "10.1000/busy", "10.1000/page", "P18-9999"]
    assert add(root, *pasted, *ALL) == 1
    out, err = capsys.readouterr()
    assert out.endswith("\n4 new, 0 known (0 with gaps that are filled).\n")
    told = [line for line in err.splitlines() if ": error: " in line]
    assert [line.partition(": error: ")[0] for line in told] == pasted
    assert [line.rpartition(" ")[2] for line in told] == [
        "[add-unknown-id]",
        "[add-not-found]",
        "[add-not-found]",
        "[add-unavailable]",
        "[add-bad-answer]",
        "[add-not-found]",
    ]


def test_nothing_reached(root: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    before = papers(root)
    server.http.server_close()
    assert add(root, *ALL) == 3
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith("broadsheet: nothing was fetched: 127.0.0.1 cannot be reached: ")
    assert add(root, "nonsense", ALL[0]) == 3
    assert "nonsense: error: " in capsys.readouterr().err
    assert papers(root) == before


def test_nothing_to_ask(root: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    assert add(root, "nonsense") == 1
    assert (len(server.asked), "add-unknown-id" in capsys.readouterr().err) == (0, True)


def test_what_a_content_file_cannot_hold_is_left_out(
    root: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    odd = {**WORK, "title": "Painting\u0001 Widgets\ue000", "doi": "https://doi.org/10.1/x y"}
    server.play("/openalex/works/W1234567", Play(json.dumps(odd), media="application/json"))
    assert add(root, "W1234567") == 0
    assert "title: Painting Widgets\n" in papers(root)["w1234567.yml"]
    assert main(["-C", str(root), "check"]) == 0


def test_faulty_settings_are_told(root: Path, server: Server, capsys: pytest.CaptureFixture[str]) -> None:
    path = root / "site_config" / "site.yml"
    path.write_text("services: {contact: not a mail, arxiv: ftp://x}\n", encoding="utf-8")
    assert add(root, *ALL) == 1
    err = capsys.readouterr().err
    assert "[bad-mail]" in err
    assert "[bad-url]" in err
    assert server.asked == []


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "nonsense://x", "http://[::1"])
def test_a_proxy_that_cannot_be_used(
    root: Path, server: Server, proxy: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("ALL_PROXY", proxy)
    assert add(root, ALL[0]) == 3
    assert capsys.readouterr().err.startswith("broadsheet: the proxy that the environment names cannot be used: ")
    assert server.asked == []


def test_a_proxy_of_the_environment_is_used(
    root: Path, server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NO_PROXY", "")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    assert add(root, ALL[0]) == 3
    assert server.asked == []
