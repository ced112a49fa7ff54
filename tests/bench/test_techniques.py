"""Shares of ceilings, speed-ups and differences between runs, with figures that can be checked by hand."""

import shutil
from pathlib import Path

import pytest

from broadsheet.bench.runs import read_runs
from broadsheet.bench.schema import Row
from broadsheet.bench.techniques import Case, SetUp, set_ups
from broadsheet.bench.timings import Origin, Value, over, tells_work
from timed_samples import report, timed

REPOSITORY = Path(__file__).resolve().parents[2]
# 100 byte/s and 1000 operations a second at best.
CEILINGS = [
    timed("test_copy[1]", 2.0, ceiling="bandwidth", flops=0, bytes=100, arithmetic="none"),
    timed("test_copy[2]", 2.0, ceiling="bandwidth", flops=0, bytes=200, arithmetic="none"),
    timed("test_peak", 1.0, ceiling="bf16", flops=1000, bytes=1, arithmetic="bf16"),
]
# 500 operations need 0.5 s, 100 bytes 1 s.
DENSE = timed("test_dense[8]", 4.0, setting="m 8", way="dense", baseline=True, flops=500, bytes=100, arithmetic="bf16")
THIN = timed("test_thin[8]", 2.0, setting="m 8", way="thin", flops=500, bytes=10, arithmetic="bf16")
EIGHT = timed("test_eight[8]", 1.0, setting="m 8", flops=500, bytes=10, arithmetic="fp8")
ALONE = timed("test_thin[9]", 2.0, setting="m 9", way="thin", flops=500, bytes=10, arithmetic="bf16")
RUN_YML = "licence: CC0-1.0\naccelerator: NVIDIA L40S\ntask: thin products\n"
Folders = dict[str, str]


def taken(root: Path, folders: dict[str, Folders]) -> tuple[SetUp, ...]:
    """What stands on the pages when `folders` lie under content/runs, each row with its own id for an address."""
    shutil.copytree(REPOSITORY / "site_config", root / "site_config")
    for folder, files in folders.items():
        for name, text in files.items():
            path = root / "content" / "runs" / folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
    rows, problems = read_runs(root / "content" / "runs", root)
    assert not [problem for problem in problems if problem.severity == "error"]
    ranked = sorted((row for row in rows if tells_work(row)), key=lambda row: (row.source_path, row.locator))
    return set_ups((row, address(row)) for row in ranked)


def address(row: Row) -> str:
    return f"{row.source_path.removeprefix('content/runs/')}#{row.locator}"


def run(*cases: object, slower: float = 1.0, day: int = 1) -> Folders:
    """A folder: ceilings and cases in files of their own, all times multiplied by `slower`."""
    return {
        "ceilings.json": report(CEILINGS, day, mark=str(slower)),
        "thin.json": report(cases, day, slower),
        "run.yml": RUN_YML,
    }


def cases(one: SetUp) -> dict[tuple[str, str], Case]:
    [technique] = one.techniques
    return {(setting.name, case.way): case for setting in technique.settings for case in setting.cases}


def test_one_run(tmp_path: Path) -> None:
    [one] = taken(tmp_path, {"a": run(DENSE, THIN, EIGHT, ALONE)})
    assert {kind: reached.middle.value for kind, reached in one.ceilings.items()} == {"bandwidth": 100, "bf16": 1000}
    assert one.ceilings["bandwidth"].middle.origins == (
        Origin("a/ceilings.json#/benchmarks/1/stats/median", "bandwidth"),
    )
    found = cases(one)
    dense, thin = found["m 8", "dense"], found["m 8", "thin"]
    assert dense.is_baseline
    assert dense.speed_up is None
    assert dense.share is not None
    # Bytes bind the one, operations the other.
    assert (dense.share.middle.value, dense.share.middle.origins[1].what) == (0.25, "bandwidth")
    assert thin.share is not None
    assert (thin.share.middle.value, thin.share.middle.origins[1].what) == (0.25, "bf16")
    assert thin.speed_up is not None
    assert thin.speed_up.middle == Value(
        2.0,
        (
            Origin("a/thin.json#/benchmarks/1/stats/median"),
            Origin("a/thin.json#/benchmarks/0/stats/median", "baseline"),
        ),
    )
    # Quartiles are a quarter off the median: 3 s over 2.5 s, and 5 s over 1.5 s.
    assert thin.speed_up.low is not None
    assert thin.speed_up.high is not None
    assert thin.speed_up.low.value == pytest.approx(3 / 2.5)
    assert thin.speed_up.high.value == pytest.approx(5 / 1.5)
    assert thin.difference is None


