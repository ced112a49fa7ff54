"""The page of every person, and the lists of people by letter."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from markupsafe import escape

from ..catalog.people import Person
from ..catalog.urls import author_url, page_url
from .channels import feed_links
from .cv import affiliation_lines, cv_sections, identifier_links, statement_lines
from .identity import id_notes, levels, namesakes
from .jobs import Job
from .person_views import PersonView
from .site import Fragments, Site, pager, pages_of, share, shares, source_lines, topic_shares
from .views import ROOT, Chip, Group, IndexView, chip

MOST_COAUTHORS = 24
LETTER_SIZE = 500


def coauthor_lists(site: Site) -> dict[str, str]:
    """With whom each person has written most, as finished list items by the person's id; needs no topics."""
    people = site.catalog.people
    lists = {}
    for person in people.persons.values():
        others = Counter(chain.from_iterable(people.of_paper[paper] for paper in person.papers))
        del others[person.id]
        lists[person.id] = shares(others, site.people, MOST_COAUTHORS)
    return lists


def person_pages(site: Site, fragments: Fragments, coauthors: dict[str, str]) -> Iterator[Job]:
    """One page a person; `coauthors` as `coauthor_lists` gives them."""
    for person in site.catalog.people.persons.values():
        many = "paper" if len(person.papers) == 1 else "papers"
        about = f"{person.name}: {len(person.papers)} {many} in {site.config.name}."
        yield Job(
            author_url(person.id), "authors", person.name, about, "person", _view(site, person, fragments, coauthors)
        )


def people_lists(site: Site) -> Iterator[Job]:
    """Who has most papers, then everybody by first letter of the id."""
    persons = site.catalog.people.persons
    letters: dict[str, list[Person]] = {}
    for person in persons.values():
        letters.setdefault(person.id[0], []).append(person)
    chips = tuple(chip(letter.upper(), f"{ROOT}authors/letter/{letter}/") for letter in letters)

    counts = Counter({i: len(person.papers) for i, person in persons.items() if person.papers})
    lead = "Everybody named by a paper in this collection; first those with most papers."
    size = site.config.settings.page_size
    top = shares(counts, site.people, size)
    yield _list("authors/", "People", lead, len(persons), top, chips, 1, min(size, len(counts)), size)
    for letter, found in letters.items():
        base = f"authors/letter/{letter}/"
        for number in range(1, pages_of(len(found), LETTER_SIZE) + 1):
            part = found[(number - 1) * LETTER_SIZE : number * LETTER_SIZE]
            entries = "".join([share(site.people[p.id], len(p.papers), 0) for p in part])
            title = f"People: {letter.upper()}"
            yield _list(base, title, "", len(found), entries, chips, number, len(found), LETTER_SIZE)


def _list(
    base: str,
    title: str,
    lead: str,
    count: int,
    entries_html: str,
    letters: tuple[Chip, ...],
    number: int,
    items: int,
    size: int,
) -> Job:
    view = IndexView(
        title=title,
        kind="people",
        lead=lead,
        count=count,
        groups=(),
        entries_html=entries_html,
        letters=letters,
        pager=pager(base, number, items, size),
    )
    return Job(page_url(base, number), "authors", title, lead or title, "index", view)


def _view(site: Site, person: Person, fragments: Fragments, coauthors: dict[str, str]) -> PersonView:
    author = person.author
    years: dict[str, list[str]] = {}
    for paper_id in sorted(person.papers, key=lambda i: site.paper(i).date or "", reverse=True):
        years.setdefault(site.year_of(paper_id), []).append(fragments.lines[paper_id])
    entry = person.entry
    own_list = _own_list(person, fragments)
    return PersonView(
        id=person.id,
        name=person.name,
        variants=person.names[1:],
        curated=author is not None,
        homepage=(author.homepage or "") if author else "",
        identifiers=identifier_links(author) if author else (),
        affiliations=affiliation_lines(author) if author else (),
        paper_count=len(person.papers),
        groups=tuple(Group(year, "".join(lines)) for year, lines in years.items()),
        own_list=own_list,
        own_count=len(author.works) if author and own_list else 0,
        coauthors_html=coauthors[person.id],
        topics_html=topic_shares(site, person.papers),
        cv=cv_sections(author, site) if author else (),
        statements=statement_lines(author) if author else (),
        sources=source_lines(author.source) if author else (),
        note=author.note if author else "",
        feeds=feed_links(site.config.settings, "authors", f"{author_url(person.id)}feed"),
        edit_url=site.config.source_url(entry.path, entry.line) if entry else "",
        edit_place=entry.path if entry else "",
        levels=levels(person, site),
        namesakes=namesakes(person, site),
        id_notes=id_notes(person, site),
    )


def _own_list(person: Person, fragments: Fragments) -> tuple[Group, ...]:
    """The works under the groups and labels of the person's own list, where that list has any."""
    works = person.author.works if person.author else ()
    if not any(work.group or work.label for work in works):
        return ()
    groups: dict[str, list[str]] = {}
    for work in works:
        line = fragments.lines[work.paper]
        label = f'<span class="label">{escape(work.label)}</span> ' if work.label else ""
        groups.setdefault(work.group, []).append(line.replace(">", f">{label}", 1))
    return tuple(Group(heading, "".join(lines)) for heading, lines in groups.items())
