"""The dataset that anyone can download: two tables as Parquet and CSV, a card, a data dictionary and checksums.

The same rows give the same bytes. Measured and reported figures stay in tables of their own.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Sequence
from typing import Any

from msgspec.structs import astuple

from .card import card
from .schema import SCHEMA_VERSION, ClaimRow, Row, arrow_schema, columns, dictionary

_ROW_GROUP = 10_000
# What a spreadsheet would take for a formula; a plain number with a sign is none (OWASP, CSV injection).
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[-+]?[0-9.]+([eE][-+]?[0-9]+)?")


def dataset(
    rows: Sequence[Row], claims: Sequence[ClaimRow], title: str = "Broadsheet benchmarks", licence: str = "other"
) -> dict[str, bytes]:
    """File names to bytes. `title` and `licence` (an identifier that Hugging Face knows) stand on the card."""
    measured = sorted(rows, key=lambda r: (r.metric, r.model or "", r.source_path, r.row_id))
    reported = sorted(claims, key=lambda c: (c.metric, c.paper or "", c.row_id))
    both = {"rows": json.loads(dictionary(Row)), "claims": json.loads(dictionary(ClaimRow))}
    explained = {"schema_version": SCHEMA_VERSION, "tables": {k: v["columns"] for k, v in both.items()}}
    files = {
        "rows.parquet": parquet(measured, Row),
        "claims.parquet": parquet(reported, ClaimRow),
        "rows.csv": table_csv(measured, Row),
        "claims.csv": table_csv(reported, ClaimRow),
        "schema.json": (json.dumps(explained, indent=1) + "\n").encode(),
        "README.md": card(measured, reported, title, licence).encode(),
    }
    sums = "".join(f"{hashlib.sha256(data).hexdigest()}  {name}\n" for name, data in sorted(files.items()))
    return files | {"SHA256SUMS": sums.encode()}


def parquet(rows: Sequence[Row], kind: type[Row]) -> bytes:
    """A table as Parquet: snappy (which readers in a browser know), row groups of 10,000, `arrow_schema`'s metadata."""
    import pyarrow
    import pyarrow.parquet

    pa: Any = pyarrow
    schema = arrow_schema(kind)
    values = zip(*map(astuple, rows), strict=True) if rows else ((),) * len(schema)
    arrays = [pa.array(column, field.type) for column, field in zip(values, schema, strict=True)]
    table = pa.Table.from_arrays(arrays, schema=schema)
    out = io.BytesIO()
    pa.parquet.write_table(table, out, compression="snappy", row_group_size=_ROW_GROUP)
    return out.getvalue()


def table_csv(rows: Sequence[Row], kind: type[Row]) -> bytes:
    """A table as CSV in UTF-8 (RFC 4180 but for \\n), null as nothing, text that looks like a formula after a `'`."""
    names = [column.name for column in columns(kind)]
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(names)
    writer.writerows(map(_cell, astuple(row)) for row in rows)
    return out.getvalue().encode()


def _cell(value: Any) -> Any:
    if isinstance(value, str):
        return f"'{value}" if _FORMULA.match(value) and not _NUMBER.fullmatch(value) else value
    return value if value is None or not isinstance(value, bool) else str(value).lower()
