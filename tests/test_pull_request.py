"""What a pull request is told: the report, the new cards, and content made from an issue's form."""

import json
import shutil
import subprocess
from pathlib import Path

import msgspec
import pytest

from broadsheet.cli import main
from broadsheet.commands.command import inspected
from broadsheet.model import Author, Paper
from broadsheet.pull_request import compare, markdown
from broadsheet.sources.records import read_record
from broadsheet.sources.writing.issue_form import FORMS, read_form

DAY = "2026-05-20"
HOSTILE = (
    "$(touch pwned) `touch pwned` ; touch pwned #",
    '"; touch pwned; "',
    "'\n- id: evil\n  title: taken over\n",
    "${{ github.token }} {{ 7*7 }} {% raw %}",
    "<script>alert(1)</script> <img src=x onerror=alert(1)>",
    "../../../../etc/passwd",
    "&anchor *alias !!python/object/apply:os.system [touch pwned]",
    "### Title\n\nanother",
    "\x00\x1b[31m\u202e\ud800 end",
    "@everyone closes #1 [link](javascript:alert(1))",
    "A" * 60_000,
)


@pytest.fixture
def base(corpus: Path, tmp_path: Path) -> Path:
    return shutil.copytree(corpus, tmp_path / "base")


@pytest.fixture
def root(corpus: Path, tmp_path: Path) -> Path:
    return shutil.copytree(corpus, tmp_path / "digest")


def first_paper(root: Path) -> Paper:
    found: Paper = next(iter(inspected(root).catalog.papers.values()))
    return found


def put(root: Path, name: str, text: str) -> None:
    (root / "content" / "papers" / f"{name}.yml").write_text(text)


def report(root: Path, base: Path) -> str:
    return markdown(compare(inspected(base), inspected(root)), "https://papers.test/")


def test_no_change_is_said_to_be_none(root: Path, base: Path) -> None:
    assert report(root, base) == "## What changes on the site\n\n0 added, 0 changed, 0 removed.\n"


def test_what_is_added_changed_and_removed(root: Path, base: Path) -> None:
    put(root, "widgets", "title: Counting Widgets\nauthors: [Zoe Zebra]\ndate: 2024-01-02\n")
    put(base, "gone", "title: Gone Papers\n")
    put(base, "mended", "title: Wrong Title Here\nvenue: Somewhere\n")
    put(root, "mended", "title: Right Name Now\nvenue: Somewhere\n")
    said = report(root, base)
    assert "## What changes on the site\n\n2 added, 1 changed, 1 removed." in said
    assert "### Pages added\n\n- `papers/widgets/` Counting Widgets\n- `authors/zoe-zebra/` Zoe Zebra\n" in said
    assert "- [papers/mended/](https://papers.test/papers/mended/) Right Name Now: title\n" in said
    assert "### Pages removed\n\n- `papers/gone/` Gone Papers\n" in said
    assert "| `widgets` | " in said
    assert "### Topics affected" in said


def test_one_of_two_like_titles_is_suspected(root: Path, base: Path) -> None:
    put(base, "count", "title: Counting Many Widgets Quickly\n")
    put(root, "count", "title: Counting Many Widgets Quickly\n")
    put(root, "count-2", "title: Counting Many Widgets Fast\n")
    put(root, "other", "title: Zebras Painted by Numbers Alone\n")
    found = compare(inspected(base), inspected(root))
    assert [(one.paper, one.other) for one in found.suspects] == [("count-2", "count")]


def test_problems_are_told_when_they_are_new(root: Path, base: Path) -> None:
    title = first_paper(root).title
    put(root, "again", msgspec.json.encode({"title": title}).decode())
    put(root, "bad", "title: Bad\ndate: soon\n")
    put(base, "bad", "title: Bad\ndate: soon\n")
    said = report(root, base)
    problems = said.partition("### Problems that were not there before\n\n")[2]
    assert problems.count("\n- ") == 0
    assert problems.startswith("- error in `content/papers/")
    assert "bad.yml" not in problems


def test_text_of_contributors_stays_text(root: Path, base: Path) -> None:
    put(root, "evil", 'title: "<img src=x> @team [a](javascript:b) `c` | d"\n')
    title = "\\<img src=x\\> @\u2060" r"team \[a\]\(javascript:b\) \`c\` \| d"
    assert f"- `papers/evil/` {title}\n" in report(root, base)


def git(root: Path, *words: str) -> None:
    names = ("-c", "user.name=A", "-c", "user.email=a@b.test", "-c", "init.defaultBranch=main")
    subprocess.run(["git", *names, *words], cwd=root, check=True, capture_output=True)


