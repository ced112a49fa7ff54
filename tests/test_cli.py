"""The command line: what it answers, and with which exit code."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from broadsheet import __version__
from broadsheet.cli import main
from broadsheet.press.writer import edition

COMMAND = [sys.executable, "-m", "broadsheet.cli"]
VLLM = (
    '{"model_id": "M", "num_prompts": 2, "request_rate": 1.5, "completed": 2, "duration": 1.0,'
    ' "request_throughput": 2.0, "mean_ttft_ms": 3.5}'
)


@pytest.fixture
def capture(tmp_path: Path) -> Path:
    path = tmp_path / "serve.json"
    path.write_text(VLLM, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", ["", "check", "build", "serve", "runs", "runs read"])
def test_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    assert ended.value.code == 0
    assert capsys.readouterr().out.startswith(f"usage: broadsheet {command}".rstrip())


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--version"])
    assert (ended.value.code, capsys.readouterr().out) == (0, f"broadsheet {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [
        "nonsense",
        "build --engine word",
        "build --jobs 0",
        "build --jobs two",
        "build --jobs 2 --scheduler tcp://127.0.0.1:1",
        "build --date yesterday",
        "build --date 2026-02-30",
        "check --format xml",
        "build --url example.org",
        "build --url https://[2001:db8::1/",
        "email build --period week --date 9999-12-31",
        "serve --port x",
        "serve --port 65536",
        "subscriptions serve --port 99999",
        "runs",
        "runs read",
    ],
)
def test_wrong_usage(arguments: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments.split())
    assert ended.value.code == 2
    assert "usage: broadsheet" in capsys.readouterr().err


def test_without_a_command_all_are_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    said = capsys.readouterr().err
    assert all(command in said for command in ("build", "check", "import", "serve"))


def test_build(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    timings = project / "timings.json"
    assert main(["-C", str(project), "build", "--timings", str(timings)]) == 0
    out, err = capsys.readouterr()
    assert err == ""
    assert f"The site is in {project / 'site'};" in out
    assert {"read", "topics", "pages", "feeds"} <= set(json.loads(timings.read_text(encoding="utf-8")))
    assert (project / "site" / "index.html").is_file()


def test_check(corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(corpus), "check"]) == 0
    assert capsys.readouterr().out.startswith("No problem in ")


def test_problems_in_the_content(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "content" / "papers" / "bad.yml").write_text("title: X\nyear: 2\n", encoding="utf-8")
    assert main(["-C", str(project), "build"]) == 1
    assert "content/papers/bad.yml:2:1: error: " in capsys.readouterr().err
    assert not (project / "site").exists()


@pytest.mark.parametrize("command", ["check", "build"])
def test_no_project_here(tmp_path: Path, command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-C", str(tmp_path / "nowhere"), command]) == 1
    assert "there is no mkdocs.yml here" in capsys.readouterr().err
    assert not (tmp_path / "nowhere").exists()


@pytest.mark.parametrize("out", ["file", "file/site"])
def test_the_disk_does_not_play_along(project: Path, out: str, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "file").write_text("mine", encoding="utf-8")
    assert main(["-C", str(project), "build", "--out", str(project / out)]) == 3
    err = capsys.readouterr().err
    assert err.startswith("broadsheet: ")
    assert str(project / "file") in err
    assert (project / "file").read_text(encoding="utf-8") == "mine"


def test_another_build_is_under_way(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with edition(project / "site"):
        assert main(["-C", str(project), "build"]) == 3
    assert "another build is writing to" in capsys.readouterr().err


@pytest.mark.parametrize("out", [".", "..", "content", "content/papers", "site/.."])
def test_the_content_is_never_replaced_by_the_site(project: Path, out: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = sorted(project.parent.rglob("*"))
    assert main(["-C", str(project), "build", "--out", str(project / out)]) == 2
    assert "holds the digest" in capsys.readouterr().err
    assert sorted(project.parent.rglob("*")) == before


def test_no_cluster_there(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")
    done = subprocess.run(
        [*COMMAND, "-C", str(project), "build", "--scheduler", "tcp://127.0.0.1:9"],
        capture_output=True,
        text=True,
        env={**os.environ, "DASK_DISTRIBUTED__COMM__TIMEOUTS__CONNECT": "1s"},
        timeout=60,
        check=False,
    )
    assert done.returncode == 3
    assert done.stderr.startswith("broadsheet: ")
    assert "Traceback" not in done.stderr


def test_an_engine_that_fails(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (project / "mkdocs.yml").write_text("site_name: X\nmarkdown_extensions: [nowhere]\n", encoding="utf-8")
    assert main(["-C", str(project), "build"]) == 3
    assert "mkdocs could not render" in capsys.readouterr().err
    assert not (project / "site").exists()


def test_rows_of_a_file_as_a_table(capture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "read", str(capture)]) == 0
    rows = [line.split("\t") for line in capsys.readouterr().out.splitlines()]
    assert ["2.0", "request/s"] in [row[2:4] for row in rows]


def test_rows_of_a_file_as_json(capture: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "read", "--format", "jsonl", str(capture)]) == 0
    rows = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert {"request/s", "s"} <= {row["unit"] for row in rows}


@pytest.mark.parametrize(("text", "code"), [("not a capture", 1), ("", 1)])
def test_why_a_file_holds_no_rows(tmp_path: Path, text: str, code: int, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "log").write_text(text, encoding="utf-8")
    assert main(["runs", "read", str(tmp_path / "log")]) == code
    assert f"{tmp_path / 'log'}:" in capsys.readouterr().err


def test_a_file_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["runs", "read", str(tmp_path / "none")]) == 3
    assert capsys.readouterr().err == f"broadsheet: No such file or directory: {tmp_path / 'none'}\n"


@pytest.mark.parametrize("form", ["table", "jsonl"])
def test_a_reader_that_has_seen_enough(capture: Path, form: str) -> None:
    """`broadsheet ... | head` ends quietly, however much there is to say."""
    files = [str(capture)] * 2000
    with subprocess.Popen(
        [*COMMAND, "runs", "read", "--format", form, *files], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as command:
        assert command.stdout
        assert command.stderr
        command.stdout.readline()
        command.stdout.close()
        assert command.stderr.read() == b""
    assert command.returncode == 0


def test_a_reader_that_never_looked(capture: Path) -> None:
    """The pipe breaks only when the last buffer is flushed."""
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run([*COMMAND, "runs", "read", str(capture)], stdout=write, stderr=subprocess.PIPE, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.parametrize(
    ("form", "title"), [("table", b"Gr\\xf6\\xdfe"), ("jsonl", "Größe".encode())], ids=["table", "jsonl"]
)
def test_a_terminal_of_few_characters(form: str, title: bytes, tmp_path: Path) -> None:
    """People read escapes for what it lacks, programs UTF-8 whatever the locale."""
    papers = tmp_path / "papers.jsonl"
    papers.write_text('{"id": "a", "title": "Größe"}\n{"id": "b", "title": "Größe"}\n', encoding="utf-8")
    command = [*COMMAND, "topics", "preview", str(papers), "--format", form]
    done = subprocess.run(command, capture_output=True, env={**os.environ, "PYTHONIOENCODING": "ascii"}, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    assert title in done.stdout


def test_the_installed_command() -> None:
    command = Path(sys.executable).with_name("broadsheet")
    if not command.exists():
        pytest.skip("the package is not installed")
    done = subprocess.run([command, "--version"], capture_output=True, text=True, check=True)
    assert done.stdout == f"broadsheet {__version__}\n"


def test_help_is_quick() -> None:
    """It loads neither scikit-learn nor MkDocs."""
    code = "import sys; import broadsheet.cli; print(sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"sklearn", "numpy", "mkdocs", "pyarrow", "jinja2"} & set(json.loads(done.stdout.replace("'", '"')))


def test_reading_needs_no_writable_project(corpus: Path, tmp_path: Path) -> None:
    root = shutil.copytree(corpus, tmp_path / "read-only")
    before = sorted(root.rglob("*"))
    assert main(["-C", str(root), "check"]) == 0
    assert sorted(root.rglob("*")) == before
