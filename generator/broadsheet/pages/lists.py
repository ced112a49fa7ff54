"""The list of everything of a kind, the largest first: topics, organisations."""

from collections import Counter

from .jobs import Job
from .site import shares
from .views import Chip, IndexView, Pager


def largest_first(section: str, title: str, lead: str, sizes: Counter[str], chips: dict[str, Chip]) -> Job:
    """One page at the section's address; `sizes` counts the papers of each thing by id."""
    view = IndexView(
        title=title,
        kind=section,
        lead=lead,
        count=len(sizes),
        groups=(),
        entries_html=shares(sizes, chips),
        letters=(),
        pager=Pager(items=len(sizes), last_item=len(sizes)),
    )
    return Job(f"{section}/", section, title, lead, "index", view)
