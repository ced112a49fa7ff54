"""What timed techniques reach: the share of their run's ceilings, the speed-up over a baseline, how far runs differ.

A test of pytest-benchmark counts whose `extra_info` tells its work (`flops`, `bytes`) and in whose folder a ceiling was
measured. Nothing else is asked of it: docs/gpu-runs.md names what it may tell beside.
"""

from collections.abc import Callable, Iterable, Mapping
from posixpath import dirname
from typing import Any, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from .schema import Row
from .settings import Scene, settings_of, task_of
from .timings import Range, Timing, Value, over, timings

BANDWIDTH = "bandwidth"
# Before the id of a paper: how the set-up differs from that paper's.
_DIFFERS = "differs."
Ceilings = dict[str, Value]
Key = TypeVar("Key")


class Case(Struct, frozen=True):
    """One way of doing the work of one setting, over `runs` timings. `time` is in seconds.

    `share` is the time that the binding ceiling allows over the time taken, `speed_up` the baseline's time over this
    one's, `difference` that of the slowest and the fastest run over the median. None where nothing tells.
    """

    way: str
    is_baseline: bool
    runs: int
    time: Range
    share: Range | None
    speed_up: Range | None
    difference: Value | None


class Setting(Struct, frozen=True):
    """Cases that do the same work. `name` is empty where the tests do not tell."""

    name: str
    cases: tuple[Case, ...]


class Technique(Struct, frozen=True):
    """A task with its settings; `papers` are ids, `differs` says by id how the set-up differs from the paper's.

    `remark` is what else one should know of how it was measured.
    """

    task: str
    name: str
    settings: tuple[Setting, ...]
    papers: tuple[str, ...]
    differs: dict[str, str]
    remark: str


class Machine(Struct, frozen=True):
    """Hardware and software: runs of unlike ones are never taken together. `changed` says that files were not those
    of the commit."""

    scene: Scene
    driver: str
    engine: str
    commit: str
    changed: bool


class SetUp(Struct, frozen=True):
    """All that was timed on one machine: runs as folder and time, ceilings in byte/s or FLOP/s by their kind."""

    machine: Machine
    runs: tuple[tuple[str, str], ...]
    ceilings: dict[str, Range]
    techniques: tuple[Technique, ...]


def set_ups(rows: Iterable[tuple[Row, str]]) -> tuple[SetUp, ...]:
    """Every machine with what was timed on it, the one that ran last first.

    `rows` are those of which `tells_work` is true, each with its address, in the order of their places in the files.
    """
    machines = _grouped(timings(rows), _machine).items()
    made = [made for machine, held in machines if (made := _set_up(machine, held))]
    return tuple(sorted(made, key=lambda one: [time for _, time in one.runs[::-1]], reverse=True))


def _machine(one: Timing) -> Machine:
    row, stated = one.row, one.stated
    scene = replace(settings_of(row)[0], workload=None, phase=None, input_length=None, output_length=None)
    engine = " ".join(part for part in (row.engine, row.engine_version) if part)
    return Machine(scene, row.driver or "", engine, str(stated.get("commit", "")), stated.get("dirty") is True)


def _set_up(machine: Machine, held: list[Timing]) -> SetUp | None:
    """None without a ceiling. Folders in which none was measured are left out."""
    limits = {folder: _ceilings(inside) for folder, inside in _grouped(held, _folder).items()}
    kept = [one for one in held if limits[_folder(one)]]
    if not kept:
        return None
    times = {folder: max(one.row.time or "" for one in inside) for folder, inside in _grouped(kept, _folder).items()}
    kinds = sorted({kind for found in limits.values() for kind in found}, key=lambda kind: (kind != BANDWIDTH, kind))
    timed = _grouped([one for one in kept if not one.text("ceiling")], lambda one: task_of(one.row)[0])
    return SetUp(
        machine=machine,
        runs=tuple(sorted(times.items(), key=lambda run: (run[1], run[0]))),
        ceilings={kind: over([found[kind] for found in limits.values() if kind in found]) for kind in kinds},
        techniques=tuple(_technique(inside, limits) for inside in timed.values()),
    )


def _folder(one: Timing) -> str:
    return dirname(one.row.source_path)


def _work(one: Timing) -> tuple[str, str]:
    """What two timings must share for one to be the baseline of the other: the report and the setting."""
    return one.row.run_id, one.text("setting")