def test_what_was_not_measured_is_missing(tmp_path: Path) -> None:
    [one] = taken(tmp_path, {"a": run(DENSE, THIN, EIGHT, ALONE)})
    found = cases(one)
    assert found["m 8", "test_eight[8]"].share is None  # no FP8 peak in this run
    assert found["m 9", "thin"].speed_up is None  # no baseline of that setting
    assert found["m 9", "thin"].share is not None


def test_three_runs(tmp_path: Path) -> None:
    folders = {name: run(DENSE, THIN, slower=slower) for name, slower in (("a", 1.0), ("b", 1.5), ("c", 1.25))}
    [one] = taken(tmp_path, folders)
    assert [folder for folder, _ in one.runs] == ["content/runs/a", "content/runs/b", "content/runs/c"]
    thin = cases(one)["m 8", "thin"]
    assert thin.runs == 3
    assert thin.time.middle == Value(2.5, (Origin("c/thin.json#/benchmarks/1/stats/median"),))
    assert thin.time.low is not None
    assert thin.time.high is not None
    assert (thin.time.low.value, thin.time.high.value) == (2.0, 3.0)
    assert thin.difference is not None
    assert thin.difference.value == pytest.approx(0.4)
    assert thin.share is not None
    # Each run beside its own ceilings: 0.5 s over 2, 2.5 and 3 s.
    assert thin.share.middle.value == pytest.approx(0.2)
    assert thin.speed_up is not None
    assert thin.speed_up.middle.value == 2.0


@pytest.mark.parametrize(
    "changed",
    [
        RUN_YML.replace("L40S", "H200"),
        RUN_YML + "driver: '570.1'\n",
        RUN_YML + "engine: torch\n",
        RUN_YML + "accelerator_count: 2\n",
    ],
)
def test_unlike_machines_are_never_taken_together(tmp_path: Path, changed: str) -> None:
    other = run(DENSE, THIN, slower=2.0, day=2) | {"run.yml": changed, "ceilings.json": report(CEILINGS, 2)}
    newer, older = taken(tmp_path, {"a": run(DENSE, THIN), "b": other})
    assert cases(newer)["m 8", "thin"].time.middle.value == 4.0
    assert cases(older)["m 8", "thin"].time.middle.value == 2.0


def test_another_commit_is_another_machine(tmp_path: Path) -> None:
    other = {"thin.json": report([THIN], 2, commit="b" * 40), "ceilings.json": report(CEILINGS, 2, commit="b" * 40)}
    found = taken(tmp_path, {"a": run(DENSE, THIN), "b": other | {"run.yml": RUN_YML}})
    assert [one.machine.commit[:2] for one in found] == ["bb", "aa"]


def test_where_git_knew_no_commit_that_of_run_yml_counts(tmp_path: Path) -> None:
    told = RUN_YML + "params: {commit: ccc}\n"
    files = {"thin.json": report([*CEILINGS, THIN], 1, commit="unversioned"), "run.yml": told}
    [one] = taken(tmp_path, {"a": files})
    assert one.machine.commit == "ccc"


@pytest.mark.parametrize(
    "files",
    [
        {"thin.json": report([DENSE, THIN], 1)},  # no ceiling in the folder
        {"thin.json": report([timed("test_x", 1.0, ceiling="bandwidth", bytes=100)], 1)},  # operations are not told
        {"thin.json": report([timed("test_x", 1.0, ceiling="bandwidth", flops=0, bytes="many")], 1)},
        {"thin.json": report([timed("test_x", 0.0, ceiling="bandwidth", flops=0, bytes=1)], 1)},
        {"thin.json": report([timed("test_x", 1.0, ceiling="bf16", flops=10**400, bytes=1)], 1)},
    ],
)
def test_other_runs_are_none_of_these(tmp_path: Path, files: Folders) -> None:
    assert taken(tmp_path, {"a": files | {"run.yml": RUN_YML}}) == ()


def test_papers_and_what_differs_come_from_run_yml(tmp_path: Path) -> None:
    told = (
        RUN_YML + "paper: gear\nparams:\n  papers: gear qserve\n  differs.qserve: Theirs serves.\n  remark: Random.\n"
    )
    [one] = taken(tmp_path, {"a": run(DENSE) | {"run.yml": told}})
    [technique] = one.techniques
    assert technique.papers == ("gear", "qserve")
    assert technique.differs == {"qserve": "Theirs serves."}
    assert technique.remark == "Random."


def test_the_median_of_an_even_number_is_of_two_rows() -> None:
    values = [Value(float(at), (Origin(str(at)),)) for at in (4, 1, 2, 8)]
    found = over(values)
    assert (found.middle, found.low, found.high) == (Value(3.0, (Origin("2"), Origin("4"))), values[1], values[3])
    assert over(values[:1]).low is None
