"""One thread that speaks to the database: what comes while it commits goes into the next transaction together."""

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

Result = TypeVar("Result")
_Task = tuple[Callable[[Connection], Any], "Future[Any]"]
# Tasks in a transaction at most.
BATCH = 256


class Writer:
    """Runs functions of a connection in their order; a future is done only when its transaction is on the disk.

    Give it functions that may run again: if a transaction fails, each of its tasks gets one of its own.
    """

    def __init__(self, engine: Engine) -> None:
        self.healthy = True
        self._engine = engine
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="database")
        self._thread.start()

    def submit(self, act: Callable[[Connection], Result]) -> "Future[Result]":
        """Have `act` run. Its future raises what `act` raises: SQLAlchemyError when the database refuses."""
        done: Future[Result] = Future()
        self._tasks.put((act, done))
        return done

    def waiting(self) -> int:
        """How many tasks wait."""
        return self._tasks.qsize()

    def close(self) -> None:
        """Finish what was given, then end."""
        self._tasks.put(None)
        self._thread.join()
        self._engine.dispose()

    def _work(self) -> None:
        last = False
        while not last:
            task = self._tasks.get()
            batch: list[_Task] = []
            while task is not None:
                batch.append(task)
                if len(batch) == BATCH or self._tasks.empty():
                    break
                task = self._tasks.get()
            last = task is None
            if batch and not self._together(batch):
                for one in batch:
                    self._alone(*one)

    def _together(self, batch: list[_Task]) -> bool:
        """All in one transaction; False, and nothing done, if it fails."""
        try:
            with self._engine.begin() as connection:
                results = [act(connection) for act, _ in batch]
        except Exception:  # whatever it is: the task that raised it gets it below
            return False
        for (_, done), result in zip(batch, results, strict=True):
            _tell(done, result)
        self.healthy = True
        return True

    def _alone(self, act: Callable[[Connection], Any], done: "Future[Any]") -> None:
        try:
            with self._engine.begin() as connection:
                result = act(connection)
        except Exception as error:  # a thread that ended with it would leave everybody waiting
            self.healthy = not isinstance(error, SQLAlchemyError)
            if done.set_running_or_notify_cancel():
                done.set_exception(error)
        else:
            self.healthy = True
            _tell(done, result)


def _tell(done: "Future[Any]", result: Any) -> None:
    # Whoever asked may have gone: a browser that closed its connection.
    if done.set_running_or_notify_cancel():
        done.set_result(result)
