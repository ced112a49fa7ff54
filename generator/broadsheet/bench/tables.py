"""Very many rows in little memory: kept packed while files are read, given back in the order of publication.

An external merge sort whose runs stay in memory: 10,000 rows are sorted, packed and compressed at a time; reading
them all merges the runs.
"""

from collections.abc import Callable, Iterable, Iterator
from heapq import merge
from itertools import islice
from typing import Any

import msgspec
from msgspec import Struct

from .schema import ClaimRow, Row

_RUN = 10_000
# Rows packed together: one such block of each run is unpacked while runs are merged.
_BLOCK = 500


def publication(row: Row) -> tuple[str, str, float, str, str, str]:
    """One statistic of one metric in one piece, so that a leaderboard can be read without the rest of its table.

    Within it a paper's claims, or a model's runs, are side by side.
    """
    within = row.paper if isinstance(row, ClaimRow) else row.model
    return row.metric, row.statistic, row.quantile or 0.0, within or "", row.source_path, row.row_id


class Rows(Struct, frozen=True):
    """The rows of one table, packed; iterating gives them as values, sorted by `order`.

    `kind` is Row, ClaimRow or any other struct that is wanted in great numbers in an order of its own.
    """

    kind: type[Any]
    runs: tuple[tuple[bytes, ...], ...] = ()
    count: int = 0
    order: Callable[[Any], Any] = publication

    def __len__(self) -> int:
        return self.count

    def __iter__(self) -> Iterator[Any]:
        return merge(*(_unpacked(run, self.kind) for run in self.runs), key=self.order)


def gather(rows: Iterable[Any], kind: type[Any], order: Callable[[Any], Any] = publication) -> Rows:
    """Pack rows while they come, never holding more than 10,000 of them as values. `order` gives their sort key."""
    rows = iter(rows)
    runs, count = [], 0
    while part := sorted(islice(rows, _RUN), key=order):
        runs.append(tuple(_packed(part[at : at + _BLOCK]) for at in range(0, len(part), _BLOCK)))
        count += len(part)
    return Rows(kind, tuple(runs), count, order)


def _packed(rows: list[Any]) -> bytes:
    import pyarrow  # 0.2 s, and a collection without figures needs none of it

    pa: Any = pyarrow
    encoded = msgspec.msgpack.encode(rows)
    # pyarrow asks for the unpacked size when it unpacks.
    return len(encoded).to_bytes(8) + bytes(pa.compress(encoded, codec="zstd", asbytes=True))


def _unpacked(run: tuple[bytes, ...], kind: type[Any]) -> Iterator[Any]:
    import pyarrow

    pa: Any = pyarrow
    decoder = msgspec.msgpack.Decoder(list[kind])  # type: ignore[valid-type]
    for block in run:
        size = int.from_bytes(block[:8])
        yield from decoder.decode(pa.decompress(block[8:], size, codec="zstd", asbytes=True))
