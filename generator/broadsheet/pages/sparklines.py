"""Sparklines: a row of bars as high as a line of text, for counts over some weeks or months."""

from collections.abc import Sequence
from html import escape

# A bar with the space after it, and the height of the highest; both in the image's own units.
STEP, BAR, HEIGHT = 10, 8, 24


def sparkline(counts: Sequence[int], highest: int, label: str) -> str:
    """An inline SVG of bars, the last one set off; `highest` is the count that fills the height, `label` its name.

    A count of 0 is a line on the ground, so that the weeks can be told apart. The colour is the topic's accent.
    """
    bars = [_bar(at, count, highest) for at, count in enumerate(counts)]
    return (
        f'<svg class="spark" viewBox="0 0 {STEP * len(counts)} {HEIGHT}" role="img" aria-label="{escape(label)}">'
        f'<path d="{"".join(bars[:-1])}"/><path class="now" d="{bars[-1]}"/></svg>'
    )


def _bar(at: int, count: int, highest: int) -> str:
    tall = max(1, round(HEIGHT * count / highest)) if highest else 1
    return f"M{STEP * at} {HEIGHT}v-{tall}h{BAR}v{tall}z"
