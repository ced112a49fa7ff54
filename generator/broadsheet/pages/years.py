"""Papers by year: a small chart where there is something to see, and a line for every year."""

from collections.abc import Iterable, Mapping

from .charts import bars, svg
from .site import Site
from .views import Outlink, YearLine, Years

# Fewer papers make no chart, nor do more years.
CHARTED, MOST_YEARS = 3, 60
WIDTH, HEIGHT = 260, 84


def years_of(
    site: Site,
    papers: Iterable[str],
    places: Mapping[str, str] | None = None,
    works: Mapping[str, tuple[Outlink, ...]] | None = None,
) -> Years | None:
    """The papers of every year from the first to the last; those of an unknown year have no place.

    `places` says where the papers of a year stand, `works` which they are. None for too little or too much.
    """
    known = [int(date[:4]) for date in (site.paper(paper).date for paper in papers) if date]
    if len(known) < CHARTED:
        return None
    first, last = min(known), max(known)
    if not 0 < last - first < MOST_YEARS:
        return None
    counts = [(str(year), known.count(year)) for year in range(first, last + 1)]
    about = f"From {first} to {last}; the table has every year."
    drawn = svg(bars(counts, WIDTH, HEIGHT), "years", "Papers by year", about, WIDTH, HEIGHT)
    places, works = places or {}, works or {}
    return Years(drawn, tuple(YearLine(year, n, places.get(year, ""), works.get(year, ())) for year, n in counts))
