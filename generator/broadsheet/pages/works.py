"""A person's papers as their page lists them: under their own headings, by kind or by year, their name set off."""

from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape

from ..catalog.people import Person
from ..catalog.urls import author_url, paper_url
from ..model import Paper
from .cards import ON_LINE
from .channels import KINDS
from .person_views import WorkGroup
from .prose import plain
from .site import Fragments, Site
from .views import ROOT, Outlink

# So few papers need no headings.
FEW = 2
NO_KIND = "Kind not recorded"


def work_groups(site: Site, person: Person, fragments: Fragments) -> tuple[WorkGroup, ...]:
    """All papers of a person, each once: their own list first where they have one, the others after it."""
    newest = sorted(person.papers, key=lambda i: site.paper(i).date or "", reverse=True)
    works = person.author.works if person.author else ()
    if not any(work.group or work.label for work in works):
        return _found(site, person, newest, fragments)
    own: dict[str, list[tuple[str, str]]] = {}
    for work in works:
        own.setdefault(work.group, []).append((work.paper, work.label))
    listed = {work.paper for work in works}
    rest = [(paper, "") for paper in newest if paper not in listed]
    named = [(KINDS.get(name, name), held) for name, held in own.items()]
    return _grouped(site, person, [*named, *([("Not in their own list", rest)] if rest else [])], fragments)


def work_labels(site: Site, person: Person) -> dict[str, tuple[Outlink, ...]]:
    """The labels of a person's own list by year, each leading to its paper."""
    found: dict[str, tuple[Outlink, ...]] = {}
    for work in person.author.works if person.author else ():
        if work.label:
            year = site.year_of(work.paper)
            found[year] = (*found.get(year, ()), labelled(site, work.label, work.paper))
    return found


def labelled(site: Site, label: str, paper: str) -> Outlink:
    """A label that leads to its paper."""
    return Outlink(label, ROOT + paper_url(paper), plain(site.paper(paper).title))


def _found(site: Site, person: Person, newest: list[str], fragments: Fragments) -> tuple[WorkGroup, ...]:
    """By year; where there are several kinds, by kind with the years beside them."""
    if len(newest) <= FEW:
        lines = "".join([set_off(fragments.lines[i], person, site.paper(i), site) for i in newest])
        return (WorkGroup("", "", len(newest), lines),) if newest else ()
    kinds = Counter(site.paper(i).kind for i in newest)
    if len(kinds) > 1:
        # In the order of KINDS; those of which no source tells a kind come last.
        known = {kind: title for kind, title in KINDS.items() if kind in kinds}
        held = [(title, [(i, "") for i in newest if site.paper(i).kind == kind]) for kind, title in known.items()]
        if None in kinds:
            held.append((NO_KIND, [(i, "") for i in newest if site.paper(i).kind is None]))
        return _grouped(site, person, held, fragments)
    years: dict[str, list[str]] = {}
    for i in newest:
        years.setdefault(site.year_of(i), []).append(set_off(fragments.lines[i], person, site.paper(i), site))
    return tuple(WorkGroup(year, f"y{year}", len(lines), "".join(lines)) for year, lines in years.items())


def _grouped(
    site: Site, person: Person, groups: Sequence[tuple[str, Sequence[tuple[str, str]]]], fragments: Fragments
) -> tuple[WorkGroup, ...]:
    """Papers under headings with their labels, or where they have none with the year before the first of each."""
    found = []
    for number, (heading, works) in enumerate(groups, 1):
        lines = []
        year = ""
        for paper, label in works:
            beside = f'<span class="label">{escape(label)}</span> ' if label else ""
            if not label and (its := (site.paper(paper).date or "")[:4]) != year:
                year = its
                beside = f'<time class="label">{year}</time> ' if year else ""
            line = set_off(fragments.lines[paper], person, site.paper(paper), site)
            lines.append(line.replace(">", f">{beside}", 1))
        found.append(WorkGroup(heading, f"list-{number}", len(lines), "".join(lines), labelled=True))
    return tuple(found)


def set_off(line: str, person: Person, paper: Paper, site: Site) -> str:
    """A paper's line with this person's name marked; a name that the line does not show comes in after those it does.

    A source may also leave the name out of "et al." or name nobody, and still the paper is on this person's own list.
    """
    address = f'href="{ROOT}{author_url(person.id)}"'
    mark = f'aria-current="page" {address}'
    if address in line:
        return line.replace(address, mark, 1)
    ids = site.catalog.people.of_paper[paper.id]
    place = ids.index(person.id) if person.id in ids else -1
    author = paper.authors[place] if place >= 0 else person.name
    link = f"<a {mark}>{escape(author if isinstance(author, str) else author.name)}</a>"
    if not ids:
        before, small, rest = line.partition("<small>")
        return f"{before}{small}{link}{'' if rest.startswith('</small>') else ' · '}{rest}"
    last = ids[min(len(ids), ON_LINE) - 1]
    at = line.index("</a>", line.index(f'href="{ROOT}{author_url(last)}"')) + len("</a>")
    rest = line[at:]
    more = max(len(ids), paper.author_count or 0) - ON_LINE
    if more > 0 and not paper.et_al:
        rest = (f" and {more - 1} more" if more > 1 else "") + rest.removeprefix(f" and {more} more")
    return f"{line[:at]}{',' if place == ON_LINE else ' …'} {link}{rest}"


def places(groups: Iterable[WorkGroup]) -> dict[str, str]:
    """Where the papers of each year stand, for groups that are years."""
    return {group.heading: f"#{group.id}" for group in groups if group.id == f"y{group.heading}"}
