"""A paper as a card: the form in which it appears in issues and lists."""

from ..catalog.urls import paper_url
from ..model import Link, Paper
from .figures import headline
from .prose import inline
from .site import Site
from .views import ROOT, Card, Chip, Outlink

# Names on a card before "and N more".
MOST_PEOPLE = 6
_LABELS = {"paper": "Paper", "pdf": "PDF", "code": "Code", "data": "Data", "model": "Model", "project": "Project"}
_LABELS |= {"demo": "Demo", "video": "Video", "slides": "Slides"}


def make_card(site: Site, paper: Paper) -> Card:
    """The card of a paper. `unnamed` counts the authors that it does not show by name."""
    people = people_chips(site, paper)
    shown = people[:MOST_PEOPLE]
    comments = next((s for s in reversed(paper.signals) if s.kind == "comments"), None)
    return Card(
        id=paper.id,
        url=ROOT + paper_url(paper.id),
        title_html=inline(paper.title),
        people=shown,
        unnamed=max(len(people), paper.author_count or 0) - len(shown),
        et_al=paper.et_al,
        organizations=tuple(site.organizations[i] for i in paper.organizations),
        topic=site.topic_of(paper.id),
        summary_html=inline(paper.summary or _beginning(paper.abstract)),
        figure=headline(paper.claims[0]) if paper.claims else "",
        links=outlinks(paper),
        date=paper.date or "",
        added=paper.added or "",
        venue=paper.venue,
        comments=comments.value if comments else None,
        comments_date=comments.date if comments else "",
    )


def people_chips(site: Site, paper: Paper) -> tuple[Chip, ...]:
    """The named authors in order, under the name that this paper gives them."""
    ids = site.catalog.people.of_paper[paper.id]
    return tuple(
        chip if (chip := site.people[i]).name == mention.name else Chip(mention.name, chip.url)
        for i, mention in zip(ids, paper.mentions, strict=True)
    )


def outlinks(paper: Paper) -> tuple[Outlink, ...]:
    """Where the paper, its code and the rest can be found; the arXiv or DOI page where no address is given."""
    found = []
    if not paper.links.paper and paper.arxiv:
        found.append(Outlink("Paper", f"https://arxiv.org/abs/{paper.arxiv}"))
    elif not paper.links.paper and paper.doi:
        found.append(Outlink("Paper", f"https://doi.org/{paper.doi}"))
    for field, label in _LABELS.items():
        link = getattr(paper.links, field)
        if isinstance(link, Link):
            mirror = f"a mirror of {link.mirror_of}" if link.mirror_of else ""
            found.append(Outlink(label, link.url, link.note or mirror))
        elif link:
            found.append(Outlink(label, link))
    return tuple(found)


def _beginning(abstract: str) -> str:
    """The first sentences of an abstract, about as long as a summary."""
    if len(abstract) <= 420:
        return abstract
    end = abstract.rfind(". ", 0, 420)
    return abstract[: end + 1] if end > 120 else abstract[: abstract.rfind(" ", 0, 420)] + "…"
