"""Type for pictures: which characters a face has, how wide words are, words as a mask. Needs Pillow.

A face is a list of font files, a script each (npm's fontsource cuts fonts so); a character is taken from the first
that has it.
"""

from functools import cache
from pathlib import Path
from unicodedata import normalize

from msgspec import Struct
from PIL import Image, ImageDraw, ImageFont

# Pillow's own face, which has Latin letters alone.
BUILT_IN = ""
# A character that no font has: looks like every other one that a font lacks.
_NOTHING = "\U0010ffff"


class Face(Struct, frozen=True):
    """One weight of a type: its font files, the commonest script first."""

    files: tuple[str, ...]

    def shows(self, text: str) -> bool:
        """Whether every character of a text is there: what is not would be an empty box."""
        return all(self._file(character) is not None for character in set(tidy(text)))

    def width(self, text: str, size: int) -> float:
        """The width of a line at a size in pixels."""
        return sum(_font(file, size).getlength(part) for file, part in self._runs(text))

    def draw(self, on: Image.Image, at: tuple[float, float], text: str, size: int) -> None:
        """Draw a line, white, with its baseline beginning at a point of a greyscale picture."""
        pen, (x, y) = ImageDraw.Draw(on), at
        for file, part in self._runs(text):
            font = _font(file, size)
            pen.text((x, y), part, fill=255, font=font, anchor="ls")
            x += font.getlength(part)

    def _runs(self, text: str) -> list[tuple[str, str]]:
        """The text in pieces of one file each; spaces go with what stands before them."""
        runs: list[tuple[str, str]] = []
        for character in text:
            file = runs[-1][0] if character == " " and runs else self._file(character) or self.files[0]
            if runs and runs[-1][0] == file:
                runs[-1] = (file, runs[-1][1] + character)
            else:
                runs.append((file, character))
        return runs

    def _file(self, character: str) -> str | None:
        return next((file for file in self.files if _has(file, character)), None)


def tidy(text: str) -> str:
    """A text on one line, each letter with its accent one character: as fonts have them."""
    return normalize("NFC", " ".join(text.split()))


def face(folder: Path, weight: int) -> Face:
    """The face of a weight whose files lie in `folder` as `WEIGHT-...`; Pillow's own where there is none."""
    return Face(tuple(map(str, sorted(folder.glob(f"{weight}-*.woff2")))) or (BUILT_IN,))


@cache
def _font(file: str, size: int) -> ImageFont.FreeTypeFont:
    found = ImageFont.truetype(file, size) if file else ImageFont.load_default(size)
    assert isinstance(found, ImageFont.FreeTypeFont)
    return found


@cache
def _has(file: str, character: str) -> bool:
    if character == " ":
        return True
    return _shape(file, character) != _shape(file, _NOTHING)


def _shape(file: str, character: str) -> tuple[object, bytes]:
    font = _font(file, 32)
    return font.getbbox(character), bytes(font.getmask(character))
