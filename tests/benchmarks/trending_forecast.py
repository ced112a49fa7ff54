"""How well last week's scores predict this week's upvotes on Daily Papers, beside plain recency and plain upvotes.

    .venv/bin/python tests/benchmarks/trending_forecast.py [--papers hf_daily.jsonl.gz] [--weeks 26]

The file states one count of upvotes a paper, taken when the file was made, and no day for it: it is taken here as of
the paper's day. So nothing can be said of how a paper's own count grows. What can: whether the topics of the papers
that score high at the end of a week are those whose papers of the next week get most upvotes. Scores of day t use
only papers up to t. For each of the last weeks, each paper of the week is ranked by its topic: by the mean score of
the topic's papers (the formula of the trending page), by the day of its newest one with the number of that day, by
its mean upvotes so far. Topics are found from all texts, without upvotes. Spearman's rank correlation and NDCG@10
against the papers' upvotes, the mean over weeks with its standard error; chance is 0 for the first, and is printed
for the second.
"""

import argparse
import gzip
import json
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from known_item import DAILY, cards
from scipy.stats import rankdata
from sklearn.metrics import ndcg_score

from broadsheet.catalog.trending import trend
from broadsheet.model import Signal
from broadsheet.topics.stage import find

# A paper, its topic, its day and its upvotes.
Counted = tuple[str, str, str, int]
Guess = Callable[[Sequence[Counted], str], float]


def by_score(papers: Sequence[Counted], day: str) -> float:
    """The mean trending score of a topic's papers of the last four weeks; older ones have next to nothing left."""
    since = (date.fromisoformat(day) - timedelta(days=28)).isoformat()
    found = [
        trend(i, (Signal(kind="upvotes", value=votes, date=when, source="the file"),), (), day).score
        for i, _, when, votes in papers
        if when > since
    ]
    return float(np.mean(found)) if found else 0.0


def by_recency(papers: Sequence[Counted], day: str) -> float:
    """The newest day of a topic's papers, and how many it has in the last week."""
    since = (date.fromisoformat(day) - timedelta(days=7)).isoformat()
    newest = max((when for _, _, when, _ in papers), default="2000-01-01")
    return date.fromisoformat(newest).toordinal() + sum(when > since for _, _, when, _ in papers) / 1000


def by_upvotes(papers: Sequence[Counted], day: str) -> float:
    """The mean upvotes of a topic's papers so far."""
    return float(np.mean([votes for _, _, _, votes in papers])) if papers else 0.0


GUESSES: dict[str, Guess] = {"trending score": by_score, "plain recency": by_recency, "plain upvotes": by_upvotes}


def counted(path: Path) -> list[Counted]:
    """The papers of the file that lie in a topic, oldest first."""
    landscape = find(cards(path))
    found: dict[str, Counted] = {}
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for card in map(json.loads, lines):
            placement = landscape.placements.get(card["id"])
            if placement:
                topic = placement.finer or placement.topic
                found.setdefault(card["id"], (card["id"], topic, card["date"], card["upvotes"]))
    return sorted(found.values(), key=lambda paper: (paper[2], paper[0]))


def week(papers: Sequence[Counted], day: date) -> dict[str, tuple[float, float]]:
    """Spearman and NDCG@10 of each guess made on `day` for the papers of the seven days after it."""
    known = [paper for paper in papers if paper[2] <= day.isoformat()]
    coming = [p for p in papers if day.isoformat() < p[2] <= (day + timedelta(days=7)).isoformat()]
    votes = np.array([paper[3] for paper in coming], dtype=float)
    found = {}
    for name, guess in GUESSES.items():
        of_topic = {t: guess([p for p in known if p[1] == t], day.isoformat()) for t in {p[1] for p in coming}}
        guessed = np.array([of_topic[paper[1]] for paper in coming])
        alike = np.corrcoef(rankdata(guessed), rankdata(votes))[0, 1] if guessed.std() and votes.std() else 0.0
        found[name] = (float(alike), ndcg_score([votes], [guessed], k=10))
    found["no guess"] = (0.0, ndcg_score([votes], [np.zeros(len(votes))], k=10))
    return found


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--papers", type=Path, default=DAILY)
    parser.add_argument("--weeks", type=int, default=26)
    options = parser.parse_args()
    papers = counted(options.papers)
    last = date.fromisoformat(papers[-1][2])
    weeks = [week(papers, last - timedelta(days=7 * back)) for back in range(options.weeks, 0, -1)]
    topics = len({topic for _, topic, _, _ in papers})
    print(f"{len(papers):,} papers in {topics} topics, {len(weeks)} weeks up to {last}; mean and standard error")
    for name in (*GUESSES, "no guess"):
        values = np.array([found[name] for found in weeks])
        middle, error = values.mean(axis=0), values.std(axis=0, ddof=1) / len(weeks) ** 0.5
        print(f"  {name:15} Spearman {middle[0]:6.3f} ± {error[0]:.3f}   NDCG@10 {middle[1]:.3f} ± {error[1]:.3f}")


if __name__ == "__main__":
    main()
