"""Every file that can be followed: feeds in all formats, their archives, and the lists of feeds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from msgspec.structs import replace

from ..catalog.urls import FEEDS, OPML, PEOPLE_OPML, feed_archive_url, feed_url
from ..config import Settings
from ..pages.channels import ERRATA, HEADINGS, Channel, formats
from ..pages.site import Site
from . import atom, json_feed, rss
from .archives import archive
from .entries import UNDATED, FeedEntry, entered_day, feed_entry, legal, tag, updated_day
from .errata import errata, erratum_entry
from .head import Head
from .opml import Group, Outline, opml


class Writer(NamedTuple):
    """What a format can do: render entries, put topics into one, and make a document of them."""

    entries: Callable[[Sequence[FeedEntry], Path], list[bytes]]
    with_topics: Callable[[bytes, Sequence[str]], bytes]
    document: Callable[[Head, Iterable[bytes], Path], bytes]


WRITERS = {
    "atom": Writer(atom.entries, atom.with_topics, atom.document),
    "rss": Writer(rss.entries, rss.with_topics, rss.document),
    "json": Writer(json_feed.entries, json_feed.with_topics, json_feed.document),
}


def early_formats(settings: Settings) -> tuple[str, ...]:
    """The formats in which nearly every entry is needed, by people's feeds or the archive: those to render ahead."""
    archived = {"atom"} & set(settings.feed_formats) if "site" in settings.feed_archives else set()
    return tuple(form for form in WRITERS if form in {*settings.author_feed_formats, *archived})


def render_entries(found: Sequence[FeedEntry], forms: Sequence[str], theme: Path) -> list[tuple[bytes, ...]]:
    """Each entry of a batch in each format."""
    columns = [WRITERS[form].entries(found, theme) for form in forms]
    return list(zip(*columns, strict=True)) if columns else [()] * len(found)


def feed_files(
    site: Site, followed: Iterable[Channel], entries: dict[str, tuple[bytes, ...]], theme: Path
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every feed and of every document of its archive.

    `entries` were rendered ahead in `early_formats`; in another format one is rendered when a feed first asks for it.
    """
    settings, papers = site.config.settings, site.catalog.papers
    # An entry's key is its paper's id, or that with the name of one of its errata, which no id can be.
    told = {f"{one.paper.id}/{one.name}": one for one in errata(site, papers)}
    days = {i: entered_day(site, paper) for i, paper in papers.items()} | {key: one.day for key, one in told.items()}
    updated = {i: updated_day(site, paper) for i, paper in papers.items()}
    updated |= {key: updated[one.paper.id] for key, one in told.items()}
    # Newest first; of one day those that an issue picked last, then as the catalogue has them.
    order = sorted(days, key=lambda key: (days[key], site.catalog.picked.get(key, ("",))[-1]), reverse=True)
    rank = {key: at for at, key in enumerate(order)}
    early, finished = early_formats(settings), dict[tuple[str, str], bytes]()

    def entry(form: str, key: str) -> bytes:
        if (form, key) not in finished:
            if form in early and key in entries:
                rendered = entries[key][early.index(form)]
            else:
                one = erratum_entry(site, told[key]) if key in told else feed_entry(site, papers[key])
                [rendered] = WRITERS[form].entries([one], theme)
            finished[form, key] = WRITERS[form].with_topics(rendered, _topics(site, key.partition("/")[0]))
        return finished[form, key]

    def document(form: str, head: Head, ids: Sequence[str]) -> bytes:
        return WRITERS[form].document(head, [entry(form, i) for i in ids], theme)

    for channel in followed:
        newest = sorted(told if channel.stem == ERRATA else channel.papers, key=rank.__getitem__)
        size = settings.author_feed_size if channel.family == "authors" else settings.feed_size
        window = newest[:size]
        forms = formats(settings, channel.family)
        wanted = "atom" in forms and channel.family in settings.feed_archives
        parts = archive(newest, days.__getitem__, size) if wanted else []
        links = ["", *(site.config.url + feed_archive_url(channel.stem, part.name) for part in parts), ""]
        for form in forms:
            data = document(form, _head(site, channel, form, window, updated, links[-2]), window)
            for stem in (channel.stem, *channel.former):
                yield feed_url(stem, form), data
        for at, part in enumerate(parts):
            head = replace(
                _head(site, channel, "atom", part.papers, updated, links[at]),
                url=links[at + 1],
                root="../" * (channel.stem.count("/") + 1),
                hub="",
                next_archive=links[at + 2],
                current=site.config.url + feed_url(channel.stem, "atom"),
            )
            yield feed_archive_url(channel.stem, part.name), document("atom", head, part.papers)


def opml_files(site: Site, followed: Iterable[Channel], theme: Path) -> Iterator[tuple[str, bytes]]:
    """The list of all feeds but people's, which it includes, and that of people's; none without feeds."""
    groups: dict[str, list[Outline]] = {}
    for channel in followed:
        if forms := formats(site.config.settings, channel.family):
            groups.setdefault(channel.family, []).append(_outline(site, channel, forms[0]))
    people = groups.pop("authors", [])
    name = legal(site.config.name)
    if people:
        yield PEOPLE_OPML, opml(f"People · {name}", [Group("People", people)], theme)
    if groups:
        found = [Group(HEADINGS.get(family, name), lines) for family, lines in groups.items()]
        found += [Group("People", include=site.config.url + PEOPLE_OPML)] if people else []
        yield OPML, opml(name, found, theme)


def _topics(site: Site, paper: str) -> list[str]:
    """The names of the broad and the finer topic of a paper, as far as it has them."""
    placement = site.landscape.placements.get(paper)
    found = (placement.topic, placement.finer) if placement else ()
    return [legal(site.topics[topic].name) for topic in found if topic]


def _title(site: Site, channel: Channel) -> str:
    return legal(channel.name if channel.family == "site" else f"{channel.name} · {site.config.name}")


def _outline(site: Site, channel: Channel, form: str) -> Outline:
    """A feed in its first format: readers follow one."""
    home = site.config.url
    address = home + feed_url(channel.stem, form)
    return Outline(_title(site, channel), legal(channel.about), address, home + channel.page, "RSS2" * (form == "rss"))


def _head(
    site: Site, channel: Channel, form: str, papers: Sequence[str], updated: dict[str, str], previous: str
) -> Head:
    home = site.config.url
    return Head(
        # A feed is of its page, where it has one; a feed of the archive is the same feed (RFC 5005, section 4).
        id=tag(site.config, channel.page if channel.page != FEEDS else channel.stem),
        title=_title(site, channel),
        about=legal(channel.about),
        site_name=legal(site.config.name),
        url=home + feed_url(channel.stem, form),
        page=home + channel.page,
        updated=f"{max((updated[i] for i in papers), default=UNDATED)}T00:00:00Z",
        root="../" * channel.stem.count("/") or "./",
        hub=site.config.settings.websub_hub or "",
        previous_archive=previous,
    )
