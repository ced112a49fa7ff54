"""Rows become lines of leaderboards: gathered by configuration, ranked, unlike things apart."""

from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from broadsheet.bench.comparisons import LATENCIES, THROUGHPUTS, by_precision, by_run, pairs, sweeps
from broadsheet.bench.formats import read_file
from broadsheet.bench.leaderboards import (
    Figure,
    Line,
    Spread,
    by_configuration,
    by_rank,
    figure,
    lines,
    scene_key,
    table_key,
)
from broadsheet.bench.names import Names, read_names
from broadsheet.bench.runs import read_runs
from broadsheet.bench.schema import Row
from broadsheet.bench.settings import Scene, settings_of, task_of
from broadsheet.bench.tables import gather
from measured_samples import serve, write_runs

REPOSITORY = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def names() -> Names:
    return read_names(REPOSITORY / "site_config", REPOSITORY)[0]


def row(at: int = 0, **columns: Any) -> Row:
    shared = {"run_id": "r-1", "reported": False, "metric": "latency", "metric_raw": "latency", "statistic": "median"}
    shared |= {"value": 1.0, "unit": "s", "tool": "clock", "higher_is_better": False, "source_sha256": "0" * 64}
    return Row(
        **{"row_id": f"{at:024}", "source_path": "content/runs/a/x.json", "locator": f"/{at}"} | shared | columns
    )


def ranked(rows: list[Row]) -> list[Line]:
    figures = [found for at, one in enumerate(rows) if (found := figure(one, at, f"place#{one.row_id}"))]
    made = lines(gather(figures, Figure, by_configuration))
    return list(gather(made, Line, by_rank))


@pytest.mark.parametrize(
    ("stated", "first", "spread", "tail"),
    [
        ([("median", None, 2.0), ("mean", None, 3.0)], "median", None, None),
        ([("mean", None, 3.0), ("std", None, 0.5)], "mean", Spread("std", 2.5, 3.5, 0.5), None),
        ([("total", None, 9.0), ("single", None, 3.0)], "single", None, None),
        ([("min", None, 1.0), ("max", None, 4.0)], "max", Spread("min-max", 1.0, 4.0), None),
        ([("mean", None, 2.0), ("stderr", None, 0.5)], "mean", Spread("stderr", 1.5, 2.5, 0.5), None),
        ([("median", None, 2.0), ("iqr", None, 1.0), ("std", None, 9.0)], "median", Spread("iqr", width=1.0), None),
        (
            [("median", None, 2.0), ("quantile", 0.25, 1.0), ("quantile", 0.75, 3.0), ("std", None, 9.0)],
            "median",
            Spread("p25-p75", 1.0, 3.0),
            None,
        ),
        (
            [("quantile", 0.5, 2.0), ("quantile", 0.05, 1.0), ("quantile", 0.95, 3.0), ("quantile", 0.99, 4.0)],
            "quantile",
            Spread("p5-p95", 1.0, 3.0),
            (0.99, 4.0),
        ),
        ([("quantile", 0.9, 2.0), ("quantile", 0.99, 3.0)], "quantile", None, (0.99, 3.0)),
        ([("std", None, 0.5)], "std", None, None),
    ],
)
def test_the_headline_and_the_spread(stated: Any, first: str, spread: Any, tail: Any) -> None:
    rows = [row(at, statistic=s, quantile=q, value=v) for at, (s, q, v) in enumerate(stated)]
    [line] = ranked(rows)
    assert (line.figure.statistic, line.spread, line.tail) == (first, spread, tail)
    assert line.figure.value in [v for s, _, v in stated if s == first]


def test_one_sample_has_no_spread() -> None:
    [line] = ranked([row(0, statistic="mean", samples=1), row(1, statistic="std", value=0.0, samples=1)])
    assert (line.samples, line.spread) == (1, None)


def test_a_figure_measured_twice_is_two_lines() -> None:
    found = [("mean", 1.0), ("std", 0.1), ("mean", 2.0), ("std", 0.2)]
    made = ranked([row(at, statistic=s, value=v) for at, (s, v) in enumerate(found)])
    assert [(line.figure.value, line.spread and line.spread.width) for line in made] == [(1.0, 0.1), (2.0, 0.2)]


