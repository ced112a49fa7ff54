"""Every result file under content/runs into rows, with the run.yml beside each."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path

from ..model import Problem
from ..sources.files import relative
from ..sources.records import read_record
from .formats import read_file
from .names import Names, read_names
from .rows import unknown_names
from .schema import Row
from .sidecar import RunFile, facts_for
from .source import printable
from .tables import Rows, gather

SIDECAR = "run.yml"
_NO_RESULTS = {"README.md", SIDECAR}
# A result file holds summaries; more than this is a trace or a mistake.
_LARGEST = 64 * 2**20


def read_runs(folder: Path, root: Path) -> tuple[Rows, list[Problem]]:
    """All rows under `folder`, which lies under `root`, in the order of the files' paths.

    Paths in rows and problems are relative to `root`; names come from its site_config. Never raises for what the
    files hold; a folder that does not exist has no rows.
    """
    names, problems = read_names(root / "site_config", root)
    rows = gather(_rows(folder, root, names, problems), Row)
    return rows, sorted(set(problems))


def _rows(folder: Path, root: Path, names: Names, problems: list[Problem]) -> Iterator[Row]:
    """The rows of one file after the other, so that not all need be held; what is wrong goes to `problems`."""
    seen: dict[str, str] = {}
    for place, files in _folders(folder):
        run, sidecar_hash, more = _sidecar(place, files, root)
        problems += more
        if run and run.trial:
            problems.append(_trial(relative(place / SIDECAR, root)))
            continue
        for path in files:
            name = relative(path, root)
            data, trouble = _bytes(path, name) if name.isprintable() else (b"", _unnameable(name))
            digest = hashlib.sha256(data).hexdigest()
            if trouble or digest in seen:
                problems.append(trouble or _twice(name, seen[digest]))
                continue
            seen[digest] = name
            sidecar = facts_for(run, path.name, root, relative(place / SIDECAR, root), sidecar_hash) if run else None
            rows, more = read_file(data, name, names, sidecar)
            problems += (*more, *unknown_names(rows, names))
            yield from rows


def _folders(folder: Path) -> Iterator[tuple[Path, list[Path]]]:
    """Each folder that holds result files, with them, in order."""
    for place, below, files in os.walk(folder):
        below[:] = sorted(name for name in below if not name.startswith("."))
        kept = [Path(place, name) for name in sorted(files) if name not in _NO_RESULTS and not name.startswith(".")]
        if kept:
            yield Path(place), kept


def _sidecar(place: Path, files: list[Path], root: Path) -> tuple[RunFile | None, str, list[Problem]]:
    path = place / SIDECAR
    name = relative(path, root)
    if not path.exists():
        hint = "write one beside the files: at least `licence:`, and what the files leave out, such as `accelerator:`"
        return (
            None,
            "",
            [Problem(name, 0, 0, "no-run-yml", "no run.yml beside these results", hint, "warning")],
        )
    run, problems = read_record(path, root, RunFile)
    if run is None:
        return None, "", problems
    for missing in sorted(run.files.keys() - {file.name for file in files}):
        hint = "correct the name, or delete the entry"
        problems.append(Problem(name, 0, 0, "missing-run-file", f"there is no file `{missing}` beside it", hint))
    return run, hashlib.sha256(path.read_bytes()).hexdigest(), problems


def _bytes(path: Path, name: str) -> tuple[bytes, Problem | None]:
    if path.is_symlink() or not path.is_file():
        hint = "put the file itself here"
        return b"", Problem(name, 0, 0, "not-a-file", "this is a link or something else that is no plain file", hint)
    try:
        if path.stat().st_size > _LARGEST:
            hint = "publish the summary that the tool writes, not the trace"
            return b"", Problem(name, 0, 0, "run-too-large", "the file is larger than 64 MiB", hint)
        return path.read_bytes(), None
    except OSError as error:
        return b"", Problem(name, 0, 0, "unreadable", f"the file cannot be read: {error.strerror}")


def _trial(name: str) -> Problem:
    hint = "delete the folder, or `trial:` where these are measurements"
    return Problem(name, 0, 0, "trial-run", "what lies beside it is a trial and measures nothing", hint)


def _unnameable(name: str) -> Problem:
    shown = printable(name)
    return Problem(shown, 0, 0, "bad-file-name", "the file's name is not plain UTF-8 text", "rename the file")


def _twice(name: str, first: str) -> Problem:
    hint = "delete one of them: a figure counts once"
    return Problem(name, 0, 0, "duplicate-run-file", f"the file is the same as {first}", hint, "warning")
