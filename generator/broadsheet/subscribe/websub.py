"""Telling a hub which feeds have something new, so that readers hear of it at once (W3C WebSub).

WebSub leaves open how a publisher tells its hub; hubs take what PubSubHubbub 0.3 says in section 7.1: a POST of
`hub.mode=publish` with the feed's address as `hub.url`.
"""

from collections.abc import Iterable, Iterator

import httpx

from ..catalog.urls import feed_url
from ..faults import SetupError
from ..pages.channels import channels, formats
from ..pages.site import Site
from .entries import updated_day

# Seconds that a hub gets for each answer.
TIMEOUT = 20.0


def news(site: Site, since: str = "") -> Iterator[str]:
    """The addresses of all feeds with a paper that was updated on the day `since` or later, by default the newest."""
    updated = {i: updated_day(site, paper) for i, paper in site.catalog.papers.items()}
    since = since or max(updated.values(), default="")
    new = {i for i, day in updated.items() if day >= since}
    for channel in channels(site, {}):
        if not new.isdisjoint(channel.papers):
            for form in formats(site.config.settings, channel.family):
                yield site.config.url + feed_url(channel.stem, form)


def tell(hub: str, addresses: Iterable[str]) -> None:
    """Tell a hub of feeds, one at a time. Raises SetupError when it cannot be reached or will not listen."""
    with httpx.Client(timeout=TIMEOUT) as client:
        for address in addresses:
            try:
                client.post(hub, data={"hub.mode": "publish", "hub.url": address}).raise_for_status()
            except httpx.HTTPStatusError as error:
                raise SetupError(f"{hub} answered {error.response.status_code} to news of {address}") from error
            except httpx.HTTPError as error:
                raise SetupError(f"{hub} could not be told of {address}: {error}") from error
