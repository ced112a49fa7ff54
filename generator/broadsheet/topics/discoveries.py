"""What else the vectors of the papers tell: distinctiveness, positions on the map, the search index."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from broadsheet.topics import meaning
from broadsheet.topics.distinctiveness import Distinctiveness, distinctiveness
from broadsheet.topics.map_positions import positions
from broadsheet.topics.meaning import Vectors
from broadsheet.topics.text import Document, Ints


class Discoveries(Struct, frozen=True):
    """By paper: how distinct it is and where it stands on the map (0 to 1, x to the right, y down).

    `search` holds the files of the search by name; papers are numbered in them by id.
    """

    distinctiveness: dict[str, Distinctiveness] = {}
    positions: dict[str, tuple[float, float]] = {}
    search: dict[str, bytes] = {}


def discover(
    documents: Sequence[Document],
    ids: Sequence[str],
    vectors: Vectors,
    neighbours: Ints,
    dates: Mapping[str, str],
    known: Mapping[str, tuple[float, float]],
    seed: int,
    search: bool = True,
) -> Discoveries:
    """Row i of `vectors` and `neighbours` is paper `ids[i]`, of those documents that have a known word.

    `dates` are days (YYYY-MM-DD) by paper, `known` the positions that a fit has fixed. Without `search` its files are
    not made.
    """
    return Discoveries(
        distinctiveness=distinctiveness(ids, vectors, dates),
        positions=positions(ids, vectors, neighbours, known, seed),
        search={
            "index.bin": meaning.index(documents, meaning.spread(ids, vectors, documents)),
            **meaning.shelves([(document.id, document.title) for document in documents]),
        }
        if search
        else {},
    )
