"""Files of the content as they will be: shown as a difference, then put in place one at a time, each at once."""

import codecs
import difflib
import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from ...faults import SetupError

_CONTEXT = 3


class Edit(Struct, frozen=True):
    """A file of the project by its relative path, its text as it was read (None: it is new) and as it will be."""

    path: str
    before: str | None
    after: str


def diff(edits: Iterable[Edit]) -> Iterator[str]:
    """The lines of a unified diff, without their ends, as `git apply` takes them."""
    for edit in edits:
        if edit.before is None:
            lines = _lines(edit.after)
            yield from ("--- /dev/null", f"+++ b/{edit.path}", f"@@ -0,0 +1,{len(lines)} @@")
            yield from ("+" + line for line in lines)
        else:
            yield from _changes(edit.path, edit.before, edit.after)


def _lines(text: str) -> list[str]:
    """Lines without their ends; one that lacks it says so as git does."""
    *lines, last = text.split("\n")
    return [*lines, f"{last}\n\\ No newline at end of file"] if last else lines


def _changes(path: str, before: str, after: str) -> Iterator[str]:
    old, new = _lines(before), _lines(after)
    names = (f"a/{path}", f"b/{path}")
    # What is the same at the beginning needs no search.
    first = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, first - _CONTEXT)
    yield from _shifted(difflib.unified_diff(old[start:], new[start:], *names, n=_CONTEXT, lineterm=""), start)


def _shifted(lines: Iterator[str], start: int) -> Iterator[str]:
    """A diff of texts whose first `start` lines were left out, with the line numbers of the whole."""
    for line in lines:
        if start and line.startswith("@@ "):
            _, old, new, _ = line.split(" ")
            line = f"@@ {_moved(old, start)} {_moved(new, start)} @@"
        yield line


def _moved(part: str, start: int) -> str:
    line, comma, count = part[1:].partition(",")
    return f"{part[0]}{int(line) + start}{comma}{count}"


def write(edits: Iterable[Edit], root: Path) -> int:
    """Put the new texts in place and return how many files that were.

    Each file changes in one step: whoever reads it, or finds it after a crash, sees the old bytes or the new ones.
    Its encoding and permissions stay. Raises SetupError when a file is no longer as it was read, OSError from the disk.
    """
    count = 0
    for edit in edits:
        _replace((root / edit.path).resolve(), edit)
        count += 1
    return count


def _replace(path: Path, edit: Edit) -> None:
    old = path.read_bytes() if path.exists() else None
    bom, encoding = _encoding(old or b"")
    read = None if edit.before is None else bom + edit.before.encode(encoding)
    if old != read:
        raise SetupError(f"{edit.path} was changed while this ran; start again")
    path.parent.mkdir(parents=True, exist_ok=True)
    # Hidden, so that no reader of the content takes it for a file of its own; a crash leaves at most one, and the next
    # import takes its place.
    temporary = path.with_name(f".{path.name}.new")
    with temporary.open("wb") as file:
        file.write(bom + edit.after.encode(encoding))
        file.flush()
        os.fsync(file.fileno())
    if old is not None:
        temporary.chmod(path.stat().st_mode)
    temporary.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def _encoding(data: bytes) -> tuple[bytes, str]:
    """The byte order mark that a file begins with, and its encoding."""
    marks = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
    return next(((bom, encoding) for bom, encoding in marks if data.startswith(bom)), (b"", "utf-8"))
