"""The ledger of what was sent to whom: SQLite, written before and after each message is handed over.

A message is `handing` from just before its text goes to the server until the server has answered. Whoever is still
`handing` when the next run begins may or may not have got it: somebody must decide. One process at a time has the
ledger; it loses it when it ends, however it ends.
"""

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any, Literal

from ...faults import SetupError

State = Literal["handing", "sent", "deferred", "refused", "bounced"]

_TABLES = """
CREATE TABLE IF NOT EXISTS deliveries (
  edition TEXT NOT NULL, address TEXT NOT NULL, state TEXT NOT NULL, message_id TEXT NOT NULL,
  reply TEXT NOT NULL, at TEXT NOT NULL, PRIMARY KEY (edition, address)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS paused (
  address TEXT PRIMARY KEY, reply TEXT NOT NULL, edition TEXT NOT NULL, at TEXT NOT NULL) WITHOUT ROWID;
"""
_PUT = "INSERT OR REPLACE INTO deliveries VALUES (?, ?, ?, ?, ?, ?)"
_PAUSE = "INSERT OR REPLACE INTO paused VALUES (?, ?, ?, ?)"


class BusyError(SetupError):
    """Another process sends from this ledger."""


class Ledger:
    """An open ledger; a context manager. Its methods may be called from any thread.

    Addresses are `Subscriber.key`s, times ISO 8601. Raises BusyError, and SetupError for a file that is no ledger or
    that takes no more.
    """

    def __init__(self, path: Path) -> None:
        try:
            self._db = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        except sqlite3.OperationalError as error:
            raise SetupError(f"the ledger {path} cannot be used: {error}") from error
        try:
            # Exclusive: the lock is held from the first write until the process ends.
            self._db.execute("PRAGMA locking_mode=EXCLUSIVE")
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.executescript("BEGIN IMMEDIATE;" + _TABLES + "COMMIT;")
        except sqlite3.DatabaseError as error:
            self._db.close()
            if not isinstance(error, sqlite3.OperationalError):
                raise SetupError(f"{path} is no ledger: {error}") from error
            if "locked" in str(error):
                raise BusyError(f"another `email send` is at work with {path}") from error
            raise SetupError(f"the ledger {path} cannot be used: {error}") from error
        self._path, self._failed = path, ""
        self._queue: list[tuple[str, tuple[str, ...]]] = []
        self._durable = False
        self._queueing, self._committing = Lock(), Lock()

    def __enter__(self) -> "Ledger":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._db.close()

    def states(self, edition: str) -> dict[str, str]:
        """The state of everybody to whom an edition was handed or who refused it, by address."""
        return dict(self._read("SELECT address, state FROM deliveries WHERE edition = ? ORDER BY address", edition))

    def unconfirmed(self, edition: str) -> list[tuple[str, str, str]]:
        """Address, Message-ID and time of those whose message no server has confirmed."""
        words = (
            "SELECT address, message_id, at FROM deliveries WHERE edition = ? AND state = 'handing' ORDER BY address"
        )
        return self._read(words, edition)

    def paused(self) -> dict[str, str]:
        """Mailboxes that are not there, with what the server said of them."""
        return dict(self._read("SELECT address, reply FROM paused ORDER BY address"))

    def begin(self, edition: str, address: str, message_id: str, at: str) -> None:
        """Say that a message is about to be handed over; on the disk when this returns."""
        self._write([(_PUT, (edition, address, "handing", message_id, "", at))], durable=True)

    def finish(self, edition: str, address: str, state: State, message_id: str, reply: str, at: str) -> None:
        """Say what became of it; a mailbox that is not there is paused.

        Safe once this process ends, and on the disk with the next `begin`: what a power failure takes is unconfirmed.
        """
        changes = [(_PUT, (edition, address, state, message_id, reply, at))]
        self._write(changes + ([(_PAUSE, (address, reply, edition, at))] if state == "bounced" else []))

    def resolve(self, edition: str, sent: bool, at: str) -> int:
        """Settle the unconfirmed of an edition as somebody decided; give how many there were."""
        words = (
            "UPDATE deliveries SET state = ?, reply = 'decided by hand', at = ? WHERE edition = ? AND state = 'handing'"
        )
        return self._change(words, "sent" if sent else "deferred", at, edition)

    def resume(self, address: str) -> bool:
        """Write to a paused mailbox again; False if it was not paused."""
        return self._change("DELETE FROM paused WHERE address = ?", address) > 0

    def _change(self, words: str, *values: str) -> int:
        """Change rows at once; how many."""
        try:
            with self._committing:
                return self._db.execute(words, values).rowcount
        except sqlite3.Error as error:
            raise SetupError(f"the ledger {self._path} cannot be written: {error}") from error

    def _read(self, words: str, *values: str) -> list[Any]:
        with self._committing:
            return self._db.execute(words, values).fetchall()

    def _write(self, changes: Sequence[tuple[str, tuple[str, ...]]], durable: bool = False) -> None:
        """Commit changes together with those of other threads that wait: the disk is what takes time.

        Whoever gets the second lock commits all that is queued, so when this thread has it, its own changes are either
        committed already or among those that it commits itself. Where one commit failed nobody goes on: theirs may have
        been among what was lost.
        """
        with self._queueing:
            self._queue += changes
            self._durable |= durable
        with self._committing:
            with self._queueing:
                due, self._queue = self._queue, []
                durable, self._durable = self._durable, False
            try:
                if due and not self._failed:
                    self._commit(due, durable)
            except sqlite3.Error as error:
                self._failed = str(error)
            if self._failed:
                raise SetupError(f"the ledger {self._path} cannot be written: {self._failed}")

    def _commit(self, due: Sequence[tuple[str, tuple[str, ...]]], durable: bool) -> None:
        # SQLite's FULL waits for the disk at each commit, NORMAL does not.
        self._db.execute(f"PRAGMA synchronous={'FULL' if durable else 'NORMAL'}")
        self._db.execute("BEGIN IMMEDIATE")
        for words, values in due:
            self._db.execute(words, values)
        self._db.execute("COMMIT")
