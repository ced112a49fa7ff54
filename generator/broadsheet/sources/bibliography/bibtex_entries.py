"""Cuts a BibTeX file into entries, line by line accurate, and reads each: none is lost, whatever is wrong with it.

bibtexparser's splitter reads the entries that are plain; anything else goes to `bibtex_scan`, which mends and tells.
"""

import logging
import re
from bisect import bisect_right
from collections.abc import Iterator

from bibtexparser import model as bib
from bibtexparser.splitter import Splitter
from msgspec import Struct

from .bibtex_scan import FIELD_NAME, OPENING, Flaw, Scanned, Strings, group_end, runs_on, scan_entry
from .dates import MONTHS

# The splitter logs what it cannot read; we read that ourselves and give problems instead.
logging.getLogger("bibtexparser").addHandler(logging.NullHandler())

# Macros that every standard style defines (plain.bst and its family).
_JOURNALS = {
    "acmcs": "ACM Computing Surveys", "acta": "Acta Informatica", "cacm": "Communications of the ACM",
    "ibmjrd": "IBM Journal of Research and Development", "ibmsj": "IBM Systems Journal",
    "ieeese": "IEEE Transactions on Software Engineering", "ieeetc": "IEEE Transactions on Computers",
    "ieeetcad": "IEEE Transactions on Computer-Aided Design of Integrated Circuits",
    "ipl": "Information Processing Letters", "jacm": "Journal of the ACM",
    "jcss": "Journal of Computer and System Sciences", "scp": "Science of Computer Programming",
    "sicomp": "SIAM Journal on Computing", "tocs": "ACM Transactions on Computer Systems",
    "tods": "ACM Transactions on Database Systems", "tog": "ACM Transactions on Graphics",
    "toms": "ACM Transactions on Mathematical Software", "toois": "ACM Transactions on Office Information Systems",
    "toplas": "ACM Transactions on Programming Languages and Systems", "tcs": "Theoretical Computer Science",
}  # fmt: skip
_PREDEFINED = {**_JOURNALS, **{name: name for name in MONTHS}, **{name[:3]: name[:3] for name in MONTHS}, "sept": "sep"}

_LINE_START = re.compile(r"^[ \t]*(?=@\s*[\w:-]*\s*[{(])", re.MULTILINE)
_STRAY_AT = re.compile(r"^[ \t]*(@(?!comment\b)\s*\S+)", re.MULTILINE | re.IGNORECASE)
_LEFT_OUT = re.compile(r"[\s,})]*(?=[A-Za-z][\w:+.-]*[ \t]*=[ \t]*[{\"\d])")
_STRING = re.compile(r"\s*([^\s=#,{}\"]+)\s*=\s*")
_ENTRY_LIKE = re.compile(r"^[ \t]*@\s*[\w-]+\s*[{(](?=[^,={}]*,\s*[\w-]+\s*=)", re.MULTILINE)
_BARE_ENTRY = "@misc{,"
_LOOK_AHEAD = 65536  # characters that a value with an `@` at the start of a line may take
_COMMENTED_OUT = (
    "this entry is commented out and not read; BibTeX itself would read it",
    "remove the entry, or what comments it out",
)
_NO_ENTRIES = frozenset(("comment", "preamble", "string"))


class RawEntry(Struct):
    """An entry with its values resolved but not decoded; field names in lower case, the first of a name wins."""

    type: str
    key: str
    line: int
    fields: dict[str, str]
    lines: dict[str, int]


class RawFlaw(Struct, frozen=True):
    """Something wrong at a line."""

    line: int
    code: str
    message: str
    hint: str = ""


