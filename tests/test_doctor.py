"""`doctor`, `completion` and `--help`: what a newcomer asks first."""

import re
import shlex
import shutil
import subprocess
from importlib.metadata import PackageNotFoundError
from pathlib import Path

import pytest

from broadsheet import cli, starter
from broadsheet.commands import doctor
from broadsheet.commands.doctor import Finding, examine
from broadsheet.commands.examples import EXAMPLES, subcommands
from broadsheet.config import Settings
from broadsheet.sources.schema import file_schemas


def found(root: Path) -> dict[str, Finding]:
    return {one.what: one for one in examine(root)}


@pytest.fixture
def digest(tmp_path: Path) -> Path:
    (tmp_path / "mkdocs.yml").write_text("site_url: https://papers.test/\nrepo_url: https://git.test/papers\n")
    schemas = tmp_path / "site_config" / "schema"
    schemas.mkdir(parents=True)
    for name, text in file_schemas(Settings).items():
        (schemas / name).write_text(text)
    return tmp_path


def test_a_digest_in_order_lacks_nothing(digest: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["-C", str(digest), "doctor"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "Nothing is missing."
    assert "ok      site_url: https://papers.test/" in lines
    assert "ok      editor schemas: those of this version" in lines


def test_outside_a_digest_it_looks_at_the_machine_alone(tmp_path: Path) -> None:
    findings = found(tmp_path)
    assert findings["digest"].state == "note"
    assert "broadsheet new" in findings["digest"].mend
    assert findings["packages"].state == "ok"
    assert "disk" not in findings


@pytest.mark.parametrize(
    ("text", "what", "words"),
    [
        ("site_name: Mine\n", "site_url", "http://localhost:8000/ is a placeholder"),
        ("site_url: https://example.org/x/\n", "site_url", "https://example.org/x/ is a placeholder"),
        ("site_url: https://papers.test/\n", "repo_url", "not set"),
        ("site_url: https://papers.test/\n", "tag_authority", "broadsheet.invalid is a placeholder"),
    ],
)
def test_placeholders_are_noted(digest: Path, text: str, what: str, words: str) -> None:
    (digest / "mkdocs.yml").write_text(text)
    assert found(digest)[what].state == "note"
    assert found(digest)[what].words.startswith(words)
    assert found(digest)[what].mend


@pytest.mark.parametrize(
    ("text", "origin", "noted"),
    [
        ("# ours\nbroadsheet[pictures]==0.1.0\n", "", True),
        ("broadsheet[pictures]==0.1.0\n", "broadsheet[pictures]==0.1.0", False),
        ("broadsheet[pictures] @ git+https://git.test/o/b@c0ffee\n", "", False),
        ("-e .[pictures]\n", "", False),
    ],
)
def test_what_workflows_cannot_install_is_noted(
    digest: Path, text: str, origin: str, noted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    (digest / "requirements.txt").write_text(text)
    monkeypatch.setattr(starter, "requirement", lambda: origin)
    finding = found(digest).get("requirements.txt")
    assert (finding is not None) == noted
    if finding:
        assert "asks the package index for broadsheet[pictures]==0.1.0;" in finding.words
        assert "git+https" in finding.mend


def test_old_schemas_are_noted_and_the_cure_works(digest: Path) -> None:
    (digest / "site_config" / "schema" / "paper.json").write_bytes(b"\xff{}")
    (digest / "site_config" / "schema" / "site.json").unlink()
    note = found(digest)["editor schemas"]
    assert (note.state, note.words) == ("note", "missing or of another version: paper.json, site.json")
    subprocess.run(shlex.split(note.mend.partition("&&")[2]), check=True)
    assert found(digest)["editor schemas"].state == "ok"


def test_a_missing_package_ends_with_3(
    digest: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def version(name: str) -> str:
        if name == "nh3":
            raise PackageNotFoundError(name)
        return "0.0.1" if name == "rich" else "999"

    monkeypatch.setattr(doctor, "version", version)
    assert cli.main(["-C", str(digest), "doctor"]) == 3
    out = capsys.readouterr().out
    assert re.search(r"missing nh3: not installed\n        \S+ -m pip install 'nh3>=", out)
    assert "missing rich: 0.0.1 is installed, >=" in out


@pytest.mark.parametrize(("free", "state"), [(50_000_000, "missing"), (500_000_000, "note"), (5_000_000_000, "ok")])
def test_disk_space(digest: Path, free: int, state: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda path: shutil._ntuple_diskusage(2 * free, free, free))
    assert found(digest)["disk"].state == state


def test_a_folder_that_cannot_be_written_is_missing(digest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(dir: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("tempfile.TemporaryFile", refuse)
    assert found(digest)[f"folder {digest}"].words == "cannot be written: Permission denied"


def test_without_git_it_says_who_needs_it(digest: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    assert found(digest)["git"].state == "note"


def leaves() -> dict[str, object]:
    def below(parser: object, name: str) -> dict[str, object]:
        inner = subcommands(parser)  # type: ignore[arg-type]
        return {n: p for c, sub in inner.items() for n, p in below(sub, f"{name} {c}".strip()).items()} or {
            name: parser
        }

    return below(cli._parser(), "")


def test_every_command_shows_examples() -> None:
    assert set(leaves()) | {""} == set(EXAMPLES)


@pytest.mark.parametrize("line", [line for lines in EXAMPLES.values() for line in lines])
def test_examples_can_be_typed(line: str) -> None:
    words = shlex.split(line.partition(" > ")[0])
    assert words[0] == "broadsheet"
    assert callable(cli._parser().parse_args(words[1:]).run)


def test_help_keeps_the_lines_of_examples(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        cli.main(["topics", "fit", "--help"])
    assert capsys.readouterr().out.endswith("examples:\n  broadsheet topics fit --dry-run\n  broadsheet topics fit\n")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_knows_commands_and_options(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("shtab")
    assert cli.main(["completion", shell]) == 0
    script = capsys.readouterr().out
    assert all(name.split()[0] in script for name in leaves())
    assert "dry-run" in script
    if shutil.which(shell):
        subprocess.run([shell, "-n"], input=script, text=True, check=True)


def test_bash_completes(capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("shtab")
    if not shutil.which("bash"):
        pytest.skip("no bash here")
    cli.main(["completion", "bash"])
    script = capsys.readouterr().out
    ask = (
        "\nCOMP_WORDS=(broadsheet topics f); COMP_CWORD=2; _shtab_broadsheet broadsheet f topics; echo ${COMPREPLY[@]}"
    )
    done = subprocess.run(["bash"], input=script + ask, text=True, capture_output=True, check=True)
    assert done.stdout.split() == ["fit"]
