"""Where batches run, and how many are under way."""

import operator
import os
import time
from collections.abc import Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from typing import Any

import pytest

from broadsheet.executors import WINDOW, InProcess, aside, executor, ordered


def late(at: int) -> int:
    """The first ones take longest."""
    time.sleep(max(0, 5 - at) / 200)
    return at * at


@pytest.mark.parametrize("count", [0, 1, WINDOW - 1, WINDOW, WINDOW + 1, 40])
def test_results_come_in_order(count: int) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert list(ordered(pool, late, range(count))) == [at * at for at in range(count)]


def test_more_arguments_go_to_every_call() -> None:
    assert list(ordered(InProcess(), operator.pow, [2, 3], 2)) == [4, 9]


def test_only_a_few_batches_are_ahead_of_the_reader() -> None:
    """Batches are made when their turn comes, and results do not pile up."""
    made: list[int] = []

    def batches() -> Iterator[int]:
        for at in range(100):
            made.append(at)
            yield at

    for read, result in enumerate(ordered(InProcess(), operator.neg, batches())):
        assert result == -read
        assert len(made) - read <= WINDOW


class Broken(Executor):
    """Every call fails, as in a pool whose workers raise."""

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(ZeroDivisionError())
        return future


@pytest.mark.parametrize("pool", [InProcess(), Broken()], ids=["in process", "pool"])
def test_what_a_call_raises_comes_with_its_result(pool: Executor) -> None:
    future = pool.submit(operator.truediv, 1, 0)
    assert future.done()
    assert isinstance(future.exception(), ZeroDivisionError)
    with pytest.raises(ZeroDivisionError):
        future.result()
    with pytest.raises(ZeroDivisionError):
        list(ordered(pool, operator.truediv, [1], 0))


def test_in_process_does_not_swallow_an_interrupt() -> None:
    def interrupted() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        InProcess().submit(interrupted)


@pytest.mark.parametrize(("jobs", "here"), [(1, True), (2, False)])
def test_jobs(jobs: int, here: bool) -> None:
    with executor(jobs) as pool:
        assert (next(ordered(pool, process, [0])) == os.getpid()) is here
    with aside(jobs) as own:
        assert (own.submit(process, 0).result() == os.getpid()) is here


def process(_: int) -> int:
    return os.getpid()
