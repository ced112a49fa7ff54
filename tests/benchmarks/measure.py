"""What a command costs: wall time, and the peak memory of it and all its descendants; what it left in a folder."""

import os
import resource
import shlex
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

SMAPS = Path("/proc/self/smaps_rollup")


class CommandFailedError(Exception):
    """A measured command ended with an exit status other than 0; the message holds the end of its output."""


@dataclass(frozen=True)
class Usage:
    """Seconds of wall time, seconds of processor time (user and system, all processes) and peak bytes of memory.

    `rss` counts a page that processes share once for each of them; `pss` counts it once in all (None where the
    system does not tell: it is Linux's /proc/PID/smaps_rollup).
    """

    seconds: float
    cpu: float
    rss: int
    pss: int | None


@dataclass(frozen=True)
class Output:
    """What a builder wrote: `pages` is the number of index.html files, `size` is in bytes."""

    pages: int
    files: int
    size: int


def run(command: list[str], cwd: Path, environment: dict[str, str] | None = None, interval: float = 0.1) -> Usage:
    """Run `command` in `cwd` and sample the memory of its process tree every `interval` seconds.

    Big processes are slow to sample, so they are looked at less often, but at least once a second: sampling takes
    about a twentieth of one processor at most. A peak shorter than the interval can be missed. `environment` is added
    to the current one. Raises CommandFailedError.
    """
    # Pages that an earlier command dirtied are not to be paid for by this one.
    os.sync()
    with tempfile.TemporaryFile() as log:
        before, start = _children_cpu(), time.perf_counter()
        process = psutil.Popen(
            command,
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
        )
        sampler = _Sampler(process, interval)
        sampler.start()
        try:
            status = process.wait()
        finally:
            seconds = time.perf_counter() - start
            sampler.stop()
        if status:
            log.seek(0)
            tail = log.read()[-2000:].decode(errors="replace").strip()
            raise CommandFailedError(f"{shlex.join(command)} ended with status {status}\n{tail}")
    return Usage(seconds, _children_cpu() - before, sampler.rss, sampler.pss if SMAPS.exists() else None)


def _children_cpu() -> float:
    """Processor seconds of every process that was started here and has ended, with its own descendants."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


class _Sampler(threading.Thread):
    """Watches one process tree until told to stop."""

    def __init__(self, root: psutil.Process, interval: float) -> None:
        super().__init__(daemon=True)
        self.rss = self.pss = 0
        self._root = root
        self._interval = interval
        self._over = threading.Event()

    def run(self) -> None:
        while True:
            start = time.thread_time()
            rss, pss = tree_memory(self._root)
            self.rss, self.pss = max(self.rss, rss), max(self.pss, pss)
            cost = time.thread_time() - start
            if self._over.wait(max(self._interval, min(1.0, 20 * cost))):
                return

    def stop(self) -> None:
        self._over.set()
        self.join()


def tree_memory(root: psutil.Process) -> tuple[int, int]:
    """Bytes of RSS and of PSS that `root` and its descendants hold now; a process that ends meanwhile counts 0."""
    rss = pss = 0
    try:
        tree = [root, *root.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0, 0
    for process in tree:
        try:
            rss += process.memory_info().rss
            pss += _pss(process.pid)
        except (psutil.NoSuchProcess, psutil.AccessDenied, OSError):
            continue
    return rss, pss


def _pss(pid: int) -> int:
    if not SMAPS.exists():
        return 0
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) * 1024
    return 0


def output(folder: Path) -> Output:
    """Count what lies under `folder`."""
    pages = files = size = 0
    for place, _, names in os.walk(folder):
        files += len(names)
        pages += "index.html" in names
        size += sum(Path(place, name).lstat().st_size for name in names)
    return Output(pages, files, size)


def floor(source: Path, target: Path) -> float:
    """Seconds that one process needs to write the files under `source` again, from memory, into the new `target`.

    The least that any builder can take which writes these bytes to these names; nothing waits for the disk.
    """
    found = sorted(source.rglob("*"))
    folders = [str(target), *(str(target / path.relative_to(source)) for path in found if path.is_dir())]
    contents = [(str(target / path.relative_to(source)), path.read_bytes()) for path in found if path.is_file()]
    os.sync()
    start = time.perf_counter()
    for folder in folders:
        os.mkdir(folder)  # noqa: PTH102 - Path would be a part of what is measured
    for name, content in contents:
        file = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        os.write(file, content)
        os.close(file)
    return time.perf_counter() - start
