"""Answers of web services kept on disk for a day, so that a second run asks for nothing twice."""

import hashlib
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
from msgspec import Struct

KEPT_FOR = 24 * 3600.0  # seconds; a paper that is revised upstream is seen a day later at most


class _Head(Struct, frozen=True):
    url: str
    accept: str
    time: float
    sha256: str


class HttpCache:
    """Files under one folder, each named by the hash of address and Accept header: a line of JSON, then the body.

    `clock` gives seconds since 1970. A cache only speeds up: one that cannot be read or written is no fault.
    """

    def __init__(self, folder: Path, clock: Callable[[], float]) -> None:
        self.folder = folder
        self.clock = clock

    def find(self, url: str, accept: str) -> bytes | None:
        """The body kept for this request, None if there is none, it is too old, or the file is damaged."""
        try:
            line, _, body = self._path(url, accept).read_bytes().partition(b"\n")
            head = msgspec.json.decode(line, type=_Head)
        except (OSError, msgspec.DecodeError):
            return None
        fresh = 0 <= self.clock() - head.time < KEPT_FOR
        whole = (head.url, head.accept, head.sha256) == (url, accept, hashlib.sha256(body).hexdigest())
        return body if fresh and whole else None

    def keep(self, url: str, accept: str, body: bytes) -> None:
        """Keep the body; a reader at the same time sees the old file or the new one."""
        path = self._path(url, accept)
        head = _Head(url, accept, self.clock(), hashlib.sha256(body).hexdigest())
        new = path.with_name(f"{path.name}.{os.getpid()}")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            new.write_bytes(msgspec.json.encode(head) + b"\n" + body)
            new.replace(path)

    def _path(self, url: str, accept: str) -> Path:
        return self.folder / hashlib.sha256(f"{url}\n{accept}".encode()).hexdigest()
