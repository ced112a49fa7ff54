"""The manifest: what a program needs in order to fetch of a table no more than it wants."""

import io
import itertools
import json
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

from broadsheet.bench.croissant import About
from broadsheet.bench.dataset import GROUP, PAGE, dataset_files
from broadsheet.bench.schema import ClaimRow, Row
from broadsheet.bench.tables import gather


def row(number: int, metric: str, statistic: str, quantile: float | None = None) -> Row:
    return Row(
        row_id=f"{metric}-{statistic}-{quantile}-{number:06}",
        run_id="r",
        reported=False,
        model=f"m{number % 3}",
        metric=metric,
        metric_raw=metric,
        statistic=statistic,
        quantile=quantile,
        value=number / 7,
        unit="s",
        source_path=f"content/runs/{number:06}.json",
        source_sha256="0" * 64,
        locator="/x",
    )


SERIES = [
    ("latency", "mean", None),
    ("latency", "quantile", 0.5),
    ("latency", "quantile", 0.99),
    ("speed", "mean", None),
]


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    rows = [row(number, *series) for number, series in itertools.product(range(4000), SERIES)]
    return dict(dataset_files(gather(rows, Row), gather([], ClaimRow), About()))


@pytest.fixture(scope="module")
def told(files: dict[str, bytes]) -> Any:
    return json.loads(files["manifest.json"])


def test_each_series_lies_in_one_piece(files: dict[str, bytes], told: Any) -> None:
    assert told["series"]["rows"] == [
        {"metric": metric, "statistic": statistic, "quantile": quantile, "rows": 4000}
        for metric, statistic, quantile in SERIES
    ]
    table = pq.read_table(io.BytesIO(files["rows.parquet"]), columns=["metric", "statistic", "quantile", "model"])
    found = [tuple(line.values()) for line in table.to_pylist()]
    assert [key for key, _ in itertools.groupby(found, key=lambda line: line[:3])] == SERIES
    # Within a series a model's rows are side by side.
    assert [line[3] for line in found[:4000]] == sorted(line[3] for line in found[:4000])
    assert told["series"]["claims"] == []


@pytest.mark.parametrize("name", ["rows", "claims"])
def test_pages_are_indexed_where_the_manifest_says(files: dict[str, bytes], told: Any, name: str) -> None:
    [file] = told["tables"][name]
    meta = pq.read_metadata(io.BytesIO(files[file["path"]]))
    chunks = [meta.row_group(g).column(c) for g in range(meta.num_row_groups) for c in range(meta.num_columns)]
    starts = [chunk.dictionary_page_offset or chunk.data_page_offset for chunk in chunks]
    ends = [start + chunk.total_compressed_size for start, chunk in zip(starts, chunks, strict=True)]
    assert file["index"] == max(ends, default=len(b"PAR1"))
    assert all(chunk.has_offset_index for chunk in chunks)
    # Each page of a group starts at a multiple of so many rows of the whole table.
    assert told["page_rows"] == PAGE
    assert GROUP % PAGE == 0


def test_what_is_unique_has_no_dictionary_and_no_statistics(files: dict[str, bytes]) -> None:
    group = pq.read_metadata(io.BytesIO(files["rows.parquet"])).row_group(0)
    columns = {group.column(i).path_in_schema: group.column(i) for i in range(group.num_columns)}
    assert columns["source_path"].encodings == ("RLE", "DELTA_BYTE_ARRAY")
    assert not columns["row_id"].is_stats_set
    assert (columns["model"].has_dictionary_page, columns["value"].has_dictionary_page) == (True, False)
    assert (columns["metric"].statistics.min, columns["metric"].statistics.max) == ("latency", "latency")


def test_a_claims_series_too(told: Any) -> None:
    claim = ClaimRow(**msgspec.structs.asdict(row(1, "memory", "single")), comparison="level")
    files = dict(dataset_files(gather([], Row), gather([claim], ClaimRow), About()))
    found = json.loads(files["manifest.json"])["series"]
    assert found["claims"] == [{"metric": "memory", "statistic": "single", "quantile": None, "rows": 1}]
