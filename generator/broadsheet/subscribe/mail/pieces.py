"""An edition in pieces, as HTML or as text, and which of them one reader gets."""

from msgspec import Struct

from .edition import Choice

# Where a reader's own address to unsubscribe goes, and a count of papers: signs that no text of a contributor can hold.
PERSONAL, COUNT = "\ue001", "\ue002"


class Pieces(Struct, frozen=True):
    """Pieces by kind and id: `lead` and `brief` by paper, `section` by topic, `result`, and `more`, `results`, `foot`,
    `web`, which there is one of each."""

    head: str
    places: dict[tuple[str, str], str]
    end: str = ""


def assemble(pieces: Pieces, choice: Choice, most: int, personal: bool = True) -> str:
    """One reader's edition, at most `most` papers of each section; without `personal` what may stand on the web."""
    places = pieces.places
    found = [pieces.head, *(places["lead", story.id] for story in choice.leads)]
    for section, stories in choice.groups:
        found.append(places["section", section.id])
        found += [places["brief", story.id] for story in stories[:most]]
        if left_out := len(stories[most:]):
            found.append(places["more", ""].replace(COUNT, f"{left_out:,}"))
    if choice.results:
        found.append(places["results", ""])
        found += [places["result", result.id] for result in choice.results]
    found.append(places["foot" if personal else "web", ""])
    return "".join((*found, pieces.end))
