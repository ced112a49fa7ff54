"""The page of feeds: what can be followed, and in which formats."""

from collections.abc import Iterable, Iterator

from ..catalog.urls import FEEDS, OPML, PEOPLE_OPML
from .channels import HEADINGS, Channel, feed_links, formats
from .feed_views import FeedGroup, FeedLine, FeedsView
from .jobs import Job
from .mail_form import mail_form
from .site import Site
from .views import ROOT

# Lines of a family on the page; the rest is in the OPML file.
MOST = 200


def feeds_page(site: Site, followed: Iterable[Channel]) -> Iterator[Job]:
    """One page; `followed` is everything that can be followed."""
    settings = site.config.settings
    found: dict[str, list[Channel]] = {}
    people = 0
    for channel in followed:
        if channel.family == "authors":
            people += 1
        else:
            found.setdefault(channel.family, []).append(channel)
    listed = settings.feed_formats
    view = FeedsView(
        site_links=feed_links(settings, "site", "feed"),
        groups=tuple(_group(site, family, found[family]) for family in HEADINGS if listed and family in found),
        people_count=people if formats(settings, "authors") else 0,
        opml_url=ROOT + OPML if listed else "",
        people_opml_url=ROOT + PEOPLE_OPML if formats(settings, "authors") else "",
        hub=settings.websub_hub or "",
        mail=mail_form(site),
    )
    about = f"Follow {site.config.name}, a topic, a person, an organisation or a tag in any feed reader."
    yield Job(FEEDS, "feeds", "Feeds", about, "feeds", view)


def _group(site: Site, family: str, found: list[Channel]) -> FeedGroup:
    """The largest channels of a family, equal ones in their order."""
    largest = sorted(found, key=lambda channel: -len(channel.papers))[:MOST]
    return FeedGroup(
        id=family,
        heading=HEADINGS[family],
        lines=tuple(
            FeedLine(
                name=channel.name,
                url="" if channel.page == FEEDS else ROOT + channel.page,
                paper_count=len(channel.papers),
                links=feed_links(site.config.settings, channel.family, channel.stem),
            )
            for channel in largest
        ),
        left_out=len(found) - len(largest),
    )
