"""Kills a sending at random moments, resumes each, and prints who got what: `python tests/benchmarks/mail_kills.py`."""

import argparse
import random
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "subscribe"))

from mail_kills import killed_sending, moments_in


def main() -> int:
    """1 where somebody got an edition twice or was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--readers", type=int, default=500)
    parser.add_argument("--connections", type=int, nargs="+", default=[1, 4])
    parser.add_argument("--seed", type=int, default=8)
    options = parser.parse_args()
    chance = random.Random(options.seed)
    bad = 0
    print("| connections | kills | while sending | messages | twice | lost | unconfirmed | of these delivered | most |")
    print("|---|---|---|---|---|---|---|---|---|")
    for connections in options.connections:
        with tempfile.TemporaryDirectory() as name:
            found = [
                killed_sending(
                    Path(name) / str(at), options.readers, connections, moments_in(options.readers, 1, chance)
                )
                for at in range(options.kills // len(options.connections))
            ]
        twice, lost = sum(one.twice for one in found), sum(len(one.lost(options.readers)) for one in found)
        cells = [
            connections,
            len(found),
            sum(one.killed for one in found),
            sum(one.got.total() for one in found),
            twice,
            lost,
            sum(len(one.unconfirmed) for one in found),
            sum(len(one.unconfirmed & set(one.got)) for one in found),
            (most := max(len(one.unconfirmed) for one in found)),
        ]
        print("| " + " | ".join(f"{cell:,}" for cell in cells) + " |", flush=True)
        bad += twice + lost + (most > connections)
    return int(bad > 0)


if __name__ == "__main__":
    sys.exit(main())
