"""Measurements into the two tables that a reader wants, and into JSON for a program."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median

from measure import Output, Usage
from rich import box
from rich.table import Table
from rich.text import Text

MIB = 1 << 20
COLD, EDITED, MKDOCS, FLOOR = "Broadsheet, cold", "Broadsheet, one edit", "MkDocs", "floor"
FITTED = "Broadsheet, topics fit"
HUGO, LIKE = "Hugo, bare pages", "Hugo, like pages"
NOTES = (
    "Every figure is the median of its runs. Peak memory is that of the whole process tree, sampled every 100 ms (big "
    "ones more rarely): PSS counts memory that processes share once, RSS once for each. CPU is user and system time of "
    "the tree. Pages are index.html files. x bare, x like and x floor compare wall seconds for the same corpus: with "
    "Hugo making bare pages of the same families, with Hugo making pages that show what ours show, with the floor. The "
    "floor writes the bytes of Broadsheet's cold output to the same names, from memory in one process, without sync."
)


NOTHING = Output(0, 0, 0)


@dataclass(frozen=True)
class Row:
    """One builder on one corpus: its runs, what it wrote and its stages' median seconds, or why there is nothing."""

    corpus: str
    builder: str
    runs: tuple[Usage, ...] = ()
    output: Output = NOTHING
    stages: tuple[tuple[str, float], ...] = ()
    note: str = ""

    @property
    def seconds(self) -> float | None:
        """Median wall time; None where nothing ran."""
        return median(run.seconds for run in self.runs) if self.runs else None

    @property
    def a_page(self) -> float | None:
        """Seconds a page."""
        return self.seconds / self.output.pages if self.seconds is not None and self.output.pages else None


@dataclass(frozen=True)
class Ratios:
    """How a row compares: None where there is nothing to compare with."""

    bare: float | None
    like: float | None
    floor: float | None


def ratios(row: Row, rows: Sequence[Row]) -> Ratios:
    """`row` against Hugo's sites and, for Broadsheet's own rows, the floor on the same corpus."""
    beside = {other.builder: other for other in rows if other.corpus == row.corpus}
    bare, like, floor = (beside.get(name) for name in (HUGO, LIKE, FLOOR))
    ours = row.builder in (COLD, EDITED)
    return Ratios(
        bare=_ratio(row.seconds, bare.seconds if bare else None),
        like=_ratio(row.seconds, like.seconds if like else None),
        floor=_ratio(row.seconds, floor.seconds if floor else None) if ours else None,
    )


def _ratio(value: float | None, base: float | None) -> float | None:
    return value / base if value is not None and base else None


def results(rows: Sequence[Row]) -> Table:
    """One line a builder and corpus."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("corpus")
    table.add_column("builder", no_wrap=True)
    columns = "wall s,CPU s,peak PSS MiB,peak RSS MiB,pages,files,MiB,pages/s,ms/page,x bare,x like,x floor"
    for heading in columns.split(","):
        table.add_column(heading, justify="right")
    for row in rows:
        if row.seconds is None:
            table.add_row(row.corpus, Text(f"{row.builder}: {row.note.splitlines()[0]}"))
        else:
            table.add_row(row.corpus, row.builder, *_cells(row, row.seconds, rows))
    return table


def _cells(row: Row, seconds: float, rows: Sequence[Row]) -> list[str]:
    compared = ratios(row, rows)
    pss = [run.pss for run in row.runs if run.pss]
    memory = median(run.rss for run in row.runs)
    return [
        f"{seconds:.2f}",
        f"{median(run.cpu for run in row.runs):.2f}",
        f"{median(pss) / MIB:,.0f}" if pss else "",
        f"{memory / MIB:,.0f}" if memory else "",
        f"{row.output.pages:,}",
        f"{row.output.files:,}",
        f"{row.output.size / MIB:,.1f}",
        f"{row.output.pages / seconds:,.0f}",
        f"{1000 * row.a_page:.2f}" if row.a_page else "",
        *(f"{value:.2f}" if value is not None else "" for value in (compared.bare, compared.like, compared.floor)),
    ]


def stages(rows: Sequence[Row]) -> Table:
    """Broadsheet's seconds a stage, one column a measured build."""
    timed = [row for row in rows if row.stages]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column("stage, s")
    for row in timed:
        table.add_column(f"{row.corpus} {row.builder.removeprefix('Broadsheet, ')}", justify="right")
    columns = [dict(row.stages) for row in timed]
    for stage in dict.fromkeys(stage for column in columns for stage in column):
        table.add_row(stage, *(f"{column[stage]:.2f}" if stage in column else "" for column in columns))
    return table


def as_json(rows: Sequence[Row], machine: str) -> dict[str, object]:
    """Everything measured, every single run included: seconds and bytes."""
    measured = [asdict(row) | {"seconds": row.seconds, "ratios": asdict(ratios(row, rows))} for row in rows]
    return {"machine": machine, "rows": measured}
