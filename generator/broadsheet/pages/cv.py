"""A curated author's record as the lines of a curriculum vitae."""

from collections.abc import Iterable

from msgspec.structs import replace

from ..model import Author, Interest, Position, Statement
from .person_views import CvLine, CvSection, OfferView, StatementLine, Statements
from .site import Site
from .views import Outlink
from .works import labelled

UNDATED = "dates not recorded"
_PROFILES = (
    ("orcid", "ORCID", "https://orcid.org/{}"),
    ("openreview", "OpenReview", "https://openreview.net/profile?id={}"),
    ("dblp", "DBLP", "https://dblp.org/pid/{}.html"),
    ("google_scholar", "Google Scholar", "https://scholar.google.com/citations?user={}"),
    ("semantic_scholar", "Semantic Scholar", "https://www.semanticscholar.org/author/{}"),
    ("openalex", "OpenAlex", "https://openalex.org/{}"),
    ("huggingface", "Hugging Face", "https://huggingface.co/{}"),
    ("github", "GitHub", "https://github.com/{}"),
)


def identifier_links(author: Author) -> tuple[Outlink, ...]:
    """The person's entries in other catalogues."""
    found = ((label, address, getattr(author.identifiers, field)) for field, label, address in _PROFILES)
    return tuple(Outlink(label, address.format(value)) for label, address, value in found if value)


def affiliation_lines(author: Author) -> tuple[CvLine, ...]:
    """Where the person is or was, as stated; an end that is not recorded may not have come."""
    return tuple(replace(_position(place), when=_since(place)) for place in author.affiliations)


def _since(place: Position) -> str:
    if place.start and not place.end:
        return f"since {place.start}"
    return f"until {place.end}" if place.end and not place.start else period(place.start, place.end) or UNDATED


def offer(author: Author) -> OfferView | None:
    """The person's own word on working with others."""
    said = author.open_to_collaborate
    return OfferView(said.words, said.date, said.url) if said else None


def cv_sections(author: Author, site: Site) -> tuple[CvSection, ...]:
    """The sections that hold something, in the usual order."""
    labels = {work.label: work.paper for work in author.works if work.label}
    sections = (
        ("Research interests", (_interest(interest, labels, site) for interest in author.interests)),
        ("Education", _education(author)),
        ("Experience", map(_position, author.experience)),
        (
            "Teaching",
            (CvLine(t.term, _joined(t.course, t.code), t.institution, _some(t.role)) for t in author.teaching),
        ),
        ("Awards", (CvLine(period(a.start, a.end), a.title, a.by) for a in author.awards)),
        ("Service", (CvLine("", s.role, ", ".join(s.venues)) for s in author.service)),
    )
    found = ((heading, tuple(lines)) for heading, lines in sections)
    return tuple(CvSection(heading, lines) for heading, lines in found if lines)


def has_cv(author: Author) -> bool:
    """Whether there is more than a name, an affiliation and papers."""
    return bool(author.education or author.experience or author.teaching or author.awards or author.service)


def statements(author: Author) -> tuple[Statements, ...]:
    """What others say of the person, by source and day; a note that all of them begin with is said once."""
    groups: dict[tuple[str, str], list[Statement]] = {}
    for one in author.statements:
        groups.setdefault((one.source, one.date or ""), []).append(one)
    found = []
    for (source, date), said in groups.items():
        shortest = min((one.note for one in said), key=len)
        shared = shortest if all(one.note.startswith(shortest) for one in said) else ""
        lines = tuple(
            StatementLine(
                one.what, "" if one.value is None else str(one.value), one.note.removeprefix(shared).lstrip(" .;,")
            )
            for one in said
        )
        found.append(Statements(source, date, shared, lines))
    return tuple(found)


def period(start: str | None, end: str | None) -> str:
    """A span of partial dates; one date stands alone."""
    return f"{start} to {end}" if start and end and start != end else start or end or ""


def _education(author: Author) -> Iterable[CvLine]:
    for degree in author.education:
        details = _some(
            f"Thesis: {degree.thesis}" if degree.thesis else "", f"Adviser: {degree.adviser}" if degree.adviser else ""
        )
        where = _joined(degree.institution, degree.location)
        yield CvLine(period(degree.start, degree.end), _joined(degree.degree, degree.field), where, details)


def _position(position: Position) -> CvLine:
    advisers = f"With {', '.join(position.advisers)}" if position.advisers else ""
    where = _joined(position.department, position.organization, position.location)
    details = _some(position.project, position.note, advisers)
    return CvLine(period(position.start, position.end), position.role, where, details)


def _interest(interest: Interest, labels: dict[str, str], site: Site) -> CvLine:
    # A label that is not in their list stays a word.
    works = tuple(
        labelled(site, label, labels[label]) if label in labels else Outlink(label, "") for label in interest.works
    )
    return CvLine("", interest.topic, "", works=works)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _some(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)
