"""Charts as SVG, readable without colour, pointer or script: each with title, description and a table of its values.

Coordinates are the chart's own units; the styles scale it to its column. Colours are the theme's topic accents.
"""

from collections.abc import Iterable, Iterator, Sequence
from html import escape
from math import floor, log10

from msgspec import Struct

from .discovery_views import ChartView

WIDTH, HEIGHT = 640, 220
# Room for the labels of the axes: left, top, right, bottom.
LEFT, TOP, RIGHT, BOTTOM = 48, 12, 12, 28


class Interval(Struct, frozen=True):
    """A value with its interval, and what is told when pointed at."""

    value: float
    low: float
    high: float
    title: str


class Dot(Struct, frozen=True):
    """A point at x, y (0 to 1, y down) that leads to an address."""

    x: float
    y: float
    title: str
    url: str


def ticks(highest: float, most: int = 4) -> list[float]:
    """Round values from 0 to at least `highest`, at most `most` steps of 1, 2 or 5 times a power of ten."""
    if highest <= 0:
        return [0.0, 1.0]
    step = 10.0 ** floor(log10(highest / most))
    step = next(step * times for times in (1, 2, 5, 10, 20) if step * times * most >= highest * (1 - 1e-9))
    count = -int(-highest * (1 - 1e-9) // step)
    return [round(step * number, 10) for number in range(count + 1)]


def svg(
    parts: Iterable[str], name: str, title: str, description: str, width: int, height: int, role: str = "img"
) -> str:
    """Parts as one image with a name for those who hear it. `name` is unique on its page.

    Nobody who hears an `img` hears what is in it; one with words that lead somewhere is a `group`.
    """
    return (
        f'<svg viewBox="0 0 {width} {height}" role="{role}" aria-labelledby="{name}-t {name}-d">'
        f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(description)}</desc>'
        f"{''.join(parts)}</svg>"
    )


def line_chart(
    name: str, title: str, description: str, across: Sequence[str], values: Sequence[Interval], accent: int = 0
) -> ChartView:
    """Shares (0 to 1) over months or the like: a line, a point each, its interval as a bar; the table has them all."""
    return ChartView(
        svg_html=svg(_line_parts(across, values), name, title, description, WIDTH, HEIGHT),
        title=title,
        accent=accent,
        columns=("When", "Share", "95 % interval"),
        rows=tuple(
            (when, percent(one.value), f"{percent(one.low)} to {percent(one.high)}")
            for when, one in zip(across, values, strict=True)
        ),
    )


def percent(share: float) -> str:
    """A share as per cent: 3.4 %."""
    return f"{100 * share:.1f} %"


def _line_parts(across: Sequence[str], values: Sequence[Interval]) -> Iterator[str]:
    # One wild interval of a month with few papers must not press the rest to the ground.
    highest = max([one.value for one in values], default=0.0) or 0.4
    marks = ticks(max([min(one.high, 2.5 * highest) for one in values], default=1.0))
    span = (WIDTH - LEFT - RIGHT) / max(1, len(values) - 1)

    def down(value: float) -> float:
        return round(TOP + (HEIGHT - TOP - BOTTOM) * (1 - min(value, marks[-1]) / marks[-1]), 1)

    places = [round(LEFT + span * at, 1) for at in range(len(values))]
    for mark in marks:
        yield f'<path class="grid" d="M{LEFT} {down(mark)}H{WIDTH - RIGHT}"/>'
        yield f'<text class="end" x="{LEFT - 6}" y="{down(mark) + 4}">{100 * mark:g} %</text>'
    every = -(-len(across) // 6) or 1
    for at in range(0, len(across), every):
        where = "mid" if 0 < at < len(across) - 1 else "end" if at else "start"
        yield f'<text class="{where}" x="{places[at]}" y="{HEIGHT - 8}">{escape(across[at])}</text>'
    for x, one in zip(places, values, strict=True):
        yield f'<path class="range" d="M{x} {down(one.low)}V{down(one.high)}"/>'
    points = " ".join(f"{x},{down(one.value)}" for x, one in zip(places, values, strict=True))
    yield f'<polyline points="{points}"/>'
    for x, one in zip(places, values, strict=True):
        yield f'<circle cx="{x}" cy="{down(one.value)}" r="3.5"><title>{escape(one.title)}</title></circle>'


def bars(values: Sequence[tuple[str, int]], width: int, height: int) -> Iterator[str]:
    """A count for each of some names as a bar; the first and the last name stand below, the highest count on top."""
    highest = max(count for _, count in values)
    top, ground = 16, height - 18
    step = width / len(values)
    for at, (name, count) in enumerate(values):
        tall = round((ground - top) * count / highest, 1)
        wide = round(min(step * 0.8, 40), 1)
        x = round(step * (at + 0.5) - wide / 2, 1)
        if count:
            yield (
                f'<rect x="{x:g}" y="{ground - tall:g}" width="{wide:g}" height="{tall:g}">'
                f"<title>{escape(name)}: {count}</title></rect>"
            )
    tallest = next(at for at, (_, count) in enumerate(values) if count == highest)
    yield f'<path class="ground" d="M0 {ground}H{width}"/>'
    x = round(min(max(step * (tallest + 0.5), 8), width - 8), 1)
    yield f'<text class="mid" x="{x:g}" y="{top - 4}">{highest}</text>'
    yield f'<text x="0" y="{height - 4}">{escape(values[0][0])}</text>'
    yield f'<text class="end" x="{width}" y="{height - 4}">{escape(values[-1][0])}</text>'


def dots(groups: Sequence[tuple[int, Sequence[Dot]]], width: int, height: int, radius: float) -> Iterator[str]:
    """Points that lead somewhere, by groups of one accent. The tab key passes them by: lists beside them serve it."""
    for accent, group in groups:
        yield f'<g data-accent="{accent}">' if accent else "<g>"
        for dot in group:
            x, y = round(dot.x * width, 1), round(dot.y * height, 1)
            yield (
                f'<a href="{escape(dot.url)}" tabindex="-1"><title>{escape(dot.title)}</title>'
                f'<circle cx="{x:g}" cy="{y:g}" r="{radius:g}"/></a>'
            )
        yield "</g>"
