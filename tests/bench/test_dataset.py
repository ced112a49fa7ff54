"""The files of the dataset."""

import csv
import hashlib
import io
import json
import warnings
from pathlib import Path
from typing import get_args

import msgspec
import pyarrow.parquet as pq
import pytest
import yaml

from broadsheet.bench.card import column_table
from broadsheet.bench.claims import claim_rows
from broadsheet.bench.croissant import About
from broadsheet.bench.dataset import dataset_files
from broadsheet.bench.formats import read_file
from broadsheet.bench.names import Unit
from broadsheet.bench.schema import SCHEMA_VERSION, ClaimRow, Row, columns
from broadsheet.bench.tables import gather
from broadsheet.model import Claim, Paper

ROOT = Path(__file__).resolve().parents[2]
VLLM = (
    '{"model_id": "=HYPERLINK(1)", "num_prompts": 2, "request_rate": 1.5, "completed": 2, "duration": 1.0,'
    ' "request_throughput": 2.0, "mean_ttft_ms": 3.5}'
)


ABOUT = About('A "good" one', "other", "https://example.org/dataset/", "2026-05-14")


def dataset(rows, claims):
    return dict(dataset_files(gather(rows, Row), gather(claims, ClaimRow), ABOUT))


@pytest.fixture(scope="module")
def rows():
    return read_file(VLLM.encode(), "content/runs/x.json")[0]


@pytest.fixture(scope="module")
def claims():
    claim = Claim(metric="memory", comparison="change", unit="%", value=-68.0, conditions="@batch 1")
    return claim_rows([Paper(title="T", id="p", claims=(claim,))])


@pytest.fixture(scope="module")
def files(rows, claims):
    return dataset(rows, claims)


def test_what_is_in_it_and_its_checksums(files):
    assert set(files) == {
        "rows.parquet",
        "claims.parquet",
        "archive/rows.parquet",
        "archive/claims.parquet",
        "rows.csv",
        "claims.csv",
        "manifest.json",
        "croissant.json",
        "schema.json",
        "README.md",
        "SHA256SUMS",
    }
    sums = dict(reversed(line.split("  ")) for line in files["SHA256SUMS"].decode().splitlines())
    assert sums == {n: hashlib.sha256(d).hexdigest() for n, d in files.items() if n != "SHA256SUMS"}


@pytest.mark.parametrize(("name", "kind"), [("rows.parquet", Row), ("claims.parquet", ClaimRow)])
def test_units_stand_in_the_parquet_schema(files, name, kind):
    schema = pq.read_schema(io.BytesIO(files[name]))
    assert schema.names == [column.name for column in columns(kind)]
    assert schema.field("request_rate").metadata[b"unit"] == b"request/s"
    assert all(field.metadata[b"description"] for field in schema)
    told = json.loads(schema.metadata[b"broadsheet"])
    assert told["schema_version"] == SCHEMA_VERSION
    assert [column["name"] for column in told["columns"]] == schema.names


def test_parquet_holds_the_rows(files, rows):
    table = pq.read_table(io.BytesIO(files["rows.parquet"]))
    assert {row["row_id"]: row["value"] for row in table.to_pylist()} == {row.row_id: row.value for row in rows}
    assert set(table["unit"].to_pylist()) <= set(get_args(Unit))


def test_row_groups_and_compression(claims):
    many = [claims[0]] * 10_001
    meta = pq.read_metadata(io.BytesIO(dataset([], many)["claims.parquet"]))
    assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == [10_000, 1]
    assert meta.row_group(0).column(0).compression == "SNAPPY"


def test_a_large_table_goes_on_in_further_files(rows):
    many = [msgspec.structs.replace(rows[0], row_id=hashlib.shake_256(b"%d" % i).hexdigest(150)) for i in range(30_000)]
    files = dataset(many, [])
    told = json.loads(files["manifest.json"])["tables"]["rows"]
    assert [part["path"] for part in told] == ["rows.parquet", "rows-2.parquet", "rows-3.parquet"]
    assert [len(files[part["path"]]) for part in told] == [part["bytes"] for part in told]
    assert max(part["bytes"] for part in told) <= 5_500_000
    ids = [i for part in told for i in pq.read_table(io.BytesIO(files[part["path"]]))["row_id"].to_pylist()]
    assert ids == sorted(row.row_id for row in many)
    assert pq.read_table(io.BytesIO(files["archive/rows.parquet"]))["row_id"].to_pylist() == ids
    assert [files[f"rows{n}.csv"].count(b"\n") for n in ("", "-2", "-3")] == [part["rows"] + 1 for part in told]


