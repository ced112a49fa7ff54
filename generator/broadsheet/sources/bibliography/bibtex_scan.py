"""Reads one BibTeX entry character by character and says what is wrong with it: the path for entries with a fault.

bibtexparser reads the plain ones faster. It merges fields across a missing comma, gives up on a stray quote, brace or
key, and leaves `#` and @string names as they are; here each of these is mended where that is possible, and told.
"""

import re

from msgspec import Struct

# @type{ or @type( ; the type may be missing (that is a fault).
OPENING = re.compile(r"(?<![\w.])@\s*([A-Za-z][\w:-]*)?\s*([{(])")
FIELD_NAME = re.compile(r"[^\W\d][\w:+./-]*")

_KEY = re.compile(r"[^,={}\"()]*")
_FIELD = re.compile(r"([^\W\d][\w:+./-]*)\s*=\s*")
# Where the next field begins: on a line of its own, whatever its name, else behind a comma and known by name.
_NEXT_FIELD = re.compile(
    r"\n[ \t]*,?[ \t]*[^\W\d][\w:+./-]*[ \t]*=[ \t]*[{\"\w]|"
    r",[ \t]*(?:author|title|year|date|journal|booktitle|publisher|volume|pages|doi|url)[ \t]*=[ \t]*[{\"\d]",
    re.IGNORECASE,
)
_BRACE = re.compile(r"[{}]")
# A field that stands within the value of another means that a brace or a quote is missing between them.
_RUN_ON = re.compile(
    r"\n[ \t]*,?[ \t]*(?:author|title|year|date|month|journal|journaltitle|booktitle|editor|publisher|volume|number|"
    r"pages|doi|url|abstract|keywords)[ \t]*=[ \t]*[{\"]",
    re.IGNORECASE,
)
_UNESCAPED_BRACE = re.compile(r"(?<!\\)[{}]")
_QUOTE_END = re.compile(r"(?<!\\)\"|[{}]")
_PLAIN_QUOTE_END = re.compile(r"\"(?=\s*(?:[,#})]|$))")
_BARE = re.compile(r"[^\s,#{}\"=()]+")
_LONGEST = 100_000  # characters that @string names may add to a value
_SPACE = re.compile(r"(?:\s|%[^\n]*\n)*")
_SEPARATORS = re.compile(r"(?:[\s,]|%[^\n]*(?:\n|$))*")
_RECOVERY = re.compile(r",|\n|$")

Strings = dict[str, str]


class Flaw(Struct, frozen=True):
    """Something wrong at an offset of the text."""

    at: int
    code: str
    message: str
    hint: str = ""


class ScannedField(Struct, frozen=True):
    """A field with its value resolved: delimiters gone, pieces joined, LaTeX as written."""

    name: str
    value: str
    at: int


class Scanned(Struct, frozen=True):
    """An entry between the offsets `start` and `end`, with every field in order, repeated ones too."""

    type: str
    key: str
    start: int
    end: int
    fields: tuple[ScannedField, ...]
    flaws: tuple[Flaw, ...]

    @property
    def broken(self) -> bool:
        """Whether its extent or its fields are guesswork."""
        return any(flaw.code == "bib-syntax" for flaw in self.flaws)


def scan_entry(text: str, start: int, stop: int, strings: Strings) -> Scanned:
    """The entry whose `@` is at `start`, not read past `stop`.

    First as BibTeX reads it (every brace counts), then with escaped braces as text, then with each value ending where
    the next field begins: the first reading without a syntax error is taken, the last when there is none.
    """
    readings = (_Scanner(text, stop, strings, _BRACE), _Scanner(text, stop, strings, _UNESCAPED_BRACE))
    for scanner in readings:
        scanned = scanner.entry(start)
        if not scanned.broken:
            return scanned
    return _Scanner(text, stop, strings, _BRACE, hasty=True).entry(start)


