"""Bytes of a file that another program wrote into text: what no text of ours may hold is mended where that is safe."""

import codecs
import re

from ...model import Problem
from ..files import FORBIDDEN, decode_text

# How programs say at the beginning of a file what it is written in: JabRef `% Encoding: Cp1252`, Emacs `-*- coding`.
_DECLARED = re.compile(rb"\b(?:encoding|coding)\s*[:=]\s*([\w.-]+)", re.IGNORECASE)
_HEAD = 1000  # bytes in which such a line is looked for
_SPACE = "\x0b\x0c\x1c\x1d\x1e\x1f"  # control characters that end a line or a page
_WESTERN = (b"iso8859_1", b"iso-8859-1", b"iso8859-1", b"latin1", b"latin-1")  # read as Windows-1252, as browsers do
_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_NOT_UTF8 = re.compile("[\udc80-\udcff]+")  # bytes that Python's surrogateescape holds
_FEW = 3  # more of them in a row are no accented letters and dashes of Windows-1252


def foreign_text(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """The text of a file, and what was done to read it; `name` is what problems call it.

    Like `files.decode_text`, but what leaves no doubt is no reason to refuse a file of a thousand records: an encoding
    that the file declares, Windows-1252 (so Latin-1) where bytes are not UTF-8, control characters that a PDF left.
    Each gives a warning with the first line it concerns. An empty text with an error: it cannot be read.
    """
    text, problems = decode_text(data, name)
    if not problems:
        return text, []
    fault = problems[0]
    told = []
    if fault.code == "bad-encoding":
        encoding, text = _other_encoding(data)
        if not text:
            return "", problems
        message = f"the file is not valid UTF-8; it is read as {encoding}"
        hint = "look at the accented letters, or save the file as UTF-8"
        told.append(Problem(name, fault.line, fault.column, "import-encoding", message, hint, "warning"))
    else:
        text = data.decode("utf-16" if data.startswith(_MARKS) else "utf-8-sig")
        if text.count("\0") > len(text) // 8:  # UTF-16 without its mark, or no text at all
            return "", problems
    if found := FORBIDDEN.search(text):
        line = text.count("\n", 0, found.start()) + 1
        count = len(FORBIDDEN.findall(text))
        message = f"{count} control character{'s' * (count > 1)} left out, the first U+{ord(found[0]):04X}"
        told.append(Problem(name, line, 0, "import-control-character", message, "look at that line", "warning"))
        text = FORBIDDEN.sub(lambda match: " " if match[0] in _SPACE else "", text)
    return text, told


def _other_encoding(data: bytes) -> tuple[str, str]:
    """The encoding that a file declares or that its bytes show, and its text; empty where neither is sure."""
    if data.startswith(_MARKS):
        return "", ""
    declared = _DECLARED.search(data[:_HEAD])
    if declared and declared[1].lower() not in _WESTERN and not declared[1].lower().startswith(b"utf"):
        try:
            encoding = codecs.lookup(declared[1].decode("ascii")).name
            return encoding, data.decode(encoding)
        except (LookupError, UnicodeError):
            pass  # a name that nobody knows, or a file that is not what it says
    text = data.decode("utf-8", "surrogateescape")  # a file of both encodings comes out whole
    if any(len(run) > _FEW for run in _NOT_UTF8.findall(text)):
        return "", ""
    try:
        return "Windows-1252", _NOT_UTF8.sub(
            lambda run: run[0].encode("utf-8", "surrogateescape").decode("cp1252"), text
        )
    except UnicodeDecodeError:  # a byte that it has no character for
        return "", ""
