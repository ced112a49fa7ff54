"""The files of the dataset."""

import csv
import hashlib
import io
import json
from pathlib import Path

import pyarrow.parquet as pq
import pytest
import yaml

from broadsheet.bench.card import column_table
from broadsheet.bench.claims import claim_rows
from broadsheet.bench.dataset import dataset
from broadsheet.bench.formats import read_file
from broadsheet.bench.schema import CANONICAL_UNITS, SCHEMA_VERSION, ClaimRow, Row, columns
from broadsheet.model import Claim, Paper

ROOT = Path(__file__).resolve().parents[2]
VLLM = (
    '{"model_id": "=HYPERLINK(1)", "num_prompts": 2, "request_rate": 1.5, "completed": 2, "duration": 1.0,'
    ' "request_throughput": 2.0, "mean_ttft_ms": 3.5}'
)


@pytest.fixture(scope="module")
def rows():
    return read_file(VLLM.encode(), "content/runs/x.json")[0]


@pytest.fixture(scope="module")
def claims():
    claim = Claim(metric="memory", comparison="change", unit="%", value=-68.0, conditions="@batch 1")
    return claim_rows([Paper(title="T", id="p", claims=(claim,))])


@pytest.fixture(scope="module")
def files(rows, claims):
    return dataset(rows, claims, title='A "good" one')


def test_what_is_in_it_and_its_checksums(files):
    assert set(files) == {
        "rows.parquet",
        "claims.parquet",
        "rows.csv",
        "claims.csv",
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
    assert set(table["unit"].to_pylist()) <= set(CANONICAL_UNITS)


def test_row_groups_and_compression(claims):
    many = [claims[0]] * 10_001
    meta = pq.read_metadata(io.BytesIO(dataset([], many)["claims.parquet"]))
    assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == [10_000, 1]
    assert meta.row_group(0).column(0).compression == "SNAPPY"


def test_the_same_rows_in_any_order_give_the_same_bytes(files, rows, claims):
    assert dataset(rows[::-1], claims, title='A "good" one') == files


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
    assert [config["data_files"] for config in told["configs"]] == ["rows.parquet", "claims.parquet"]
    assert told["size_categories"] == ["n<1K"]
    assert column_table() in body


def test_data_dictionary(files):
    told = json.loads(files["schema.json"])
    assert [c["name"] for c in told["tables"]["rows"]] == [c.name for c in columns(Row)]
    value = next(c for c in told["tables"]["rows"] if c["name"] == "quantisation_bits")
    assert (value["unit"], value["type"], value["nullable"], value["group"]) == ("1", "float", True, "precision")


def test_docs_show_the_columns():
    assert column_table() in (ROOT / "docs" / "dataset.md").read_text(encoding="utf-8")
