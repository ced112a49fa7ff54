"""A paper as a card: the form in which it appears in issues and lists."""

from html import escape

from ..catalog.urls import paper_url
from ..fields import arxiv_address, doi_address
from ..model import Link, Notice, Paper
from .figures import headline
from .prose import beginning, inline
from .site import Fragments, Site
from .views import ACCENT, ROOT, TOPIC, Card, Chip, Outlink, chip

# Names on a card and on a list line before "and N more".
ON_CARD, ON_LINE = 6, 3
TAGS_ON_CARD = 3
# What became of a paper, in a word, the gravest first.
NOTICES = {"retraction": "Retracted", "erratum": "Erratum", "correction": "Corrected", "version": "New version"}
_LABELS = {"paper": "Paper", "pdf": "PDF", "code": "Code", "data": "Data", "model": "Model", "project": "Project"}
_LABELS |= {"demo": "Demo", "video": "Video", "slides": "Slides"}


def make_card(site: Site, paper: Paper) -> Card:
    """The card of a paper."""
    people = people_chips(site, paper)
    comments = next((s for s in reversed(paper.signals) if s.kind == "comments"), None)
    return Card(
        id=paper.id,
        url=ROOT + paper_url(paper.id),
        title_html=inline(paper.title),
        byline_html=byline(paper, people, ON_CARD),
        short_byline_html=byline(paper, people, ON_LINE),
        organizations=tuple(site.organizations[i] for i in paper.organizations),
        summary_html=inline(paper.summary or _beginning(paper.abstract)),
        figure=headline(paper.claims[0]) if paper.claims else "",
        links=outlinks(paper),
        date=paper.date or "",
        added=paper.added or "",
        venue=paper.venue,
        comments=comments.value if comments else None,
        comments_date=comments.date if comments else "",
        code=paper.coded,
        venue_url=venue[0].url
        if (venue := [site.venues[v.id] for v in site.catalog.venues.of((paper.venue,))])
        else "",
        tags=tag_chips(site, paper.tags)[:TAGS_ON_CARD],
        notice=gravest(paper),
    )


def gravest_first(paper: Paper) -> list[Notice]:
    """What became of a paper, the gravest first, of equally grave ones the earliest."""
    return sorted(paper.notices, key=lambda notice: (list(NOTICES).index(notice.kind), notice.date or ""))


def gravest(paper: Paper) -> str:
    """The gravest of it in a word; empty where nothing is told."""
    return NOTICES[gravest_first(paper)[0].kind] if paper.notices else ""


def tag_chips(site: Site, words: tuple[str, ...]) -> tuple[Chip, ...]:
    """Those of some tags that have a page."""
    return tuple(site.tags[tag.id] for tag in site.catalog.tags.of(words))


def people_chips(site: Site, paper: Paper) -> tuple[Chip, ...]:
    """The named authors in order, under the name that this paper gives them."""
    ids = site.catalog.people.of_paper[paper.id]
    return tuple(
        known if (known := site.people[i]).name == mention.name else chip(mention.name, known.url)
        for i, mention in zip(ids, paper.mentions, strict=True)
    )


def fill(fragments: Fragments, site: Site) -> Fragments:
    """The fragments with the topic of each paper in its place on cards and lines; feeds put it into their entries."""
    cards, lines = dict[str, str](), dict[str, str]()
    for i, card in fragments.cards.items():
        topic = site.topic_of(i)
        accent = f' data-accent="{topic.accent}"' if topic else ""
        kicker = f'<p class="kicker">{topic.html}</p>' if topic else ""
        link = f' <a class="chip" href="{topic.url}">{escape(topic.name)}</a>' if topic else ""
        cards[i] = card.replace(ACCENT, accent, 1).replace(TOPIC, kicker, 1)
        lines[i] = fragments.lines[i].replace(ACCENT, accent, 1).replace(TOPIC, link, 1)
    return Fragments(cards, lines, fragments.entries)


def byline(paper: Paper, people: tuple[Chip, ...], most: int) -> str:
    """The first `most` names as links, then how many more there are or that the source names nobody."""
    more = max(len(people), paper.author_count or 0) - min(len(people), most)
    if not people:
        return {0: "", 1: "One author, not named by the source"}.get(more, f"{more} authors, not named by the source")
    rest = " et al." if paper.et_al else f" and {more} more" if more else ""
    return ", ".join([person.html for person in people[:most]]) + rest


def outlinks(paper: Paper) -> tuple[Outlink, ...]:
    """Where the paper, its code and the rest can be found; the arXiv or DOI page where no address is given."""
    found = []
    if not paper.links.paper and paper.arxiv:
        found.append(Outlink("Paper", arxiv_address(paper.arxiv)))
    elif not paper.links.paper and paper.doi:
        found.append(Outlink("Paper", doi_address(paper.doi)))
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
    return abstract[: end + 1] if end > 120 else beginning(abstract, 420)
