"""Files as they will be: the difference to look at, and putting them in place."""

import subprocess
from pathlib import Path

import pytest

from broadsheet.faults import SetupError
from broadsheet.sources.writing.edits import Edit, diff, write

OLD = "".join(f"line {n}\n" for n in range(1, 41))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (None, "a\nb\n"),
        (OLD, OLD.replace("line 30\n", "line 30\nnew\nnew\n")),
        (OLD, "first\n" + OLD),
        (OLD, OLD + "last\n"),
        (OLD, OLD.replace("line 5\n", "line 5\nx\n").replace("line 25\n", "line 25\ny\n")),
        ("a\nb", "a\nb\nc\n"),
        ("a\r\nb\r\n", "a\r\nx\r\nb\r\n"),
    ],
)
def test_the_diff_can_be_applied(before: str | None, after: str, tmp_path: Path) -> None:
    if before is not None:
        (tmp_path / "a.yml").write_bytes(before.encode())
    patch = "".join(f"{line}\n" for line in diff([Edit("a.yml", before, after)]))
    done = subprocess.run(["git", "apply", "-"], input=patch.encode(), cwd=tmp_path, capture_output=True, check=False)
    assert done.stderr == b""
    assert (tmp_path / "a.yml").read_bytes() == after.encode()


def test_writing(tmp_path: Path) -> None:
    (tmp_path / "old.yml").write_text("old\n")
    (tmp_path / "old.yml").chmod(0o640)
    edits = [Edit("old.yml", "old\n", "old\nnew\n"), Edit("deep/new.yml", None, "é\n")]
    assert write(edits, tmp_path) == 2
    assert (tmp_path / "old.yml").read_text() == "old\nnew\n"
    assert (tmp_path / "old.yml").stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "deep" / "new.yml").read_text("utf-8") == "é\n"
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["deep", "new.yml", "old.yml"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_the_encoding_stays(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_bytes("é\n".encode(encoding))
    write([Edit("a.yml", "é\n", "é\nü\n")], tmp_path)
    assert (tmp_path / "a.yml").read_bytes() == "é\nü\n".encode(encoding)


def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.yml").write_text("old\n")
    (tmp_path / "a.yml").symlink_to("real.yml")
    write([Edit("a.yml", "old\n", "new\n")], tmp_path)
    assert (tmp_path / "a.yml").is_symlink()
    assert (tmp_path / "real.yml").read_text() == "new\n"


@pytest.mark.parametrize("before", [None, "old\n"])
def test_what_changed_meanwhile_is_not_overwritten(before: str | None, tmp_path: Path) -> None:
    (tmp_path / "a.yml").write_text("somebody's\n")
    with pytest.raises(SetupError, match="was changed"):
        write([Edit("a.yml", before, "new\n")], tmp_path)
    assert (tmp_path / "a.yml").read_text() == "somebody's\n"
