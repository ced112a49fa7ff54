"""The dataset's README.md: a Hugging Face dataset card, with what the columns mean and how much there is."""

from .schema import SCHEMA_VERSION, ClaimRow, columns
from .tables import Rows

_SIZES = ((1_000, "n<1K"), (10_000, "1K<n<10K"), (100_000, "10K<n<100K"), (1_000_000, "100K<n<1M"))

_TEXT = """---
pretty_name: {title_quoted}
license: {licence}
language:
- en
tags:
- benchmark
- efficiency
- inference
- gpu
size_categories:
- {size}
configs:
- config_name: measured
  data_files: rows*.parquet
  default: true
- config_name: reported
  data_files: claims*.parquet
---

# {title}

Figures on the speed, memory and energy of machine-learning systems, in two tables that are never mixed:

| table | file | rows | what |
|---|---|--:|---|
| measured | `rows.parquet` | {measured:,} | read from the raw output of benchmark tools, each with its file and place |
| reported | `claims.parquet` | {reported:,} | what papers say of themselves, as their authors put it |

{honest}

One row is one statistic of one metric of one configuration of one run. `value` is in the unit that `unit` names, one of
s, token/s, request/s, sample/s, op/s, byte/s, FLOP/s, byte, W, J, K, ratio (0.5 is 50 %) and 1; `value_raw` and
`unit_raw` keep what was written. Null means that nothing states it, never zero. In the reported table `comparison` says
how to read a value: a level, a ratio to the baseline, a relative change or a difference.

A table that outgrows 5 MB goes on in `rows-2.parquet` and so on; `archive/` has each table in one file. The CSV files
hold the same for a spreadsheet: there a text that it would take for a formula has a `'` before it. `SHA256SUMS` checks
the files, `schema.json` is the data dictionary (version {version}), which stands in the Parquet metadata too,
`manifest.json` tells programs what to fetch, and `croissant.json` describes it all for data set search engines.

Figures belong to those who measured or reported them: `licence` and `source_path` say whose a measured row is, `paper`
whose a reported one is.

## Columns

{table}
"""


def card(rows: Rows, claims: Rows, title: str, licence: str) -> str:
    """The card's Markdown with its YAML front matter."""
    total = len(rows) + len(claims)
    nothing = "Nothing has been measured yet: the measured table has its columns and no rows."
    runs: set[str] = set()
    devices: set[str] = set()
    for row in rows:
        runs.add(row.run_id)
        if row.accelerator_raw:
            devices.add(row.accelerator_raw)
    found = f"The measured rows come from {len(runs):,} runs on {len(devices):,} kinds of device."
    return _TEXT.format(
        title=title,
        title_quoted='"' + title.replace("\\", "\\\\").replace('"', '\\"') + '"',
        licence=licence,
        size=next((name for bound, name in _SIZES if total < bound), "n>1M"),
        measured=len(rows),
        reported=len(claims),
        honest=found if len(rows) else nothing,
        version=SCHEMA_VERSION,
        table=column_table(),
    )


def column_table() -> str:
    """Every column of both tables as Markdown, with its group, type and unit."""
    lines = ["| group | column | type | unit | meaning |", "|---|---|---|---|---|"]
    for column in columns(ClaimRow):
        kind = column.type + (" or null" if column.nullable else "")
        lines.append(f"| {column.group} | `{column.name}` | {kind} | {column.unit} | {column.description} |")
    return "\n".join(lines)
