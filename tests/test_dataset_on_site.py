"""The dataset as a site offers it."""

import csv
import hashlib
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from lxml import html

from broadsheet.executors import InProcess
from broadsheet.project import inspect
from broadsheet.stopwatch import Stopwatch


def reported(site: Path) -> int:
    root = next(path.parent for path in site.parent.glob("*/mkdocs.yml"))
    papers = inspect(root, InProcess(), Stopwatch(lambda: 0.0)).catalog.papers
    return sum(len(paper.claims) for paper in papers.values())


def test_every_reported_figure_is_in_it_and_nothing_measured(any_site: Path) -> None:
    folder = any_site / "dataset"
    assert pq.read_table(folder / "claims.parquet").num_rows == reported(any_site) > 0
    with (folder / "claims.csv").open(encoding="utf-8", newline="") as lines:
        assert sum(1 for _ in csv.DictReader(lines)) == reported(any_site)
    rows = pq.read_table(folder / "rows.parquet")
    assert rows.num_rows == 0
    assert len(rows.schema) > 10


@pytest.mark.parametrize("table", ["rows", "claims"])
def test_units_stand_in_the_schema(site: Path, table: str) -> None:
    schema = pq.read_schema(site / "dataset" / f"{table}.parquet")
    units = {field.name: field.metadata[b"unit"] for field in schema if b"unit" in (field.metadata or {})}
    assert units
    assert b"broadsheet" in schema.metadata


def test_checksums(site: Path) -> None:
    folder = site / "dataset"
    sums = dict(line.split("  ")[::-1] for line in (folder / "SHA256SUMS").read_text(encoding="utf-8").splitlines())
    paths = {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
    files = {name: hashlib.sha256(path.read_bytes()).hexdigest() for name, path in paths.items()}
    assert sums == {name: files[name] for name in files if name not in ("SHA256SUMS", "index.html")}


def test_the_page_offers_the_files_and_counts_the_figures(any_site: Path) -> None:
    page = html.fromstring((any_site / "dataset" / "index.html").read_bytes())
    offered = {href.removeprefix("../dataset/") for href in page.xpath("//ul[contains(@class, 'files')]//a/@href")}
    folder = any_site / "dataset"
    files = {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}
    assert offered == files - {"index.html"}
    text = " ".join(page.text_content().split())
    assert f"{reported(any_site)} figure" in text
    assert "Nothing has been measured yet." in text
    rows = page.xpath("//table[contains(@class, 'claims')]")[0].xpath(".//tbody/tr[td]")
    assert len(rows) == reported(any_site)
