"""What several tests need."""

import shutil
from pathlib import Path

import pytest

from broadsheet.build import build

TESTS = Path(__file__).parent


@pytest.fixture(scope="session")
def corpus() -> Path:
    """A small working digest: a dozen papers, two issues at the end of a week. Copy it before writing into it."""
    return TESTS / "corpus"


def _built(name: str, folder: Path) -> Path:
    root = shutil.copytree(TESTS / name, folder / name)
    build(root, folder / "site")
    return folder / "site"


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the small corpus, built once. Only to be read."""
    return _built("corpus", tmp_path_factory.mktemp("small"))


@pytest.fixture(scope="session")
def odd_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site of the corpus of awkward texts, built once. Only to be read."""
    return _built("odd_corpus", tmp_path_factory.mktemp("odd"))


@pytest.fixture
def project(corpus: Path, site: Path, tmp_path: Path) -> Path:
    """A copy of the small corpus to write into, with the cache of the engine's pages."""
    root = shutil.copytree(corpus, tmp_path / "project")
    shutil.copytree(site.parent / "corpus" / ".cache", root / ".cache")
    return root


@pytest.fixture(params=["site", "odd_site"])
def any_site(request: pytest.FixtureRequest) -> Path:
    """Each of the two sites."""
    found: Path = request.getfixturevalue(request.param)
    return found
