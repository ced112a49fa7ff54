"""A result file's bytes as text and as the JSON documents in it, with every number's digits as they were written."""

import codecs
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

# Past this many broken documents a file is not JSON Lines with a fault but something else.
_MOST_FAULTS = 50
# Half a character, which JSON's escapes can spell and no other text can hold.
_LONE_SURROGATE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}(?!\\u[dD][c-fC-F])|(?<!\\u[dD][89abAB][0-9a-fA-F]{2})\\u[dD][c-fC-F][0-9a-fA-F]{2}"
)
# A list of objects, an object a line or more, as tools write many runs.
_LIST = re.compile(r"\[\s*\n\s*\{")
_START = re.compile(r"^[ \t]*(?=[{\[])", re.MULTILINE)
# A list of nothing but numbers, NaN, Infinity or null, so long that it holds an entry a request or a token.
_SERIES = re.compile(r"\[[\s0-9.,+\-eENaInfityul]{512,}\]")
_WHOLE = re.compile(r"[0-9]{1,15}(\.0+)?")
_INTEGER = re.compile(r"-?[0-9]{1,18}")
_NESTED = (dict, list, type(None))


class Number(float):
    """A JSON number that remembers how it was written, NaN and Infinity included."""

    __slots__ = ("raw",)
    raw: str

    def __new__(cls, raw: str) -> "Number":
        """From the digits as written."""
        number = super().__new__(cls, raw)
        number.raw = raw
        return number

    @property
    def plain(self) -> int | float | str:
        """The int or float that was written; the text when JSON cannot hold it (Infinity, 1e999)."""
        if self - self != 0:
            return self.raw
        return int(self.raw) if _INTEGER.fullmatch(self.raw) else float(self)


class Document(Struct, frozen=True, gc=False):
    """One JSON value of a file: `pointer` leads to it, "" alone in its file or "LINE#" among several."""

    value: Any
    pointer: str


class Fault(Struct, frozen=True):
    """A place where a JSON document breaks off, counted from 1."""

    line: int
    column: int
    message: str


class Source(Struct, frozen=True):
    """A file as the readers of the formats see it."""

    path: str
    sha256: str
    text: str
    documents: tuple[Document, ...]  # with nulls for the numbers of lists that hold very many
    faults: tuple[Fault, ...]


def open_source(data: bytes, path: str) -> Source:
    """Decode a file's bytes (UTF-8, or UTF-16 with its mark) and find the JSON objects and lists in it.

    Log lines between documents are passed over; bytes that are no text become U+FFFD, so a log is never lost for them.
    """
    utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data.decode("utf-16" if utf16 else "utf-8-sig", "replace")
    if "\\ud" in text or "\\uD" in text:
        text = _LONE_SURROGATE.sub(r"\\ufffd", text)
    documents, faults = _documents(_SERIES.sub(_emptied, text))
    if faults:  # their columns are those of the text as it is
        documents, faults = _documents(text)
    return Source(path, hashlib.sha256(data).hexdigest(), text, documents, faults)


def whole_documents(source: Source) -> tuple[Document, ...]:
    """The documents with the long lists that `Source.documents` empties, for a reader whose results they are."""
    return _documents(source.text)[0]


def records(source: Source) -> Iterator[Document]:
    """Every JSON object of the file, and of a list each object in it."""
    for document in source.documents:
        if isinstance(document.value, list):
            for index, value in enumerate(document.value):
                if isinstance(value, dict):
                    yield Document(value, f"{document.pointer}/{index}")
        else:
            yield document


def _emptied(series: re.Match[str]) -> str:
    """The list with nulls for its numbers, for none of them is a result and each costs as much as one: half of the time
    of a file that is full of them. Its length and its lines stay."""
    entries = series[0].count(",")
    return f"[{'null,' * entries}null]" + "\n" * series[0].count("\n")


_DECODER = json.JSONDecoder(parse_float=Number, parse_int=Number, parse_constant=Number)


def parse(text: str) -> Any:
    """One JSON value with numbers as `Number`s; None when the text is no JSON."""
    try:
        return _DECODER.decode(text)
    except (json.JSONDecodeError, RecursionError):
        return None


def _documents(text: str) -> tuple[tuple[Document, ...], tuple[Fault, ...]]:
    found: list[tuple[int, Any]] = []
    faults: list[Fault] = []
    place, line, counted, opened = 0, 1, 0, False
    while (start := _START.search(text, place)) and len(faults) < _MOST_FAULTS:
        begin = start.end()
        line += text.count("\n", counted, begin)
        counted = begin
        try:
            value, place = _DECODER.raw_decode(text, begin)
            found.append((line, value))
        except json.JSONDecodeError as error:
            if place == 0 and _LIST.match(text, begin):  # broken somewhere: its whole objects count all the same
                place, opened = begin + 1, True
                continue
            if text[begin] == "{":
                faults.append(Fault(error.lineno, error.colno, error.msg))
            if text.find("\n", begin, error.pos) >= 0:  # it broke off lines later: what follows are its fragments
                break
            place = _next_line(text, begin)
        except RecursionError:
            faults.append(Fault(line, begin - text.rfind("\n", 0, begin), "it is nested too deeply"))
            break
    objects = [(at, value) for at, value in found if _holds_objects(value)]
    alone = len(found) == 1 and not faults and not opened and not text[: text.find("{")].strip(" \t\r\n[")
    return tuple(Document(value, "" if alone else f"{at}#") for at, value in objects), tuple(faults)


def _next_line(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _holds_objects(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def plain(value: Any) -> Any:
    """A JSON scalar with an ordinary number, fit to be written again."""
    return value.plain if isinstance(value, Number) else value


def step(key: str) -> str:
    """A key as a JSON pointer writes it (RFC 6901)."""
    return "/" + key.replace("~", "~0").replace("/", "~1")


def settings(values: dict[str, Any], used: frozenset[str]) -> dict[str, Any]:
    """What a record states beyond the columns: its scalars whose key is not in `used`; lists and empty values go."""
    return {k: plain(v) for k, v in values.items() if k not in used and not isinstance(v, _NESTED)}


def whole(value: Any) -> int | None:
    """A whole number written as number or text (gpu_count is often "1"), None for anything else."""
    text = value.raw if isinstance(value, Number) else value
    return int(float(text)) if isinstance(text, str) and _WHOLE.fullmatch(text) else None


def printable(text: str) -> str:
    """The text with U+FFFD for control characters: escape sequences of a log must not reach a terminal or a page."""
    return text if text.isprintable() else "".join(c if c.isprintable() else "\ufffd" for c in text)


def words(value: Any) -> str | None:
    """A text that says something, None for anything else (absent, empty, "unknown")."""
    text = value.strip() if isinstance(value, str) else ""
    return text if text and text.lower() not in ("unknown", "none", "n/a") else None
