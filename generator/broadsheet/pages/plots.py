"""Measured figures as accessible SVG, drawn when the site is built: axes with round ticks, points, lines, bars.

A plot is finished HTML; its figures belong into a table beside it. Series differ by marker and dash, never by colour
alone, and all is drawn in the colour of the text around it, so that the dark edition and print need nothing more.
"""

import math
from collections.abc import Iterable, Sequence
from html import escape

from msgspec import Struct

from .figures import number

# The coordinates of a drawing; the styles decide how large it appears.
WIDTH, HEIGHT = 400, 260
_LEFT, _RIGHT, _TOP, _BOTTOM = 52, 16, 26, 40
_SHAPES = (
    '<circle cx="{x}" cy="{y}" r="3.6"{look}/>',
    '<path d="M{x} {y}m-3.5 -3.5h7v7h-7z"{look}/>',
    '<path d="M{x} {y}m0 -4.6l4.6 8h-9.2z"{look}/>',
    '<path d="M{x} {y}m0 -5l5 5l-5 5l-5 -5z"{look}/>',
    '<path d="M{x} {y}m0 4.6l4.6 -8h-9.2z"{look}/>',
)
_DASHES = ("", "6 3", "2 3", "8 3 2 3", "1 4")
# Each shape filled and hollow.
MOST_SERIES = 2 * len(_SHAPES)


class Point(Struct, frozen=True):
    """A point; `label` is what a pointer resting on it says. `low` and `high` are the ends of its spread."""

    x: float
    y: float
    label: str
    low: float | None = None
    high: float | None = None


class Series(Struct, frozen=True):
    """Points of one name. `joined` draws a line through them, `marked` a marker on each."""

    name: str
    points: tuple[Point, ...]
    joined: bool = True
    marked: bool = True


class Bar(Struct, frozen=True):
    """A bar with its name, its value and how that is written; `low` and `high` are the ends of its spread."""

    name: str
    value: float
    text: str
    low: float | None = None
    high: float | None = None
    hollow: bool = False


class Axis(Struct, frozen=True):
    """What an axis shows: label with unit, range of values, round ticks within it, logarithmic or not."""

    label: str
    low: float
    high: float
    ticks: tuple[float, ...]
    logarithmic: bool = False

    def share(self, value: float) -> float:
        """Where a value lies, 0 at the low end and 1 at the high one; what lies beyond is drawn at the edge."""
        low, high, at = self.low, self.high, min(max(value, self.low), self.high)
        if self.logarithmic:
            low, high, at = math.log(low), math.log(high), math.log(at)
        return (at - low) / (high - low)


def round_ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """Numbers 1, 2 or 5 times a power of ten apart that enclose `low` to `high`, about so many of them."""
    if low == high:
        low, high = min(0.0, low), max(0.0, high)
    if low == high:
        high = 1.0
    rough = (high - low) / about
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    # Rounded to the step's own digits: 3 * 0.1 is not 0.3.
    digits = 1 - math.floor(math.log10(step))
    return tuple(round(step * at, digits) for at in range(first, last + 1))


