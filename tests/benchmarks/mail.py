"""Messages a second from an edition into a mail server on this machine: `python tests/benchmarks/mail.py`.

The edition is this repository's newest month; the server is aiosmtpd on a socket, in a process of its own.
"""

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

from broadsheet.commands.email import _edition, _pieces
from broadsheet.sources.mailing import Mail
from broadsheet.subscribe.mail.connection import connect
from broadsheet.subscribe.mail.ledger import Ledger
from broadsheet.subscribe.mail.mailing import deliveries, due
from broadsheet.subscribe.mail.sending import Sending, send
from broadsheet.subscribe.subscribers import Subscriber

ROOT = Path(__file__).resolve().parents[2]
SINK = ROOT / "tests" / "subscribe" / "mail_sink.py"


def resident() -> float:
    """MB of memory that this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readers", type=int, default=10_000)
    parser.add_argument("--topics", type=int, default=3, help="that each reader chose")
    parser.add_argument("--period", default="month")
    parser.add_argument("--connections", type=int, default=4)
    parser.add_argument("--dkim-key", type=Path)
    options = parser.parse_args()
    _, site, edition, _ = _edition(argparse.Namespace(root=ROOT, period=options.period, date=None))
    assert edition
    ids = [topic.id for topic in site.landscape.topics]
    chance = random.Random(8)
    readers = [
        Subscriber(f"reader{at}@example.org", options.period, tuple(chance.sample(ids, options.topics)), f"{at:032x}")
        for at in range(options.readers)
    ]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sink = subprocess.Popen([sys.executable, SINK, folder / "log"], stdout=subprocess.PIPE, text=True)
        assert sink.stdout
        mail = Mail(
            sender="digest@example.org",
            unsubscribe="https://example.org/unsubscribe?token=",
            host="127.0.0.1",
            port=int(sink.stdout.readline()),
            security="none",
            dkim_selector="bench",
        )
        sign = None
        if options.dkim_key:
            from broadsheet.subscribe.mail.signing import signer

            sign = signer(mail, options.dkim_key.read_bytes())
        memory: list[float] = []
        sizes: list[int] = []

        def watched(found):
            for at, one in enumerate(found):
                if at % (max(1, options.readers // 10)) == 0:
                    memory.append(resident())
                    sizes.append(len(one.message()))
                yield one

        start, cpu = time.perf_counter(), time.process_time()
        html, text = _pieces(edition, mail)
        found = due(edition, readers, {}, {}, {})
        messages = watched(deliveries(edition, found, html, text, mail, datetime.now(UTC), sign))
        with Ledger(folder / "ledger.sqlite") as ledger:
            sending = Sending(edition.key, mail.sender, lambda: connect(mail), ledger)
            tally = send(messages, sending, options.connections, 1e6)
        seconds, cpu = time.perf_counter() - start, time.process_time() - cpu
        sink.kill()
        sink.wait()
        theirs = resource.getrusage(resource.RUSAGE_CHILDREN)
        lines = (folder / "log").read_text().splitlines()
    bodies = len({topics for topics, _ in found.readers})
    print(f"{len(found.readers):,} due of {options.readers:,}, {bodies:,} different choices of {options.topics} topics")
    print(f"tally {tally.counts}, the server has {len(lines):,}, {len(set(lines)):,} different {tally.stopped}")
    print(f"messages of {min(sizes):,} to {max(sizes):,} bytes, {options.connections} connections")
    server = theirs.ru_utime + theirs.ru_stime
    print(f"{seconds:.1f} s, CPU {cpu:.1f} s here and {server:.1f} s in the server", end="")
    print(f": {len(lines) / seconds:,.0f} messages a second")
    print("MB after each tenth: " + " ".join(f"{m:.0f}" for m in memory))


if __name__ == "__main__":
    main()
