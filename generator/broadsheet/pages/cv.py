"""A curated author's record as the lines of a curriculum vitae."""

from collections.abc import Iterable

from ..model import Author, Interest, Position
from .person_views import CvLine, CvSection, StatementLine
from .site import Site
from .views import Outlink

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
    """Where the person is or was, as stated."""
    return tuple(_position(position) for position in author.affiliations)


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


def statement_lines(author: Author) -> tuple[StatementLine, ...]:
    """What others say of the person."""
    return tuple(
        StatementLine(s.what, "" if s.value is None else str(s.value), s.source, s.date or "", s.note)
        for s in author.statements
    )


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
    works = tuple(f"{label}: {site.paper(labels[label]).title}" for label in interest.works if label in labels)
    return CvLine("", interest.topic, ", ".join(interest.works), works)


def _joined(*parts: str) -> str:
    return ", ".join(part for part in parts if part)


def _some(*parts: str) -> tuple[str, ...]:
    return tuple(part for part in parts if part)
