"""The dataset page: files to take away, columns, and the reported figures themselves."""

import re
from collections.abc import Iterator, Mapping

from ..bench.schema import SCHEMA_VERSION, ClaimRow, columns
from ..catalog.urls import paper_url
from .jobs import Job
from .papers import claim_line
from .prose import plain
from .site import Site
from .views import ROOT, ClaimRowLine, DatasetView, FileLine, chip

# Rows on the page; the rest is in the files.
MOST_CLAIMS = 300
_WHAT = {
    "rows.parquet": "measured figures, one row a statistic",
    "claims.parquet": "figures that papers report",
    "rows.csv": "measured figures as text",
    "claims.csv": "reported figures as text",
    "archive/rows.parquet": "measured figures in one file, packed tighter (zstd)",
    "archive/claims.parquet": "reported figures in one file, packed tighter (zstd)",
    "manifest.json": "what to fetch, for programs",
    "croissant.json": "the dataset described for search engines and loaders (Croissant 1.1)",
    "schema.json": "every column with its unit and meaning",
    "README.md": "dataset card",
    "SHA256SUMS": "checksums",
}


def dataset_page(site: Site, sizes: Mapping[str, int], measured: int, claims: int) -> Iterator[Job]:
    """One page. `sizes` are the files' in bytes by name, `measured` and `claims` the rows of the two tables."""
    lines = [
        ClaimRowLine(chip(plain(paper.title), ROOT + paper_url(paper.id)), claim_line(claim))
        for paper in site.catalog.papers.values()
        for claim in paper.claims
    ]
    view = DatasetView(
        files=tuple(file_line(name, size) for name, size in sorted(sizes.items())),
        measured_count=measured,
        claim_count=claims,
        paper_count=sum(1 for paper in site.catalog.papers.values() if paper.claims),
        claims=tuple(lines[:MOST_CLAIMS]),
        claims_left_out=max(0, len(lines) - MOST_CLAIMS),
        columns=tuple((c.name, c.unit, c.description) for c in columns(ClaimRow)),
        schema_version=SCHEMA_VERSION,
    )
    about = f"{measured} measured and {claims} reported benchmark figures as Parquet and CSV."
    yield Job("dataset/", "dataset", "Dataset", about, "dataset", view)


def file_line(name: str, size: int) -> FileLine:
    """A file of the dataset by its path and its bytes."""
    return FileLine(name, f"{ROOT}dataset/{name}", _size(size), _what(name))


def _what(name: str) -> str:
    """What a file is; `rows-2.parquet` is what `rows.parquet` is."""
    return _WHAT.get(re.sub(r"-\d+(?=\.)", "", name), "")


def _size(count: int) -> str:
    """Bytes as a person reads them."""
    return f"{count} bytes" if count < 1000 else f"{count / 1e3:.1f} kB" if count < 1e6 else f"{count / 1e6:,.1f} MB"
