"""What a run leaves behind: the clock, run.yml, the table; and that Broadsheet's readers take the folder."""

import importlib.util
import json
import shutil
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import yaml

from broadsheet.bench.readers.nvidia_smi import recognise
from broadsheet.bench.runs import read_runs
from broadsheet.bench.source import open_source
from gpu.card import _SAMPLED, as_found
from gpu.clock import EventClock
from gpu.papers import DIFFERS, TIES
from gpu.place import VARIABLE, place, sizes
from gpu.run import _failures, _measured, main
from gpu.runfile import run_file
from gpu.table import Case, Ceilings, cases, ceilings, share, speed_up, table

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]


class Event:
    """An event on a card's clock that a test winds."""

    now = 0.0

    def __init__(self, enable_timing):
        assert enable_timing
        self.at = None

    def record(self):
        self.at = Event.now

    def synchronize(self):
        assert self.at is not None

    def elapsed_time(self, end):
        return end.at - self.at


def test_the_clock_tells_the_seconds_between_events():
    clock = EventClock(SimpleNamespace(cuda=SimpleNamespace(Event=Event)))
    told = []
    for milliseconds in (2.5, 40.0):
        start = clock()
        Event.now += milliseconds
        told.append(clock() - start)
        Event.now += 7  # between rounds
    assert told == pytest.approx([0.0025, 0.040])


def test_every_file_of_measurements_is_tied_to_papers_of_the_digest():
    files = {path.stem.removeprefix("test_card_") for path in HERE.glob("test_card_*.py")}
    assert files == set(TIES)
    assert next(iter(TIES)) == "ceilings"
    papers = {
        paper.get("id")
        for path in (ROOT / "content" / "papers").glob("*.yml")
        for paper in yaml.safe_load(path.read_text())
    }
    tied = {paper for tie in TIES.values() for paper in (tie.paper, *tie.others)}
    assert tied - papers == DIFFERS.keys() - tied == set()


