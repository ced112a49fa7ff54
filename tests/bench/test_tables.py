"""Very many rows in little memory, in the order of publication."""

import tracemalloc

from broadsheet.bench.schema import Row
from broadsheet.bench.tables import gather


def row(number: int, metric: str = "speed") -> Row:
    return Row(
        row_id=f"{number:08}",
        run_id="r",
        reported=False,
        metric=metric,
        metric_raw=metric,
        statistic="mean",
        value=number / 7,
        unit="s",
        source_path="content/runs/x.json",
        source_sha256="0" * 64,
        locator=f"/{number}",
    )


def test_rows_come_back_sorted_and_whole() -> None:
    rows = [row(number, metric) for number in range(12_000, 0, -1) for metric in ("speed", "memory")]
    found = gather(iter(rows), Row)
    assert len(found) == 24_000
    assert list(found) == sorted(rows, key=lambda r: (r.metric, r.row_id))
    assert [r.row_id for r in found] == [r.row_id for r in found]


def test_no_rows() -> None:
    assert (len(gather([], Row)), list(gather([], Row))) == (0, [])


def test_memory_stays_small() -> None:
    tracemalloc.start()
    found = gather(map(row, range(60_000)), Row)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert len(found) == 60_000
    # As values they would take some 60 MB.
    assert peak < 30_000_000