def runs_on(value: str) -> bool:
    """Whether a value swallows a field: balanced by chance, where one brace is missing and another is too many."""
    return "=" in value and "\n" in value and _RUN_ON.search(value) is not None


def group_end(text: str, start: int, stop: int) -> int:
    """The offset past the group that opens at `start`, braces in it balanced, or -1 if it does not end by `stop`."""
    if text[start] == "{":
        return _closing(_BRACE, text, start, stop)
    depth = 0
    for match in re.compile(r"[{})]").finditer(text, start + 1, stop):
        if match[0] == ")" and depth == 0:
            return match.end()
        depth += (match[0] == "{") - (match[0] == "}")
    return -1


def _closing(brace: "re.Pattern[str]", text: str, start: int, stop: int) -> int:
    depth = 0
    for match in brace.finditer(text, start, stop):
        depth += 1 if match[0] == "{" else -1
        if depth == 0:
            return match.end()
    return -1


class _Scanner:
    """One reading of one entry; `brace` says which braces count, `hasty` that no value goes past the next field."""

    def __init__(
        self, text: str, stop: int, strings: Strings, brace: "re.Pattern[str]", *, hasty: bool = False
    ) -> None:
        self.text, self.stop, self.strings, self.brace, self.hasty = text, stop, strings, brace, hasty
        self.flaws: list[Flaw] = []
        self.guessed_end = -1  # where a value ends that nothing ends

    def entry(self, start: int) -> Scanned:
        opening = OPENING.match(self.text, start, self.stop)
        if opening is None:
            raise ValueError(f"no entry at offset {start}")
        if not opening[1]:
            self.flaw(start, "bib-syntax", "an entry without a type", "write @article{key, or another type")
        closer = "}" if opening[2] == "{" else ")"
        key, at = self.key(opening.end(), closer)
        fields: list[ScannedField] = []
        while True:
            match = _SEPARATORS.match(self.text, at, self.stop)
            at = match.end() if match else at
            if at >= self.stop:
                self.flaw(start, "bib-syntax", "this entry is never closed", f"add the missing `{closer}`")
                break
            if self.text[at] == closer:
                at += 1
                break
            field = _FIELD.match(self.text, at, self.stop)
            if field is None:
                at = self.skip_stray(at, closer)
                continue
            value, at = self.value(field.end(), closer)
            fields.append(ScannedField(field[1].lower(), value, field.start()))
            at = self.after_value(at, closer, field[1])
        return Scanned((opening[1] or "misc").lower(), key, start, at, tuple(fields), tuple(self.flaws))

    def key(self, at: int, closer: str) -> tuple[str, int]:
        """The key and the offset past it; empty when the entry starts with a field."""
        match = _KEY.match(self.text, at, self.stop)
        end = match.end() if match else at
        words = self.text[at:end].split()
        if end >= self.stop or self.text[end] in "," + closer:
            return " ".join(words), end
        if self.text[end] == "=":
            if len(words) < 2:
                return "", at
            self.flaw(at, "bib-missing-comma", f"no comma after the key `{words[0]}`", "put a comma after the key")
            return words[0], self.text.index(words[0], at) + len(words[0])
        recovery = _RECOVERY.search(self.text, end, self.stop)
        end = recovery.start() if recovery else self.stop
        return re.sub(r"[{}]", "", self.text[at:end]).strip(' \t\n"'), end

    def value(self, at: int, closer: str) -> tuple[str, int]:
        """Pieces joined by `#`, each in braces, in quotes, a number or the name of an @string."""
        start, size, pieces = at, 0, list[str]()
        while True:
            char = self.text[at] if at < self.stop else ""
            if char == "{":
                piece, at = self.braced(at)
            elif char == '"':
                piece, at = self.quoted(at)
            else:
                piece, at = self.bare(at)
            pieces.append(piece)
            size += len(piece)
            if size > _LONGEST + self.stop - start:
                self.flaw(start, "bib-syntax", "this value grows beyond all bounds", "check the @string names in it")
                pieces, size = [], 0
            match = _SPACE.match(self.text, at, self.stop)
            after = match.end() if match else at
            if after >= self.stop or self.text[after] != "#":
                return "".join(pieces), at
            match = _SPACE.match(self.text, after + 1, self.stop)
            at = match.end() if match else after + 1

    def braced(self, at: int) -> tuple[str, int]:
        limit = self.stop
        if self.hasty and (following := _NEXT_FIELD.search(self.text, at, self.stop)):
            limit = following.start()
        end = _closing(self.brace, self.text, at, limit)
        if self.hasty:
            if end < 0:
                return self.unfinished(at, limit, "}")
        elif end < 0 or runs_on(self.text[at:end]):
            return self.unfinished(at, self.stop if end < 0 else end, "}")
        return self.text[at + 1 : end - 1], end

    def quoted(self, at: int) -> tuple[str, int]:
        depth = 0
        for match in _QUOTE_END.finditer(self.text, at + 1, self.stop):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth -= 1
            elif depth == 0:
                if self.hasty and _NEXT_FIELD.search(self.text, at, match.start()):
                    break
                return self.text[at + 1 : match.start()], match.end()
        following = _NEXT_FIELD.search(self.text, at, self.stop)
        limit = following.start() if following else self.stop
        plain = _PLAIN_QUOTE_END.search(self.text, at + 1, limit)
        if plain:
            self.flaw(at, "bib-syntax", "the braces in this value do not balance", "close every brace")
            return self.text[at + 1 : plain.start()], plain.end()
        return self.unfinished(at, limit, '"')

    def unfinished(self, at: int, limit: int, delimiter: str) -> tuple[str, int]:
        self.flaw(at, "bib-syntax", f"no `{delimiter}` ends this value", "check braces and quotes here")
        self.guessed_end = limit
        value = self.text[at + 1 : limit]
        if limit == self.stop:  # the closing of the entry is not ours
            value = re.sub(r"\n[ \t]*[})]\s*$", "", value)
        return value.strip().rstrip('},"'), limit

    def bare(self, at: int) -> tuple[str, int]:
        match = _BARE.match(self.text, at, self.stop)
        if match is None:
            self.flaw(min(at, self.stop - 1), "bib-syntax", "a field without a value", 'write {...} or "..."')
            return "", at
        word = match[0]
        if word[0].isdigit() or word[0] == "-":
            return word, match.end()
        known = self.strings.get(word.lower())
        if known is None:
            hint = f"define it with @string, or write {{{word}}} for the word itself"
            self.flaw(at, "bib-undefined-string", f"no @string is named `{word}`", hint)
            return word, match.end()
        return known, match.end()

    def after_value(self, at: int, closer: str, name: str) -> int:
        match = _SPACE.match(self.text, at, self.stop)
        after = match.end() if match else at
        if after >= self.stop or self.text[after] in "," + closer:
            return after
        if _FIELD.match(self.text, after, self.stop):
            if at != self.guessed_end:
                hint = "end every field but the last with a comma"
                self.flaw(at - 1, "bib-missing-comma", f"no comma after the field `{name.lower()}`", hint)
            return after
        return self.skip_stray(after, closer)

    def skip_stray(self, at: int, closer: str) -> int:
        """Past text that is no field; the next field, comma or line is where reading goes on."""
        recovery = _RECOVERY.search(self.text, at + 1, self.stop)
        end = recovery.start() if recovery else self.stop
        if closer in self.text[at:end]:
            end = max(at + 1, self.text.index(closer, at))
        stray = " ".join(self.text[at:end].split())[:40]
        self.flaw(
            at, "bib-syntax", f"expected `field = value`, found `{stray}`", "check braces, quotes and commas here"
        )
        return end

    def flaw(self, at: int, code: str, message: str, hint: str) -> None:
        self.flaws.append(Flaw(at, code, message, hint))