def test_outside_the_runner_nothing_is_measured(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert place() == "measured by tests/gpu/run.py alone"
    assert sizes(card=(1,), tiny=(2,)) == (1,)
    monkeypatch.setenv(VARIABLE, "tiny")
    assert sizes(card=(1,), tiny=(2,)) == (2,)


@pytest.mark.parametrize(
    "arguments", [["--out", "x", "--tiny"], ["--out", "x", "--device", "cpu"], ["--tiny", "--device", "cpu"]]
)
def test_a_cpu_is_for_trials_alone(arguments):
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2


def test_a_trial_stays_out_of_the_repository_and_files_are_never_overwritten(tmp_path, capsys):
    (tmp_path / "kept").write_text("raw")
    for folder, words in ((ROOT / "content" / "runs" / "trial", "keep it out"), (tmp_path, "holds files already")):
        with pytest.raises(SystemExit) as ended:
            main(["--device", "cpu", "--tiny", "--out", str(folder)])
        assert ended.value.code == 2
        assert words in capsys.readouterr().err


SUMMARY = """
..FF
FAILED tests/gpu/test_card_a.py::test_x[4-16] - AssertionError: relative error 3.1e-01
FAILED tests/gpu/test_card_a.py::test_y[1] - Failed: the time was up
FAILED tests/gpu/test_card_a.py::test_y[2] - Failed: the time was up
ERROR tests/gpu/test_card_b.py
"""


def test_what_failed_is_told_by_name_and_message():
    assert _failures(SUMMARY) == [
        "test_x[4-16]: AssertionError: relative error 3.1e-01",
        "the file: failed",
        "2 left out, the time was up",
    ]
    assert _failures("12 passed in 3.2s") == []


@pytest.mark.parametrize(
    ("text", "whole"), [("", False), ('{"benchmarks": []}', False), ('{"benchm', False), ('{"benchmarks": [1]}', True)]
)
def test_a_report_without_measurements_is_none(tmp_path, text, whole):
    (tmp_path / "a.json").write_text(text)
    assert _measured(tmp_path / "a.json") is whole


def test_without_nvidia_smi_a_run_goes_on_and_says_so(monkeypatch):
    monkeypatch.setenv("PATH", "")
    found, failures = as_found("GPU-0")
    assert found == {}
    assert failures[0].startswith("nvidia-smi: ")


@pytest.mark.slow
@pytest.mark.skipif(not importlib.util.find_spec("pytest_benchmark"), reason="no pytest_benchmark here")
@pytest.mark.skipif(not importlib.util.find_spec("triton"), reason="no triton here")
def test_what_the_time_does_not_reach_is_told(tmp_path, capsys):
    folder = tmp_path / "out"
    arguments = ["--device", "cpu", "--tiny", "--out", str(folder), "--only", "ceilings", "products"]
    assert main([*arguments, "--minutes", "0.0001"]) == 1
    assert "ceilings: 3 left out, the time was up" in capsys.readouterr().out
    assert "products: left out" in yaml.safe_load((folder / "run.yml").read_text())["note"]


def test_run_yml_is_yaml_and_says_whose_papers():
    text = run_file(
        {"licence": "CC0-1.0", "driver": "1.10"}, {"date": "2026-01-02"}, ["kv_cache.json", "x.csv"], 'a "b"'
    )
    assert yaml.safe_load(text) == {
        "licence": "CC0-1.0",
        "driver": "1.10",
        "params": {"date": "2026-01-02"},
        "files": {
            "kv_cache.json": {
                "paper": "gear",
                "task": "decoding with a quantised KV cache",
                "phase": "decode",
                "params": {"papers": "gear qserve xquant"}
                | {f"differs.{p}": DIFFERS[p] for p in ("gear", "qserve", "xquant")},
            }
        },
        "note": 'a "b"',
    }
    assert "files" not in yaml.safe_load(run_file({}, {"a": "b"}, ["x.csv"]))


def test_what_is_asked_of_nvidia_smi_is_what_the_reader_knows():
    """The heading as nvidia-smi prints it: the units it adds, and its longer names of the clocks."""
    units = {"utilization.gpu": "%", "utilization.memory": "%", "memory.used": "MiB", "power.draw": "W"}
    longer = {"clocks.sm": "clocks.current.sm [MHz]", "clocks.mem": "clocks.current.memory [MHz]"}
    heading = ", ".join(longer.get(f, f"{f} [{units[f]}]" if f in units else f) for f in _SAMPLED.split(","))
    assert recognise(open_source(heading.encode(), "nvidia-smi.csv"))


MEASURED = """
def test_nothing(benchmark):
    benchmark.extra_info["papers"] = "gear"
    benchmark.pedantic(list, rounds=3)
"""


@pytest.fixture
def read(tmp_path):
    """Reads a folder as a run of a project that knows this repository's names."""

    def reading(folder):
        shutil.copytree(ROOT / "site_config", tmp_path / "project" / "site_config")
        shutil.copytree(folder, tmp_path / "project" / "content" / "runs" / "one")
        rows, problems = read_runs(tmp_path / "project" / "content" / "runs", tmp_path / "project")
        return list(rows), problems

    return reading


def test_the_readers_take_a_report_and_its_run_yml(tmp_path, read):
    """With a report of pytest-benchmark's own, of a call that does nothing."""
    pytest.importorskip("pytest_benchmark")
    folder = tmp_path / "out"
    folder.mkdir()
    (tmp_path / "test_kv.py").write_text(MEASURED)
    command = [sys.executable, "-m", "pytest", "-q", "test_kv.py", "--benchmark-json", "out/kv_cache.json"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    facts = {"licence": "CC0-1.0", "engine": "torch", "engine_version": "1"}
    (folder / "run.yml").write_text(run_file(facts, {"date": "2026-01-02"}, ["kv_cache.json"]))
    rows, problems = read(folder)
    assert problems == []
    assert {(row.paper, row.phase, row.engine, row.licence) for row in rows} == {("gear", "decode", "torch", "CC0-1.0")}
    assert "median" in {row.statistic for row in rows}


@pytest.mark.slow
def test_a_whole_trial_on_the_cpu(tmp_path, read):
    """Format alone: the figures are those of Triton's interpreter."""
    for needed in ("torch", "triton", "pytest_benchmark"):
        if not importlib.util.find_spec(needed):
            pytest.skip(f"no {needed} here")
    folder = tmp_path / "out"
    chosen = ["ceilings", "products", "weight_only_int4", "low_rank"]
    assert main(["--device", "cpu", "--tiny", "--out", str(folder), "--only", *chosen]) == 0
    assert sorted(path.name for path in folder.iterdir()) == sorted([*(f"{name}.json" for name in chosen), "run.yml"])
    rows, problems = read(folder)
    assert ([problem.code for problem in problems], len(rows)) == (["trial-run"], 0)
    told = folder / "run.yml"
    told.write_text(told.read_text().replace("trial: true\n", ""))
    rows, problems = read(folder)
    assert problems == []
    assert {row.paper for row in rows} == {TIES[name].paper for name in chosen}
    assert all(json.loads(row.params)["extra_info.time_of"].endswith("a trial of the suite") for row in rows)
    assert "| ceilings | copy_bandwidth[1] |" in table([cases(folder)])


def case(name, flops, moved, arithmetic, seconds, **told):
    about = {"flops": flops, "bytes": moved, "arithmetic": arithmetic, "relative_error": 0.0, **told}
    return Case("f", name, about, {"median": seconds, "iqr": 0.1 * seconds})


RUN = [
    case("test_copy[1]", 0, 100, "none", 1.0, ceiling="bandwidth"),
    case("test_copy[2]", 0, 300, "none", 2.0, ceiling="bandwidth"),
    case("test_peak", 1000, 1, "bf16", 1.0, ceiling="bf16"),
    case("test_peak8", 2000, 1, "fp8", 1.0, ceiling="fp8"),
    case("test_dense", 1000, 15, "bf16", 2.0, setting="m 1, k 2", baseline=True),
    case("test_thin", 100, 15, "bf16", 0.5, setting="m 1, k 2"),
    case("test_other", 100, 15, "bf16", 0.5, setting="m 8, k 2"),
]


def test_the_best_of_the_ceilings_counts():
    assert ceilings(RUN) == Ceilings(150.0, {"bf16": 1000.0, "fp8": 2000.0})
    assert ceilings(RUN[:2]) is None
    assert share(RUN[3], Ceilings(150.0, {"bf16": 1000.0})) is None


@pytest.mark.parametrize(("index", "expected"), [(1, 1.0), (4, 0.5), (5, 0.2)])
def test_share_of_the_ceiling_that_binds(index, expected):
    assert share(RUN[index], Ceilings(150.0, {"bf16": 1000.0})) == pytest.approx(expected)


def test_speed_up_is_over_the_same_work_alone():
    assert [speed_up(one, RUN) for one in RUN[4:]] == [1.0, 4.0, None]


def test_the_table_of_two_runs():
    slower = [one._replace(stats={"median": 1.1 * one.stats["median"], "iqr": 0}) for one in RUN]
    lines = table([RUN, slower]).splitlines()
    assert lines[7] == "| f | thin | 500000.0 us | 10.0% | 20% | 4.00 | 9.5% | 0.0e+00 |"
    assert lines[-1] == "Ceilings measured in the first run: copy 0 GB/s, bf16 0 TFLOP/s, fp8 0 TFLOP/s."
