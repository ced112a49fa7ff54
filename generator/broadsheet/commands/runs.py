"""`runs read`: what benchmark files hold."""

import argparse
import sys
from pathlib import Path

from .command import FINE, PROBLEMS, Commands


def add(commands: Commands) -> None:
    """Say what these commands take."""
    runs = commands.add_parser("runs", help="benchmark files").add_subparsers(metavar="COMMAND", required=True)
    read = runs.add_parser("read", help="print the rows that benchmark files hold, or why none")
    read.add_argument("files", nargs="+", type=Path, metavar="FILE")
    read.add_argument("--format", choices=("jsonl", "table"), default="table")
    read.set_defaults(run=_read)


def _read(options: argparse.Namespace) -> int:
    from ..bench.formats import read_file
    from ..bench.names import read_names
    from ..bench.rows import problem_json, row_json
    from ..report import print_problems

    code = FINE
    names, _ = read_names(options.root / "site_config", options.root)
    for path in options.files:
        rows, problems = read_file(path.read_bytes(), str(path), names)
        if options.format == "jsonl":
            lines = [row_json(row) for row in rows]
            lines += [problem_json(str(path), problem) for problem in problems]
            sys.stdout.buffer.write(b"".join(line + b"\n" for line in lines))
        else:
            for row in rows:
                print(f"{row.metric}\t{row.statistic}\t{row.value}\t{row.unit}\t{row.locator}")
            print_problems(problems, "text")
        code = PROBLEMS if problems and not rows else code
    sys.stdout.flush()
    return code
