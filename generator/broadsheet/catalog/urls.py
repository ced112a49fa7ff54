"""Where every page lives, relative to the site's root; the only place that spells an address."""

from datetime import date


def paper_url(paper_id: str) -> str:
    """`papers/ID/`."""
    return f"papers/{paper_id}/"


# The list of papers with code; no paper may have the id that would lead here.
CODED = "papers/with-code/"


def author_url(author_id: str) -> str:
    """`authors/ID/`."""
    return f"authors/{author_id}/"


def resume_url(author_id: str) -> str:
    """`authors/ID/resume.json`."""
    return f"authors/{author_id}/resume.json"


def topic_url(topic_id: str) -> str:
    """`topics/ID/`."""
    return f"topics/{topic_id}/"


def organization_url(organization_id: str) -> str:
    """`organizations/ID/`."""
    return f"organizations/{organization_id}/"


def tag_url(tag_id: str) -> str:
    """`tags/ID/`."""
    return f"tags/{tag_id}/"


def venue_url(venue_id: str) -> str:
    """`venues/ID/`."""
    return f"venues/{venue_id}/"


def digest_url(key: str) -> str:
    """`digests/2026-04-17/`, `digests/2026-W16/` or `digests/2026-04/`."""
    return f"digests/{key}/"


def task_url(task: str) -> str:
    """`benchmarks/TASK/`."""
    return f"benchmarks/{task}/"


def leaderboard_url(task: str, metric: str) -> str:
    """`benchmarks/TASK/METRIC/`."""
    return f"benchmarks/{task}/{metric}/"


EXPLORER = "benchmarks/explorer/"
TECHNIQUES = "benchmarks/techniques/"


def run_url(run_id: str) -> str:
    """`benchmarks/runs/ID/`: the page of one raw file."""
    return f"benchmarks/runs/{run_id}/"


FEEDS = "feeds/"
OPML, PEOPLE_OPML = "feeds/feeds.opml", "feeds/people.opml"


def feed_url(stem: str, form: str) -> str:
    """`topics/ID/feed.atom.xml`: a feed by its stem, `topics/ID/feed`, and its format.

    Hosts call `.xml` application/xml, which browsers show with its stylesheet; `.atom` and `.rss` they show as source.
    """
    return f"{stem}.json" if form == "json" else f"{stem}.{form}.xml"


def feed_archive_url(stem: str, part: str) -> str:
    """`topics/ID/feed/2026-04.atom.xml`: what a feed held in a month."""
    return f"{stem}/{part}.atom.xml"


def week_of(day: str) -> str:
    """The ISO 8601 week of a day, `2026-W16`."""
    year, week, _ = date.fromisoformat(day).isocalendar()
    return f"{year}-W{week:02}"


def month_of(day: str) -> str:
    """The month of a day, `2026-04`."""
    return day[:7]


def page_url(base: str, number: int) -> str:
    """Page `number` (from 1) of a list that starts at `base`."""
    return base if number == 1 else f"{base}page/{number}/"
