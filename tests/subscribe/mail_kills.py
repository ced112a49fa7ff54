"""A sending that is killed at random moments and started again: who got what."""

import random
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Outcome:
    """Addresses. `before` counts what the server had when the last kill came, `unconfirmed` who is listed."""

    got: Counter[str]
    unconfirmed: set[str]
    before: int
    killed: int

    @property
    def twice(self) -> int:
        return sum(count > 1 for count in self.got.values())

    def lost(self, count: int) -> set[str]:
        """Those who got nothing and are not listed."""
        return {f"reader{at}@example.org" for at in range(count)} - set(self.got) - self.unconfirmed


@contextmanager
def sink(log: Path, *options: str) -> Iterator[int]:
    """A mail server on this machine, by its port."""
    command = [sys.executable, str(HERE / "mail_sink.py"), str(log), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield int(process.stdout.readline())
        finally:
            process.kill()


def start(port: int, ledger: Path, count: int, connections: int) -> subprocess.Popen[str]:
    """A sending that has just become ready."""
    command = [sys.executable, str(HERE / "mail_samples.py"), str(port), str(ledger), str(count), str(connections)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout
    assert process.stdout.readline() == "ready\n"
    return process


def killed_sending(folder: Path, count: int, connections: int, moments: list[tuple[int, float]]) -> Outcome:
    """Send to `count` readers; kill it at each moment and start it again, the last time to the end."""
    folder.mkdir()
    log, ledger, killed = folder / "log", folder / "ledger.sqlite", 0
    log.touch()
    with sink(log) as port:
        for messages, more in moments:
            with start(port, ledger, count, connections) as process:
                wait_for(log, messages, process)
                time.sleep(more)
                killed += process.poll() is None
                process.kill()
        # What the server was still reading is lost with the connection or taken; both are over soon.
        time.sleep(0.05)
        before = len(log.read_text().splitlines())
        with start(port, ledger, count, connections) as process:
            told, _ = process.communicate()
        assert process.returncode == 0
        got = Counter(line.split("\t")[0] for line in log.read_text().splitlines())
    return Outcome(got, set(told.split()), before, killed)


def wait_for(log: Path, messages: int, process: subprocess.Popen[str]) -> None:
    """Until the server has so many messages, or nobody sends any more."""
    while process.poll() is None and log.read_bytes().count(b"\n") < messages:
        time.sleep(0.001)


def moments_in(count: int, kills: int, chance: random.Random) -> list[tuple[int, float]]:
    """Moments spread over a sending of `count`: after so many messages in all, and some milliseconds more."""
    return sorted((chance.randrange(count), chance.uniform(0, 0.01)) for _ in range(kills))
