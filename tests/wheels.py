"""The wheel of this tree, built and installed in an environment of its own, for the tests that need one."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
# What is in the tree and not in a clone, or of no use to a build.
LEFT_OUT = {".git", ".venv", ".cache", ".mypy_cache", ".pytest_cache", ".ruff_cache", "node_modules", "site", "dist"}
LEFT_OUT |= {"tests", "content", ".benchmarks", ".bench", ".site.spare"}


def build_wheel(folder: Path) -> Path:
    """The wheel of a copy of this tree: building must not need its history or its site."""

    def left_out(place: str, names: list[str]) -> set[str]:
        return {name for name in names if name == "__pycache__" or (Path(place) == ROOT and name in LEFT_OUT)}

    source = shutil.copytree(ROOT, folder / "source", ignore=left_out)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "No matching distribution found for hatchling" in done.stderr:
        pytest.skip("no package index here to fetch hatchling from")
    assert done.returncode == 0, done.stderr
    shutil.rmtree(source)
    [found] = folder.glob("broadsheet-*.whl")
    return found


def install(wheel: Path, folder: Path) -> Path:
    """The `bin` folder of a new environment with the wheel and the packages of this one, but not its editable link."""
    venv.create(folder, with_pip=False, symlinks=True)
    command = [sys.executable, "-m", "pip", "--python", str(folder / "bin" / "python"), "install", "--quiet"]
    subprocess.run([*command, "--no-deps", str(wheel)], check=True)
    [packages] = (folder / "lib").glob("python*/site-packages")
    for path in Path(sysconfig.get_paths()["purelib"]).iterdir():
        if "broadsheet" not in path.name and path.suffix != ".pth" and not (packages / path.name).exists():
            (packages / path.name).symlink_to(path)
    return folder / "bin"


def environment() -> dict[str, str]:
    """The variables of this process, without those that lead Python to this tree."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
