"""The subscription service under load from this machine: requests a second, waiting times, and whether any is lost.

`python tests/benchmarks/subscriptions.py [SECONDS] [ROUNDS]` needs wrk (Debian: apt-get install wrk) and the extra
`service`. The service runs as its command does, with SQLite and a mail server that takes everything; each round is a
run of wrk. Printed are the median round and the machine's load, for others may be using it. "sign-ups" come as fast as
they are answered; "of 300" are about 300 a second, from eight readers who wait a while between two.
"""

import contextlib
import json
import os
import re
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

PATIENCE = 30.0
CONNECTIONS = 8
SITE = "https://paper.example.org"
# A different address every time, from every thread of wrk.
SIGN_UPS = f"""
local thread = 0
function setup(one) thread = thread + 1; one:set("id", thread) end
function init(args) count = 0; run = args[1] end
function request()
  count = count + 1
  local body = "email=r" .. run .. "-" .. id .. "-" .. count .. "%40example.org&period=week&topics=fast-attention"
  local headers = {{ ["Content-Type"] = "application/x-www-form-urlencoded", ["Origin"] = "{SITE}" }}
  return wrk.format("POST", "/subscribe", headers, body)
end
"""
# Milliseconds between an answer and the next request of a connection.
PACE = f"""
function delay() return {1000 * CONNECTIONS // 300 - 3} end
"""
# Units of what wrk prints, in milliseconds.
UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60_000.0}
SINK = """
import asyncio, sys
async def serve(reader, writer):
    writer.write(b"220 sink\\r\\n")
    text = False
    while line := await reader.readline():
        word = line[:4].upper()
        if text:
            if line == b".\\r\\n":
                text = False
                writer.write(b"250 taken\\r\\n")
        elif word == b"DATA":
            text = True
            writer.write(b"354 go on\\r\\n")
        elif word == b"QUIT":
            writer.write(b"221 bye\\r\\n")
            break
        else:
            writer.write(b"250 fine\\r\\n")
    writer.close()
async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()
asyncio.run(main())
"""


def measure(seconds: int, rounds: int) -> None:
    """Print the table."""
    if not shutil.which("wrk"):
        sys.exit("wrk is not installed")
    with tempfile.TemporaryDirectory() as name, service(Path(name)) as (address, process):
        folder = Path(name)
        script = folder / "sign_ups.lua"
        script.write_text(SIGN_UPS)
        slower = folder / "slower.lua"
        slower.write_text(SIGN_UPS + PACE)
        print(
            f"load {' '.join(f'{one:.1f}' for one in os.getloadavg())} on {os.cpu_count()} processors, {rounds} rounds"
        )
        print(f"{'what':<10} {'a second':>9} {'p50 ms':>8} {'p99 ms':>8} {'CPU ms':>7} {'not 2xx':>8}")
        report("healthz", [wrk(f"{address}healthz", seconds, process) for _ in range(rounds)])
        results = [wrk(address, seconds, process, script, str(at)) for at in range(rounds)]
        report("sign-ups", results)
        paced = [wrk(address, seconds, process, slower, f"paced{at}") for at in range(rounds)]
        report("of 300", paced)
        results += paced
        with contextlib.closing(sqlite3.connect(folder / "data" / "subscribers.sqlite")) as found:
            stored, unsent = found.execute("SELECT count(*), count(mail_at) FROM requests").fetchone()
        answered = sum(result["requests"] for result in results)
        # wrk leaves while answers are on their way: some more are stored than it counted.
        lost = max(0, answered - stored)
        print(f"answered {answered:.0f}, stored {stored}, lost {lost:.0f}; mails sent meanwhile {stored - unsent}")


@contextlib.contextmanager
def service(folder: Path) -> Iterator[tuple[str, int]]:
    """The address of a service in a process of its own, and the process."""
    (folder / "site_config").mkdir()
    (folder / "data").mkdir()
    (folder / "mkdocs.yml").write_text(f"site_name: The Paper\nsite_url: {SITE}\n")
    sink = subprocess.Popen([sys.executable, "-c", SINK], stdout=subprocess.PIPE, text=True)
    assert sink.stdout
    (folder / "site_config" / "site.yml").write_text(
        "subscriptions: {service: 'http://localhost:1/'}\n"
        "mail: {sender: a@example.org, host: localhost, security: none, rate: 1000, port: "
        f"{int(sink.stdout.readline())}}}\n"
    )
    database, log = folder.parent / f"{folder.name}-data", folder / "log"
    database.mkdir()
    (folder / "data").rmdir()
    (folder / "data").symlink_to(database)
    command = [sys.executable, "-m", "broadsheet.cli", "-C", str(folder), "subscriptions", "serve", "--port", "0"]
    command += ["--database", str(database / "subscribers.sqlite"), "--client-limit", "100000000"]
    with log.open("w") as out:
        running = subprocess.Popen(command, stdout=out)
    try:
        end = time.monotonic() + PATIENCE
        while not log.read_text() and running.poll() is None and time.monotonic() < end:
            time.sleep(0.1)
        yield json.loads(log.read_text().splitlines()[0])["address"], running.pid
    finally:
        running.terminate()
        running.wait(PATIENCE)
        sink.terminate()
        sink.wait(PATIENCE)
        shutil.rmtree(database)


def wrk(address: str, seconds: int, process: int, script: Path | None = None, run: str = "") -> dict[str, float]:
    """One run; times in milliseconds, `cpu` that of the service a request."""
    command = ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--latency"]
    command += ["-s", str(script)] if script else []
    before = cpu(process)
    out = subprocess.run(
        [*command, address, *([run] if run else [])], capture_output=True, text=True, check=True
    ).stdout
    count = int(re.findall(r"(\d+) requests in", out)[0])
    times = {at: float(number) * UNITS[unit] for at, number, unit in re.findall(r"(50|99)%\s+([\d.]+)(us|ms|s|m)", out)}
    bad = re.findall(r"Non-2xx or 3xx responses: (\d+)", out)
    broken = re.findall(r"Socket errors: connect (\d+), read (\d+), write (\d+), timeout (\d+)", out)
    failed = int(bad[0]) if bad else 0
    failed += sum(map(int, broken[0])) if broken else 0
    rate = float(re.findall(r"Requests/sec:\s+([\d.]+)", out)[0])
    used = 1000 * (cpu(process) - before) / max(1, count)
    return {
        "rate": rate,
        "p50": times["50"],
        "p99": times["99"],
        "cpu": used,
        "bad": failed,
        "requests": count - failed,
    }


def cpu(process: int) -> float:
    """Seconds of processor time of a process, all its threads (proc(5))."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def report(what: str, results: list[dict[str, float]]) -> None:
    """The medians of some runs as a line."""
    rate, half, most, used = (statistics.median(one[name] for one in results) for name in ("rate", "p50", "p99", "cpu"))
    bad = sum(one["bad"] for one in results)
    print(f"{what:<10} {rate:>9.0f} {half:>8.1f} {most:>8.1f} {used:>7.2f} {bad:>8.0f}", flush=True)


if __name__ == "__main__":
    given = [int(argument) for argument in sys.argv[1:]]
    measure(*(given + [8, 3][len(given) :]))
