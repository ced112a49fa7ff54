"""Plain text to LaTeX as `latex.decode` reads it back: signs escaped, mathematics left alone, capitals protected."""

import re

_SPELT = {"~": r"\textasciitilde{}", "^": r"\textasciicircum{}", "\\": r"\textbackslash{}"}
_SPELT |= {"{": r"\textbraceleft{}", "}": r"\textbraceright{}"}
_SPECIAL = str.maketrans({c: "\\" + c for c in "&%#_$"} | _SPELT)
_NEEDS_ESCAPE = re.compile(r"[&%#_~^\\{}$]|--|``|''|[!?]`")
_MATH = re.compile(r"(\$(?:[^$\\]|\\.)+\$)", re.DOTALL)
# Signs that TeX would join to one: the italic correction, which is nothing here, keeps them apart.
_LIGATURE = re.compile(r"(?<=-)-|(?<=`)`|(?<=')'|(?<=[!?])`")
_ADDRESS = re.compile(r"https?://\S+")  # read back as it is, in whatever field
_WORD = re.compile(r"[^\s$]*\$(?:[^$\\]|\\.)+\$[^\s$]*|\S+")
_LETTERS = re.compile(r"[^\W\d_]+")


def escape(text: str) -> str:
    """Special characters outside mathematics behind a backslash, white space as single spaces; UTF-8 stays."""
    text = " ".join(text.split())
    return verbatim(text) if _ADDRESS.fullmatch(text) else _escaped(text)


def _escaped(text: str) -> str:
    if not _NEEDS_ESCAPE.search(text):
        return text
    parts = _MATH.split(text)
    return "".join(part if at % 2 and _sound(part) else _plain(part) for at, part in enumerate(parts))


def verbatim(text: str) -> str:
    """An address or identifier: nothing escaped, but braces as their numbers, since they would close the field."""
    return text.replace("{", "%7B").replace("}", "%7D")


def protected(text: str) -> str:
    """A title, escaped, with braces round the words whose capitals a style must not make small.

    These are words with a capital behind their first letter, mathematics with capitals and, in a title that is written
    like a sentence, each capitalised word but the first.
    """
    text = " ".join(text.split())
    if _ADDRESS.fullmatch(text):
        return verbatim(text)
    words = _WORD.findall(text)
    long_words = [word for word in words[1:] if len(word) > 3 and word[0].isalpha()]
    sentence = 2 * sum(word[0].islower() for word in long_words) > len(long_words)
    return _WORD.sub(lambda match: _guarded(match[0], sentence and match.start() > 0), text)


def _guarded(word: str, sentence: bool) -> str:
    bare = word.rstrip(":;,.?!)")
    if bare != word and bare:
        return _guarded(bare, sentence) + _escaped(word[len(bare) :])
    escaped = _escaped(word)
    if word.islower() or not ((sentence and word[:1].isupper()) or _has_inner_capital(word)):
        return escaped
    # BibTeX takes a group that begins with a command for an accented letter and changes its case all the same.
    return f"{{{{{escaped}}}}}" if escaped.startswith("\\") else f"{{{escaped}}}"


def _has_inner_capital(word: str) -> bool:
    if "$" in word or any(c.isdigit() for c in word):
        return any(c.isupper() for c in word)
    return any(part[1:] != part[1:].lower() for part in _LETTERS.findall(word))


def _plain(text: str) -> str:
    return _LIGATURE.sub(r"\\/\g<0>", text.translate(_SPECIAL))


def _sound(formula: str) -> bool:
    """Whether a formula can stand in a field as it is: its braces match and no comment sign cuts it."""
    bare = re.sub(r"\\.", "", formula, flags=re.DOTALL)
    depth = 0
    for sign in bare:
        depth += (sign == "{") - (sign == "}")
        if depth < 0:
            return False
    return depth == 0 and not set("%#") & set(bare) and formula.count("{") == formula.count("}")
