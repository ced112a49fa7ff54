"""Drawing one picture of a link: words in, a PNG of few colours out, 1200 by 630 pixels. Needs Pillow.

The looks are those of docs/design.md: ink on paper, rules, a topic's colour over its headline.
"""

import re
from io import BytesIO
from pathlib import Path

from msgspec import Struct
from PIL import Image, ImageChops, ImageDraw

from ..pages.pictures import Picture
from .faces import Face, face, tidy
from .typesetting import LEADING, cut_off, fitted

# The size that sites which show links ask for.
WIDTH, HEIGHT, MARGIN = 1200, 630, 72
INSIDE = WIDTH - 2 * MARGIN
# Sizes in pixels. The headline takes the largest at which it fits.
NAME, SMALL = 42, 29
HEADLINE = (120, 108, 96, 88, 80, 74, 68, 62, 58, 54, 50, 46, 42)
BANNER = (184, 168, 150, 132, *HEADLINE)
TAGLINE = (36, 32)
# From the top: the baseline of the name, the rules, the topic's tick and its words; the last line's baseline.
_TOP, _RULES, _TICK, _KICKER, _FOOT = 98, 121, 157, 204, 566
_FOOT_STEP = 42
# Shades from paper to each ink: what makes letters smooth. Few, for files are to be small.
SHADES = 4
_INK, _SOFT, _TOPIC, _RULE = range(4)
# From how much of a pixel is covered to a value of the sheet, which counts the shades of one ink after the other.
_SHADED = [
    [shade and ink * SHADES + shade for shade in (round(covered * SHADES / 255) for covered in range(256))]
    for ink in range(4)
]
# What the style sheet says of colours.
_TOKEN = re.compile(r"--([a-z]+(?:-\d+)?): (#[0-9a-f]{6});")


class Kit(Struct, frozen=True):
    """What every picture is drawn with: the two weights, and colours by the name that the style sheet gives them."""

    bold: Face
    plain: Face
    colours: dict[str, str]


def drawing_kit(theme: Path) -> Kit:
    """The theme's faces and the colours of its light edition, which come first in the style sheet."""
    fonts = theme / "assets" / "vendor" / "picture-fonts"
    style = (theme / "assets" / "broadsheet.css").read_text(encoding="utf-8")
    return Kit(face(fonts, 600), face(fonts, 400), dict(reversed(_TOKEN.findall(style))))


def shown(picture: Picture, kit: Kit) -> Picture | None:
    """The picture without words that the faces lack; None where the headline is among them or blank."""
    if not picture.headline.strip() or not kit.bold.shows(picture.headline):
        return None
    return Picture(
        url=picture.url,
        masthead=_kept(kit.bold, picture.masthead),
        aside=_kept(kit.plain, picture.aside),
        kicker=_kept(kit.bold, picture.kicker),
        headline=tidy(picture.headline),
        lines=tuple(filter(None, (_kept(kit.plain, line) for line in picture.lines))),
        accent=picture.accent,
    )


def _kept(font: Face, text: str) -> str:
    return tidy(text) if font.shows(text) else ""


def draw(picture: Picture, kit: Kit) -> bytes:
    """The picture as a PNG; the one without an address, the site's own, is all masthead."""
    sheet = Image.new("L", (WIDTH, HEIGHT))
    if picture.url:
        _masthead(sheet, picture, kit)
        _story(sheet, picture, kit)
    else:
        _banner(sheet, picture, kit)
    topic = f"accent-{picture.accent}" if picture.accent else "ink"
    return _png(sheet, [kit.colours[name] for name in ("paper", "ink", "soft", topic, "rule")])


def _masthead(sheet: Image.Image, picture: Picture, kit: Kit) -> None:
    """The paper's name at the left, the day at the right, two rules below."""
    aside = kit.plain.width(picture.aside, SMALL)
    _set(sheet, kit.plain, WIDTH - MARGIN - aside, _TOP, picture.aside, SMALL, _SOFT)
    room = INSIDE - (aside + 32 if picture.aside else 0)
    _set(sheet, kit.bold, MARGIN, _TOP, cut_off(kit.bold, picture.masthead, NAME, room), NAME, _INK)
    _rules(sheet, _RULES)


