"""LaTeX text to plain Unicode, mathematics left as it is written. Tables, one pass, no TeX.

Commands that we do not know keep their arguments, and their name where they have none: the words survive.
"""

import re
import unicodedata

from .latex_symbols import ACCENTS, DROPS_ARGUMENT, QUOTES, SILENT, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS

Memo = dict[tuple[str, bool], str]

_MARKED = re.compile(r"[\\{}~]|--|``|''")
_TOKEN = re.compile(
    r"(?P<math>\$(?:[^$\\]|\\.)+\$|\\\(.{0,2000}?\\\))"
    r"|\\(?P<word>[A-Za-z]+)\*?\s*"
    r"|\\(?P<mark>.)"
    r"|(?P<brace>[{}])"
    r"|(?P<ligature>---?|``|''|~|!`|\?`)",
    re.DOTALL,
)
_LIGATURES = {"--": "–", "---": "—", "``": "“", "''": "”", "~": " ", "!`": "¡", "?`": "¿"}
_SPACES = {" ": " ", ",": " ", ";": " ", ":": " ", "\n": " ", "\t": " ", "\\": " ", "-": "", "/": "", "!": "", "@": ""}
_DEPTH = 40  # deeper than anyone writes; past it braces are only dropped, so that no input can exhaust the stack
_REMEMBERED = 200  # longer strings do not come twice


def decode(text: str, memo: Memo, *, keep_braces: bool = False) -> str:
    """The text without LaTeX, runs of white space as one space.

    `memo` remembers short strings for as long as the caller likes. With `keep_braces`, braces that group words stay
    (those that only hold an accented letter go): names are split where no brace protects them.
    """
    if not _MARKED.search(text):
        return " ".join(text.split())
    known = memo.get((text, keep_braces))
    if known is not None:
        return known
    if "\\" not in text and "$" not in text and not keep_braces:
        plain = text.replace("{", "").replace("}", "").replace("~", " ").replace("---", "—").replace("--", "–")
        plain = plain.replace("``", "“").replace("''", "”")
    else:
        plain = unicodedata.normalize("NFC", _Decoder(text, keep_braces).group(0))
    plain = " ".join(plain.split())
    if len(text) <= _REMEMBERED:
        memo[text, keep_braces] = plain
    return plain


def address(text: str) -> str:
    r"""A URL, DOI or other verbatim field: \url{...} and escapes removed, dashes and tildes kept."""
    if "\\" in text or "{" in text:
        text = re.sub(r"\\href\s*(\{[^{}]*\})\s*\{[^{}]*\}", r"\1", text)
        text = re.sub(r"\\(?:url|path|nolinkurl|href)\s*(?=\{)", "", text)
        text = re.sub(r"\\text(less|greater)(?![a-zA-Z])(?:\s*\{\}|\s+)?", _angle, text)
        text = text.replace("\\textasciitilde", "~").replace("\\textunderscore", "_").replace("$\\sim$", "~")
        text = re.sub(r"\\([\W_])", r"\1", text).replace("{", "").replace("}", "")
    return text.strip()


def _angle(match: "re.Match[str]") -> str:
    return "<" if match[1] == "less" else ">"  # old DOIs have them


class _Decoder:
    """A place in a text; `group` and `argument` move it on and give what they passed, decoded."""

    def __init__(self, text: str, keep_braces: bool) -> None:
        self.text, self.keep, self.at = text, keep_braces, 0

    def group(self, depth: int) -> str:
        """Up to the closing brace of this group, or to the end of the text at depth 0."""
        parts: list[str] = []
        text = self.text
        while match := _TOKEN.search(text, self.at):
            parts.append(text[self.at : match.start()])
            self.at = match.end()
            brace = match["brace"]
            if brace == "}":
                if depth:
                    return "".join(parts)
            elif brace == "{":
                parts.append(self._braced(depth) if depth < _DEPTH else "")
            else:
                parts.append(self._other(match, depth))
        parts.append(text[self.at :])
        self.at = len(text)
        return "".join(parts)

    def _braced(self, depth: int) -> str:
        """A group whose opening brace is behind us; its own braces are kept where they hold words together."""
        special = self.text.startswith("\\", self.at)
        inner = self.group(depth + 1)
        return inner if not self.keep or (special and " " not in inner.strip()) else f"{{{inner}}}"

    def _other(self, match: "re.Match[str]", depth: int) -> str:
        if match["math"]:
            return match["math"]
        if match["ligature"]:
            return _LIGATURES[match["ligature"]]
        if match["word"]:
            return self._command(match["word"], depth)
        mark = match["mark"]
        if mark in ACCENTS:
            return self._accented(mark, depth)
        return _SPACES.get(mark, "" if self.keep and mark in "{}" else mark)

    def _command(self, name: str, depth: int) -> str:
        if name in ACCENTS and (len(name) == 1 or self.text.startswith("{", self.at)):
            return self._accented(name, depth)
        if name in SYMBOLS:
            if self.text.startswith("{}", self.at):
                self.at += 2
            return SYMBOLS[name]
        if name in DROPS_ARGUMENT or name == "href":
            self.argument(depth)
            return ""
        if name in ("url", "path", "nolinkurl"):
            start = self.at
            self.argument(depth)
            return address(self.text[start : self.at])
        if name in QUOTES:
            left, right = QUOTES[name]
            return f"{left}{self.argument(depth)}{right}"
        if name == "texorpdfstring":
            shown = self.argument(depth)
            self.argument(depth)
            return shown
        if name == "ensuremath":
            start = self.at
            self.argument(depth)
            inner = self.text[start : self.at]
            return f"${inner[1:-1] if inner.startswith('{') else inner}$"
        if name in ("textsuperscript", "textsubscript"):
            inner = self.argument(depth)
            raised = inner.translate(SUPERSCRIPTS if name == "textsuperscript" else SUBSCRIPTS)
            return raised if not set(raised) & set(inner) else inner
        if self.text.startswith("{", self.at):  # \emph{...}, \textsc{...} and whatever we do not know
            return self.argument(depth)
        if name in SILENT:
            return ""
        return name + (" " if self.text[self.at - 1].isspace() else "")

    def argument(self, depth: int) -> str:
        """What a command applies to: a group, another command, or the next character."""
        text = self.text
        while self.at < len(text) and text[self.at].isspace():
            self.at += 1
        if self.at >= len(text):
            return ""
        match = _TOKEN.match(text, self.at) if depth < _DEPTH else None
        if match is None:
            self.at += 1
            return text[self.at - 1]
        if match["brace"] == "}":
            return ""
        self.at = match.end()
        return self.group(depth + 1) if match["brace"] else self._other(match, depth + 1)

    def _accented(self, accent: str, depth: int) -> str:
        base = self.argument(depth)
        if not base.strip():
            return {"~": "~", "^": "^", "'": "'", "`": "`", '"': '"'}.get(accent, "") + base
        letter = {"ı": "i", "ȷ": "j"}.get(base[0], base[0])
        if accent == "t":  # a tie joins two letters
            return letter + ACCENTS[accent] + base[1:]
        return unicodedata.normalize("NFC", letter + ACCENTS[accent]) + base[1:]
