"""The command line: one program over the groups of commands, and what its exit codes mean."""

import argparse
import gc
import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from . import __version__
from .commands import (
    adding,
    authors,
    completion,
    doctor,
    email,
    exporting,
    importing,
    new,
    ping,
    proposals,
    runs,
    site,
    subscriptions,
    topics,
)
from .commands.command import ENVIRONMENT, FINE, USAGE
from .commands.examples import teach
from .faults import SetupError

GROUPS = (
    new,
    site,
    adding,
    importing,
    exporting,
    runs,
    authors,
    topics,
    proposals,
    subscriptions,
    email,
    ping,
    doctor,
    completion,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit code."""
    parser = _parser()
    options = parser.parse_args(arguments)
    if "run" not in options:
        parser.print_help(sys.stderr)
        return USAGE
    # A command ends soon and its values hold no cycles: looking for some takes time and finds none.
    gc.disable()
    # What the terminal's encoding lacks is shown as an escape, as on standard error.
    if isinstance(sys.stdout, TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    try:
        code: int = options.run(options)
        sys.stdout.flush()
    except SetupError as error:
        print(f"broadsheet: {error}", file=sys.stderr)
        return ENVIRONMENT
    except BrokenPipeError:
        # The reader has seen enough, `| head` say.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FINE
    except OSError as error:
        where = f": {error.filename}" if error.filename else ""
        print(f"broadsheet: {error.strerror or error}{where}", file=sys.stderr)
        return ENVIRONMENT
    except KeyboardInterrupt:
        print("broadsheet: stopped; the site is as it was before", file=sys.stderr)
        return ENVIRONMENT
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="broadsheet", description="A newspaper of papers from a folder of YAML and BibTeX."
    )
    parser.add_argument("-C", dest="root", metavar="DIR", type=Path, default=Path(), help="the digest's folder")
    parser.add_argument("--version", action="version", version=f"broadsheet {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND")
    for group in GROUPS:
        group.add(commands)
    # For `completion`, which is about all commands.
    parser.set_defaults(program=parser)
    teach(parser)
    return parser


if __name__ == "__main__":
    sys.exit(main())
