"""A page for each raw file of a benchmark: what it is, what it says of its setting, and every row that it gave."""

import json
import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from html import escape
from itertools import count, groupby
from operator import attrgetter
from posixpath import dirname
from typing import Any
from urllib.parse import quote

from msgspec import Struct

from ..bench.names import Names
from ..bench.schema import Row, columns
from ..bench.settings import task_of
from ..bench.tables import Rows
from ..catalog.slugs import slug
from ..catalog.urls import leaderboard_url, page_url, paper_url, run_url
from ..config import Config
from .benchmark_views import FactLine, Link, RowGroup, RowLine, RunView
from .figures import exact, scale_of
from .jobs import Job
from .prose import plain
from .site import Site, pager, pages_of
from .views import ROOT, Chip, Group, IndexView, chip
from .wording import TOOLS, metric_name, plain_value, statistic

ROWS_A_PAGE = 250
_SHOWN = ("subject", "precision", "hardware", "parallelism", "load", "tool")
_FACTS = ("time", *(column.name for column in columns(Row) if column.group in _SHOWN))
_facts = attrgetter(*_FACTS)
_NORMAL = {"accelerator": "accelerator_raw", "model": "model_raw"}
_SIDECAR = "run.yml"
_LINE = re.compile(r"(\d+)[:#]")
_NUMBERS = re.compile(r"(\d+)")
# A text as long as that under a second name is the same thing; short ones may be alike by chance.
_TELLING = 8


class Run(Struct, frozen=True):
    """A raw file. `facts` and `params` are what all its rows have in common, `time` the latest that one states."""

    id: str
    path: str
    sha256: str
    sidecar_sha256: str
    licence: str
    count: int
    time: str
    facts: dict[str, Any]
    params: dict[str, Any]


def by_source(row: Row) -> tuple[Any, ...]:
    """The order of a raw file: by place in it, numbers as numbers."""
    parts = _NUMBERS.split(row.locator)
    # A number is compared by length, then by digits: no number is too long for that.
    parts[1::2] = [f"{len(digits := part.lstrip('0')):05}{digits}" for part in parts[1::2]]
    return row.source_path, parts, row.metric, row.row_id


def find_runs(rows: Iterable[Row]) -> list[Run]:
    """The raw files behind rows that come sorted by `by_source`."""
    return [_run(path, held) for path, held in groupby(rows, key=lambda row: row.source_path)]


def _run(path: str, rows: Iterator[Row]) -> Run:
    first = next(rows)
    facts, params = dict(zip(_FACTS, _facts(first), strict=True)), dict(_read(first.params))
    seen, time, number_of_rows = (_facts(first), first.params), first.time or "", 1
    for row in rows:
        number_of_rows += 1
        now = (_facts(row), row.params)
        if now != seen:
            seen, time = now, max(time, row.time or "")
            facts = {k: v for k, v in zip(_FACTS, now[0], strict=True) if k in facts and facts[k] == v}
            stated = _read(row.params)
            params = {k: v for k, v in params.items() if k in stated and stated[k] == v}
    return Run(
        id=f"{slug(path.removeprefix('content/runs/'))[:60].strip('-')}-{first.source_sha256[:8]}",
        path=path,
        sha256=first.source_sha256,
        sidecar_sha256=first.sidecar_sha256 or "",
        licence=first.licence or "",
        count=number_of_rows,
        time=time,
        facts={k: v for k, v in facts.items() if v is not None},
        params=params,
    )


def places(rows: Iterable[Row], runs: Iterable[Run]) -> Iterator[tuple[Row, str]]:
    """Each row with the address at which it is shown; rows and runs in the order of `by_source`."""
    for run, (_, held) in zip(runs, groupby(rows, key=lambda row: row.source_path), strict=True):
        base = run_url(run.id)
        for at, row in enumerate(held):
            yield row, f"{page_url(base, at // ROWS_A_PAGE + 1)}#{row.row_id}"


def run_pages(site: Site, rows: Rows, runs: Iterable[Run], names: Names) -> Iterator[Job]:
    """The page of every raw file, and its further pages; `rows` in the order of `by_source`."""
    for run, (_, held) in zip(runs, groupby(rows, key=lambda row: row.source_path), strict=True):
        about = f"{run.count} measured figures read from {run.path}, each with its line, unit and conversion."
        for number_of_page, part in _parts(held):
            url = page_url(run_url(run.id), number_of_page)
            title = run.path.removeprefix("content/runs/")
            yield Job(url, "benchmarks", title, about, "run", _view(site, run, part, number_of_page, names))


def run_list(site: Site, runs: list[Run]) -> Iterator[Job]:
    """All raw files, those that ran last first."""
    size = site.config.settings.page_size
    ranked = newest(runs)
    for at in range(1, pages_of(len(ranked), size) + 1):
        lines = "".join(map(_item, ranked[(at - 1) * size : at * size]))
        base = "benchmarks/runs/"
        view = IndexView(
            title="Raw files",
            kind="runs",
            lead="Every result file that figures were read from, the newest run first.",
            count=len(ranked),
            groups=(Group("", lines),) if lines else (),
            entries_html="",
            letters=(),
            pager=pager(base, at, len(ranked), size),
        )
        title = "Raw files" if at == 1 else f"Raw files, page {at}"
        yield Job(page_url(base, at), "benchmarks", title, view.lead, "index", view)


def newest(runs: Iterable[Run]) -> list[Run]:
    """Runs by falling time, those that state none last, by path."""
    return sorted(sorted(runs, key=lambda run: run.path), key=lambda run: run.time, reverse=True)


