"""The wheel: installed in an environment of its own it builds a digest without this repository."""

import os
import shutil
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of a copy of this tree: building must not need its history or its site."""
    folder = tmp_path_factory.mktemp("wheel")
    kept = shutil.ignore_patterns(".*", "site", "tests", "content", "__pycache__")
    source = shutil.copytree(ROOT, folder / "source", ignore=kept)
    command = [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", str(folder), str(source)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if "No matching distribution found for hatchling" in done.stderr:
        pytest.skip("no package index here to fetch hatchling from")
    assert done.returncode == 0, done.stderr
    [found] = folder.glob("broadsheet-*.whl")
    return found


def test_it_carries_theme_and_schemas(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    theme = ROOT / "themes" / "broadsheet"
    files = {p.relative_to(theme).as_posix() for p in theme.rglob("*") if p.is_file()}
    assert {f"broadsheet/_theme/{name}" for name in files} <= names
    schemas = {p.name for p in (ROOT / "site_config" / "schema").glob("*.json")}
    assert {f"broadsheet/_schema/{name}" for name in schemas} <= names
    assert not [name for name in names if name.startswith(("tests", "content", "themes"))]


def test_it_builds_a_digest(wheel: Path, site: Path, corpus: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False, symlinks=True)
    python = tmp_path / "venv" / "bin" / "python"
    packages = tmp_path / "venv" / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "site-packages"
    install = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", str(wheel)]
    subprocess.run(install, check=True)
    # The dependencies of this environment, but not its editable link to this tree.
    shared = [path for path in Path(sysconfig.get_paths()["purelib"]).iterdir() if "broadsheet" not in path.name]
    for path in shared:
        if not (packages / path.name).exists() and path.suffix != ".pth":
            (packages / path.name).symlink_to(path)
    root = shutil.copytree(corpus, tmp_path / "digest")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    command = [str(python), "-m", "broadsheet.cli", "-C", str(root), "build", "--out", str(tmp_path / "site")]
    subprocess.run(command, check=True, env=environment, cwd=tmp_path)
    where = [str(python), "-c", "import broadsheet; print(broadsheet.__file__)"]
    found = subprocess.run(where, check=True, capture_output=True, text=True, env=environment, cwd=tmp_path).stdout
    assert Path(found.strip()).is_relative_to(tmp_path)
    built, expected = (
        {p.relative_to(f).as_posix(): p.read_bytes() for p in f.rglob("*") if p.is_file()}
        for f in (tmp_path / "site", site)
    )
    assert built == expected
    assert (tmp_path / "venv" / "bin" / "broadsheet").exists()
