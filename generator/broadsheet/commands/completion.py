"""`completion`: a script that completes commands and options in a shell."""

import argparse
from pathlib import Path
from typing import Any

from .command import FINE, Commands
from .examples import subcommands

SHELLS = ("bash", "zsh", "fish")


def add(commands: Commands) -> None:
    """Say what this command takes."""
    completion = commands.add_parser("completion", help="a script that completes commands and options in your shell")
    completion.add_argument("shell", choices=SHELLS)
    completion.set_defaults(run=_completion)


def _completion(options: argparse.Namespace) -> int:
    import shtab

    _with_files(options.program, shtab.FILE)
    print(shtab.complete(options.program, shell=options.shell))
    return FINE


def _with_files(parser: argparse.ArgumentParser, files: Any) -> None:
    """Have the shell offer files where a command takes a path."""
    for action in parser._actions:
        if action.type is Path:
            action.complete = files  # type: ignore[attr-defined]
    for below in subcommands(parser).values():
        _with_files(below, files)
