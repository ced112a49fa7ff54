"""Text to ids and to the folded form under which equal things are found equal."""

import re

from anyascii import anyascii

from ..fields import fitting_id

_NOT_WORD = re.compile(r"[^a-z0-9]+")


def slug(text: str) -> str:
    """An id out of a text in any script, transliterated; `x` for a text without a letter or digit."""
    return fitting_id(words_of(text))


def words_of(text: str) -> str:
    """The words of a text in `[a-z0-9]`, hyphens between them, whole however long; `x` where it has none."""
    folded = text if text.isascii() else str(anyascii(text))
    return _NOT_WORD.sub("-", folded.lower()).strip("-") or "x"


def fold(text: str) -> str:
    """A text without case, accents, punctuation and spaces, for comparing titles and names."""
    return words_of(text).replace("-", "")
