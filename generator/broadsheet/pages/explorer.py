"""The explorer's page: controls and words around a script that reads the dataset in the browser (assets/explorer/)."""

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path

from ..bench.names import Accelerator, Metric, Names
from ..catalog.urls import EXPLORER
from .dataset import file_line
from .jobs import Job
from .leaderboards import Board, opening_metric
from .prose import plain
from .site import Site
from .views import ExplorerView
from .wording import TOOLS

# Made from npm packages by themes/bundle.mjs where there is Node.js; never committed.
_READER = Path("assets", "vendor", "hyparquet.js")
# Titles in the page, some 80 bytes each; papers beyond are shown by their ids.
_MOST_TITLES = 1000
_FILES = ("rows.parquet", "rows.csv", "claims.parquet", "claims.csv")


def has_reader(theme: Path) -> bool:
    """Whether the theme holds the reader of Parquet files."""
    return (theme / _READER).is_file()


def _by_id(known: Mapping[str, Metric] | Mapping[str, Accelerator]) -> dict[str, str]:
    """Names by id, sorted: in `known` each stands under all that it is called."""
    found: dict[str, str] = {one.id: one.name for one in known.values()}
    return dict(sorted(found.items()))


def explorer_page(
    site: Site,
    sizes: Mapping[str, int],
    measured: int,
    claims: int,
    reader: bool,
    names: Names,
    boards: Iterable[Board] = (),
) -> Iterator[Job]:
    """One page. `sizes` are the bytes of the dataset's files, `measured` and `claims` the rows of the two tables.

    `names` has those of the metrics and devices whose ids rows may hold; `boards` say which metric to begin with.
    """
    reporting = (paper for paper in site.catalog.papers.values() if paper.claims)
    titles = {
        "paper": {paper.id: plain(paper.title) for paper in islice(reporting, _MOST_TITLES)},
        "hardware": _by_id(names.accelerators),
        "metric": _by_id(names.metrics),
        "tool": TOOLS,
    }
    view = ExplorerView(
        has_reader=reader,
        metric=opening_metric(boards, names),
        measured_count=f"{measured:,}",
        claim_count=f"{claims:,}",
        source_url=site.config.source_url("{path}", 0).replace("#L0", "#L{line}"),
        titles_json=json.dumps(titles, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"),
        files=tuple(file_line(name, sizes[name]) for name in _FILES if name in sizes),
    )
    about = f"{measured} measured and {claims} reported benchmark figures, to be filtered, sorted and drawn."
    yield Job(EXPLORER, "benchmarks", "Explorer", about, "explorer", view)
