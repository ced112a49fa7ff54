"""What a person's page says about who they are: how far that is verified, namesakes, ids that were kept."""

from ..catalog.people import Person
from ..catalog.urls import author_url, paper_url
from .days import year_span
from .person_views import LevelLine, NamesakeLine
from .prose import inline
from .site import Site
from .views import ROOT

_REGISTRIES = {
    "orcid": "ORCID",
    "openreview": "OpenReview",
    "dblp": "DBLP",
    "google_scholar": "Google Scholar",
    "semantic_scholar": "Semantic Scholar",
    "openalex": "OpenAlex",
    "huggingface": "Hugging Face",
    "github": "GitHub",
}


def levels(person: Person, site: Site) -> tuple[LevelLine, ...]:
    """How far the identity is verified, each level in words with its evidence; name only where there is none."""
    found = []
    author = person.author
    if author:
        recorded = [label for field, label in _REGISTRIES.items() if getattr(author.identifiers, field)]
        if recorded:
            found.append(LevelLine("Identifier recorded", f"{', '.join(recorded)}, in {_entry_path(person)}"))
        if person.confirmed:
            first, more = person.confirmed[0], len(person.confirmed) - 1
            evidence = f"the same ORCID in {site.paper(first).title}" + (f" and {more} more" if more else "")
            level = "Identifier confirmed by the paper's metadata"
            found.append(LevelLine(level, evidence, f"{ROOT}{paper_url(first)}"))
        kept = author.maintained_by_person
        if kept:
            level = "Page maintained by its person"
            found.append(LevelLine(level, f"through a merged pull request, since {kept.since}", kept.pull_request))
    if found:
        return tuple(found)
    return (LevelLine("Name only", "no identifier is recorded; papers are here by the written name and the evidence"),)


def namesakes(person: Person, site: Site) -> tuple[NamesakeLine, ...]:
    """Other people of the same name and why they are kept apart."""
    found = []
    for other in person.apart:
        papers = [site.paper(i) for i in site.catalog.people.persons[other.id].papers]
        years = year_span([paper.date for paper in papers if paper.date])
        newest = inline(papers[0].title) if papers else ""
        found.append(NamesakeLine(site.people[other.id].html, len(papers), years, newest, other.reasons))
    return tuple(found)


def id_notes(person: Person, site: Site) -> tuple[str, ...]:
    """What happened to published ids: joined ones lead here, and this one stayed though people were told apart."""
    persons = site.catalog.people.persons
    notes = []
    if person.former:
        ids = ", ".join(person.former)
        notes.append(f"Also published as {ids}: found to be one person, so these addresses lead here.")
    if person.parted:
        others = ", ".join(f"{persons[i].name} ({i})" for i in person.parted)
        notes.append(
            f"The address {author_url(person.id)} was kept though the evidence changed: "
            f"some papers once listed here are now with {others}."
        )
    return tuple(notes)


def _entry_path(person: Person) -> str:
    return person.entry.path if person.entry else ""