def summary(run: Run) -> str:
    """What a run was, in a few words."""
    model, tool, device = (str(run.facts.get(name) or "") for name in ("model", "tool", "accelerator_raw"))
    counted = f"{run.count:,}\N{NO-BREAK SPACE}{'figure' if run.count == 1 else 'figures'}"
    # Commas, which may end a line.
    return ", ".join(one for one in (model, TOOLS.get(tool, tool), device, counted, run.time[:10]) if one)


def _item(run: Run) -> str:
    link = chip(run.path.removeprefix("content/runs/"), ROOT + run_url(run.id))
    return f"<li>{link.html} <small>{escape(summary(run))}</small></li>"


def _parts(rows: Iterator[Row]) -> Iterator[tuple[int, list[Row]]]:
    for number_of_page in count(1):
        part = [row for _, row in zip(range(ROWS_A_PAGE), rows, strict=False)]
        if not part:
            return
        yield number_of_page, part


def _view(site: Site, run: Run, rows: list[Row], page: int, names: Names) -> RunView:
    groups = groupby(rows, key=lambda row: (row.run_id, row.status, _facts(row), row.params))
    folder = f"{dirname(run.path)}/{_SIDECAR}"
    return RunView(
        path=run.path,
        file_url=_address(site.config, run.path),
        sha256=run.sha256,
        sidecar=Link(folder, _address(site.config, folder)) if run.sidecar_sha256 else Link(""),
        sidecar_sha256=run.sidecar_sha256,
        licence=run.licence,
        paper=_paper(site, run.facts.get("paper")),
        row_count=run.count,
        facts=tuple(_fact_lines(run, json.loads(rows[0].origins))),
        groups=tuple(_group(site, run, list(held), names) for _, held in groups),
        pager=pager(run_url(run.id), page, run.count, ROWS_A_PAGE),
    )


def _paper(site: Site, paper_id: str | None) -> Chip | None:
    paper = site.catalog.papers.get(paper_id or "")
    return chip(plain(paper.title), ROOT + paper_url(paper.id)) if paper else None


def _fact_lines(run: Run, origins: dict[str, list[str]]) -> Iterator[FactLine]:
    """What holds for every row of the file, with who said so."""
    for name, value in run.facts.items():
        yield FactLine(name, plain_value(value), _origin(name, origins))
    for name, value in sorted(run.params.items()):
        yield FactLine(plain_value(name), plain_value(value), "params")


def _origin(name: str, origins: dict[str, list[str]]) -> str:
    found = next((who for who, filled in origins.items() if name in filled), "")
    return found or (f"normalised from {_NORMAL[name]}" if name in _NORMAL else "")


def _group(site: Site, run: Run, rows: list[Row], names: Names) -> RowGroup:
    first = rows[0]
    origins = json.loads(first.origins)
    told = [
        (name.replace("_", " "), plain_value(value) + (" (run.yml)" if name in origins.get("sidecar", ()) else ""))
        for name, value in zip(_FACTS, _facts(first), strict=True)
        if value is not None and name not in run.facts
    ]
    told += [(plain_value(k), plain_value(v)) for k, v in sorted(_read(first.params).items()) if k not in run.params]
    return RowGroup(
        caption="; ".join(said_once(told)),
        status="" if first.status == "ok" else first.status,
        has_samples=any(row.samples is not None for row in rows),
        rows=tuple([_row(site.config, row, names) for row in rows]),
    )


def said_once(told: Iterable[tuple[str, str]]) -> Iterator[str]:
    """Names with their values; a long text that several of them share stands behind all of these."""
    names: dict[tuple[str, str], list[str]] = {}
    for name, value in told:
        names.setdefault((value, "" if len(value) >= _TELLING else name), []).append(name)
    return (f"{', '.join(held)} {value}" for (value, _), held in names.items())


def _row(config: Config, row: Row, names: Names) -> RowLine:
    value, unit = row.value or 0.0, row.unit or "1"
    scale = scale_of(value, unit, row.metric)
    return RowLine(
        id=row.row_id,
        metric=Link(
            metric_name(row.metric, names),
            ROOT + leaderboard_url(task_of(row)[0], row.metric),
            # What the head of the rows says already is not said again.
            "" if row.metric_raw == row.method else plain_value(row.metric_raw),
        ),
        statistic=statistic(row.statistic, row.quantile),
        figure=scale.figure(value),
        exact="" if scale.is_exact(value) else exact(value) + ("" if unit == "1" else f" {unit}"),
        written=" ".join(part for part in (row.value_raw, row.unit_raw) if part),
        how=_how(row),
        samples=f"{row.samples:,}" if row.samples is not None else "",
        place=_place(config, row.source_path, row.locator),
    )


def _how(row: Row) -> str:
    """How the value came from what is written."""
    if row.derived:
        return "computed here from figures in the file"
    unit = "unit in the file" if row.unit_origin == "file" else "unit fixed by the tool"
    return f"{unit}, {_conversion(row.value_raw or '', row.value or 0.0, row.unit or '')}"


def _conversion(written: str, value: float, unit: str) -> str:
    before = float(written)
    if before == value:
        return "kept as written"
    if unit == "K" and abs(before + 273.15 - value) < 1e-6:
        return "+ 273.15"
    # Conversions are by powers of ten and two, minutes and hours: beyond twelve digits is rounding.
    return f"×\N{NO-BREAK SPACE}{exact(float(f'{value / before:.12g}'))}" if before else "kept as written"


def _place(config: Config, path: str, locator: str) -> Link:
    found = _LINE.match(locator)
    return Link(plain_value(locator), _address(config, path, int(found[1]) if found and len(found[1]) < 10 else 0))


def _address(config: Config, path: str, line: int = 0) -> str:
    """The raw file in the repository, at a line where one is known."""
    found = config.source_url(quote(path), line)
    return found if line else found.partition("?")[0]


@lru_cache(64)  # rows of one configuration follow one another
def _read(params: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(params)
    return found
