"""The source archive holds all that building a wheel out of it needs."""

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def test_what_a_wheel_takes_in_is_in_the_source_archive() -> None:
    targets = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]["targets"]
    archived = [name.removeprefix("/") for name in targets["sdist"]["include"]]
    needed = [*targets["wheel"]["force-include"], *targets["wheel"]["packages"], "hatch_build.py"]
    lacking = [name for name in needed if not any(Path(name).is_relative_to(one) for one in archived)]
    assert lacking == []
    assert [name for name in archived if not (ROOT / name).exists()] == []