@pytest.fixture(scope="module")
def folder(files, tmp_path_factory):
    place = tmp_path_factory.mktemp("dataset")
    (place / "archive").mkdir()
    for name, data in files.items():
        (place / name).write_bytes(data)
    return place


def test_duckdb_reads_it(folder, rows):
    duckdb = pytest.importorskip("duckdb")
    found = duckdb.sql(f"select row_id, value from '{folder}/rows*.parquet'").fetchall()
    assert dict(found) == {row.row_id: row.value for row in rows}


def test_polars_reads_it(folder, rows):
    polars = pytest.importorskip("polars")
    for name in ("rows.parquet", "archive/rows.parquet"):
        table = polars.read_parquet(folder / name)
        assert dict(zip(table["row_id"], table["value"], strict=True)) == {row.row_id: row.value for row in rows}
    assert polars.read_csv(folder / "rows.csv")["row_id"].to_list() == table["row_id"].to_list()


def test_pandas_reads_it(folder, claims):
    pandas = pytest.importorskip("pandas")
    table = pandas.read_parquet(folder / "claims.parquet")
    assert table["value"].tolist() == [claims[0].value]
    assert pandas.read_csv(folder / "claims.csv")["row_id"].tolist() == [claims[0].row_id]


def test_croissant_is_valid_and_loads(folder, rows):
    mlcroissant = pytest.importorskip("mlcroissant")
    with warnings.catch_warnings():
        # Its own dependencies warn of each other.
        warnings.simplefilter("ignore")
        read = mlcroissant.Dataset(jsonld=str(folder / "croissant.json"))
        found = [record["rows/row_id"].decode() for record in read.records("rows")]
    assert not read.metadata.ctx.issues.errors
    assert not read.metadata.ctx.issues.warnings
    assert json.loads((folder / "croissant.json").read_text())["conformsTo"].endswith("/croissant/1.1")
    assert sorted(found) == sorted(row.row_id for row in rows)


def test_the_same_rows_in_any_order_give_the_same_bytes(files, rows, claims):
    assert dataset(rows[::-1], claims) == files


def test_an_empty_measured_table_is_said_and_has_its_columns(claims):
    files = dataset([], claims)
    assert pq.read_table(io.BytesIO(files["rows.parquet"])).num_rows == 0
    assert "Nothing has been measured yet" in files["README.md"].decode()
    assert files["rows.csv"].decode().count("\n") == 1


def test_csv_cannot_start_a_formula(files):
    (measured, *_) = csv.DictReader(io.StringIO(files["rows.csv"].decode()))
    (reported,) = csv.DictReader(io.StringIO(files["claims.csv"].decode()))
    assert measured["model_raw"] == "'=HYPERLINK(1)"
    assert (reported["conditions"], reported["value"], reported["value_raw"]) == ("'@batch 1", "-0.68", "-68")
    assert (reported["model"], reported["reported"]) == ("", "true")


def test_card(files):
    _, front, body = files["README.md"].decode().split("---\n", 2)
    told = yaml.safe_load(front)
    assert told["pretty_name"] == 'A "good" one'
    assert [config["data_files"] for config in told["configs"]] == ["rows*.parquet", "claims*.parquet"]
    assert told["size_categories"] == ["n<1K"]
    assert column_table() in body


def test_data_dictionary(files):
    told = json.loads(files["schema.json"])
    assert [c["name"] for c in told["tables"]["rows"]] == [c.name for c in columns(Row)]
    value = next(c for c in told["tables"]["rows"] if c["name"] == "quantisation_bits")
    assert (value["unit"], value["type"], value["nullable"], value["group"]) == ("1", "float", True, "precision")


def test_docs_show_the_columns():
    assert column_table() in (ROOT / "docs" / "dataset.md").read_text(encoding="utf-8")
