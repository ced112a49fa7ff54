"""The one place that writes the output folder: a new edition beside the old one, exchanged in one step.

The published folder is complete at every instant, and a build that dies leaves it as it was. The edition before the
last stays as a spare folder, into which the next one is put: a file that did not change is a hard link to the
published one, so that most of a rebuild is comparing.
"""

import ctypes
import errno
import fcntl
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from ..faults import SetupError

# A folder with one of these is a site, a data set, or what MkDocs has just written.
_OURS = ("index.html", "404.html", "SHA256SUMS")

Files = Iterable[tuple[str, bytes]]


class BusyError(SetupError):
    """Another build is writing to the same folder."""


class ForeignFolderError(SetupError):
    """The output folder holds what no build has put there, and would be replaced."""


class Tally(Struct, frozen=True):
    """The paths that were put, and how many of them are new or changed."""

    paths: list[str]
    written: int = 0
    bytes: int = 0


class Place(Struct, frozen=True):
    """Where an edition is put together, and the edition that it follows; sent to every worker on this machine."""

    published: str
    staging: str
    first: bool  # there is no published edition
    empty: bool  # there is no spare one in the staging folder

    def put(self, files: Files) -> Tally:
        """Put files at relative paths with forward slashes."""
        paths: list[str] = []
        written = size = 0
        for path, data in files:
            try:
                written += self._put(path, data)
            except (FileNotFoundError, NotADirectoryError):
                self.make([path.rpartition("/")[0]])
                written += self._put(path, data)
            paths.append(path)
            size += len(data)
        return Tally(paths, written, size)

    def make(self, folders: Iterable[str]) -> None:
        """Make folders, and those that they lie in."""
        for folder in folders:
            _make(f"{self.staging}/{folder}")

    def _put(self, path: str, data: bytes) -> bool:
        """Put one file; False when it is the published one, linked."""
        target = f"{self.staging}/{path}"
        number = 0 if self.first else _same(f"{self.published}/{path}", data)
        if not self.empty:
            if number and _inode(target) == number:
                return False
            _remove(target)
        if number:
            os.link(f"{self.published}/{path}", target)
            return False
        # Plain system calls: there are 60,000 of these in a large site.
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        try:
            left = memoryview(data)
            while left:
                left = left[os.write(handle, left) :]
        finally:
            os.close(handle)
        return True


class Edition:
    """The next content of a folder: files are put, here or by workers at its place, then published all at once."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.paths: list[str] = []
        self.written = self.bytes = 0

    def put(self, files: Files) -> None:
        """Put files from this process."""
        self.add(self.place.put(files))

    def add(self, tally: Tally) -> None:
        """Take note of files that a worker has put."""
        self.paths += tally.paths
        self.written += tally.written
        self.bytes += tally.bytes

    def publish(self) -> None:
        """Exchange the new edition for the published one, which becomes the spare."""
        if not self.place.empty:
            _sweep(self.place.staging, set(self.paths))
        if self.place.first:
            os.rename(self.place.staging, self.place.published)  # noqa: PTH104
        else:
            _exchange(self.place.staging, self.place.published)


@contextmanager
def edition(out: Path) -> Iterator[Edition]:
    """A new edition of the folder `out`, published at the end of the block unless the block raises.

    Raises BusyError when another build holds the folder, ForeignFolderError when it is not a former edition's, OSError
    when the disk does not play along.
    """
    # A link to the folder stays one.
    out = out.resolve()
    staging, lock = out.parent / f".{out.name}.spare", out.parent / f".{out.name}.lock"
    if not lock.exists():
        _check_ours(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with _lock(lock):
        if not out.is_dir():
            # The spare of an edition that somebody deleted would only mislead.
            shutil.rmtree(staging, ignore_errors=True)
        empty = not staging.is_dir()
        staging.mkdir(exist_ok=True)
        new = Edition(Place(str(out), str(staging), first=not out.is_dir(), empty=empty))
        yield new
        new.publish()


def _check_ours(out: Path) -> None:
    """An edition replaces its folder whole: the first one only an empty folder, or what MkDocs has just written."""
    if out.exists() and not out.is_dir():
        raise ForeignFolderError(f"there is a file in place of the output folder: {out}")
    if out.is_dir() and any(out.iterdir()) and not any((out / name).exists() for name in _OURS):
        raise ForeignFolderError(f"{out} holds other things than a site, and a build replaces it; name another folder")


@contextmanager
def _lock(path: Path) -> Iterator[None]:
    """Hold a file lock that the system lets go when the process ends, however it ends."""
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise BusyError(f"another build is writing to {path.parent.resolve()}") from error
        yield


def _make(folder: str) -> None:
    try:
        os.mkdir(folder)  # noqa: PTH102
    except FileNotFoundError:
        _make(folder.rpartition("/")[0])
        _make(folder)
    except FileExistsError:
        if not os.path.isdir(folder):  # noqa: PTH112
            _remove(folder)
            _make(folder)


def _remove(path: str) -> None:
    """Remove what is at `path`, if anything; a folder where a file is to be put, too."""
    try:
        os.unlink(path)  # noqa: PTH108
    except FileNotFoundError:
        return
    except (IsADirectoryError, PermissionError):
        shutil.rmtree(path)


def _inode(path: str) -> int:
    try:
        return os.stat(path, follow_symlinks=False).st_ino  # noqa: PTH116
    except OSError:
        return 0


def _same(path: str, data: bytes) -> int:
    """The inode of the file at `path` when its bytes are `data`, else 0."""
    try:
        with open(path, "rb", buffering=0) as file:  # noqa: PTH123
            found = os.fstat(file.fileno())
            return found.st_ino if found.st_size == len(data) and file.read() == data else 0
    except OSError:
        return 0


def _sweep(folder: str, kept: set[str]) -> None:
    """Delete every file below `folder` that is not among `kept` and the folders that are then empty."""
    for place, _, names in os.walk(folder, topdown=False):
        below = place[len(folder) + 1 :]
        prefix = f"{below}/" if below else ""
        gone = [name for name in names if prefix + name not in kept]
        for name in gone:
            os.unlink(f"{place}/{name}")  # noqa: PTH108
        with os.scandir(place) as left:
            empty = next(left, None) is None
        if below and empty:
            os.rmdir(place)  # noqa: PTH106


def _exchange(one: str, other: str) -> None:
    """Swap two folders atomically: renameat2(2) on Linux, renamex_np(2) on macOS; elsewhere by three renames."""
    library = ctypes.CDLL(None, use_errno=True)
    a, b = os.fsencode(one), os.fsencode(other)
    if sys.platform == "darwin":
        result = library.renamex_np(a, b, ctypes.c_uint(2))
    elif hasattr(library, "renameat2"):
        result = library.renameat2(-100, a, -100, b, ctypes.c_uint(2))
    else:
        result = -1
        ctypes.set_errno(errno.ENOSYS)
    if result == 0:
        return
    code = ctypes.get_errno()
    if code not in (errno.ENOSYS, errno.EINVAL, errno.ENOTSUP):
        raise OSError(code, os.strerror(code), other)
    # An old kernel or file system: for an instant there is no published folder. A build that died then left one aside.
    shutil.rmtree(f"{one}.old", ignore_errors=True)
    os.rename(other, f"{one}.old")  # noqa: PTH104
    os.rename(one, other)  # noqa: PTH104
    os.rename(f"{one}.old", one)  # noqa: PTH104
