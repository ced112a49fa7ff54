"""The page of every person, and the lists of people by letter."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain

from markupsafe import escape

from ..catalog.people import Person
from ..catalog.urls import author_url, page_url, paper_url, resume_url
from ..model import Signal
from .channels import KINDS, feed_links
from .charts import bars, svg
from .cv import affiliation_lines, cv_sections, has_cv, identifier_links, statement_lines
from .identity import id_notes, levels, namesakes
from .jobs import Job
from .person_views import CountedView, PersonView
from .prose import inline
from .site import Fragments, Site, pager, pages_of, share, shares, source_lines, topic_shares
from .views import ROOT, Chip, Group, IndexView, chip

MOST_COAUTHORS = 24
# Papers that make two people close co-authors.
CLOSE = 2
# Fewer papers make no chart, nor do more years.
CHARTED, MOST_YEARS = 3, 60
# Close co-authors and others of one paper, each as finished list items.
Coauthors = tuple[str, str]
LETTER_SIZE = 500


def coauthor_lists(site: Site) -> dict[str, Coauthors]:
    """With whom each person has written most, by the person's id; needs no topics."""
    people = site.catalog.people
    lists = {}
    for person in people.persons.values():
        others = Counter(chain.from_iterable(people.of_paper[paper] for paper in person.papers))
        del others[person.id]
        close = Counter({i: count for i, count in others.items() if count >= CLOSE})
        rest = Counter({i: count for i, count in others.items() if count < CLOSE})
        room = max(0, MOST_COAUTHORS - len(close))
        lists[person.id] = (
            shares(close, site.people, MOST_COAUTHORS) if close else "",
            shares(rest, site.people, room) if rest and room else "",
        )
    return lists


def person_pages(site: Site, fragments: Fragments, coauthors: dict[str, Coauthors]) -> Iterator[Job]:
    """One page a person; `coauthors` as `coauthor_lists` gives them."""
    cited = citations(site)
    for person in site.catalog.people.persons.values():
        many = "paper" if len(person.papers) == 1 else "papers"
        about = f"{person.name}: {len(person.papers)} {many} in {site.config.name}."
        view = _view(site, person, fragments, coauthors[person.id], cited)
        yield Job(author_url(person.id), "authors", person.name, about, "person", view)


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


def citations(site: Site) -> dict[str, Signal]:
    """The newest count of citations that a source states, by paper."""
    found: dict[str, Signal] = {}
    for paper in site.catalog.papers.values():
        stated = [signal for signal in paper.signals if signal.kind == "citations"]
        if stated:
            found[paper.id] = max(stated, key=lambda signal: (signal.date, signal.value))
    return found


def _view(
    site: Site, person: Person, fragments: Fragments, coauthors: Coauthors, cited: dict[str, Signal]
) -> PersonView:
    author = person.author
    years: dict[str, list[str]] = {}
    for paper_id in sorted(person.papers, key=lambda i: site.paper(i).date or "", reverse=True):
        years.setdefault(site.year_of(paper_id), []).append(_set_off(fragments.lines[paper_id], person))
    counts = _by_year({year: len(lines) for year, lines in years.items()}) if len(person.papers) >= CHARTED else ()
    charted = 1 < len(counts) <= MOST_YEARS
    kinds = Counter(KINDS[kind] for i in person.papers if (kind := site.paper(i).kind))
    entry = person.entry
    own_list = _own_list(person, fragments)
    file = f"content/authors/{person.id}.yml"
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
        close_html=coauthors[0],
        others_html=coauthors[1],
        kinds=tuple(sorted(kinds.items(), key=lambda item: (-item[1], item[0]))) if len(kinds) > 1 else (),
        years=counts if charted else (),
        years_svg=_years_svg(counts) if charted else "",
        counted=_counted(site, person, cited) if cited else None,
        topics_html=topic_shares(site, person.papers),
        cv=cv_sections(author, site) if author else (),
        statements=statement_lines(author) if author else (),
        sources=source_lines(author.source) if author else (),
        note=author.note if author else "",
        feeds=feed_links(site.config.settings, "authors", f"{author_url(person.id)}feed"),
        edit_url=site.config.source_url(entry.path, entry.line) if entry else "",
        edit_place=entry.path if entry else "",
        claim_url="" if author else site.config.new_file_url(file, f"name: {person.name}\n"),
        resume_url=ROOT + resume_url(person.id) if author and has_cv(author) else "",
        levels=levels(person, site),
        namesakes=namesakes(person, site),
        id_notes=id_notes(person, site),
    )


def _set_off(line: str, person: Person) -> str:
    """A paper's line with this person's name marked, where it is among those shown."""
    address = f'href="{ROOT}{author_url(person.id)}"'
    return line.replace(address, f'aria-current="page" {address}', 1)


def _by_year(found: dict[str, int]) -> tuple[tuple[str, int], ...]:
    """Papers of every year from the first to the last; those of an unknown year have no place."""
    known = [int(year) for year in found if year.isdecimal()]
    return tuple((str(year), found.get(str(year), 0)) for year in range(min(known), max(known) + 1)) if known else ()


def _years_svg(counts: tuple[tuple[str, int], ...]) -> str:
    about = f"From {counts[0][0]} to {counts[-1][0]}; the table has every year."
    return svg(bars(counts, 260, 84), "years", "Papers by year", about, 260, 84)


def _counted(site: Site, person: Person, cited: dict[str, Signal]) -> CountedView | None:
    """The papers with most citations, as many as have at least that many."""
    ranked = sorted((i for i in person.papers if i in cited), key=lambda i: (-cited[i].value, i))
    h = sum(cited[paper].value > at for at, paper in enumerate(ranked))
    lines = [
        f'<li><a href="{ROOT}{paper_url(i)}">{inline(site.paper(i).title)}</a>'
        f"<small>{cited[i].value:,} by {cited[i].date}, {escape(cited[i].source)}</small></li>"
        for i in ranked[:h]
    ]
    return CountedView(h, "".join(lines)) if h else None


def _own_list(person: Person, fragments: Fragments) -> tuple[Group, ...]:
    """The works under the groups and labels of the person's own list, where that list has any."""
    works = person.author.works if person.author else ()
    if not any(work.group or work.label for work in works):
        return ()
    groups: dict[str, list[str]] = {}
    for work in works:
        line = _set_off(fragments.lines[work.paper], person)
        label = f'<span class="label">{escape(work.label)}</span> ' if work.label else ""
        groups.setdefault(work.group, []).append(line.replace(">", f">{label}", 1))
    return tuple(Group(heading, "".join(lines)) for heading, lines in groups.items())
