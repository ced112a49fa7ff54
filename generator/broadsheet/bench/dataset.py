"""The dataset that anyone can download: two tables as Parquet and CSV, what explains them, and checksums.

The same rows give the same bytes. Measured and reported figures stay in tables of their own.
"""

import csv
import hashlib
import io
import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import count, islice
from typing import Any

from msgspec import Struct
from msgspec.structs import astuple

from .card import card
from .croissant import About, File, croissant
from .schema import SCHEMA_VERSION, ClaimRow, Row, arrow_schema, columns, dictionary
from .tables import Rows

GROUP = 10_000
# Rows of a page, the least that a reader fetches of a column.
PAGE = 2_000
# A file that would outgrow this is followed by another.
LARGEST = 5_000_000
# What a spreadsheet would take for a formula; a plain number with a sign is none (OWASP, CSV injection).
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?")
# Only what the order brings together can be skipped by its least and greatest value; the rest would swell the footer.
_SKIPPED_BY = ("metric", "statistic", "quantile", "model", "paper")
# What hardly ever repeats goes without a dictionary, which would have to be fetched whole; neighbouring paths and
# places differ by their ends.
_UNIQUE = {"value": "PLAIN", "row_id": "PLAIN", "source_path": "DELTA_BYTE_ARRAY", "locator": "DELTA_BYTE_ARRAY"}

# Metric, statistic and quantile.
Series = tuple[str, str, float | None]


class _Part(Struct, frozen=True):
    """A file of a table as it is written. `series` counts the rows of each series, in order; Parquet files have it."""

    path: str
    data: bytes
    rows: int
    index: int = 0
    series: Mapping[Series, int] = {}


def dataset_files(measured: Rows, reported: Rows, about: About) -> Iterator[tuple[str, bytes]]:
    """Every file of the dataset by its path below `dataset/`, one at a time; the checksums come last.

    A table that outgrows 5 MB goes on in `rows-2.parquet` and so on; `archive/` has each table in one piece, packed
    tighter (zstd, which not every browser's reader knows).
    """
    written: dict[str, File] = {}
    series: dict[str, Counter[Series]] = {}
    for name, rows in (("rows", measured), ("claims", reported)):
        found = series[name] = Counter()
        for part in _table_files(name, rows):
            digest = hashlib.sha256(part.data).hexdigest()
            written[part.path] = File(part.path, name, part.rows, len(part.data), digest, part.index)
            found.update(part.series)
            yield part.path, part.data
    both = {"rows": json.loads(dictionary(Row)), "claims": json.loads(dictionary(ClaimRow))}
    told = {"schema_version": SCHEMA_VERSION, "tables": {k: v["columns"] for k, v in both.items()}}
    sums = {path: file.sha256 for path, file in written.items()}
    for path, text in (
        ("schema.json", json.dumps(told, indent=1) + "\n"),
        ("manifest.json", manifest(written.values(), series)),
        ("croissant.json", croissant(written.values(), about)),
        ("README.md", card(measured, reported, about.title, about.licence)),
    ):
        sums[path] = hashlib.sha256(text.encode()).hexdigest()
        yield path, text.encode()
    yield "SHA256SUMS", "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items())).encode()


def manifest(files: Iterable[File], series: Mapping[str, Mapping[Series, int]]) -> str:
    """What a program needs to fetch of the tables no more than it wants.

    For each table its Parquet files in order, with rows, length, where page index and footer begin, and hash; and its
    series, one statistic of one metric each, in the order of the rows.
    """
    tables: dict[str, list[dict[str, object]]] = {}
    for file in files:
        if file.path.endswith(".parquet") and "/" not in file.path:
            told = {"path": file.path, "rows": file.rows, "bytes": file.bytes, "index": file.index}
            tables.setdefault(file.table, []).append({**told, "sha256": file.sha256})
    listed = {
        name: [
            {"metric": metric, "statistic": statistic, "quantile": quantile, "rows": rows}
            for (metric, statistic, quantile), rows in found.items()
        ]
        for name, found in series.items()
    }
    told = {"schema_version": SCHEMA_VERSION, "page_rows": PAGE, "tables": tables, "series": listed}
    return json.dumps(told, separators=(",", ":")) + "\n"


def _table_files(name: str, rows: Rows) -> Iterator[_Part]:
    """Each file of a table."""
    import pyarrow
    import pyarrow.parquet

    pa: Any = pyarrow
    schema = arrow_schema(rows.kind)
    # Snappy: readers in a browser know it. Pages with an index: they fetch the rows that they want, not whole groups.
    layout = {
        "compression": "snappy",
        "write_page_index": True,
        "max_rows_per_page": PAGE,
        "write_statistics": list(_SKIPPED_BY),
        "use_dictionary": [column for column in schema.names if column not in _UNIQUE],
        "column_encoding": _UNIQUE,
    }
    whole = io.BytesIO()
    values = iter(rows)
    group = list(islice(values, GROUP))
    with pa.parquet.ParquetWriter(whole, schema, compression="zstd", compression_level=9) as archive:
        for number in count(1):
            stem = name if number == 1 else f"{name}-{number}"
            out, text, held, grown = io.BytesIO(), [_header(rows.kind)], 0, 0
            series: Counter[Series] = Counter()
            with pa.parquet.ParquetWriter(out, schema, **layout) as writer:
                while group and out.tell() + grown <= LARGEST:
                    before = out.tell()
                    table = _table(group, schema)
                    writer.write_table(table, row_group_size=GROUP)
                    archive.write_table(table, row_group_size=GROUP)
                    text.append(_csv(group))
                    series.update((row.metric, row.statistic, row.quantile) for row in group)
                    held, grown = held + len(group), out.tell() - before
                    group = list(islice(values, GROUP))
                index = out.tell()
            yield _Part(f"{stem}.parquet", out.getvalue(), held, index, series)
            yield _Part(f"{stem}.csv", b"".join(text), held)
            if not group:
                break
    yield _Part(f"archive/{name}.parquet", whole.getvalue(), len(rows))


def _table(rows: Sequence[Row], schema: Any) -> Any:
    import pyarrow

    pa: Any = pyarrow
    fields = zip(zip(*map(astuple, rows), strict=True), schema, strict=True)
    return pa.Table.from_arrays([pa.array(column, field.type) for column, field in fields], schema=schema)


def _header(kind: type[Row]) -> bytes:
    return (",".join(column.name for column in columns(kind)) + "\n").encode()


def _csv(rows: Sequence[Row]) -> bytes:
    """Rows as CSV in UTF-8 (RFC 4180 but for \\n), null as nothing, text that looks like a formula after a `'`."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(map(_cell, astuple(row)) for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value
    return value if value is None or not isinstance(value, bool) else str(value).lower()
