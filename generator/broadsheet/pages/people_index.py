"""The lists of people: those with most papers, and everybody by letter on pages that stay short."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct

from ..catalog.people import Person
from ..catalog.urls import page_url
from .jobs import Job
from .site import Site, pager, share, shares
from .views import ROOT, Chip, IndexView, Pager, chip

# Names on a page of a letter: two screens to look through, thirty kilobytes to load.
LETTER_SIZE = 300
_WORD_END = re.compile("-$")
BY_NAME = "By name as it is written, the given name first in most."


class Part(Struct, frozen=True):
    """Some neighbouring names; `first` and `last` are beginnings of ids that no other part has."""

    first: str
    last: str
    people: tuple[Person, ...]

    @property
    def name(self) -> str:
        """What is between the two: `Sa–Se`, `Sha` alone, or `Wei …` for a word with something after it."""
        first, last = (_WORD_END.sub(" …", end).replace("-", " ").title() for end in (self.first, self.last))
        return first if first == last else f"{first}–{last}"


def people_lists(site: Site) -> Iterator[Job]:
    """Who has most papers, then everybody by first letter of the id, long letters in parts."""
    persons = site.catalog.people.persons
    letters: dict[str, list[Person]] = {}
    for person in persons.values():
        letters.setdefault(person.id[0], []).append(person)
    chips = tuple(chip(letter.upper(), f"{ROOT}{_letter_url(letter)}") for letter in letters)

    counts = Counter({i: len(person.papers) for i, person in persons.items() if person.papers})
    size = site.config.settings.page_size
    top = shares(counts, site.people, size)
    lead = "Everybody named by a paper in this collection; here those with most papers."
    yield _page(
        "authors/", "People", lead, len(persons), top, chips, pager("authors/", 1, min(size, len(counts)), size)
    )
    for letter, found in letters.items():
        base = _letter_url(letter)
        parts = parts_of(found, LETTER_SIZE)
        ways = tuple(
            chip(part.name, ROOT + page_url(base, number)) for number, part in enumerate(parts, 1) if len(parts) > 1
        )
        before = 0
        for number, part in enumerate(parts, 1):
            entries = "".join([share(site.people[p.id], len(p.papers), 0) for p in part.people])
            title = f"People: {part.name if ways else letter.upper()}"
            here = Pager(
                number=number,
                count=len(parts),
                previous_url=ROOT + page_url(base, number - 1) if number > 1 else "",
                next_url=ROOT + page_url(base, number + 1) if number < len(parts) else "",
                first_item=before + 1,
                last_item=before + len(part.people),
                items=len(found),
            )
            before += len(part.people)
            yield _page(page_url(base, number), title, BY_NAME, len(found), entries, chips, here, ways)


def parts_of(people: Sequence[Person], size: int) -> list[Part]:
    """People in the order of their ids as parts of `size` at most, cut where the beginnings of ids change."""
    parts: list[Part] = []
    for part in _split(people, 1, size):
        if parts and len(parts[-1].people) + len(part.people) <= size:
            part = Part(parts[-1].first, part.last, (*parts.pop().people, *part.people))
        parts.append(part)
    return parts


def _split(people: Sequence[Person], letters: int, size: int) -> Iterator[Part]:
    """By the first letters of the id, and by one letter more where that leaves too many."""
    shelves: dict[str, list[Person]] = {}
    for person in people:
        shelves.setdefault(person.id[:letters], []).append(person)
    for beginning, found in shelves.items():
        if len(found) <= size:
            yield Part(beginning, beginning, tuple(found))
        else:
            yield from _split(found, letters + 1, size)


def _letter_url(letter: str) -> str:
    return f"authors/letter/{letter}/"


def _page(
    url: str,
    title: str,
    lead: str,
    count: int,
    entries_html: str,
    letters: tuple[Chip, ...],
    place: Pager,
    parts: tuple[Chip, ...] = (),
) -> Job:
    view = IndexView(
        title=title,
        kind="people",
        lead=lead,
        count=count,
        groups=(),
        entries_html=entries_html,
        letters=letters,
        pager=place,
        parts=parts,
        url=ROOT + url,
    )
    return Job(url, "authors", title, lead or title, "index", view)
