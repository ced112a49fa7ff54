"""The output folder: only what changed is written, and the published folder is whole at every instant."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from broadsheet.press.writer import BusyError, ForeignFolderError, _exchange, edition

Tree = dict[str, bytes]
FIRST: Tree = {"index.html": b"home", "a/index.html": b"a", "a/b/c.txt": b"c", "empty": b""}


def publish(out: Path, files: Tree) -> int:
    """Publish an edition; how many of its files are new or changed."""
    with edition(out) as new:
        new.put(files.items())
    return new.written


def tree(folder: Path) -> Tree:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def marks(folder: Path) -> dict[str, tuple[int, int]]:
    """Inode and modification time of every file."""
    found = {p.relative_to(folder).as_posix(): p.stat() for p in folder.rglob("*") if p.is_file()}
    return {name: (stat.st_ino, stat.st_mtime_ns) for name, stat in found.items()}


@pytest.fixture
def out(tmp_path: Path) -> Path:
    """A folder with one edition."""
    assert publish(tmp_path / "deep" / "site", FIRST) == len(FIRST)
    return tmp_path / "deep" / "site"


def test_first_edition(out: Path) -> None:
    assert tree(out) == FIRST
    assert (out / "index.html").stat().st_mode & 0o777 == 0o644 & ~_umask()


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


@pytest.mark.parametrize("editions", [1, 2, 3])
def test_an_unchanged_edition_keeps_every_inode_and_date(out: Path, editions: int) -> None:
    before = marks(out)
    for _ in range(editions):
        assert publish(out, FIRST) == 0
    assert marks(out) == before
    assert tree(out) == FIRST


def test_only_a_changed_file_is_new(out: Path) -> None:
    for text in (b"second", b"third!", b"a"):
        before = marks(out)
        assert publish(out, {**FIRST, "a/index.html": text}) == 1
        changed = {name for name, mark in marks(out).items() if before[name] != mark}
        assert changed == {"a/index.html"}
        assert (out / "a/index.html").read_bytes() == text


@pytest.mark.parametrize(
    ("second", "third"),
    [
        pytest.param({"index.html": b"home"}, FIRST, id="pages go with their folders and come back"),
        pytest.param({"a": b"a file where a folder was"}, FIRST, id="a file where a folder was and the reverse"),
        pytest.param({"empty/index.html": b"x"}, {"empty": b"y"}, id="a folder where a file was and the reverse"),
        pytest.param({"a/b": b"deep"}, {"a/b/c.txt/d": b"deeper"}, id="a file deep in folders"),
        pytest.param({}, FIRST, id="nothing at all"),
    ],
)
def test_an_edition_holds_its_files_and_nothing_else(out: Path, second: Tree, third: Tree) -> None:
    for files in (second, third, second, FIRST):
        publish(out, files)
        assert tree(out) == files
        assert not [folder for folder in out.rglob("*") if folder.is_dir() and not any(folder.iterdir())]


def test_an_edition_that_raises_leaves_the_published_one(out: Path) -> None:
    before = marks(out)
    for _ in range(2):
        with pytest.raises(RuntimeError), edition(out) as new:
            new.put([("index.html", b"half"), ("other", b"x")])
            raise RuntimeError
        assert (tree(out), marks(out)) == (FIRST, before)
    publish(out, {"index.html": b"next"})
    assert tree(out) == {"index.html": b"next"}


def test_a_first_edition_that_raises_publishes_nothing(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError), edition(tmp_path / "site") as new:
        new.put(FIRST.items())
        raise RuntimeError
    assert not (tmp_path / "site").exists()
    publish(tmp_path / "site", {"index.html": b"first"})
    assert tree(tmp_path / "site") == {"index.html": b"first"}


def test_the_next_edition_goes_into_the_spare_folder(out: Path) -> None:
    publish(out, FIRST)
    spare = next(path for path in out.parent.iterdir() if path.is_dir() and path != out)
    number = spare.stat().st_ino
    publish(out, FIRST)
    assert out.stat().st_ino == number


def test_without_its_spare_or_itself_the_folder_is_made_anew(out: Path) -> None:
    publish(out, FIRST)
    out.rename(out.with_name("moved"))
    assert publish(out, FIRST) == len(FIRST)
    assert tree(out) == FIRST


def test_what_somebody_changed_in_the_published_folder_is_mended(out: Path) -> None:
    publish(out, FIRST)  # now the spare holds links to the same files
    (out / "index.html").write_bytes(b"fake")
    (out / "stray.txt").write_bytes(b"stray")
    assert publish(out, FIRST) == 1
    assert tree(out) == FIRST


def test_a_link_to_the_output_folder_stays_a_link(out: Path, tmp_path: Path) -> None:
    link = tmp_path / "public"
    link.symlink_to(out)
    publish(link, {"index.html": b"linked"})
    assert link.is_symlink()
    assert tree(out) == {"index.html": b"linked"}


def test_a_file_in_place_of_the_output_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "site").write_bytes(b"mine")
    with pytest.raises(ForeignFolderError, match="site"):
        publish(tmp_path / "site", FIRST)
    assert (tmp_path / "site").read_bytes() == b"mine"


def test_a_folder_of_other_things_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / "docs" / "thesis.tex").write_bytes(b"mine")
    with pytest.raises(ForeignFolderError, match="other things than a site"):
        publish(tmp_path / "docs", FIRST)
    assert tree(tmp_path / "docs") == {"thesis.tex": b"mine"}


def test_two_at_once_do_not_mix(out: Path) -> None:
    with edition(out) as new:
        new.put(FIRST.items())
        with pytest.raises(BusyError, match="another build"):
            publish(out, {"index.html": b"second"})
    assert tree(out) == FIRST


@pytest.mark.parametrize("code", [0, 38])
def test_exchange(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    """In one call, or by renames where the system knows no such call (ENOSYS is 38 on Linux)."""
    if code:
        monkeypatch.setattr("ctypes.CDLL", lambda *_, **__: object())
        monkeypatch.setattr("sys.platform", "other")
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "file").write_text(name)
    if code:
        # What a build left that died between two renames.
        (tmp_path / "one.old").mkdir()
        (tmp_path / "one.old" / "file").write_text("left")
    _exchange(str(tmp_path / "one"), str(tmp_path / "two"))
    assert {p.name: (p / "file").read_text() for p in tmp_path.iterdir()} == {"one": "two", "two": "one"}


# Editions without end: every file of the edition N says N.
ENDLESS = """
import sys
from itertools import count
from pathlib import Path
from broadsheet.press.writer import edition

