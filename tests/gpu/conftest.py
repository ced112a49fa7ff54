"""What the measurements need: a place to run, or a reason why not."""

import os
import time
from collections.abc import Callable
from typing import Any

import pytest

from gpu.clock import EventClock
from gpu.measure import Technique, measure
from gpu.papers import TIES
from gpu.place import VARIABLE, Place, place
from gpu.work import Work

Measured = Callable[..., None]


@pytest.fixture(scope="session")
def found() -> Place:
    """The card, or the CPU where the suite itself is tried. Without either, whoever asks is skipped."""
    here = place()
    if isinstance(here, str):
        pytest.skip(here)
    return here


@pytest.fixture
def measured(found: Place, request: pytest.FixtureRequest) -> Measured:
    """Checks a technique and times it with CUDA events, and ties it to the papers of its file."""
    timer = EventClock(found.torch) if found.on_card else time.perf_counter
    request.node.add_marker(pytest.mark.benchmark(timer=timer))
    benchmark = request.getfixturevalue("benchmark")
    tie = TIES[request.path.stem.removeprefix("test_card_")]

    def run(technique: Technique, work: Work, precision: str, bound: float, **told: Any) -> None:
        about = {"technique": tie.technique, "papers": " ".join((tie.paper, *tie.others))}
        measure(benchmark, found, technique, work, precision, bound, about | told)

    return run


@pytest.hookimpl(optionalhook=True)
def pytest_benchmark_update_machine_info(config: pytest.Config, machine_info: dict[str, Any]) -> None:
    """Keep the name of the machine out of a file that gets published."""
    if VARIABLE in os.environ:
        machine_info["node"] = ""
