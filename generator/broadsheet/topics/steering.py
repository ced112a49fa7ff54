"""What the project says about its topics, read and checked: the frozen fit and the curator's file."""

from collections.abc import Collection, Mapping
from pathlib import Path

from msgspec import Struct

from broadsheet.model import Problem
from broadsheet.sources.curation import FOLDER, PATH, Curation, check_curation, read_curation, read_fit
from broadsheet.topics.header import HINT, BrokenFitError, read_header


class Steered(Struct, frozen=True):
    """The files of the frozen fit (none before the first) and what a curator wants."""

    fit: Mapping[str, bytes]
    curation: Curation


def read_topics(root: Path, papers: Collection[str]) -> tuple[Steered, list[Problem]]:
    """Read both under `root`; `papers` are the ids that the collection knows."""
    curation, problems = read_curation(root)
    files = read_fit(root)
    if not files:
        if curation.topics or curation.order:
            message = "topics can be steered once they have been fitted: until then their ids are not settled"
            problems.append(Problem(PATH, 0, 0, "topics-not-fitted", message, "run `broadsheet topics fit`"))
        return Steered({}, curation), problems
    try:
        header = read_header(files)
    except BrokenFitError as error:
        return Steered({}, curation), [*problems, Problem(FOLDER, 0, 0, "broken-fit", str(error), HINT)]
    levels = {group.id: group.parent for group in header.topics}
    return Steered(files, curation), problems + check_curation(curation, levels, papers, root)
