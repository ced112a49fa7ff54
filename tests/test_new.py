"""`broadsheet new`: a digest in an empty folder, its questions, its addresses; from the wheel too."""

import json
import re
import subprocess
from pathlib import Path

import pytest

from broadsheet import __version__, cli, starter
from broadsheet.build import Report
from broadsheet.commands import new
from broadsheet.config import load_config
from broadsheet.report import annotation, pages_limits
from broadsheet.starter import LICENCES, pages_url
from new_digests import FLAGS, REPOSITORY, ROOT, new_digest
from wheels import build_wheel, environment, install


@pytest.fixture(scope="module")
def digest(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A digest as the command writes it. Only to be read."""
    return new_digest(tmp_path_factory.mktemp("new") / "papers")


def text_of(folder: Path) -> dict[str, str]:
    """All files, but for the caches of a build."""
    paths = {p.relative_to(folder).as_posix(): p for p in folder.rglob("*") if p.is_file()}
    return {name: path.read_text() for name, path in paths.items() if not name.startswith(".cache/")}


def test_it_has_no_problem_and_three_papers(digest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["-C", str(digest), "check"]) == 0
    assert capsys.readouterr().out.startswith("No problem in 3 papers, ")


def test_it_builds_at_once(digest: Path, tmp_path: Path) -> None:
    assert cli.main(["-C", str(digest), "build", "--out", str(tmp_path / "site")]) == 0
    page = (tmp_path / "site" / "index.html").read_text()
    assert "Small Models" in page
    assert "Hogwild! Inference" in page
    contributing = (tmp_path / "site" / "contributing" / "index.html").read_text()
    assert f"{REPOSITORY}/issues/new?template=suggest-a-paper.yml" in contributing
    assert f"{REPOSITORY}/new/main/content/papers?filename=ID.yml" in contributing


def test_it_knows_its_addresses(digest: Path) -> None:
    config, problems = load_config(digest)
    assert not problems
    assert (config.name, config.url, config.repository) == (
        "Small Models",
        "https://jane.github.io/papers/",
        REPOSITORY,
    )
    assert config.settings.tag_authority == "jane.github.io"
    assert config.settings.tag_date == "2026-05-04"


def test_it_says_the_next_three_commands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["new", str(tmp_path / "x"), *FLAGS]) == 0
    out = capsys.readouterr().out
    assert [word in out for word in ("broadsheet serve", "broadsheet add", "git init")] == [True] * 3


def test_the_same_answers_give_the_same_bytes(digest: Path, tmp_path: Path) -> None:
    assert cli.main(["new", str(tmp_path / "papers"), *FLAGS]) == 0
    assert text_of(tmp_path / "papers") == text_of(digest)


def test_nothing_is_left_unfilled_and_nothing_of_ours_is_there(digest: Path) -> None:
    for name, text in text_of(digest).items():
        if not name.startswith(".github/workflows/"):
            assert "{{" not in text, name
            assert "{%" not in text, name
    assert "custom_dir" not in (digest / "mkdocs.yml").read_text()
    assert "@example" not in (digest / ".github" / "CODEOWNERS").read_text()


@pytest.mark.parametrize("path", [".github/workflows/check.yml", "site_config/metrics.yml", ".pre-commit-config.yaml"])
def test_what_we_use_ourselves_is_taken_over(digest: Path, path: str) -> None:
    assert (digest / path).read_text() == (ROOT / path).read_text()


def test_every_file_names_a_schema_that_is_there(digest: Path) -> None:
    named = 0
    for path in sorted((*digest.glob("content/**/*.yml"), digest / "site_config" / "site.yml")):
        found = re.match(r"# yaml-language-server: \$schema=(\S+)\n", path.read_text())
        assert found, path
        assert json.loads((path.parent / found[1]).read_text())["$schema"]
        named += 1
    assert named == 5


def test_a_folder_with_something_in_it_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    assert cli.main(["new", str(tmp_path), *FLAGS]) == 2
    assert "is not empty" in capsys.readouterr().err
    assert cli.main(["new", str(tmp_path / "mine.txt"), *FLAGS]) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_a_fresh_repository_is_empty_enough(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    assert cli.main(["new", str(tmp_path), *FLAGS]) == 0
    assert (tmp_path / "mkdocs.yml").exists()


@pytest.mark.parametrize(
    "flags",
    [
        ("--url", "javascript:alert(1)"),
        ("--repo", "github.com/jane/papers"),
        ("--name", "two\nlines"),
        ("--tagline", " "),
        ("--licence", "mine"),
        ("--date", "today"),
    ],
)
def test_what_cannot_be_is_wrong_usage(flags: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["new", str(tmp_path / "x"), *flags])
    assert ended.value.code == 2
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize("name", ['Quo"ted: #1', "Zeitung für Größe", "{{ name }}", "- item", "null", "a' b\\n"])
def test_any_name_survives(name: str, tmp_path: Path) -> None:
    assert cli.main(["new", str(tmp_path / "x"), "--name", name, "--tagline", name, "--yes"]) == 0
    config, problems = load_config(tmp_path / "x")
    assert not problems
    assert (config.name, config.description, config.settings.tagline) == (name, name, name)


class Terminal:
    """Standard input that is a terminal, with what is typed there."""

    def __init__(self, *said: str) -> None:
        self.said = list(said)

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        return f"{self.said.pop(0)}\n" if self.said else ""


def test_it_asks_five_questions_and_no_more(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Terminal("Mine", "On widgets", "no address", "https://github.com/Jo/jo.github.io", "", "CC0-1.0")
    monkeypatch.setattr("sys.stdin", said)
    assert cli.main(["new", str(tmp_path / "x")]) == 0
    assert said.said == []
    config, _ = load_config(tmp_path / "x")
    assert (config.name, config.url, config.settings.tagline) == ("Mine", "https://jo.github.io/", "On widgets")
    assert "publicdomain/zero" in (tmp_path / "x" / "LICENSE.md").read_text()


def test_flags_are_not_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = Terminal("On widgets", "https://papers.test")
    monkeypatch.setattr("sys.stdin", said)
    flags = ("--name", "Mine", "--repo", "https://git.test/jo/mine", "--licence", "none")
    assert cli.main(["new", str(tmp_path / "x"), *flags]) == 0
    assert said.said == []
    assert load_config(tmp_path / "x")[0].url == "https://papers.test/"


def test_no_answer_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", Terminal("Mine"))
    assert cli.main(["new", str(tmp_path / "x")]) == 2
    assert not (tmp_path / "x").exists()


@pytest.mark.parametrize(
    ("repository", "url"),
    [
        ("https://github.com/Jane/Papers", "https://jane.github.io/Papers/"),
        ("https://github.com/Jane/jane.github.io", "https://jane.github.io/"),
        ("https://gitlab.com/jane/papers", ""),
        ("https://github.com/jane", ""),
        ("", ""),
    ],
)
def test_where_github_pages_shows_a_repository(repository: str, url: str) -> None:
    assert pages_url(repository) == url


def test_the_licences_are_the_same_in_both_places() -> None:
    assert tuple(LICENCES) == new.LICENCES


@pytest.mark.parametrize(
    ("megabytes", "seconds", "codes"),
    [(799, 479.9, []), (800, 10, ["pages-size"]), (10, 480, ["pages-time"]), (1200, 700, ["pages-size", "pages-time"])],
)
def test_the_limits_of_pages_are_told_from_80_percent_on(megabytes: int, seconds: float, codes: list[str]) -> None:
    report = Report(Path("site"), 1, 1, 1, megabytes * 1_000_000, [], seconds, {})
    found = pages_limits(report)
    assert [problem.code for problem in found] == codes
    assert all(problem.severity == "warning" for problem in found)
    assert all("GitHub Pages allows" in annotation(problem) for problem in found)


class Installed:
    """A package with what pip notes about where it came from."""

    def __init__(self, noted: str | None) -> None:
        self.noted = noted

    def read_text(self, name: str) -> str | None:
        assert name == "direct_url.json"
        return self.noted


GIT = '{"url": "https://git.test/o/broadsheet", "vcs_info": {"vcs": "git", "commit_id": "c0ffee"}}'


@pytest.mark.parametrize(
    ("noted", "line"),
    [
        (None, f"broadsheet[pictures]=={__version__}"),
        (GIT, "broadsheet[pictures] @ git+https://git.test/o/broadsheet@c0ffee"),
        ('{"url": "https://files.test/b.whl", "archive_info": {}}', "broadsheet[pictures] @ https://files.test/b.whl"),
        ('{"url": "file:///srv/broadsheet", "dir_info": {"editable": true}}', ""),
        (GIT.replace("https:", "file:"), ""),
    ],
)
def test_workflows_install_what_was_installed_here(
    noted: str | None, line: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(starter, "distribution", lambda name: Installed(noted))
    assert starter.requirement() == line
    folder = new_digest(tmp_path / "x")
    lines = (folder / "requirements.txt").read_text().splitlines()
    assert lines[-1] == (line or f"broadsheet[pictures]=={__version__}")
    steps = re.findall(r"^(\d)\. (.*)", (folder / "README.md").read_text(), re.MULTILINE)
    assert [number for number, _ in steps] == ["1", "2", "3", "4"][: len(steps)]
    assert ("requirements.txt" in steps[0][1]) == (not line)


def test_a_full_disk_says_what_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    assert cli.main(["new", str(tmp_path / "x"), *FLAGS]) == 3
    assert "x holds a part of the digest (No space left on device): empty it" in capsys.readouterr().err


@pytest.mark.slow
def test_from_the_wheel_in_an_empty_folder(tmp_path: Path) -> None:
    programs = install(build_wheel(tmp_path), tmp_path / "venv")
    empty = tmp_path / "empty"
    empty.mkdir()

    def run(*words: str) -> str:
        command = [str(programs / "broadsheet"), *words]
        done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=empty, env=environment())
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    assert "broadsheet serve" in run("new", "x", *FLAGS)
    assert run("-C", "x", "check").startswith("No problem in 3 papers")
    assert " pages, " in run("-C", "x", "build")
    assert run("-C", "x", "doctor").endswith("Nothing is missing.\n")
    # `mkdocs gh-deploy` publishes what `mkdocs build` makes.
    mkdocs = [str(programs / "python"), "-m", "mkdocs", "build", "--quiet", "--site-dir", str(tmp_path / "site")]
    subprocess.run(mkdocs, check=True, cwd=empty / "x", env=environment())
    assert (tmp_path / "site" / "papers" / "cot-valve" / "index.html").is_file()