def axis(label: str, values: Iterable[float], zero: bool = False, logarithmic: bool = False) -> Axis:
    """An axis that shows all values, from 0 where `zero` says so. Raises ValueError where there is none.

    A logarithmic axis has powers of two or ten for ticks; values that are not all positive make it a plain one.
    """
    found = list(values)
    low, high = min(found), max(found)
    if logarithmic and 0 < low < high:
        base = 2.0 if high / low <= 4096 else 10.0
        first, last = math.floor(math.log(low, base) + 1e-9), math.ceil(math.log(high, base) - 1e-9)
        powers = tuple(base**at for at in range(first, last + 1))
        return Axis(label, powers[0], powers[-1], powers[:: -(-len(powers) // 7)], True)
    marks = round_ticks(min(0.0, low) if zero else low, max(0.0, high) if zero else high)
    return Axis(label, marks[0], marks[-1], marks)


def plot(title: str, about: str, x: Axis, y: Axis, series: Sequence[Series]) -> str:
    """Points and lines over two axes, with a legend for more than one series. Beyond ten, series look alike again."""
    drawn = [_axes(x, y), *(_series(one, at, x, y) for at, one in enumerate(series))]
    return _svg(title, about, HEIGHT, "".join(drawn)) + (_legend(series) if len(series) > 1 else "")


def bars(title: str, about: str, items: Sequence[Bar]) -> str:
    """Lying bars from zero, the name above each and its value behind it, so that long names have room."""
    high = max(0.0, *(edge for item in items for edge in (item.value, item.high or 0.0)))
    scale = (WIDTH - 120) / (high or 1.0)
    drawn = []
    for at, item in enumerate(items):
        top, end = 34 * at, round(max(0.0, item.value) * scale, 1)
        look = ' class="hollow"' if item.hollow else ""
        drawn.append(f'<text class="name" x="0" y="{top + 12}">{escape(_cut(item.name, 60))}</text>')
        drawn.append(f'<rect x="0.5" y="{top + 17}" width="{end}" height="10"{look}/>')
        if item.low is not None and item.high is not None:
            low, high_end = (round(max(0.0, edge) * scale, 1) for edge in (item.low, item.high))
            line = f"M{low} {top + 22}H{high_end}M{low} {top + 18}v8M{high_end} {top + 18}v8"
            # Within a bar the line could not be seen: paper all round sets it off.
            drawn.append(f'<path class="halo" d="{line}"/><path class="spread" d="{line}"/>')
            end = max(end, high_end)
        drawn.append(f'<text x="{end + 7}" y="{top + 26}">{escape(item.text)}</text>')
    return _svg(title, about, 34 * len(items), "".join(drawn))


def _svg(title: str, about: str, height: float, drawn: str) -> str:
    words = f"<title>{escape(title)}</title><desc>{escape(about)}</desc>"
    return f'<svg class="plot" viewBox="0 0 {WIDTH} {height:g}" role="img">{words}{drawn}</svg>'


def _across(x: Axis, value: float) -> float:
    return round(_LEFT + x.share(value) * (WIDTH - _LEFT - _RIGHT), 1)


def _down(y: Axis, value: float) -> float:
    return round(HEIGHT - _BOTTOM - y.share(value) * (HEIGHT - _TOP - _BOTTOM), 1)


def _axes(x: Axis, y: Axis) -> str:
    floor, right = HEIGHT - _BOTTOM, WIDTH - _RIGHT
    drawn = []
    for tick in y.ticks:
        at = _down(y, tick)
        drawn.append(f'<path class="grid" d="M{_LEFT} {at}H{right}"/>')
        drawn.append(f'<text class="end" x="{_LEFT - 6}" y="{at + 4}">{number(tick)}</text>')
    for tick in x.ticks:
        at = _across(x, tick)
        drawn.append(f'<path class="tick" d="M{at} {floor}v4"/>')
        drawn.append(f'<text class="mid" x="{at}" y="{floor + 16}">{number(tick)}</text>')
    drawn.append(f'<path class="tick" d="M{_LEFT} {floor}H{right}"/>')
    drawn.append(f'<text x="0" y="12">{escape(y.label)}</text>')
    drawn.append(f'<text class="end" x="{right}" y="{HEIGHT - 5}">{escape(x.label)}</text>')
    return "".join(drawn)


def _series(series: Series, at: int, x: Axis, y: Axis) -> str:
    places = [(_across(x, p.x), _down(y, p.y), p) for p in series.points]
    drawn = []
    if series.joined and len(places) > 1:
        path = "L".join(f"{across} {down}" for across, down, _ in places)
        drawn.append(f'<path class="line" d="M{path}"{_dash(at)}/>')
    for across, _, point in places:
        if point.low is not None and point.high is not None:
            drawn.append(f'<path class="spread" d="M{across} {_down(y, point.low)}V{_down(y, point.high)}"/>')
    if series.marked:
        marks = ((_marker(at, across, down), point.label) for across, down, point in places)
        drawn += [f"<g><title>{escape(label)}</title>{mark}</g>" if label else mark for mark, label in marks]
    return "".join(drawn)


def _marker(at: int, across: float, down: float) -> str:
    look = ' class="hollow"' if at // len(_SHAPES) % 2 else ""
    return _SHAPES[at % len(_SHAPES)].format(x=across, y=down, look=look)


def _dash(at: int) -> str:
    dash = _DASHES[at % len(_DASHES)]
    return f' stroke-dasharray="{dash}"' if dash else ""


def _legend(series: Sequence[Series]) -> str:
    """The names of the series, each behind its line and marker."""
    items = []
    for at, one in enumerate(series):
        line = f'<path class="line" d="M0 7H28"{_dash(at)}/>' if one.joined else ""
        mark = _marker(at, 14, 7) if one.marked else ""
        items.append(
            f'<li><svg class="plot" viewBox="0 0 28 14" aria-hidden="true">{line}{mark}</svg>{escape(one.name)}</li>'
        )
    return f'<ul class="legend">{"".join(items)}</ul>'


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1] + "…"
