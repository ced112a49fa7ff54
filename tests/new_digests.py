"""A digest as `broadsheet new` writes it, and programs that look at one."""

import os
import shutil
import sys
from pathlib import Path

import pytest

from broadsheet import cli

ROOT = Path(__file__).resolve().parents[1]
REPOSITORY = "https://github.com/jane/papers"
FLAGS = ("--name", "Small Models", "--repo", f"{REPOSITORY}.git", "--yes", "--date", "2026-05-04")


def new_digest(folder: Path) -> Path:
    """Have one written into `folder`; give it back."""
    assert cli.main(["new", str(folder), *FLAGS]) == 0
    return folder


def tool(name: str) -> str:
    """A program of this environment or on the path; skips where it is neither."""
    found = shutil.which(name, path=f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    if not found:
        pytest.skip(f"{name} is not installed")
    return found
