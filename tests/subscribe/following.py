"""Sites made of a few values, and their feeds as programs read them; needs neither an engine nor topics."""

import json
import warnings
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from broadsheet.catalog.catalog import build_catalog
from broadsheet.config import Config, Settings
from broadsheet.model import Digest, Entry, Organization, Paper
from broadsheet.pages.channels import channels
from broadsheet.pages.environment import theme_folder
from broadsheet.pages.site import Site, make_site, with_topics
from broadsheet.sources.content import Content
from broadsheet.subscribe.entries import feed_entry
from broadsheet.subscribe.feeds import early_formats, feed_files, opml_files, render_entries
from broadsheet.topics.landscape import Landscape

HOME = "https://example.org/paper/"


def site_of(
    *papers: Paper,
    digests: Iterable[Digest] = (),
    organizations: Iterable[Organization] = (),
    landscape: Landscape | None = None,
    **settings: Any,
) -> Site:
    """A site that holds these papers; `settings` are those of site.yml."""
    content = Content(
        papers=tuple(Entry(paper, f"content/papers/{paper.id}.yml") for paper in papers),
        digests=tuple(Entry(digest, f"content/digests/{digest.date}.yml") for digest in digests),
        organizations=tuple(Entry(one, f"content/organizations/{one.id}.yml") for one in organizations),
    )
    catalog, _ = build_catalog(content, Path())
    config = Config(Path(), "The Paper", "", HOME, "", Settings(tag_authority="example.org", **settings))
    return with_topics(make_site(config, catalog, "2026-05-01"), landscape or Landscape())


def files_of(site: Site, former: dict[str, str] | None = None) -> dict[str, bytes]:
    """Every feed, archive and list by path."""
    forms, theme = early_formats(site.config.settings), theme_folder()
    found = [feed_entry(site, paper) for paper in site.catalog.papers.values()]
    entries = dict(zip(site.catalog.papers, render_entries(found, forms, theme), strict=True))
    followed = list(channels(site, former or {}))
    files = [*feed_files(site, followed, entries, theme), *opml_files(site, followed, theme)]
    assert len(dict(files)) == len(files)
    return dict(files)


def parsed(data: bytes) -> Any:
    """An Atom or RSS feed as feedparser reads it; fails when there is anything to complain about."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        import feedparser

        found = feedparser.parse(data, sanitize_html=False, resolve_relative_uris=False)
    assert not found.bozo, found.get("bozo_exception")
    return found


def read_xml(data: bytes) -> list[dict[str, Any]]:
    """What a program finds in the entries of an Atom or RSS feed."""
    return [
        {
            "id": entry.id,
            "url": entry.link,
            "title": entry.title,
            "published": tuple(entry.get("published_parsed") or ())[:6],
            "updated": tuple(entry.updated_parsed)[:6],
            "people": [person.name for person in entry.get("authors", ()) if person],
            "tags": [tag.term for tag in entry.get("tags", ())],
            "content": words(entry.content[0].value),
        }
        for entry in parsed(data).entries
    ]


def read_json(data: bytes) -> list[dict[str, Any]]:
    """The same of a JSON Feed, which feedparser (6.0) does not read."""
    return [
        {
            "id": item["id"],
            "url": item["url"],
            "title": item["title"],
            "published": moment(item.get("date_published")),
            "updated": moment(item["date_modified"]),
            "people": [author["name"] for author in item.get("authors", ())],
            "tags": item["tags"],
            "content": words(item["content_html"]),
        }
        for item in json.loads(data)["items"]
    ]


def moment(time: str | None) -> tuple[int, ...]:
    """Year to second of an RFC 3339 time in UTC."""
    return tuple(map(int, (time[:4], time[5:7], time[8:10], time[11:13], time[14:16], time[17:19]))) if time else ()


def words(html_text: str) -> list[str]:
    """The words and addresses of a piece of HTML."""
    from lxml import html

    element = html.fromstring("<div>" + html_text.replace("</p>", " </p>") + "</div>")
    return element.text_content().split() + [str(link) for link in element.xpath(".//a/@href")]
