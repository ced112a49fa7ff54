"""Cards of single papers as pages of their own, to be looked at before they are published."""

from collections.abc import Iterable
from html import escape

from .executors import InProcess
from .pages.cards import fill, make_card
from .pages.environment import theme_folder
from .pages.site import make_site, with_topics
from .pages.views import ROOT
from .press.fragments import render_fragments
from .project import Project
from .topics.landscape import Landscape

_STYLE = "assets/broadsheet.css"
_PAGE = """<!doctype html>
<html lang="en" data-md-color-scheme="default"><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="stylesheet" href="broadsheet.css">
<body class="md-typeset" style="max-width: 46rem; margin: 2rem auto; padding: 0 1rem">
<main class="sheet">{cards}</main>
"""


def previews(project: Project, landscape: Landscape, papers: Iterable[str]) -> dict[str, bytes]:
    """Files by name: `ID.html` for each paper, `index.html` for all, the style sheet. Links lead to the site."""
    catalog = project.catalog
    site = make_site(project.config, catalog, catalog.newest)
    cards = {i: make_card(site, catalog.papers[i]) for i in papers}
    fragments = fill(render_fragments(site, cards, InProcess()), with_topics(site, landscape))
    shown = {i: card.replace(ROOT, project.config.url) for i, card in fragments.cards.items()}
    pages = {f"{i}.html": (catalog.papers[i].title, card) for i, card in shown.items()}
    pages["index.html"] = ("New papers", "".join(shown.values()))
    files = {name: _PAGE.format(title=escape(title), cards=card).encode() for name, (title, card) in pages.items()}
    return {**files, "broadsheet.css": (theme_folder() / _STYLE).read_bytes()}
