"""Very many rows in little memory: kept packed while files are read, given back in the order of publication.

An external merge sort whose runs stay in memory: 10,000 rows are sorted, packed and compressed at a time; reading
them all merges the runs.
"""

from collections.abc import Iterable, Iterator
from heapq import merge
from itertools import islice
from typing import Any

import msgspec
from msgspec import Struct

from .schema import ClaimRow, Row

_RUN = 10_000
# Rows packed together: one such block of each run is unpacked while runs are merged.
_BLOCK = 500


class Rows(Struct, frozen=True):
    """The rows of one table, packed; iterating gives them as values, sorted. `kind` is Row or ClaimRow."""

    kind: type[Row]
    runs: tuple[tuple[bytes, ...], ...] = ()
    count: int = 0

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Any]:
        return merge(*(_unpacked(run, self.kind) for run in self.runs), key=_order)


def gather(rows: Iterable[Row], kind: type[Row]) -> Rows:
    """Pack rows while they come, never holding more than 10,000 of them as values."""
    rows = iter(rows)
    runs, count = [], 0
    while part := sorted(islice(rows, _RUN), key=_order):
        runs.append(tuple(_packed(part[at : at + _BLOCK]) for at in range(0, len(part), _BLOCK)))
        count += len(part)
    return Rows(kind, tuple(runs), count)


def _order(row: Row) -> tuple[str, str, str, str]:
    """Figures of one metric together; a paper's claims, or a model's runs, side by side within it."""
    within = row.paper if isinstance(row, ClaimRow) else row.model
    return row.metric, within or "", row.source_path, row.row_id


def _packed(rows: list[Row]) -> bytes:
    import pyarrow  # 0.2 s, and a collection without figures needs none of it

    pa: Any = pyarrow
    encoded = msgspec.msgpack.encode(rows)
    # pyarrow asks for the unpacked size when it unpacks.
    return len(encoded).to_bytes(8) + bytes(pa.compress(encoded, codec="zstd", asbytes=True))


def _unpacked(run: tuple[bytes, ...], kind: type[Row]) -> Iterator[Row]:
    import pyarrow

    pa: Any = pyarrow
    decoder = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]
    for block in run:
        size = int.from_bytes(block[:8])
        yield from decoder.decode(pa.decompress(block[8:], size, codec="zstd", asbytes=True))
