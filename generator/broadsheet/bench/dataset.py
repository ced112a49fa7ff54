"""The dataset that anyone can download: two tables as Parquet and CSV, what explains them, and checksums.

The same rows give the same bytes. Measured and reported figures stay in tables of their own.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import count, islice
from typing import Any

from msgspec.structs import astuple

from .card import card
from .croissant import About, File, croissant
from .schema import SCHEMA_VERSION, ClaimRow, Row, arrow_schema, columns, dictionary
from .tables import Rows

GROUP = 10_000
# A file that would outgrow this is followed by another.
LARGEST = 5_000_000
# What a spreadsheet would take for a formula; a plain number with a sign is none (OWASP, CSV injection).
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?")


def dataset_files(measured: Rows, reported: Rows, about: About) -> Iterator[tuple[str, bytes]]:
    """Every file of the dataset by its path below `dataset/`, one at a time; the checksums come last.

    A table that outgrows 5 MB goes on in `rows-2.parquet` and so on; `archive/` has each table in one piece, packed
    tighter (zstd, which not every browser's reader knows).
    """
    written: dict[str, File] = {}
    for name, rows in (("rows", measured), ("claims", reported)):
        for path, data, held in _table_files(name, rows):
            written[path] = File(path, name, held, len(data), hashlib.sha256(data).hexdigest())
            yield path, data
    both = {"rows": json.loads(dictionary(Row)), "claims": json.loads(dictionary(ClaimRow))}
    told = {"schema_version": SCHEMA_VERSION, "tables": {k: v["columns"] for k, v in both.items()}}
    sums = {path: file.sha256 for path, file in written.items()}
    for path, text in (
        ("schema.json", json.dumps(told, indent=1) + "\n"),
        ("manifest.json", manifest(written.values())),
        ("croissant.json", croissant(written.values(), about)),
        ("README.md", card(measured, reported, about.title, about.licence)),
    ):
        sums[path] = hashlib.sha256(text.encode()).hexdigest()
        yield path, text.encode()
    yield "SHA256SUMS", "".join(f"{digest}  {path}\n" for path, digest in sorted(sums.items())).encode()


def manifest(files: Iterable[File]) -> str:
    """What a program needs to fetch the tables: for each its Parquet files in order, with rows, length and hash."""
    tables: dict[str, list[dict[str, object]]] = {}
    for file in files:
        if file.path.endswith(".parquet") and "/" not in file.path:
            told = {"path": file.path, "rows": file.rows, "bytes": file.bytes, "sha256": file.sha256}
            tables.setdefault(file.table, []).append(told)
    return json.dumps({"schema_version": SCHEMA_VERSION, "tables": tables}, indent=1) + "\n"


def _table_files(name: str, rows: Rows) -> Iterator[tuple[str, bytes, int]]:
    """Path, bytes and number of rows of each file of a table."""
    import pyarrow
    import pyarrow.parquet

    pa: Any = pyarrow
    schema = arrow_schema(rows.kind)
    whole = io.BytesIO()
    values = iter(rows)
    group = list(islice(values, GROUP))
    with pa.parquet.ParquetWriter(whole, schema, compression="zstd", compression_level=9) as archive:
        for number in count(1):
            stem = name if number == 1 else f"{name}-{number}"
            out, text, held, grown = io.BytesIO(), [_header(rows.kind)], 0, 0
            # Snappy: readers in a browser know it.
            with pa.parquet.ParquetWriter(out, schema, compression="snappy") as writer:
                while group and out.tell() + grown <= LARGEST:
                    before = out.tell()
                    table = _table(group, schema)
                    writer.write_table(table, row_group_size=GROUP)
                    archive.write_table(table, row_group_size=GROUP)
                    text.append(_csv(group))
                    held, grown = held + len(group), out.tell() - before
                    group = list(islice(values, GROUP))
            yield f"{stem}.parquet", out.getvalue(), held
            yield f"{stem}.csv", b"".join(text), held
            if not group:
                break
    yield f"archive/{name}.parquet", whole.getvalue(), len(rows)


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
