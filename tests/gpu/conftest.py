"""What the measurements need: a place to run, or a reason why not."""

import gc
import os
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from gpu.clock import EventClock
from gpu.measure import Technique, measure
from gpu.papers import TIES
from gpu.place import DEADLINE, TIME_UP, VARIABLE, Place, place
from gpu.work import Work, setting

Measured = Callable[..., None]
# Parameters of tests that say how much work there is, not how it is done.
SIZES = ("m", "k", "n", "size", "tokens", "batch", "context", "length", "mebibytes")


@pytest.fixture(scope="session")
def found() -> Place:
    """The card, or the CPU where the suite itself is tried. Without either, whoever asks is skipped."""
    here = place()
    if isinstance(here, str):
        pytest.skip(here)
    return here


@pytest.fixture
def released() -> Iterator[None]:
    """Forget the last failure when a test ends: its traceback holds the card's memory that the next one needs."""
    yield
    if getattr(sys, "last_value", None) is not None:
        sys.last_type = sys.last_value = sys.last_traceback = sys.last_exc = None
        gc.collect()


@pytest.fixture
def measured(found: Place, released: None, request: pytest.FixtureRequest) -> Measured:
    """Checks a technique and times it with CUDA events, and ties it to the papers of its file."""
    if time.monotonic() > float(os.environ.get(DEADLINE, "inf")):
        pytest.fail(TIME_UP, pytrace=False)
    timer = EventClock(found.torch) if found.on_card else time.perf_counter
    request.node.add_marker(pytest.mark.benchmark(timer=timer))
    benchmark = request.getfixturevalue("benchmark")
    tie = TIES[request.path.stem.removeprefix("test_card_")]

    def run(technique: Technique, work: Work, precision: str, bound: float, **told: Any) -> None:
        about = {"technique": tie.technique, "papers": " ".join((tie.paper, *tie.others))}
        about |= {"way": _way(request.node), "setting": setting(told)}
        if "kv_cache_bits" in told:
            about["kv_cache_format"] = {16: "bf16", 8: "int8", 4: "int4"}[told["kv_cache_bits"]]
        measure(benchmark, found, technique, work, precision, bound, about | told)

    return run


def _way(test: pytest.Function) -> str:
    """What a test does whatever the sizes: its name, and those of its parameters that are no sizes."""
    callspec = getattr(test, "callspec", None)
    chosen = {name: value for name, value in callspec.params.items() if name not in SIZES} if callspec else {}
    parts = [test.originalname.removeprefix("test_").replace("_", " ")]
    parts += [f"{name} {value}" if isinstance(value, int) else str(value) for name, value in chosen.items()]
    return ", ".join(parts)


@pytest.hookimpl(optionalhook=True)
def pytest_benchmark_update_machine_info(config: pytest.Config, machine_info: dict[str, Any]) -> None:
    """Keep the name of the machine out of a file that gets published."""
    if VARIABLE in os.environ:
        machine_info["node"] = ""
