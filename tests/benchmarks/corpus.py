"""The corpora that builders are measured on, as values: made-up papers of any number, or real cards from a file."""

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from words import Language, Zipf, language, names, zipf

from broadsheet.model import Digest, Links, Paper, Source

FIRST_DAY = date(2023, 7, 3)
DAYS = 3 * 365
TOPICS = 30
CATEGORIES = ("cs.LG", "cs.CL", "cs.CV", "cs.AI", "cs.DC", "cs.RO", "stat.ML", "eess.AS")
VENUES = ("", "", "", "ICML", "NeurIPS", "ICLR", "ACL", "EMNLP", "CVPR", "MLSys")


@dataclass(frozen=True)
class Corpus:
    """Papers by date with the issues that pick from them."""

    name: str
    papers: tuple[Paper, ...]
    digests: tuple[Digest, ...]


def synthetic(count: int, seed: int = 1) -> Corpus:
    """`count` papers over three years, about as many authors, an issue a weekday; the same for the same arguments."""
    random = Random(seed)
    words = language(random, TOPICS)
    communities = _communities(names(random, int(count * 1.75)))
    days = sorted(random.randrange(DAYS) for _ in range(count))
    drafts = [_paper(random, words, communities, n, FIRST_DAY + timedelta(days=day)) for n, day in enumerate(days)]
    digests = tuple(_issues(random, drafts))
    return Corpus(str(count), tuple(drafts), digests)


def daily(path: Path) -> Corpus:
    """The cards of Hugging Face Daily Papers in a gzipped JSON-lines file; each day's cards are that day's issue.

    Of the keywords only those become tags that 50 papers share, which leaves about as many as a site has topics.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        cards = [json.loads(line) for line in lines]
    shared = Counter(word for card in cards for word in _keywords(card))
    papers = {card["id"]: _card(card, shared) for card in cards}
    picks: dict[str, dict[str, None]] = {}
    for card in cards:
        picks.setdefault(card["date"], {})[_slug(card["id"])] = None
    digests = tuple(Digest(date=day, picks=tuple(picks[day])) for day in sorted(picks))
    return Corpus("daily", tuple(papers.values()), digests)


def _slug(arxiv: str) -> str:
    return arxiv.replace(".", "-")


def _communities(people: list[str]) -> list[Zipf]:
    """The same ranks dealt out to every topic, so that each has its few prolific authors."""
    return [zipf(people[topic::TOPICS], 1.0, shift=3.0) for topic in range(TOPICS)]


def _paper(random: Random, words: Language, communities: list[Zipf], number: int, day: date) -> Paper:
    main, *others = topics = random.sample(range(TOPICS), random.choice((1, 2, 2, 3)))
    size = min(8, 1 + int(random.gammavariate(2.2, 1.6)))
    guests = sum(random.random() < 0.15 for _ in range(size))
    authors = communities[main].draw(random, size - guests)
    authors += [communities[random.randrange(TOPICS)].draw(random, 1)[0] for _ in range(guests)]
    arxiv = f"{day:%y%m}.{number:05d}"
    return Paper(
        id=_slug(arxiv),
        title=_title(random, words.topics[main]),
        kind="preprint",
        date=day.isoformat(),
        authors=tuple(dict.fromkeys(authors)),
        venue=random.choice(VENUES),
        arxiv=arxiv,
        links=Links(
            paper=f"https://arxiv.org/abs/{arxiv}",
            pdf=f"https://arxiv.org/pdf/{arxiv}",
            code=f"https://code.example.org/{_slug(arxiv)}" if random.random() < 0.4 else None,
        ),
        categories=tuple(dict.fromkeys((CATEGORIES[main % 8], *(CATEGORIES[topic % 8] for topic in others)))),
        tags=tuple(f"field {topic + 1}" for topic in topics),
        summary=_text(random, words, topics),
        source=(Source(name="Synthetic corpus"),),
    )


def _title(random: Random, terms: Zipf) -> str:
    head, *rest = " ".join(terms.draw(random, random.randint(4, 8))).split()
    return " ".join([head.capitalize() + random.choice(("", ":", " for")), *rest])


def _text(random: Random, words: Language, topics: list[int]) -> str:
    """About 180 words: two fifths function words, a fifth general ones, the rest the topics' own and rare ones."""
    length = round(random.gauss(175, 35)) if random.random() < 0.95 else 60
    weights = [0.6, 0.25, 0.15][: len(topics)]
    terms = list(islice(_mixture(random, words, topics, weights), length * 28 // 100))
    bag = words.function.draw(random, length * 41 // 100) + words.general.draw(random, length * 24 // 100)
    bag += words.rare.draw(random, length * 7 // 100) + terms
    random.shuffle(bag)
    sentences = []
    while bag:
        cut = random.randint(12, 26)
        sentence, bag = " ".join(bag[:cut]), bag[cut:]
        sentences.append(sentence[0].upper() + sentence[1:] + ".")
    return " ".join(sentences)


def _mixture(random: Random, words: Language, topics: list[int], weights: list[float]) -> Iterator[str]:
    while True:
        for topic in random.choices(topics, weights, k=8):
            yield from words.topics[topic].draw(random, 1)


def _issues(random: Random, papers: list[Paper]) -> Iterator[Digest]:
    """An issue a weekday: about ten papers out of the week before that no issue has had, or as many as there are."""
    waiting: list[str] = []
    later = iter(papers)
    upcoming = next(later, None)
    for day in (FIRST_DAY + timedelta(days=n) for n in range(1, DAYS + 1)):
        while upcoming is not None and (upcoming.date or "") < day.isoformat():
            waiting.append(upcoming.id)
            upcoming = next(later, None)
        if day.weekday() < 5 and waiting:
            picks = tuple(random.sample(waiting, min(len(waiting), random.randint(8, 12))))
            waiting = [paper for paper in waiting[-130:] if paper not in picks]
            yield Digest(date=day.isoformat(), picks=picks, curator="The editors")


def _keywords(card: dict[str, Any]) -> list[str]:
    return list(dict.fromkeys(word.lower() for word in card.get("ai_keywords", ())))


def _card(card: dict[str, Any], shared: Counter[str]) -> Paper:
    # Two addresses are broken by a line end; a corpus to measure with has no faults to report.
    repository = "".join(card.get("githubRepo", "").split())
    return Paper(
        id=_slug(card["id"]),
        title=" ".join(card["title"].split()),
        kind="preprint",
        date=card["publishedAt"][:10],
        authors=tuple(dict.fromkeys(" ".join(name.split()) for name in card["authors"])),
        arxiv=card["id"],
        links=Links(paper=f"https://arxiv.org/abs/{card['id']}", code=repository or None),
        tags=tuple(word for word in _keywords(card) if shared[word] >= 50),
        summary=" ".join(card["abstract"].split()),
        source=(Source(name="Hugging Face Daily Papers"),),
    )
