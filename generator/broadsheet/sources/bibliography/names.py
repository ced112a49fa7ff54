"""Personal names as bibliographies write them: split into given name, particle, family name and suffix.

Follows BibTeX's rules (O. Patashnik, BibTeXing; N. Markey, Tame the BeaST) and BibLaTeX's extended name format.
"""

import re

from msgspec import Struct

_AND = re.compile(r"(?<!\S)and(?!\S)", re.IGNORECASE)
_BETWEEN = re.compile(rf"{_AND.pattern}|;", re.IGNORECASE)
_SUFFIX = re.compile(r"(jr|sr|jnr|snr|esq|ph\.?\s?d|ii|iii|iv|vii|viii)\.?", re.IGNORECASE)
_INITIALS = re.compile(r"\w\.-?[^\W\d_a-z]")
_NUMERAL = re.compile(r"[IVX]+\.?", re.IGNORECASE)
_ET_AL = re.compile(r"[\s,;]+et\.?\s+al\.?$", re.IGNORECASE)
_OTHERS = frozenset(("others", "et al", "et al."))
_EXTENDED = re.compile(r"(family|given|prefix|suffix|useprefix|(?:family|given|prefix|suffix)-i)\s*=\s*", re.IGNORECASE)


class Name(Struct, frozen=True):
    """A name in parts; an organisation or a single name has a family name only."""

    family: str
    given: str = ""
    particle: str = ""
    suffix: str = ""

    @property
    def display(self) -> str:
        """As it is read: Given von Family, Jr."""
        parts = " ".join(part for part in (self.given, self.particle, self.family) if part)
        return f"{parts}, {self.suffix}" if self.suffix else parts

    @property
    def written(self) -> str:
        """As BibTeX reads it back into the same parts: von Family, Jr, Given; an organisation in braces."""
        if not (self.given or self.particle or self.suffix):
            return f"{{{self.family}}}" if " " in self.family or "," in self.family else self.family
        family = _guarded(self.family)
        if not self.particle and _is_particle(family):
            family = f"{{{family}}}"
        family = f"{_guarded(self.particle)} {family}".strip()
        return ", ".join(part for part in (family, _guarded(self.suffix), _guarded(self.given)) if part)


def _guarded(part: str) -> str:
    """A part in braces where it would be cut without them."""
    return f"{{{part}}}" if "," in part or _BETWEEN.search(part) else part


def split_names(text: str) -> list[str]:
    """A name field cut at each `and` or semicolon outside braces; text without LaTeX, braces kept (`latex.decode`)."""
    between = _AND if "&" in text else _BETWEEN  # `M&uuml;ller` ends no name
    if "{" not in text and "}" not in text:
        pieces = between.split(text)
    else:
        pieces, depth, start = [], 0, 0
        for match in re.finditer(rf"[{{}}]|{between.pattern}", text, re.IGNORECASE):
            if match[0] == "{":
                depth += 1
            elif match[0] == "}":
                depth = max(0, depth - 1)
            elif depth == 0:
                pieces.append(text[start : match.start()])
                start = match.end()
        pieces.append(text[start:])
    return [piece for piece in (raw.strip(" \t\n\r,;") for raw in pieces) if piece]


def is_others(name: str) -> bool:
    """Whether a piece of a name field is `and others`, not a person."""
    return name.strip("{} ").lower() in _OTHERS


