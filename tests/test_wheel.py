"""The wheel: installed in an environment of its own it builds a digest without this repository."""

import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from wheels import build_wheel, environment, install

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheel(tmp_path_factory.mktemp("wheel"))


def test_it_carries_theme_and_schemas(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    theme = ROOT / "themes" / "broadsheet"
    files = {p.relative_to(theme).as_posix() for p in theme.rglob("*") if p.is_file()}
    assert {f"broadsheet/_theme/{name}" for name in files} <= names
    schemas = {p.name for p in (ROOT / "site_config" / "schema").glob("*.json")}
    assert {f"broadsheet/_schema/{name}" for name in schemas} <= names
    assert not [name for name in names if name.startswith(("tests", "content", "themes"))]


def test_it_builds_a_digest(wheel: Path, site: Path, corpus: Path, tmp_path: Path) -> None:
    python = install(wheel, tmp_path / "venv") / "python"
    root = shutil.copytree(corpus, tmp_path / "digest")
    command = [str(python), "-m", "broadsheet.cli", "-C", str(root), "build", "--out", str(tmp_path / "site")]
    subprocess.run(command, check=True, env=environment(), cwd=tmp_path)
    where = [str(python), "-c", "import broadsheet; print(broadsheet.__file__)"]
    found = subprocess.run(where, check=True, capture_output=True, text=True, env=environment(), cwd=tmp_path).stdout
    assert Path(found.strip()).is_relative_to(tmp_path)
    built, expected = (
        {p.relative_to(f).as_posix(): p.read_bytes() for p in f.rglob("*") if p.is_file()}
        for f in (tmp_path / "site", site)
    )
    assert built == expected
    assert (tmp_path / "venv" / "bin" / "broadsheet").exists()