def read_entries(text: str) -> tuple[list[RawEntry], list[RawFlaw]]:
    """Every entry of the text in order, and what is wrong. Neither @comment, @preamble nor @string is an entry."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n")
    return _Reader(text if "\n" in text else text.replace("\r", "\n")).read()


class _Reader:
    """One file on its way; collects entries, @strings and flaws."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.line_starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self.strings: Strings = dict(_PREDEFINED)
        self.entries: list[RawEntry] = []
        self.flaws: list[RawFlaw] = []
        self.ahead = 64 * _LOOK_AHEAD + 8 * len(text)  # characters left to look ahead, so that no input takes for ever
        self.entry_end = -1  # where the last entry ended that `bibtex_scan` read

    def read(self) -> tuple[list[RawEntry], list[RawFlaw]]:
        marks = [match.end() for match in _LINE_START.finditer(self.text)]
        ends = [*marks, len(self.text)]
        if self.text[: ends[0]].strip():
            self.between(0, ends[0])
        done = ends[0]
        for start, stop in zip(marks, ends[1:], strict=True):
            if start >= done:
                done = self.chunk(start, stop)
        return self.entries, self.flaws

    def line(self, at: int) -> int:
        return bisect_right(self.line_starts, at)

    def flaw(self, at: int, code: str, message: str, hint: str) -> None:
        self.flaws.append(RawFlaw(self.line(at), code, message, hint))

    def chunk(self, start: int, stop: int) -> int:
        """What begins with the `@` at `start`, up to the next that begins a line; the offset read up to."""
        opening = OPENING.match(self.text, start)
        kind = (opening[1] or "").lower() if opening else ""
        if opening and kind in _NO_ENTRIES:
            end = self.no_entry(kind, opening.end() - 1, stop)
        else:
            plain = self.plain(start, stop)
            if plain:
                return stop
            scanned = scan_entry(self.text, start, stop, self.strings)
            if scanned.broken and scanned.fields and self.ahead > 0:  # perhaps an `@` within a value cut it short
                until = min(len(self.text), start + _LOOK_AHEAD)
                self.ahead -= until - start
                further = scan_entry(self.text, start, until, self.strings)
                swallowed = _ENTRY_LIKE.search(self.text, stop, further.end)
                if not (further.broken or swallowed):
                    scanned = further
            self.add(scanned)
            end = scanned.end
        stop = max(end, stop)
        if self.text[end:stop].strip():
            self.between(end, stop)
        return stop

    def plain(self, start: int, stop: int) -> bool:
        """Takes the chunk as bibtexparser reads it, if it is one entry, whole and without anything to resolve."""
        blocks = Splitter(self.text[start:stop]).split().blocks
        entry = blocks[0] if len(blocks) == 1 else None
        if type(entry) is not bib.Entry or not entry.entry_type or not entry.key or " " in entry.key:
            return False
        first = self.line(start)
        fields, lines = {}, {}
        for field in entry.fields:
            value = _plain_value(field.value, self.strings)
            name = field.key.lower()
            if value is None or name in fields or not FIELD_NAME.fullmatch(name):
                return False
            fields[name] = value
            lines[name] = first + (field.start_line or 0)
        self.entries.append(RawEntry(entry.entry_type.lower(), entry.key, first, fields, lines))
        return True

    def add(self, scanned: Scanned) -> None:
        fields: dict[str, str] = {}
        lines: dict[str, int] = {}
        line = self.line(scanned.start)
        for flaw in scanned.flaws:
            self.flaws.append(RawFlaw(self.line(flaw.at), flaw.code, flaw.message, flaw.hint))
        for field in scanned.fields:
            if field.name not in fields:
                fields[field.name], lines[field.name] = field.value, self.line(field.at)
            else:
                first = lines[field.name]
                message = f"the field `{field.name}` comes twice; the first (line {first}) is taken"
                self.flaw(field.at, "bib-duplicate-field", message, "keep one of them")
        self.entries.append(RawEntry(scanned.type, scanned.key, line, fields, lines))
        self.entry_end = scanned.end

    def no_entry(self, kind: str, brace: int, stop: int) -> int:
        """Past a @comment, @preamble or @string; a comment may hold entries that somebody commented out."""
        end = group_end(self.text, brace, len(self.text) if self.ahead > 0 else stop)
        if end < 0:
            self.ahead -= len(self.text) - brace
        if kind == "comment":
            for match in _ENTRY_LIKE.finditer(self.text, brace, max(end, brace)):
                self.flaw(match.end(), "bib-commented-out", *_COMMENTED_OUT)
        elif _LINE_START.search(self.text, brace, max(end, brace)):  # the brace that closes it is another's
            end = -1
        if end < 0:
            if kind != "comment":
                self.flaw(brace, "bib-syntax", f"this @{kind} is never closed", "close its brace")
            return stop
        if kind == "string":
            for flaw in self.define(brace + 1, end - 1):
                self.flaw(flaw.at, flaw.code, flaw.message, flaw.hint)
        return end

    def define(self, at: int, end: int) -> Iterator[Flaw]:
        match = _STRING.match(self.text, at, end)
        if not match:
            yield Flaw(at, "bib-syntax", "an @string without `name = value`", 'write @string{name = "value"}')
            return
        scanned = _scan_fields(self.text[at:end], self.strings)
        shift = at - len(_BARE_ENTRY)
        yield from (Flaw(flaw.at + shift, flaw.code, flaw.message, flaw.hint) for flaw in scanned.flaws)
        if scanned.fields:
            self.strings[match[1].lower()] = scanned.fields[0].value

    def between(self, start: int, stop: int) -> None:
        """Text outside entries: free to hold anything, but not entries or fields that would be lost there."""
        at = start
        while match := OPENING.search(self.text, at, stop):
            kind = (match[1] or "").lower()
            self.lost(at, match.start())
            if "%" in self.text[self.text.rfind("\n", 0, match.start()) + 1 : match.start()]:
                self.flaw(match.start(), "bib-commented-out", *_COMMENTED_OUT)
                at = match.end()
            elif kind in _NO_ENTRIES:
                at = min(stop, self.no_entry(kind, match.end() - 1, stop))
            else:
                scanned = scan_entry(self.text, match.start(), stop, self.strings)
                self.add(scanned)
                at = scanned.end
        self.lost(at, stop)

    def lost(self, start: int, stop: int) -> None:
        """Tells of an entry without a brace, and of fields after a brace that closed their entry too early."""
        gap = self.text[start:stop]
        if match := _STRAY_AT.search(gap):
            at = start + match.end() - len(match[1])
            self.flaw(at, "bib-syntax", f"`{match[1][:40]}` begins no entry that can be read", "write @type{key,")
            gap = gap[: match.start()]
        if start == self.entry_end and (match := _LEFT_OUT.match(gap)):
            last = self.entries[-1]
            message = f"a brace closes the entry of line {last.line} before its last fields"
            self.flaw(start + match.end(), "bib-syntax", message, "remove the brace or put the fields before it")
            for field in _scan_fields(gap[match.end() :], self.strings).fields:
                last.fields.setdefault(field.name, field.value)
                last.lines.setdefault(field.name, self.line(start + match.end()))


def _scan_fields(text: str, strings: Strings) -> Scanned:
    """Fields without an entry round them: what an @string defines, what follows a brace that closed too early."""
    source = f"{_BARE_ENTRY}{text}}}"
    return scan_entry(source, 0, len(source), strings)


def _plain_value(value: str, strings: Strings) -> str | None:
    """The text of a value that is one group, quotation, number or known name; None for anything else."""
    if not value:
        return None
    inner = value[1:-1]
    if runs_on(inner):
        return None
    if value[0] == "{" and value[-1] == "}":
        if "{" not in inner and "}" not in inner:
            return inner
        if group_end(value, 0, len(value)) == len(value):
            return inner
        return None
    if value[0] == '"' and value[-1] == '"' and len(value) > 1:
        return inner if '"' not in inner and inner.count("{") == inner.count("}") else None
    if value.isdigit():
        return value
    return strings.get(value.lower())
