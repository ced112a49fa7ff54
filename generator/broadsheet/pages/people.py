"""The page of every person."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain
from urllib.parse import quote

from markupsafe import escape
from msgspec import Struct

from ..catalog.people import Person
from ..catalog.urls import author_url, paper_url, resume_url
from ..model import Signal
from .channels import feed_links
from .cv import UNDATED, affiliation_lines, cv_sections, has_cv, identifier_links, offer, statements
from .days import year_span
from .identity import id_notes, levels, namesakes
from .jobs import Job
from .neighbourhood import neighbourhood
from .person_views import CountedView, CvLine, PersonView
from .prose import inline
from .site import Fragments, Site, count_of, shares, source_lines, topic_shares
from .views import ROOT
from .works import places, work_groups, work_labels
from .years import CHARTED, years_of

MOST_COAUTHORS = 24
# Papers that make two people close co-authors.
CLOSE = 2
# Affiliations that papers state, the newest first.
MOST_STATED = 3


class Coauthors(Struct, frozen=True):
    """With whom somebody wrote: `close` ids, those with most papers first; both groups as finished list items."""

    close: tuple[str, ...]
    close_html: str
    others_html: str


def coauthor_lists(site: Site) -> dict[str, Coauthors]:
    """With whom each person has written most, by the person's id; needs no topics."""
    people = site.catalog.people
    lists = {}
    for person in people.persons.values():
        others = Counter(chain.from_iterable(dict.fromkeys(people.of_paper[paper]) for paper in person.papers))
        del others[person.id]
        close = Counter({i: count for i, count in others.items() if count >= CLOSE})
        rest = Counter({i: count for i, count in others.items() if count < CLOSE})
        room = max(0, MOST_COAUTHORS - len(close))
        lists[person.id] = Coauthors(
            tuple(sorted(close, key=lambda i: (-close[i], i))[:MOST_COAUTHORS]) if close else (),
            shares(close, site.people, MOST_COAUTHORS) if close else "",
            shares(rest, site.people, room) if rest and room else "",
        )
    return lists


class Ways(Struct, frozen=True):
    """How the addresses begin at which a page is claimed and its file is begun; empty without a known repository."""

    claim: str
    begin: str


def ways_in(site: Site) -> Ways:
    """Both ways, made once for all persons, who are many."""
    begin = site.config.new_file_url("content/authors/", "")
    claim = site.config.form_url("claim-a-profile", page=f"{site.config.url}authors/")
    return Ways(claim, begin.removesuffix("&value="))


def person_pages(site: Site, fragments: Fragments, coauthors: dict[str, Coauthors]) -> Iterator[Job]:
    """One page a person; `coauthors` as `coauthor_lists` gives them."""
    cited = citations(site)
    stated = stated_affiliations(site)
    ways = ways_in(site)
    for person in site.catalog.people.persons.values():
        about = f"{person.name}: {count_of(len(person.papers))} in {site.config.name}."
        view = _view(site, person, fragments, coauthors[person.id], cited, stated.get(person.id, ()), ways)
        yield Job(author_url(person.id), "authors", person.name, about, "person", view)


def citations(site: Site) -> dict[str, Signal]:
    """The newest count of citations that a source states, by paper."""
    found: dict[str, Signal] = {}
    for paper in site.catalog.papers.values():
        counted = [signal for signal in paper.signals if signal.kind == "citations"]
        if counted:
            found[paper.id] = max(counted, key=lambda signal: (signal.date, signal.value))
    return found


def stated_affiliations(site: Site) -> dict[str, tuple[CvLine, ...]]:
    """The affiliations that papers give for each person, with the dates of the first and last of these papers."""
    dates: dict[str, dict[str, list[str]]] = {}
    for paper_id, ids in site.catalog.people.of_paper.items():
        paper = site.paper(paper_id)
        for who, author in zip(ids, paper.authors, strict=True):
            if not isinstance(author, str) and author.affiliation:
                dates.setdefault(who, {}).setdefault(author.affiliation, []).append(paper.date or "")
    return {
        who: tuple(
            CvLine(year_span([day for day in days if day]) or UNDATED, "", affiliation)
            for affiliation, days in sorted(held.items(), key=lambda item: max(item[1]), reverse=True)[:MOST_STATED]
        )
        for who, held in dates.items()
    }


def _view(
    site: Site,
    person: Person,
    fragments: Fragments,
    coauthors: Coauthors,
    cited: dict[str, Signal],
    stated: tuple[CvLine, ...],
    ways: Ways,
) -> PersonView:
    author, entry, config = person.author, person.entry, site.config
    groups = work_groups(site, person, fragments)
    affiliations = affiliation_lines(author) if author else ()
    address = author_url(person.id)
    near = neighbourhood(site, person, coauthors.close) if coauthors.close else None
    charted = len(person.papers) >= CHARTED
    # In the addresses at which a page without a file gets one.
    name = "" if author else quote(person.name)
    return PersonView(
        id=person.id,
        name=person.name,
        variants=person.names[1:],
        curated=author is not None,
        homepage=(author.homepage or "") if author else "",
        identifiers=identifier_links(author) if author else (),
        affiliations=affiliations or stated,
        from_papers=bool(stated and not affiliations),
        offer=offer(author) if author else None,
        paper_count=len(person.papers),
        groups=groups,
        close_html="" if near else coauthors.close_html,
        others_html=coauthors.others_html,
        near=near,
        years=years_of(site, person.papers, places(groups), work_labels(site, person)) if charted else None,
        counted=_counted(site, person, cited) if cited else None,
        topics_html=topic_shares(site, person.papers),
        cv=cv_sections(author, site) if author else (),
        statements=statements(author) if author else (),
        sources=source_lines(author.source) if author else (),
        note=author.note if author else "",
        feeds=feed_links(config.settings, "authors", f"{address}feed"),
        edit_url=config.source_url(entry.path, entry.line) if entry else "",
        edit_place=entry.path if entry else f"content/authors/{person.id}.yml",
        claim_url=f"{ways.claim}{person.id}/&name={name}" if name and ways.claim else "",
        begin_url=f"{ways.begin}{person.id}.yml&value=name:%20{name}%0A" if name and ways.begin else "",
        kept=author is not None and author.maintained_by_person is not None,
        resume_url=ROOT + resume_url(person.id) if author and has_cv(author) else "",
        levels=levels(person, site),
        namesakes=namesakes(person, site),
        id_notes=id_notes(person, site),
    )


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
