"""A site out of a few records, and its pages as HTML, without a build."""

from pathlib import Path
from typing import Any

from lxml import html

from broadsheet.catalog.catalog import build_catalog
from broadsheet.config import Config, Settings
from broadsheet.model import Author, Entry, Paper
from broadsheet.pages.cards import fill, make_card
from broadsheet.pages.environment import theme_folder
from broadsheet.pages.jobs import Job, render, render_cards
from broadsheet.pages.site import Fragments, Site, make_site
from broadsheet.sources.content import Content


def made(*papers: Paper, authors: tuple[Author, ...] = (), **settings: Any) -> Site:
    """A site of these papers, without topics."""
    content = Content(
        papers=tuple(Entry(paper, f"content/papers/{paper.id}.yml") for paper in papers),
        authors=tuple(Entry(author, f"content/authors/{author.id}.yml") for author in authors),
    )
    catalog, _ = build_catalog(content, Path())
    repository = "https://github.com/example/it"
    config = Config(Path(), "The Site", "", "https://example.org/it/", repository, Settings(**settings))
    return make_site(config, catalog, "2026-06-10")


def fragments(site: Site) -> Fragments:
    """The cards and lines of its papers."""
    cards = [make_card(site, paper) for paper in site.catalog.papers.values()]
    rendered = dict(zip(site.catalog.papers, render_cards(cards, theme_folder()), strict=True))
    by_id = ({i: both[at] for i, both in rendered.items()} for at in (0, 1))
    return fill(Fragments(*by_id, {}), site)


def shown(job: Job) -> Any:
    """A page as HTML, its head and content in one document."""
    [page] = render([job], theme_folder())
    return html.fromstring(
        b'<html><head><meta charset="utf-8">' + page.head + b"</head><body>" + page.content + b"</body></html>"
    )