out = Path(sys.argv[1])
for number in count(int(sys.argv[2])):
    with edition(out) as new:
        for at in range(120):
            folder = f"f{at % 9}" if (at + number) % 5 else f"f{at % 9}/{number % 3}"
            new.put([(f"{folder}/{at}.html", str(number if at % 4 else 0).encode())])
    print(number, flush=True)
"""


def whole(files: Tree) -> bool:
    """All files are of one edition."""
    numbers = {path.rpartition("/")[2]: int(data) for path, data in files.items()}
    of_all = {n for name, n in numbers.items() if int(name.removesuffix(".html")) % 4}
    return len(files) == len(numbers) == 120 and len(of_all) == 1


def test_a_writer_that_is_killed_leaves_the_published_folder_whole(tmp_path: Path) -> None:
    out, chance, number = tmp_path / "site", random.Random(4), 1
    for _ in range(15):
        command = [sys.executable, "-c", ENDLESS, str(out), str(number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            number = int(writer.stdout.readline()) + 1
            time.sleep(chance.random() / 20)
            writer.kill()
            number = max([number, *(int(line) + 1 for line in writer.stdout if line.strip())])
        assert whole(tree(out))
    publish(out, FIRST)
    assert tree(out) == FIRST


@pytest.mark.parametrize("path", ["a/x", "x/y/z", "empty/x", "a/b/c.txt/x"])
def test_folders_can_be_made_ahead(out: Path, path: str) -> None:
    publish(out, FIRST)
    folder = path.rpartition("/")[0]
    with edition(out) as new:
        new.place.make([folder, folder, ""])
        new.put([(path, b"x")])
    assert tree(out) == {path: b"x"}


def test_reading_while_publishing_never_meets_half_an_edition(tmp_path: Path) -> None:
    """Whoever opens the folder once sees one edition."""
    out = tmp_path / "site"
    read: Callable[[], set[bytes]] = lambda: set(tree(out).values())  # noqa: E731
    for number in range(5):
        publish(out, {f"{at}": b"%d" % number for at in range(20)})
        with edition(out) as new:
            for at in range(20):
                new.put([(f"{at}", b"next")])
                assert read() == {b"%d" % number}
        assert read() == {b"next"}
