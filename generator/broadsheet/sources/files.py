"""Bytes of a contributor's file into text, or a problem that names the encoding."""

import codecs
import re
from pathlib import Path

from ..model import Problem

# What no text of ours may hold: C0 controls but tab and line ends, half characters (JSON can name them), and the
# private-use signs that press puts in links.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ue000-\ue003]")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


def relative(path: Path, root: Path) -> str:
    """`path` as problems and links name it: relative to the project, with forward slashes."""
    return path.relative_to(root).as_posix()


def read_text(path: Path, name: str) -> tuple[str, list[Problem]]:
    """The text of `path`: UTF-8, or UTF-16 with its byte order mark. `name` is what problems call it.

    Returns an empty text and one problem when the bytes are neither, or hold control characters, and when the name
    itself cannot be printed.
    """
    if not name.isprintable():
        shown = "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in name)
        return "", [Problem(shown, 0, 0, "bad-file-name", "the file's name is not plain UTF-8 text", "rename the file")]
    try:
        data = path.read_bytes()
    except OSError as error:
        return "", [Problem(name, 0, 0, "unreadable", f"the file cannot be read: {error.strerror}")]
    return decode_text(data, name)


def decode_text(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """The text of bytes that were read from a file, a compressed one say; as `read_text`."""
    encoding = next((e for bom, e in _BOMS if data.startswith(bom)), "utf-8")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        message = f"the file is not valid {encoding.upper()}: byte 0x{data[error.start]:02x} cannot be read"
        hint = "save the file as UTF-8 (it looks like Latin-1 or Windows-1252)"
        return "", [Problem(name, line, column, "bad-encoding", message, hint)]
    if bad := FORBIDDEN.search(text):
        at = bad.start()
        line = text.count("\n", 0, at) + 1
        message = f"the file holds the control character U+{ord(text[at]):04X}"
        column = at - (text.rfind("\n", 0, at) + 1) + 1
        return "", [Problem(name, line, column, "control-character", message, "delete that character")]
    return text, []
