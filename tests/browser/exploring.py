"""The explorer with datasets of our own: how they are made, when it has read them, what it says and shows."""

import io
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from broadsheet.bench.croissant import About
from broadsheet.bench.dataset import dataset_files
from broadsheet.bench.schema import ClaimRow, Row
from broadsheet.bench.tables import gather
from broadsheet.pages.environment import theme_folder
from broadsheet.pages.explorer import has_reader

MARKS = [
    pytest.mark.browser,
    pytest.mark.skipif(not has_reader(theme_folder()), reason="no bundle of hyparquet here: make bundle"),
]
Look = Callable[..., Any]
PAGE = "benchmarks/explorer/"
DATASET = "broadsheet/dataset/"


def dataset(rows: list[Row]) -> dict[str, bytes]:
    """The Parquet files and the manifest of measured rows, by the path at which a site has them."""
    made = dataset_files(gather(rows, Row), gather([], ClaimRow), About())
    return {f"{DATASET}{path}": data for path, data in made if path.endswith((".parquet", "manifest.json"))}


def settled(page: Any) -> None:
    """Wait until the page has read what was asked for, or has said why it could not."""
    page.locator("[data-explorer][aria-busy=false]").wait_for()


def told(page: Any) -> str:
    """What the page says of the selection."""
    found: str = page.locator("[data-told]").inner_text()
    return found


def column(page: Any, name: str) -> list[str]:
    """The texts of a column of the table."""
    heads = [head.split("\n")[0].rstrip("↑↓ ") for head in page.locator("thead th").all_inner_texts()]
    place = next(i for i, head in enumerate(heads) if head.startswith(name))
    found: list[str] = page.locator(f"tbody tr > :nth-child({place + 1})").all_inner_texts()
    return found


def choice(page: Any, name: str) -> Any:
    """The select of this name, as those hear it who do not see it."""
    return page.get_by_role("combobox", name=name, exact=True)


def leaderboard(truth: pa.Table, metric: str, statistic: str) -> pa.Table:
    """The rows of a leaderboard, the least value first."""
    chosen = pc.and_(pc.equal(truth["metric"], metric), pc.equal(truth["statistic"], statistic))
    return truth.filter(chosen).sort_by("value")


def read_back(files: dict[str, bytes]) -> pa.Table:
    """The measured rows as pyarrow reads them."""
    return pq.read_table(io.BytesIO(files[f"{DATASET}rows.parquet"]))