@pytest.mark.parametrize(
    "column",
    [
        {"accelerator": "nvidia-l40s"},
        {"accelerator_raw": "A device that nobody knows"},
        {"accelerator_count": 2},
        {"nodes": 2},
        {"cpu": "Some CPU"},
        {"workload": "sharegpt"},
        {"phase": "decode"},
        {"input_length": 128},
        {"output_length": 128},
        {"batch": 8},
        {"concurrency": 8},
        {"request_rate": 2.0},
        {"request_rate_unlimited": True},
        {"context": 0},
        {"unit": "1"},
        {"source_path": "content/runs/another/x.json"},
    ],
)
def test_unlike_settings_are_never_in_one_table(column: dict[str, Any]) -> None:
    """Files of unknown hardware are of one table only when they lie in one folder."""
    one, other = ranked([row(0), row(1, run_id="r-2", **column)])
    assert table_key(one.figure) != table_key(other.figure)


@pytest.mark.parametrize(
    "column",
    [
        {"model": "tiny"},
        {"weight_format": "fp8"},
        {"engine_version": "2"},
        {"tp": 2},
        {"method": "faster"},
        {"params": '{"size": 1}'},
        {"driver": "570"},
    ],
)
def test_unlike_configurations_are_lines_of_one_table(column: dict[str, Any]) -> None:
    one, other = ranked([row(0), row(1, **column)])
    assert table_key(one.figure) == table_key(other.figure)


def test_a_processor_counts_only_where_no_accelerator_does() -> None:
    assert settings_of(row(accelerator="a", cpu="c"))[0] == Scene(accelerator="a")
    assert settings_of(row(cpu="c"))[0] == Scene(cpu="c")
    assert settings_of(row())[0] == Scene(folder="content/runs/a")


@pytest.mark.parametrize(
    ("columns", "task"),
    [
        ({"task": "Text generation"}, ("text-generation", "Text generation")),
        ({"tool": "vllm bench serve"}, ("vllm-bench-serve", "vllm bench serve")),
        ({"task": "runs"}, ("task-runs", "runs")),
        ({"task": "Explorer"}, ("task-explorer", "Explorer")),
        ({"tool": None}, ("unnamed", "unnamed")),
    ],
)
def test_tasks(columns: dict[str, Any], task: tuple[str, str]) -> None:
    assert task_of(row(**columns)) == task


@pytest.mark.parametrize(
    ("higher", "order"), [(True, [3.0, 2.0, 1.0]), (False, [1.0, 2.0, 3.0]), (None, [2.0, 3.0, 1.0])]
)
def test_the_best_first_or_by_name(higher: bool | None, order: list[float]) -> None:
    models = {1.0: "c", 2.0: "a", 3.0: "b"}
    rows = [row(at, value=v, model=models[v], higher_is_better=higher) for at, v in enumerate((1.0, 2.0, 3.0))]
    assert [line.figure.value for line in ranked(rows)] == order


def test_doubtful_runs_come_after_complete_ones_and_zero_is_a_value() -> None:
    told: list[tuple[float, Any]] = [(0.5, "failed"), (0.0, "ok"), (0.25, "partial"), (1.0, "ok")]
    rows = [row(at, value=v, status=s, run_id=f"r-{at}") for at, (v, s) in enumerate(told)]
    assert [(line.figure.value, line.figure.status) for line in ranked(rows)] == [
        (0.0, "ok"),
        (1.0, "ok"),
        (0.25, "partial"),
        (0.5, "failed"),
    ]


def test_ties_and_the_order_of_rows_do_not_matter() -> None:
    rows = [row(at, value=1.0, model=f"m{at % 3}", run_id=f"r-{at}") for at in range(30)]
    places = {one.row_id: at for at, one in enumerate(rows)}
    first = ranked(rows)
    Random(3).shuffle(rows)
    figures = [found for one in rows if (found := figure(one, places[one.row_id], f"place#{one.row_id}"))]
    assert list(gather(lines(gather(figures, Figure, by_configuration)), Line, by_rank)) == first


def test_a_row_without_a_value_is_no_figure() -> None:
    assert figure(row(value=None, unit=None), 0, "") is None


