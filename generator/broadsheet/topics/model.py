"""What a fit leaves behind: all that a later build needs to assign papers, and nothing that it would have to find."""

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from broadsheet.topics.header import Group
from broadsheet.topics.lexicon import Lexicon
from broadsheet.topics.space import Space
from broadsheet.topics.text import Ints


class Model(NamedTuple):
    """A fit. Row g of `centres` (float16, groups x d) and of `reasons` belongs to `groups[g]`.

    `reasons` holds the terms that tell a group from the others (their numbers in the lexicon, -1 filling up),
    `strengths` how much so (float16). `members` maps each paper of the fit to its finest group's id. `positions` says
    where each stands on the map. `former` maps ids of retired topics to those that took their papers.
    """

    lexicon: Lexicon
    space: Space
    groups: tuple[Group, ...]
    centres: npt.NDArray[np.float16]
    reasons: Ints
    strengths: npt.NDArray[np.float16]
    members: dict[str, str]
    former: dict[str, str]
    positions: dict[str, tuple[float, float]] = {}  # noqa: RUF012 - nobody changes it

    def rows(self, parent: str) -> list[int]:
        """The rows of the broad topics (parent empty) or of a topic's finer ones."""
        return [row for row, group in enumerate(self.groups) if group.parent == parent]
