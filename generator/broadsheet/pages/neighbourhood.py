"""With whom a person wrote on what: close co-authors on the left, topics on the right, as SVG with a table beside it.

The two columns need no room but their own names, so that they are read on a phone, and nothing in them is left to
chance: topics stand by size, co-authors near the topics that they share with the person.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from html import escape
from textwrap import wrap
from unicodedata import east_asian_width

from ..catalog.people import Person
from ..catalog.urls import paper_url
from .charts import svg
from .person_views import CloseLine, Neighbourhood
from .prose import inline
from .site import Site
from .views import ROOT, Chip

# Fewer say nothing that the lists do not; more cannot be read.
FEWEST_PAPERS, FEWEST_PEOPLE, MOST_PEOPLE, MOST_TOPICS = 5, 2, 10, 6
# In the drawing's own units: its width, where the two columns of points stand, where lines between them turn.
WIDTH, LEFT, RIGHT = 400, 142, 250
TURN = (LEFT + RIGHT) // 2
# A row of a name, and of a topic in two lines.
PERSON, TOPIC = 30, 40
# Letters that find room at the left and, on each of two lines, at the right.
NAME, LABEL = 16, 18
REST = Chip("Other topics or none", "", "Other topics or none")


def neighbourhood(site: Site, person: Person, close: Sequence[str]) -> Neighbourhood | None:
    """The drawing and the lines of the table; `close` are the ids of close co-authors, those with most papers first.

    None where there is too little to draw, or no topic.
    """
    if len(person.papers) < FEWEST_PAPERS or len(close) < FEWEST_PEOPLE:
        return None
    of_paper = site.catalog.people.of_paper
    together: dict[str, list[str]] = {who: [] for who in close}
    for paper in person.papers:
        for who in dict.fromkeys(of_paper[paper]):
            if who in together:
                together[who].append(paper)
    shown = close[:MOST_PEOPLE]
    papers = dict.fromkeys(paper for who in shown for paper in together[who])
    topics = _topics(site, papers)
    if not topics:
        return None
    # By the topics' addresses, for two labels may be alike.
    ties = {who: Counter(topics.get(_topic(site, i), REST).url for i in together[who]) for who in close}
    chips = {chip.url: chip for chip in (*topics.values(), REST)}
    if not any(REST.url in ties[who] for who in shown):
        del chips[REST.url]
    lines = tuple(
        CloseLine(
            site.people[who].html,
            len(together[who]),
            "".join([f'<li><a href="{ROOT}{paper_url(i)}">{inline(site.paper(i).title)}</a>' for i in together[who]]),
            ", ".join([f"{chips.get(url, REST).name}\xa0{count}" for url, count in ties[who].most_common()]),
        )
        for who in close
    )
    title = f"Whom {person.name} writes with, and on what"
    about = f"{len(shown)} co-authors of two papers or more and the topics of those papers; the table says the same."
    parts, height = _drawn([site.people[who] for who in shown], list(chips.values()), ties, shown)
    drawn = svg(parts, "ties", title, about, WIDTH, height, role="group")
    return Neighbourhood(drawn, lines, len(close) - len(shown))


def _topic(site: Site, paper: str) -> str:
    placement = site.landscape.placements.get(paper)
    return placement.topic if placement else ""


def _topics(site: Site, papers: Mapping[str, None]) -> dict[str, Chip]:
    """The topics of some papers, the largest first."""
    found = Counter(topic for topic in (_topic(site, paper) for paper in papers) if topic)
    ranked = sorted(found, key=lambda topic: (-found[topic], topic))[:MOST_TOPICS]
    return {topic: site.topics[topic] for topic in ranked}


def _drawn(
    people: list[Chip], topics: list[Chip], ties: Mapping[str, Counter[str]], ids: Sequence[str]
) -> tuple[Iterator[str], int]:
    """The parts of the drawing and its height."""
    height = max(PERSON * len(people), TOPIC * len(topics))
    down = {topic.url: _row(at, len(topics), height) for at, topic in enumerate(topics)}

    def middle(at: int) -> tuple[float, int]:
        tie = ties[ids[at]]
        return sum(down[url] * count for url, count in tie.items()) / tie.total(), at

    order = sorted(range(len(people)), key=middle)
    across = {at: _row(place, len(people), height) for place, at in enumerate(order)}
    return _parts(people, topics, [ties[who] for who in ids], across, down), height


def _row(at: int, count: int, height: int) -> float:
    return round((at + 0.5) * height / count, 1)


def _parts(
    people: list[Chip],
    topics: list[Chip],
    ties: list[Counter[str]],
    across: Mapping[int, float],
    down: Mapping[str, float],
) -> Iterator[str]:
    """Ties below, points and names above them; a topic's ties and point have its colour."""
    for topic in topics:
        y = down[topic.url]
        yield f'<g data-accent="{topic.accent}">' if topic.accent else "<g>"
        for at, person in enumerate(people):
            if count := ties[at][topic.url]:
                way = f"M{LEFT} {across[at]:g}C{TURN} {across[at]:g} {TURN} {y:g} {RIGHT} {y:g}"
                yield (
                    f'<path stroke-width="{min(1.5 * count, 9):g}" d="{way}">'
                    f"<title>{escape(person.name)}, {escape(topic.name)}: {count}</title></path>"
                )
        yield f'<circle cx="{RIGHT}" cy="{y:g}" r="5"/></g>'
        rows = wrap(topic.name, LABEL, max_lines=2, placeholder="…")
        first = y + 4.5 - 7.5 * (len(rows) - 1)
        lines = "".join(
            f'<tspan x="{RIGHT + 12}" y="{first + 15 * at:g}">{escape(row)}</tspan>' for at, row in enumerate(rows)
        )
        yield _link(topic, f"<text>{lines}</text>")
    for at, person in enumerate(people):
        y = across[at]
        yield f'<circle cx="{LEFT}" cy="{y:g}" r="3.5"/>'
        words = f'<text class="end" x="{LEFT - 9}" y="{y + 4.5:g}">{escape(short(person.name))}</text>'
        yield _link(person, words)


def _link(to: Chip, words: str) -> str:
    """Words that lead somewhere. The tab key passes them by: the table beside them serves it."""
    return f'<a href="{to.url}" tabindex="-1"><title>{escape(to.name)}</title>{words}</a>' if to.url else words


def short(name: str, room: int = NAME) -> str:
    """A name in so many letters: whole, with initials, or cut; letters of Chinese and the like take two.

    >>> short("Hong Xu"), short("Caio César Teodoro Mendes"), short("Konstantinos Papathanasopoulos")
    ('Hong Xu', 'C. C. T. Mendes', 'K. Papathanasop…')
    """
    if _wide(name) <= room:
        return name
    *given, family = name.split()
    name = " ".join([*(f"{word[0]}." for word in given), family])
    if _wide(name) <= room:
        return name
    while _wide(name) >= room:
        name = name[:-1]
    return f"{name.rstrip()}…"


def _wide(text: str) -> int:
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)