def read_lines(root: Path, names: Names) -> list[Line]:
    write_runs(root, "x")
    folder = root / "site_config"
    folder.mkdir()
    for name in ("metrics.yml", "hardware.yml"):
        (folder / name).write_bytes((REPOSITORY / "site_config" / name).read_bytes())
    return ranked(list(read_runs(root / "content" / "runs", root)[0]))


def test_what_files_of_tools_become(tmp_path: Path, names: Names) -> None:
    made = read_lines(tmp_path, names)
    [best, *_] = [
        line for line in made if line.figure.metric == "output-throughput" and line.figure.load.concurrency == 16
    ]
    assert (best.figure.task, best.figure.scene.accelerator, best.figure.value) == ("chat", "nvidia-l40s", 1250.0)
    assert best.figure.configuration.weight_format == "int8"
    [case] = [
        line for line in made if line.figure.task == "pytest-benchmark" and line.figure.metric == "execution-time"
    ]
    assert (case.figure.value, case.spread, case.samples) == (0.0018, Spread("p25-p75", 0.0015, 0.0025), 40)


def test_the_pareto_front(tmp_path: Path, names: Names) -> None:
    made = [line for line in read_lines(tmp_path, names) if line.figure.metric in (*THROUGHPUTS, *LATENCIES)]
    [chat] = pairs(sorted(made, key=by_run), most=20)
    assert [(p.throughput.figure.value, p.latency.figure.value * 1e3, p.front) for p in chat] == [
        (1250.0, 12.5, True),
        (800.0, 20.0, False),
        (480.0, 8.0, True),
        (320.0, 12.0, False),
        (140.0, 7.0, True),
        (90.0, 10.0, False),
    ]
    assert list(pairs(sorted(made, key=by_run), most=5)) == []


@pytest.mark.parametrize("model", ["tiny-7b", None])
def test_a_front_is_of_one_model_or_of_one_raw_file(tmp_path: Path, names: Names, model: str | None) -> None:
    """Half of the runs are of `model` and from another file, the others of no stated model."""
    apart = []
    for line in read_lines(tmp_path, names):
        one = line.figure
        if one.metric in (*THROUGHPUTS, *LATENCIES):
            other = one.configuration.weight_format == "int8"
            configuration = msgspec.structs.replace(one.configuration, model=model if other else None)
            moved = {"configuration": configuration, "run_id": "other-1" if other else "first-1"}
            apart.append(msgspec.structs.replace(line, figure=msgspec.structs.replace(one, **moved)))
    assert [len(front) for front in pairs(sorted(apart, key=by_run), most=20)] == [3, 3]


def test_a_load_that_grows(tmp_path: Path, names: Names) -> None:
    made = [line for line in read_lines(tmp_path, names) if line.figure.metric == "output-throughput"]
    assert len({scene_key(line.figure) for line in made}) == 1
    [(swept, found)] = sweeps(made)
    assert swept == "concurrency"
    assert {one.configuration.weight_format: [x for x, _ in one.points] for one in found} == {
        "fp16": [1.0, 4.0, 16.0],
        "int8": [1.0, 4.0, 16.0],
    }


def test_no_line_leads_from_one_thing_to_another(names: Names) -> None:
    """Figures under one load that differ in another setting cannot be joined."""
    rows = []
    for at, (concurrency, size) in enumerate([(1, 8), (1, 9), (2, 8), (4, 8)]):
        found, _ = read_file(serve(concurrency, 100.0 + at, 10.0).encode(), "x.json", names)
        rows += [msgspec.structs.replace(one, params=f'{{"size": {size}}}', run_id=f"r-{at}") for one in found]
    made = [line for line in ranked(rows) if line.figure.metric == "output-throughput"]
    assert len(made) == 4
    assert list(sweeps(made)) == []


def test_number_formats_side_by_side(tmp_path: Path, names: Names) -> None:
    made = [line for line in read_lines(tmp_path, names) if line.figure.metric == "token-throughput"]
    assert [(line.figure.value, line.spread is None) for line in made] == [
        (120.125, False),
        (77.25, False),
        (41.5, False),
        (40.0, True),
    ]
    [group] = by_precision(made)
    assert [line.figure.configuration.weight_format for line in group] == ["Q4_K - Medium", "Q8_0", "F16"]