def test_the_command_compares_with_a_commit_and_shows_cards(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not shutil.which("git"):
        pytest.skip("git is not installed")
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-q", "-m", "before")
    put(root, "widgets", "title: Counting <Widgets>\nauthors: [Zoe Zebra]\n")
    cards = tmp_path / "cards"
    assert main(["-C", str(root), "report", "--base", "HEAD", "--cards", str(cards)]) == 0
    assert "- `papers/widgets/` Counting \\<Widgets\\>" in capsys.readouterr().out
    assert sorted(path.name for path in cards.iterdir()) == ["broadsheet.css", "index.html", "widgets.html"]
    page = (cards / "widgets.html").read_text()
    assert "Counting &lt;Widgets&gt;" in page
    assert "\ue000" not in page
    for wrong in ("nowhere", "--output=pwned", "HEAD; touch pwned"):
        assert main(["-C", str(root), "report", f"--base={wrong}"]) == 2
    assert not list(tmp_path.rglob("*pwned*"))


def test_the_command_compares_with_a_folder(root: Path, base: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "bad", "titel: Bad\n")
    assert main(["-C", str(root), "report", "--base", str(base)]) == 1
    assert "### Problems that were not there before" in capsys.readouterr().out


# Content from forms.


def event(folder: Path, kind: str, heading: str = "Paper", **values: str) -> Path:
    """GitHub's description of an issue that was written with a form."""
    labels = {name: label for label, name in FORMS[kind].items()}  # type: ignore[index]
    body = "\n\n".join(f"### {label}\n\n{values.get(name) or '_No response_'}" for name, label in labels.items())
    issue = {
        "number": 7,
        "title": heading,
        "html_url": "https://github.com/jane/papers/issues/7",
        "body": body.replace("\n", "\r\n"),
        "user": {"login": "jane-d"},
    }
    path = folder / "event.json"
    path.write_text(json.dumps({"action": "opened", "issue": issue}))
    return path


def run(root: Path, path: Path) -> int:
    return main(["-C", str(root), "from-issue", str(path), "--offline", "--date", DAY])


def test_a_suggestion_becomes_a_file(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = event(
        tmp_path,
        "paper",
        link="https://arxiv.org/abs/2401.00099v2",
        title="WidgetNet: Counting the Widgets",
        date="2024-01-02",
        authors="Ann Example\n- Bo Sample\n",
        summary="It counts\nwidgets: all of them.",
        code="https://github.com/jane/widgetnet",
    )
    assert run(root, path) == 0
    assert capsys.readouterr().out == "A new paper, `widgetnet`.\n\nCloses #7.\n\n"
    record, problems = read_record(root / "content" / "papers" / "widgetnet.yml", root, Paper)
    assert not problems
    expected = {
        "title": "WidgetNet: Counting the Widgets",
        "id": "widgetnet",
        "date": "2024-01-02",
        "added": DAY,
        "authors": ["Ann Example", "Bo Sample"],
        "arxiv": "2401.00099",
        "links": {"code": "https://github.com/jane/widgetnet"},
        "summary": "It counts widgets: all of them.",
        "source": [{"name": "issue #7", "url": "https://github.com/jane/papers/issues/7", "date": DAY}],
    }
    assert record == msgspec.convert(expected, Paper)
    assert run(root, path) == 0
    assert capsys.readouterr().out == "This paper is here already, as `widgetnet`: arXiv id.\n\n"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text(
    text: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    before = set(root.rglob("*"))
    values = {"link": "https://papers.test/x", "title": f"Widgets {text}", "summary": text, "authors": text}
    path = event(tmp_path, "paper", text, **values)
    assert run(root, path) == 0
    out = capsys.readouterr().out
    [made] = {path for path in root.rglob("*") if path.is_file()} - before
    assert made.parent == root / "content" / "papers"
    record, problems = read_record(made, root, Paper)
    assert not problems
    assert record.title.startswith("Widgets")
    assert not list(tmp_path.rglob("pwned"))
    assert out == f"A new paper, `{made.stem}`.\n\nCloses #7.\n\n"
    assert main(["-C", str(root), "check"]) == 0


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("kind", ["correction", "profile", "paper"])
def test_hostile_addresses_change_nothing(
    kind: str, text: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}
    values = {"field": "title", "value": text, "seen": text, "name": text, "date": text, "title": text}
    assert run(root, event(tmp_path, kind, link=text, **values)) == 1
    assert {path: path.read_bytes() for path in root.rglob("*") if path.is_file()} == before
    out = capsys.readouterr().out
    assert out.startswith("- error in `issue #7`: `")
    assert "Closes" not in out


def test_a_suggestion_that_does_not_do_is_explained(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(root, event(tmp_path, "paper", link="https://arxiv.org/abs/2401.00099")) == 1
    assert "there is no title" in capsys.readouterr().out
    assert run(root, event(tmp_path, "paper", link="https://papers.test/", title="Widgets", date="last May")) == 1
    assert "YYYY-MM-DD" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{", "not GitHub's description"),
        (b"\xff\xfe", "not GitHub's description"),
        (b"[]", "not GitHub's description"),
        (b'{"issue": {"number": "7; touch pwned"}}', "not GitHub's description"),
        (b'{"issue": {"number": 7, "body": null}}', "not written with a form"),
        (b'{"issue": {"number": 7, "body": "Hello\\n### Title\\n"}}', "not written with a form"),
        (b" " * 1_000_001, "larger than"),
    ],
)
def test_what_is_no_form_is_told(data: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "event.json"
    path.write_bytes(data)
    form, [problem] = read_form(path)
    assert form is None
    assert code in problem.message


BLOCK = """# kept
title: Old Title  # said so
authors:
  - {name: Ann Example, id: ann}
  - Bo Sample
summary: >-
  Old words
  on two lines.

# and this
links:
  code: https://old.test/
source:
  - name: somewhere
"""


@pytest.mark.parametrize(
    ("field", "value", "text"),
    [
        ("title", "New: Title", 'title: "New: Title"\n'),
        ("summary", "New\nwords.", "summary: New words.\n\n# and this\n"),
        ("authors", "Ann Example\nCy Third", "  - name: Ann Example\n    id: ann\n  - Cy Third\n"),
        ("code", "https://new.test/", "links:\n  code: https://new.test/\nsource:\n"),
        ("date", "2024-03", "date: 2024-03\n"),
        ("doi", "10.1000/x.1", "doi: 10.1000/x.1\n"),
    ],
)
@pytest.mark.parametrize("listed", [False, True], ids=["alone", "in a list"])
def test_a_correction_changes_one_field(
    listed: bool, field: str, value: str, text: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "content" / "authors").mkdir(exist_ok=True)
    (root / "content" / "authors" / "ann.yml").write_text("name: Ann Example\n")
    lines = BLOCK.splitlines(keepends=True)
    if listed:
        inner = "".join(f"  {line}" if line.strip() else line for line in lines)
        whole = f"- id: first\n  title: First\n- id: mended\n{inner}- id: last\n  title: Last\n"
        put(root, "some", whole)
        file, text = "some", "".join(f"  {line}" if line.strip() else line for line in text.splitlines(keepends=True))
    else:
        put(root, "mended", BLOCK)
        file = "mended"
    before = (root / "content" / "papers" / f"{file}.yml").read_text()
    values = {"field": field, "value": value, "seen": "https://proof.test/a"}
    path = event(tmp_path, "correction", link="https://papers.test/papers/mended/?x#y", **values)
    assert run(root, path) == 0, capsys.readouterr().out
    after = (root / "content" / "papers" / f"{file}.yml").read_text()
    assert text in after
    name = "links.code" if field == "code" else field
    assert "  - name: proof.test\n" in after
    assert f"fields: [{name}]" in after or f'fields: ["{name}"]' in after
    # Comments stay, but for one at the end of the line that is written anew.
    assert [line for line in before.splitlines() if line.strip().startswith("#")] == [
        line for line in after.splitlines() if line.strip().startswith("#")
    ]
    assert capsys.readouterr().out.startswith(f"`{name}` of `mended` is corrected.")
    assert run(root, path) == 1
    assert "says that already" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"field": "title", "value": "Other"}, "not filled in"),
        ({"field": "id", "value": "other", "seen": "https://proof.test/"}, "not filled in"),
        ({"field": "date", "value": "last May", "seen": "https://proof.test/"}, "last May"),
        ({"field": "code", "value": "javascript:alert(1)", "seen": "https://proof.test/"}, "javascript"),
    ],
)
def test_a_correction_that_does_not_do_is_explained(
    values: dict[str, str], said: str, root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(root, "mended", BLOCK.replace("{name: Ann Example, id: ann}", "Ann Example"))
    assert run(root, event(tmp_path, "correction", link="papers/mended/", **values)) == 1
    assert said in capsys.readouterr().out
    assert "Old Title" in (root / "content" / "papers" / "mended.yml").read_text()


def test_records_that_cannot_be_changed_safely_are_left(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    put(root, "flow", "{title: Old Title, venue: Here}\n")
    (root / "content" / "papers" / "x.bib").write_text("@misc{bibbed, title={Old Bib Title}}\n")
    for paper in ("flow", "bibbed"):
        values = {"field": "date", "value": "last May", "seen": "https://proof.test/"}
        assert run(root, event(tmp_path, "correction", link=f"papers/{paper}/", **values)) == 1
        assert "Edit this" in capsys.readouterr().out


def test_a_profile_becomes_a_file(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    put(root, "widgets", "title: Widgets\nauthors: [Zoe Zebra]\n")
    values = {"name": "Zoe Zebra", "names": "Z. Zebra", "homepage": "https://zoe.test/", "orcid": "0000-0002-1825-0097"}
    path = event(tmp_path, "profile", link="https://papers.test/authors/zoe-zebra/", **values)
    assert run(root, path) == 0
    out = capsys.readouterr().out
    assert "asked for by the account `jane-d`" in out
    assert "maintained_by_person" in out
    record, problems = read_record(root / "content" / "authors" / "zoe-zebra.yml", root, Author)
    assert not problems
    assert (record.name, record.names, record.homepage) == ("Zoe Zebra", ("Z. Zebra",), "https://zoe.test/")
    assert (record.identifiers.orcid, record.identifiers.github) == ("0000-0002-1825-0097", "jane-d")
    assert main(["-C", str(root), "check"]) == 0
    capsys.readouterr()
    assert run(root, path) == 1
    assert "has a file already" in capsys.readouterr().out


def test_nobody_claims_who_is_not_there(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(root, event(tmp_path, "profile", link="https://papers.test/authors/no-one/", name="No One")) == 1
    assert "there is no such person" in capsys.readouterr().out