def _story(sheet: Image.Image, picture: Picture, kit: Kit) -> None:
    """The topic under its tick, the headline as large as it fits, and below a hairline the other lines."""
    _bar(sheet, MARGIN, _TICK, 96, 8, _TOPIC)
    _set(sheet, kit.bold, MARGIN, _KICKER, cut_off(kit.bold, picture.kicker, SMALL, INSIDE), SMALL, _TOPIC)
    top = _KICKER + 22 if picture.kicker else _TICK + 32
    bottom = _FOOT + 8
    if picture.lines:
        hairline = _FOOT - len(picture.lines) * _FOOT_STEP - 10
        _bar(sheet, MARGIN, hairline, INSIDE, 2, _RULE)
        bottom = hairline - 12
    for at, line in enumerate(picture.lines):
        baseline = _FOOT - (len(picture.lines) - 1 - at) * _FOOT_STEP
        _set(sheet, kit.plain, MARGIN, baseline, cut_off(kit.plain, line, SMALL, INSIDE), SMALL, _SOFT if at else _INK)
    size, lines = fitted(kit.bold, picture.headline, INSIDE, bottom - top, HEADLINE)
    for at, line in enumerate(lines):
        _set(sheet, kit.bold, MARGIN, top + round((0.8 + at * LEADING) * size), line, size, _INK)


def _banner(sheet: Image.Image, picture: Picture, kit: Kit) -> None:
    """The site's name over rules as on the front page, and its own words under them."""
    size, lines = fitted(kit.bold, picture.headline, INSIDE, 320, BANNER)
    small, under = fitted(kit.plain, picture.lines[0], INSIDE, 110, TAGLINE) if picture.lines else (0, [])
    tall = round(len(lines) * size * LEADING)
    top = (HEIGHT - tall - 30 - round(len(under) * small * 1.4)) // 2
    _rules(sheet, top + tall + 12)
    for at, line in enumerate(lines):
        _set_mid(sheet, kit.bold, top + round((0.8 + at * LEADING) * size), line, size, _INK)
    for at, line in enumerate(under):
        _set_mid(sheet, kit.plain, top + tall + 44 + round((0.8 + 1.3 * at) * small), line, small, _SOFT)


# --- ink onto the sheet ---------------------------------------------------------------------------------------


def _rules(sheet: Image.Image, y: int) -> None:
    _bar(sheet, MARGIN, y, INSIDE, 4, _INK)
    _bar(sheet, MARGIN, y + 8, INSIDE, 2, _INK)


def _bar(sheet: Image.Image, x: int, y: int, wide: int, tall: int, ink: int) -> None:
    ImageDraw.Draw(sheet).rectangle((x, y, x + wide - 1, y + tall - 1), fill=(ink + 1) * SHADES)


def _set_mid(sheet: Image.Image, font: Face, baseline: int, text: str, size: int, ink: int) -> None:
    _set(sheet, font, (WIDTH - font.width(text, size)) / 2, baseline, text, size, ink)


def _set(sheet: Image.Image, font: Face, x: float, baseline: int, text: str, size: int, ink: int) -> None:
    """A line of words with its baseline beginning at a point."""
    if not text:
        return
    # Room for what hangs over the sides.
    left, above = int(x) - 16, round(1.1 * size)
    box = (left, baseline - above, left + int(font.width(text, size)) + 32, baseline + size // 2)
    mask = Image.new("L", (box[2] - box[0], box[3] - box[1]))
    font.draw(mask, (x - left, above), text, size)
    sheet.paste(ImageChops.lighter(sheet.crop(box), mask.point(_SHADED[ink])), box)


def _png(sheet: Image.Image, colours: list[str]) -> bytes:
    paper, *inks = [bytes.fromhex(colour[1:]) for colour in colours]
    palette = list(paper)
    for ink in inks:
        for shade in range(1, SHADES + 1):
            palette += [round(a + (b - a) * shade / SHADES) for a, b in zip(paper, ink, strict=True)]
    sheet.putpalette(palette)
    file = BytesIO()
    sheet.save(file, "PNG", compress_level=6)
    return file.getvalue()
