"""A curated author's record as JSON Resume (schema 1.0.0, jsonresume.org), a file beside the person's page."""

import json
from collections.abc import Iterator
from typing import Any

from ..catalog.urls import author_url, paper_url, resume_url
from ..model import Author, Position
from .cv import has_cv, identifier_links
from .prose import plain
from .site import Site


def resume_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of the file of everybody with a curriculum vitae."""
    for person in site.catalog.people.persons.values():
        if person.author and has_cv(person.author):
            text = json.dumps(resume(site, person.author, person.id, person.papers), ensure_ascii=False, indent=2)
            yield resume_url(person.id), f"{text}\n".encode()


def resume(site: Site, author: Author, author_id: str, papers: tuple[str, ...]) -> dict[str, Any]:
    """The record in the words of JSON Resume; what is not recorded is absent, at any depth.

    The format knows no courses: teaching stands under work, reviewing and the like under volunteer.
    """
    address = site.config.url + author_url(author_id)
    teaching = (
        {"name": t.institution, "position": t.role, "summary": ", ".join(filter(None, (t.course, t.code, t.term)))}
        for t in author.teaching
    )
    found = {
        "basics": {
            "name": author.name,
            "url": author.homepage or address,
            "profiles": [{"network": link.label, "url": link.url} for link in identifier_links(author)],
        },
        "work": [*map(_position, (*author.affiliations, *author.experience)), *teaching],
        "volunteer": [{"organization": venue, "position": s.role} for s in author.service for venue in s.venues]
        + [{"position": s.role} for s in author.service if not s.venues],
        "education": [
            {
                "institution": degree.institution,
                "area": degree.field,
                "studyType": degree.degree,
                "startDate": degree.start,
                "endDate": degree.end,
                "location": degree.location,
                "thesis": degree.thesis,
                "adviser": degree.adviser,
            }
            for degree in author.education
        ],
        "awards": [{"title": a.title, "date": a.end or a.start, "awarder": a.by} for a in author.awards],
        "publications": [
            {
                "name": plain(paper.title),
                "publisher": paper.venue or paper.publisher,
                "releaseDate": paper.date,
                "url": site.config.url + paper_url(paper.id),
            }
            for paper in map(site.paper, papers)
        ],
        "interests": [{"name": interest.topic, "keywords": list(interest.works)} for interest in author.interests],
        "meta": {"canonical": f"{site.config.url}{resume_url(author_id)}", "version": "v1.0.0"},
    }
    kept: dict[str, Any] = _recorded(found)
    return kept


def _position(position: Position) -> dict[str, Any]:
    return {
        "name": position.organization,
        "position": position.role,
        "location": position.location,
        "description": position.department,
        "startDate": position.start,
        "endDate": position.end,
        "summary": ". ".join(filter(None, (position.project, position.note))),
        "highlights": [f"With {', '.join(position.advisers)}"] if position.advisers else [],
    }


def _recorded(value: Any) -> Any:
    """The value without what is empty."""
    if isinstance(value, dict):
        return {name: kept for name, item in value.items() if (kept := _recorded(item))}
    return [kept for item in value if (kept := _recorded(item))] if isinstance(value, list) else value
