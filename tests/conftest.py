"""What several tests need."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def corpus() -> Path:
    """A small working digest: a dozen papers, two issues at the end of a week. Copy it before writing into it."""
    return Path(__file__).parent / "corpus"
