"""How much memory and time a million measured rows need on their way into the dataset's files.

    python tests/benchmarks/dataset.py [--rows 1000000]

The peer is pyarrow alone: the same rows as values, put into one table and written to one Parquet file.
"""

import argparse
import hashlib
import io
import multiprocessing
import resource
import time
from collections.abc import Callable, Iterator

from msgspec.structs import astuple

from broadsheet.bench.croissant import About
from broadsheet.bench.dataset import dataset_files
from broadsheet.bench.schema import ClaimRow, Row, arrow_schema
from broadsheet.bench.tables import gather


def rows(count: int) -> Iterator[Row]:
    """Made-up rows as a llama-bench file a configuration would give them, two hundred a file."""
    for number in range(count):
        file = number // 200
        yield Row(
            row_id=hashlib.sha256(str(number).encode()).hexdigest()[:24],
            run_id=f"{file:06}-1",
            reported=False,
            model=f"model-{number % 300}",
            metric=f"metric-{number % 40}",
            metric_raw=f"metric_{number % 40}",
            statistic="mean",
            value=number * 0.37,
            unit="s",
            value_raw=repr(number * 0.37),
            source_path=f"content/runs/{file}.jsonl",
            source_sha256=hashlib.sha256(str(file).encode()).hexdigest(),
            locator=f"{number % 200 + 1}#/avg_ts",
            params=f'{{"n_gpu_layers": {number % 99}}}',
        )


def ours(count: int) -> int:
    """Bytes of all files of the dataset."""
    files = dataset_files(gather(rows(count), Row), gather([], ClaimRow), About(url="https://example.org/"))
    return sum(len(data) for _, data in files)


def peer(count: int) -> int:
    """Bytes of one Parquet file."""
    import pyarrow
    import pyarrow.parquet

    schema = arrow_schema(Row)
    columns = zip(*map(astuple, list(rows(count))), strict=True)
    arrays = [pyarrow.array(column, field.type) for column, field in zip(columns, schema, strict=True)]
    out = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_arrays(arrays, schema=schema), out)
    return out.tell()


def measured(work: Callable[[int], int], count: int) -> tuple[float, float, float]:
    """CPU seconds, peak MiB and MB written, in a process of its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(_measure, (work, count))


def _measure(work: Callable[[int], int], count: int) -> tuple[float, float, float]:
    start = time.process_time()
    size = work(count)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return time.process_time() - start, peak, size / 1e6


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000)
    count = parser.parse_args().rows
    for name, work in (("dataset (all files)", ours), ("pyarrow, one file", peer)):
        seconds, peak, size = measured(work, count)
        print(f"{name:20} {count:>9,} rows {seconds:7.1f} CPU s {peak:7.0f} MiB {size:8.1f} MB")


if __name__ == "__main__":
    main()
