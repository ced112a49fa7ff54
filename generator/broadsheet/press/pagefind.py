"""Pagefind: the program that makes the word index, spoken to over its pipe, and its files put into a fixed order.

The program takes requests as base64 of JSON with a comma behind each, answers each in the same form, and ends with its
input. (Its own Python client waits a tenth of a second an answer.)

What it writes is the same from run to run but for the order of filters and of their values, which follows the seed of
a hash map: they are sorted here. Its chunks of the index are cut smaller, for each word of a query loads one. Both are
CBOR (RFC 8949) behind a signature, gzipped, under a hash of their bytes.
"""

import base64
import gzip
import hashlib
import json
import shutil
import subprocess
import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import cbor2

from ..faults import SetupError

# What the search page loads; the rest are Pagefind's own pages.
KEPT = ["pagefind.js", "pagefind-entry.json", "pagefind.*.pf_meta", "wasm.*.pagefind"]
KEPT += ["index/*", "filter/*", "fragment/*"]
# Begins every file once it is unpacked.
_SIGNATURE = b"pagefind_dcd"
_ENOUGH = 1 << 20
# Places of words in a chunk; Pagefind's own have 20,000, 24 kB.
CHUNK = 5_000


class PagefindError(SetupError):
    """The program could not be run, or did not make an index; the message holds its own words."""


def program() -> Path | None:
    """Where the program is: the one that pip installs, else one on the search path."""
    try:
        from pagefind_bin import get_executable  # type: ignore[import-untyped]
    except ImportError:
        found = shutil.which("pagefind_extended") or shutil.which("pagefind")
        return Path(found) if found else None
    return Path(get_executable())


def release(path: Path) -> str:
    """The program's version in its own words. Raises PagefindError."""
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=60, check=True)
    except (OSError, subprocess.SubprocessError) as error:
        raise PagefindError(f"{path} does not run: {error}") from error
    return done.stdout.strip()


def run(path: Path, records: Iterable[dict[str, Any]], out: Path) -> None:
    """Make the index of some records (`AddRecord` without its type) in `out`. Raises PagefindError."""
    payloads = [{"type": "AddRecord", "index_id": 0, **record} for record in records]
    payloads = [{"type": "NewIndex", "config": None}, *payloads]
    # Not `WriteFiles`: it answers before its files are on the disk, and ends without waiting for them.
    payloads.append({"type": "GetFiles", "index_id": 0})
    try:
        process = subprocess.Popen([path, "--service"], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    except OSError as error:
        raise PagefindError(f"{path} does not run: {error}") from error
    with process:
        assert process.stdin is not None and process.stdout is not None
        # Both pipes are small: whoever only wrote would wait for the program, which waits for its reader.
        writer = threading.Thread(target=_send, args=(payloads, process.stdin))
        writer.start()
        answers = [answer["payload"] for answer in _answers(process.stdout, len(payloads))]
        writer.join()
        # Closing sends what is left, which a program that died does not take.
        with suppress(BrokenPipeError):
            process.stdin.close()
    for answer in answers:
        if answer["type"] == "Error":
            raise PagefindError(f"Pagefind: {answer.get('message', 'an error without a message')}")
    if len(answers) < len(payloads):
        raise PagefindError(f"Pagefind ended (with {process.returncode}) before it had given its index")
    for file in answers[-1]["files"]:
        place = out / file["path"]
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(base64.b64decode(file["content"]))


def _send(payloads: list[dict[str, Any]], pipe: IO[bytes]) -> None:
    # A program that died takes no more; that it gave no index tells.
    with suppress(BrokenPipeError):
        for number, payload in enumerate(payloads, 1):
            request = json.dumps({"message_id": number, "payload": payload}).encode()
            pipe.write(base64.b64encode(request) + b",")
        pipe.flush()


def _answers(pipe: IO[bytes], count: int) -> Iterator[dict[str, Any]]:
    """The first `count` answers, or as many as come before the program ends."""
    rest = b""
    while count > 0 and (data := pipe.read1(_ENOUGH)):  # type: ignore[attr-defined]
        *whole, rest = (rest + data).split(b",")
        count -= len(whole)
        yield from (json.loads(base64.b64decode(answer)) for answer in whole)


def kept_files(folder: Path) -> dict[str, bytes]:
    """The files of an index that a page loads, by path, in the same bytes whenever the records are the same."""
    paths = sorted(path for pattern in KEPT for path in folder.glob(pattern))
    files = {path.relative_to(folder).as_posix(): path.read_bytes() for path in paths}
    entry = json.loads(files["pagefind-entry.json"])
    for language in entry["languages"].values():
        language["hash"] = _rewrite(files, language["hash"])
    files["pagefind-entry.json"] = json.dumps(entry, ensure_ascii=False, sort_keys=True).encode()
    return dict(sorted(files.items()))


def _rewrite(files: dict[str, bytes], name: str) -> str:
    """Sort the filters and cut the chunks of the index whose head has `name`; the head's new name."""
    language = name.partition("_")[0]
    # A head: version, pages, chunks (first word, last word, file), filters (name, file), orders, fields.
    head = _unpacked(files.pop(f"pagefind.{name}.pf_meta"))
    filters = [_unpacked(files.pop(f"filter/{file}.pf_filter")) for _, file in head[3]]
    words = [word for _, _, file in head[2] for word in _unpacked(files.pop(f"index/{file}.pf_index"))[0]]
    head[2] = [[chunk[0][0], chunk[-1][0], _put(files, "index", language, [chunk])] for chunk in _cut(words) if chunk]
    head[3] = [[found, _put(files, "filter", language, [found, sorted(values)])] for found, values in sorted(filters)]
    data = _packed(head)
    files[f"pagefind.{language}_{_hash(data)}.pf_meta"] = data
    return f"{language}_{_hash(data)}"


def _cut(words: Iterable[list[Any]]) -> Iterator[list[list[Any]]]:
    """Words of an index in chunks; a word is its letters and, for each of its pages, lists of its places there."""
    chunk: list[list[Any]] = []
    size = 0
    for word in words:
        chunk.append(word)
        size += sum(1 + sum(map(len, page[1:])) for page in word[1])
        if size >= CHUNK:
            yield chunk
            chunk, size = [], 0
    yield chunk


def _put(files: dict[str, bytes], kind: str, language: str, value: Any) -> str:
    data = _packed(value)
    name = f"{language}_{_hash(data)}"
    files[f"{kind}/{name}.pf_{kind}"] = data
    return name


def _unpacked(data: bytes) -> Any:
    return cbor2.loads(gzip.decompress(data).removeprefix(_SIGNATURE))


def _packed(value: Any) -> bytes:
    return gzip.compress(_SIGNATURE + cbor2.dumps(value), 6, mtime=0)


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:10]
