"""The page of the reading list, which the reader's browser fills from what it keeps itself."""

from collections.abc import Iterator

from .jobs import Job
from .site import Site
from .views import ReadingView

ABOUT = "The papers that you saved, kept by your browser alone."


def reading_page(site: Site) -> Iterator[Job]:
    """One page, the same for everybody: the build knows no reader."""
    yield Job("reading/", "reading", "Reading list", ABOUT, "reading", ReadingView(site.config.name))
