"""Where batches run: in this process, in a pool of processes, or on a Dask cluster; no stage knows which."""

import ctypes
import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any, ParamSpec, TypeVar

from .faults import SetupError

P = ParamSpec("P")
R = TypeVar("R")
# Batches under way at a time: enough to keep workers busy, few enough to keep memory flat.
WINDOW = 8
M_MMAP_THRESHOLD = -3


class InProcess(Executor):
    """Runs every call at once, in the caller's process: the quickest way for a small collection."""

    def submit(self, fn: Callable[P, R], /, *args: P.args, **kwargs: P.kwargs) -> Future[R]:
        """Call `fn` now; what it raises comes with the result, as from a pool."""
        future: Future[R] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:  # whatever it is, it goes to whoever asks for the result
            future.set_exception(error)
        return future


@contextmanager
def executor(jobs: int, scheduler: str | None = None) -> Iterator[Executor]:
    """An executor for `jobs` processes, or of the Dask cluster at `scheduler` (tcp://host:port).

    Raises SetupError without Dask, OSError without that cluster.
    """
    if scheduler:
        # Imported here: dask is an optional dependency.
        try:
            from distributed import Client
        except ImportError as error:
            raise SetupError("--scheduler needs Dask: pip install 'broadsheet[dask]'") from error

        with Client(scheduler) as client, client.get_executor() as found:
            yield found
    elif jobs == 1:
        yield InProcess()
    else:
        with _processes(jobs, _give_way) as pool:
            yield pool


@contextmanager
def aside(jobs: int) -> Iterator[Executor]:
    """An executor for one long task: in a process of its own, whose memory goes with it, where there are several."""
    with executor(1) if jobs == 1 else _processes(1, _stay_small) as pool:
        yield pool


def _processes(count: int, begin: Callable[[], None]) -> ProcessPoolExecutor:
    """Workers start fresh rather than as copies: the same on every system, and no lock is copied half held."""
    return ProcessPoolExecutor(count, mp_context=get_context("spawn"), initializer=begin)


def _stay_small() -> None:
    """Give large arrays back to the system when they are done with: glibc learns to keep them (mallopt(3))."""
    gc.disable()
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt:
        mallopt(M_MMAP_THRESHOLD, 1 << 20)


def _give_way() -> None:
    """Batches wait for the long task and for the process that hands them out, never the other way round."""
    gc.disable()
    os.nice(10)


def ordered(pool: Executor, function: Callable[..., R], batches: Iterable[Any], *args: Any) -> Iterator[R]:
    """`function(batch, *args)` for every batch, results in order, only a few batches ahead of the reader."""
    waiting: deque[Future[R]] = deque()
    for batch in batches:
        waiting.append(pool.submit(function, batch, *args))
        if len(waiting) >= WINDOW:
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()