def split_name(text: str) -> Name:
    """The parts of one name, written in any of BibTeX's orders or as `Given von Family, Jr`.

    Braces keep what they hold together: {Barnes and Noble, Inc.} is one family name.
    """
    text = text.strip()
    if _EXTENDED.match(text) or (text.startswith("{") and _EXTENDED.match(text, 1)):
        return _split_extended(text)
    if _is_whole_group(text):
        return Name(_bare(text))
    parts = [part.strip() for part in _split_outside_braces(text, ",")]
    parts = parts[:1] + [part for part in parts[1:] if part]
    if len(parts) == 1:
        return _split_words(_words(parts[0]))
    if len(parts) == 2 and _SUFFIX.fullmatch(_bare(parts[1])) and not _is_initials(parts):
        name = _split_words(_words(parts[0]))
        return Name(name.family, name.given, name.particle, _bare(parts[1]))
    suffix, given = ("", parts[1]) if len(parts) == 2 else (parts[1], " ".join(parts[2:]))
    if len(parts) > 2 and _SUFFIX.fullmatch(_bare(parts[-1])) and not _SUFFIX.fullmatch(_bare(parts[1])):
        suffix, given = parts[-1], " ".join(parts[1:-1])  # King, Martin Luther, Jr.
    words = _words(parts[0])
    if not suffix and len(words) > 1 and _SUFFIX.fullmatch(words[-1]):
        suffix = words.pop()  # Davis Jr., Sammy
    first = next((i for i, word in enumerate(words[:-1]) if not _is_particle(word)), len(words) - 1)
    first = max(first, 0)
    return Name(_joined(words[first:]), _bare(given), _joined(words[:first]), _bare(suffix))


def without_et_al(name: str) -> str:
    """A name less the `et al.` that some write behind the last one; the caller compares."""
    return _ET_AL.sub("", name)


def has_too_many_commas(name: str) -> bool:
    """Whether a name cannot be one: BibTeX allows two commas, so these are names without `and` between them."""
    return name.count(",") > 2 and not _EXTENDED.match(name.lstrip("{")) and len(_split_outside_braces(name, ",")) > 3


def _is_initials(parts: list[str]) -> bool:
    """Whether `Ivanov, II` means I. I. Ivanov: a numeral follows a whole name, not a family name alone."""
    return " " not in parts[0] and _NUMERAL.fullmatch(parts[1]) is not None


def _split_words(words: list[str]) -> Name:
    """`Given von Family`: particles are the lower-case words between; the last word is always of the family name."""
    suffix = words.pop() if len(words) > 2 and _SUFFIX.fullmatch(words[-1]) else ""
    particles = [i for i, word in enumerate(words[:-1]) if _is_particle(word)]
    if particles:
        start, end = particles[0], particles[-1] + 1
    else:
        start = end = len(words) - 1
    return Name(_joined(words[end:]), _joined(words[:start]), _joined(words[start:end]), _bare(suffix))


def _split_extended(text: str) -> Name:
    """BibLaTeX's family=..., given=..., prefix=..., suffix=..., values in braces or not."""
    found = {}
    for part in _split_outside_braces(_bare_outer(text), ","):
        key, equals, value = part.strip().strip('"').partition("=")
        if equals:
            found[key.strip().lower()] = _bare(value.strip().strip('"'))
    family, given = found.get("family", ""), found.get("given", "")
    if not family:
        family, given = given, ""
    return Name(family, given, found.get("prefix", ""), found.get("suffix", ""))


def _is_particle(word: str) -> bool:
    """Whether the first letter is lower-case; words in braces have no case (BibTeXing, section 4), nor has `a.M.`."""
    if word.startswith("{") or _INITIALS.match(word):
        return False
    letter = next((c for c in word if c.isalpha()), "")
    return letter.islower()


def _is_whole_group(text: str) -> bool:
    if not (text.startswith("{") and text.endswith("}")):
        return False
    depth = 0
    for i, char in enumerate(text):
        depth += (char == "{") - (char == "}")
        if depth == 0:
            return i == len(text) - 1
    return False


def _split_outside_braces(text: str, separator: str) -> list[str]:
    if "{" not in text:
        return text.split(separator) if separator != " " else text.split()
    parts, depth, start = [], 0, 0
    for i, char in enumerate(text):
        depth = max(0, depth + (char == "{") - (char == "}"))
        if char == separator and depth == 0:
            parts.append(text[start:i])
            start = i + 1
    return [*parts, text[start:]]


def _words(text: str) -> list[str]:
    return [word for word in _split_outside_braces(text, " ") if word]


def _joined(words: list[str]) -> str:
    return _bare(" ".join(words))


def _bare(text: str) -> str:
    return text.replace("{", "").replace("}", "").strip()


def _bare_outer(text: str) -> str:
    return text[1:-1] if _is_whole_group(text) else text
