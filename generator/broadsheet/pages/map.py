"""The map: every paper a point near those that are like it, topics named, and the same as a table."""

from collections.abc import Iterator
from statistics import median
from struct import pack

from ..catalog.urls import paper_url
from .charts import Dot, dots, svg
from .discovery_views import MapLabel, MapRow, MapView
from .jobs import Job
from .prose import inline, plain
from .site import Site
from .views import ROOT

# Beyond so many points a page of links is heavy: a script draws them from a file of five bytes a paper.
MOST_DRAWN = 3_000
WIDTH, HEIGHT, MARGIN = 1000, 720, 0.03
CENTRAL = 3
# Labels stand at least this far apart: a share of the width, and of the height.
APART = (0.2, 0.045)
FULL = 65_535


def map_page(site: Site) -> Iterator[Job]:
    """One page."""
    places = {paper: _inside(x, y) for paper, (x, y) in site.landscape.discoveries.positions.items()}
    drawn = 0 < len(places) <= MOST_DRAWN
    view = MapView(
        svg_html=_drawing(site, places) if drawn else "",
        points_url=f"{ROOT}map/points.bin" if places and not drawn else "",
        search_url=f"{ROOT}search/",
        papers_url=f"{ROOT}papers/",
        paper_count=len(places),
        left_out=len(site.catalog.papers) - len(places),
        labels=tuple(_labels(site, places)),
        rows=tuple(_rows(site)),
    )
    yield Job("map/", "map", "Map", f"{len(places)} papers, each near those that are like it.", "map", view)


def map_points(site: Site) -> Iterator[tuple[str, bytes]]:
    """`map/points.bin` where the page needs it: for every paper by id x, y (two bytes each, low first), accent (one).

    A paper without a place has the accent 255.
    """
    places = site.landscape.discoveries.positions
    if len(places) <= MOST_DRAWN:
        return
    data = bytearray()
    for paper in sorted(site.catalog.papers):
        if paper in places:
            x, y = _inside(*places[paper])
            topic = site.topic_of(paper)
            data += pack("<HHB", round(x * FULL), round(y * FULL), topic.accent if topic else 0)
        else:
            data += pack("<HHB", 0, 0, 255)
    yield "map/points.bin", bytes(data)


def _inside(x: float, y: float) -> tuple[float, float]:
    return (MARGIN + (1 - 2 * MARGIN) * x, MARGIN + (1 - 2 * MARGIN) * y)


def _drawing(site: Site, places: dict[str, tuple[float, float]]) -> str:
    groups: dict[int, list[Dot]] = {}
    for paper in sorted(places):
        topic = site.topic_of(paper)
        told = f"{plain(site.paper(paper).title)} ({topic.name})" if topic else plain(site.paper(paper).title)
        groups.setdefault(topic.accent if topic else 0, []).append(Dot(*places[paper], told, ROOT + paper_url(paper)))
    radius = 7 if len(places) < 300 else 5 if len(places) < 1_200 else 3.5
    about = (
        f"{len(places)} papers as points; papers that share words stand near each other. The table says which topics."
    )
    return svg(dots(sorted(groups.items()), WIDTH, HEIGHT, radius), "map", "Map of the papers", about, WIDTH, HEIGHT)


def _labels(site: Site, places: dict[str, tuple[float, float]]) -> Iterator[MapLabel]:
    """The names of the topics in the middle of their papers; a smaller topic gives way to a larger one."""
    taken: list[tuple[float, float]] = []
    for topic in sorted(site.landscape.topics, key=lambda topic: (-len(topic.papers), topic.id)):
        members = [places[paper] for paper in topic.papers if paper in places]
        if not members:
            continue
        x, middle = (median(place[axis] for place in members) for axis in (0, 1))
        x = min(max(x, 0.1), 0.9)
        steps = sorted(range(-6, 7), key=lambda step: (abs(step), step))
        y = next((y for y in (middle + s * APART[1] for s in steps) if 0.02 < y < 0.98 and _free(x, y, taken)), None)
        if y is None:
            continue
        taken.append((x, y))
        yield MapLabel(site.topics[topic.id], f"{100 * x:.1f}", f"{100 * y:.1f}", len(taken) <= 6)


def _free(x: float, y: float, taken: list[tuple[float, float]]) -> bool:
    return all(abs(x - a) >= APART[0] or abs(y - b) >= APART[1] - 1e-9 for a, b in taken)


def _rows(site: Site) -> Iterator[MapRow]:
    for topic in site.landscape.topics:
        links = [
            f'<a href="{ROOT}{paper_url(paper)}">{inline(site.paper(paper).title)}</a>'
            for paper in topic.papers[:CENTRAL]
        ]
        yield MapRow(site.topics[topic.id], len(topic.papers), "; ".join(links))
