"""What the topics stage finds, and the way into it that does not load scikit-learn before it is needed."""

from collections.abc import Sequence

from msgspec import Struct

from broadsheet.model import Placement, Related, Topic
from broadsheet.topics.text import Document


class Landscape(Struct, frozen=True):
    """What the papers are about. `placements` holds the papers that belong somewhere, `related` every paper."""

    topics: tuple[Topic, ...] = ()
    placements: dict[str, Placement] = {}
    related: dict[str, tuple[Related, ...]] = {}


def find_topics(documents: Sequence[Document], topics: int | None, seed: int) -> Landscape:
    """`fit.fit`, for a process that may do without it otherwise."""
    from broadsheet.topics.fit import fit

    return fit(documents, topics=topics, seed=seed)


def warm() -> None:
    """Load scikit-learn ahead of time."""
    import broadsheet.topics.fit  # noqa: F401
