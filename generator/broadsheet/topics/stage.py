"""The topics stage in one call: documents in, topics, placements and related papers out."""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager

from msgspec.structs import replace
from threadpoolctl import threadpool_limits

from broadsheet.sources.curation import Curation
from broadsheet.topics.assign import assign
from broadsheet.topics.collection import gather
from broadsheet.topics.discoveries import discover
from broadsheet.topics.landscape import Landscape, Placement
from broadsheet.topics.map_positions import positions
from broadsheet.topics.model import Model
from broadsheet.topics.text import Document

# The long steps are in numpy, which lets go of the interpreter; more threads would hold more blocks in memory.
THREADS = 2


def find(
    documents: Sequence[Document],
    *,
    topics: int | None = None,
    seed: int = 0,
    model: Model | None = None,
    curation: Curation | None = None,
    dates: Mapping[str, str] | None = None,
    search: bool = True,
) -> Landscape:
    """Topics of the documents, what each is about, and the papers nearest to each.

    A model says where papers belong; without one it is fitted first, as `fit_model` would. Neither the order of the
    documents nor the number of cores has an effect. With `dates` (days by paper) come `discoveries`, else none; without
    `search` these leave the search's files out.
    """
    curation = curation or Curation()
    with _threads() as threads:
        collection = gather(documents, (model.lexicon, model.space) if model else None, seed, threads)
        if collection is None:
            return Landscape(related=dict.fromkeys(sorted(document.id for document in documents), ()))
        if model is None:
            # Loads scikit-learn.
            from broadsheet.topics.fit import fit

            model = fit(collection, topics=topics, seed=seed, forbidden=curation.forbid)
        found = assign(collection, model, curation, threads)
        if dates is None:
            return found
        ids, vectors, near = collection.ids, collection.vectors, collection.near.rows
        known = model.positions
        return replace(found, discoveries=discover(sorted(documents), ids, vectors, near, dates, known, seed, search))


def fit_model(
    documents: Sequence[Document],
    *,
    topics: int | None = None,
    seed: int = 0,
    old: Model | None = None,
    forbidden: Sequence[str] = (),
    fresh: bool = False,
) -> Model | None:
    """A new model of the documents, that of `old` continued if there is one; None where no document has words."""
    from broadsheet.topics.fit import fit

    with _threads() as threads:
        collection = gather(documents, None, seed, threads)
        if collection is None:
            return None
        model = fit(collection, topics=topics, seed=seed, old=old, forbidden=forbidden, fresh=fresh)
        ids, vectors, near = collection.ids, collection.vectors, collection.near.rows
        return model._replace(positions=positions(ids, vectors, near, old.positions if old and not fresh else {}, seed))


def preview(
    documents: Sequence[Document], topics: int | None = None, seed: int = 0
) -> list[tuple[str, Placement, str, bool]]:
    """For each document, by id: its nearest topic, that topic's label, and whether it is near enough to belong to it.

    A document without words has the empty topic.
    """
    found = find(documents, topics=topics, seed=seed)
    label = {topic.id: topic.label for topic in found.topics} | {"": ""}
    nowhere = Placement("", 0.0)
    placed = [(paper, found.placements.get(paper, found.apart.get(paper, nowhere))) for paper in sorted(found.related)]
    return [(paper, placement, label[placement.topic], paper in found.placements) for paper, placement in placed]


@contextmanager
def _threads() -> Iterator[Executor]:
    with threadpool_limits(limits=1), ThreadPoolExecutor(THREADS) as threads:
        yield threads
