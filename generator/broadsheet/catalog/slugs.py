"""Text to ids and to the folded form under which equal things are found equal."""

import re

from anyascii import anyascii

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """`[a-z0-9-]` of a text in any script, transliterated; `x` for a text without a letter or digit."""
    folded = text if text.isascii() else str(anyascii(text))
    return _NOT_WORD.sub("-", folded.lower()).strip("-") or "x"


def fold(text: str) -> str:
    """A text without case, accents, punctuation and spaces, for comparing titles and names."""
    return slug(text).replace("-", "")
