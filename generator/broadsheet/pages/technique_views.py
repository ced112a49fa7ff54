"""What the template of the timed techniques may see."""

from .benchmark_views import Drawing, Link
from .views import Chip, Page, Pager, View


class WayLine(View, frozen=True):
    """One way of doing the work of a setting. Each cell has figures that lead to their rows; an empty one is missing.

    Spreads are of two figures. What follows the first in another cell are the other rows that it is computed from.
    """

    name: str
    is_baseline: bool
    median: tuple[Link, ...]
    spread: tuple[Link, ...]
    share: tuple[Link, ...]
    speed_up: tuple[Link, ...]
    speed_up_spread: tuple[Link, ...]
    difference: tuple[Link, ...]


class SettingLines(View, frozen=True):
    """The ways of doing the work of one setting."""

    name: str
    lines: tuple[WayLine, ...]


class PaperLine(View, frozen=True):
    """A paper that a technique belongs to, and how the set-up differs from the paper's."""

    paper: Chip
    differs: str


class TechniqueView(View, frozen=True):
    """A task whose work is counted: charts over its settings, then each setting. `id` is its place on the page.

    `others` are papers of which nobody said how the set-ups differ."""

    id: str
    name: str
    remark: str
    differs: tuple[PaperLine, ...]
    others: tuple[Chip, ...]
    drawings: tuple[Drawing, ...]
    settings: tuple[SettingLines, ...]


class TechniquesView(Page, frozen=True):
    """One machine: what it is in words, its runs, its ceilings with median, least and most, its techniques."""

    hardware: str
    software: str
    runs: tuple[str, ...]
    ceilings: tuple[tuple[Link, ...], ...]
    techniques: tuple[TechniqueView, ...]
    pager: Pager