def _grouped(held: Iterable[Timing], key: Callable[[Timing], Key]) -> dict[Key, list[Timing]]:
    """In the order in which the keys first appear."""
    found: dict[Key, list[Timing]] = {}
    for one in held:
        found.setdefault(key(one), []).append(one)
    return found


def _ceilings(held: Iterable[Timing]) -> Ceilings:
    """The best that each kind of ceiling of one run reached, in bytes or operations a second."""
    best: Ceilings = {}
    for one in held:
        if kind := one.text("ceiling"):
            rate = one.told("bytes" if kind == BANDWIDTH else "flops") / one.time.middle.value
            if rate > 0 and (kind not in best or rate > best[kind].value):
                best[kind] = Value(rate, tuple(replace(origin, what=kind) for origin in one.time.middle.origins))
    return best


def _technique(held: list[Timing], limits: Mapping[str, Ceilings]) -> Technique:
    baselines = _grouped([one for one in held if one.told("baseline") is True], _work)
    # What the newest run says of the set-up counts.
    stated: dict[str, Any] = {}
    for one in sorted(held, key=lambda one: (one.row.time or "", one.row.source_path)):
        stated |= one.stated
    papers = [name for one in held for name in (one.row.paper or "", *str(one.stated.get("papers", "")).split())]
    return Technique(
        *task_of(held[0].row),
        settings=tuple(
            Setting(
                name,
                tuple(
                    _case(timed, limits, baselines) for timed in _grouped(alike, lambda one: one.row.workload).values()
                ),
            )
            for name, alike in _grouped(held, lambda one: one.text("setting")).items()
        ),
        papers=tuple(dict.fromkeys(filter(None, papers))),
        differs={key.removeprefix(_DIFFERS): str(told) for key, told in stated.items() if key.startswith(_DIFFERS)},
        remark=str(stated.get("remark", "")),
    )


def _case(
    held: list[Timing], limits: Mapping[str, Ceilings], baselines: Mapping[tuple[str, str], list[Timing]]
) -> Case:
    first = held[0]
    is_baseline = first.told("baseline") is True
    compared = [] if is_baseline or not first.text("setting") else held
    against = [(one, baselines.get(_work(one), [])) for one in compared]
    time = over([one.time.middle for one in held]) if len(held) > 1 else first.time
    return Case(
        way=first.text("way") or (first.row.workload or "").rpartition("::")[2],
        is_baseline=is_baseline,
        runs=len(held),
        time=time,
        share=_summary([found for one in held if (found := _share(one, limits[_folder(one)]))]),
        speed_up=_summary([_ratio(base[0].time, one.time, "baseline") for one, base in against if len(base) == 1]),
        difference=_difference(time) if len(held) > 1 else None,
    )


def _summary(each: list[Range]) -> Range | None:
    """One range for those of several runs: over their medians. That of a single run stays as it is."""
    return over([one.middle for one in each]) if len(each) > 1 else next(iter(each), None)


def _difference(of: Range) -> Value | None:
    """How far the ends lie apart, as a share of the middle."""
    if of.low is None or of.high is None:
        return None
    return Value((of.high.value - of.low.value) / of.middle.value, of.low.origins + of.high.origins)


def _share(one: Timing, ceilings: Ceilings) -> Range | None:
    """The time that the ceiling which binds allows over the time taken; None where that ceiling was not measured."""
    kind = one.text("arithmetic") or "none"
    wanted = ((BANDWIDTH, one.told("bytes")), (kind, 0 if kind == "none" else one.told("flops")))
    needed = [(name, amount) for name, amount in wanted if amount]
    if not needed or any(name not in ceilings for name, _ in needed):
        return None
    allowed, name = max((amount / ceilings[name].value, name) for name, amount in needed)
    return _ratio(Range(Value(allowed, ceilings[name].origins)), one.time)


def _ratio(above: Range, below: Range, what: str = "") -> Range:
    """One time over another, the ends as far apart as their quartiles allow. `what` names the rows of the upper one."""

    def divided(top: Value, bottom: Value) -> Value:
        told = tuple(replace(origin, what=what or origin.what) for origin in top.origins)
        return Value(top.value / bottom.value, (*bottom.origins, *told))

    middle = divided(above.middle, below.middle)
    if below.low is None or below.high is None:
        return Range(middle)
    least, most = above.low or above.middle, above.high or above.middle
    return Range(middle, divided(least, below.high), divided(most, below.low))
