"""What the templates of trending, the map and the search may see; `views.py` has the rules."""

from .views import Chip, Page, View


class ChartView(View, frozen=True):
    """A chart and the table of its values."""

    svg_html: str
    title: str
    accent: int
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class TrendRow(View, frozen=True):
    """A paper that is talked about; an input is what rose, when, by whose word, and how much of it is left."""

    rank: int
    link_html: str
    topic: Chip | None
    score: str
    inputs: tuple[tuple[str, str, str, str], ...]


class RiseRow(View, frozen=True):
    """A topic's share in the last month, and the months in which it was in a burst."""

    topic: Chip
    month: str
    papers: str
    share: str
    interval: str
    bursts: tuple[str, ...]
    rising: bool


class TrendingView(Page, frozen=True):
    """What is talked about on a day and which topics rise. `stated` tells whether any source says anything by then."""

    day: str
    half_life: str
    weights: tuple[tuple[str, str], ...]
    papers: tuple[TrendRow, ...]
    stated: bool
    months: int
    fewest_months: int
    times: str
    charts: tuple[ChartView, ...]
    topics: tuple[RiseRow, ...]


class MapLabel(View, frozen=True):
    """A topic's name on the map, at `x` and `y` per cent; only `major` ones where there is little room."""

    topic: Chip
    x: str
    y: str
    major: bool


class MapRow(View, frozen=True):
    """A topic in the table beside the map, with its most central papers."""

    topic: Chip
    count: int
    papers_html: str


class MapView(Page, frozen=True):
    """The map: drawn, or for many papers the address of its points. `left_out` counts papers without a known word."""

    svg_html: str
    points_url: str
    search_url: str
    papers_url: str
    paper_count: int
    left_out: int
    labels: tuple[MapLabel, ...]
    rows: tuple[MapRow, ...]


class Choice(View, frozen=True):
    """A value of a filter; `count` of papers that have it."""

    value: str
    name: str
    count: int = 0


class SearchView(Page, frozen=True):
    """The search page; `size` is what search by meaning loads, `words` tells whether there is a word index."""

    size: str
    meaning_bytes: int
    words: bool
    topics: tuple[Choice, ...]
    years: tuple[Choice, ...]
    organizations: tuple[Choice, ...]


DiscoveryPage = TrendingView | MapView | SearchView
