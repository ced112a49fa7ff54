"""What the topics stage finds, and the way into it that does not load scikit-learn before it is needed."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from broadsheet.sources.curation import Curation
from broadsheet.topics.discoveries import Discoveries
from broadsheet.topics.text import Document


class Related(Struct, frozen=True):
    """A paper near another one: cosine similarity in 0..1 and the shared terms that explain it, strongest first."""

    paper: str
    score: float
    terms: tuple[str, ...] = ()


class Topic(Struct, frozen=True):
    """A group of papers that share words: all of them, most central first. `parent` is the topic above a finer one."""

    id: str
    label: str
    terms: tuple[str, ...]
    papers: tuple[str, ...]
    description: str = ""
    parent: str = ""


class Placement(Struct, frozen=True):
    """Why a paper is in its broad topic: the cosine to its centre and the terms that count; `pinned` by a curator."""

    topic: str
    score: float
    terms: tuple[str, ...] = ()
    finer: str = ""
    pinned: bool = False


class Landscape(Struct, frozen=True):
    """What the papers are about: `topics` the broad ones, `finer` those below them.

    `placements` holds the papers that belong somewhere, `apart` the nearest topic of those that are near none,
    `related` every paper. `discoveries` tell what else there is to see. `former` maps ids of topics that are no more
    to those that took their papers (or to nothing).
    """

    topics: tuple[Topic, ...] = ()
    placements: dict[str, Placement] = {}
    related: dict[str, tuple[Related, ...]] = {}
    finer: tuple[Topic, ...] = ()
    apart: dict[str, Placement] = {}
    former: dict[str, str] = {}
    discoveries: Discoveries = Discoveries()


def find_topics(
    documents: Sequence[Document],
    topics: int | None,
    seed: int,
    fit: Mapping[str, bytes] | None = None,
    curation: Curation | None = None,
    dates: Mapping[str, str] | None = None,
    search: bool = True,
) -> Landscape:
    """`stage.find`, for a process that may do without it otherwise. `fit` holds the files of a frozen fit, if any."""
    from broadsheet.topics.frozen import thaw
    from broadsheet.topics.stage import find

    model = thaw(fit) if fit else None
    known = curation or Curation()
    return find(documents, topics=topics, seed=seed, model=model, curation=known, dates=dates, search=search)


def warm(fitting: bool) -> None:
    """Load ahead of time what `find_topics` needs: scikit-learn too, if it is to fit them."""
    import broadsheet.topics.stage

    if fitting:
        import broadsheet.topics.fit  # noqa: F401
