"""The same papers as sites of other generators: Hugo with templates that show what ours do, MkDocs with Material."""

import json
import textwrap
from pathlib import Path

import msgspec

from broadsheet.model import Paper
from corpus import Corpus

# As many entries a page and a feed as Broadsheet's defaults.
PAGE_SIZE = 60
FEED_SIZE = 30

HUGO_CONFIG = f"""
baseURL = "https://example.org/"
title = "Papers"
[taxonomies]
author = "authors"
topic = "topics"
digest = "digests"
[services.rss]
limit = {FEED_SIZE}
"""

# The papers of a section, or of one author, topic or day. Hugo writes a redirect page/1/ for every list that is paged,
# however short; asking first spares it thousands of them.
HUGO_LIST = """
    {{ define "main" }}
    <h1>{{ .Title }}</h1>
    {{ if gt (len .Pages) $SIZE }}
    {{ $pages := .Paginate .Pages $SIZE }}
    {{ range $pages.Pages }}{{ partialCached "card.html" . .RelPermalink }}{{ end }}
    {{ partial "pager.html" $pages }}
    {{ else }}
    {{ range .Pages }}{{ partialCached "card.html" . .RelPermalink }}{{ end }}
    {{ end }}
    {{ end }}
"""

HUGO_LAYOUTS = {
    "_default/baseof.html": """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{ .Title }}</title>
        {{ with .OutputFormats.Get "rss" -}}
        <link rel="alternate" type="application/rss+xml" href="{{ .Permalink }}">
        {{- end }}
        </head>
        <body>
        <nav><a href="/">Home</a> <a href="/papers/">Papers</a> <a href="/authors/">Authors</a>
        <a href="/topics/">Topics</a> <a href="/digests/">Digests</a></nav>
        <main>{{ block "main" . }}{{ end }}</main>
        </body>
        </html>
    """,
    # .GetTerms would look through all authors for every paper: at 20,000 Hugo 0.111 had not ended after ten minutes.
    "partials/byline.html": """
        <p>{{ range $n, $name := .Params.authors }}{{ if $n }}, {{ end }}
        <a href="/authors/{{ urlize $name }}/">{{ $name }}</a>{{ end }}</p>
        <p><time>{{ .Date.Format "2006-01-02" }}</time> {{ .Params.venue }}
        {{ range .Params.topics }}<a href="/topics/{{ urlize . }}/">{{ . }}</a> {{ end }}</p>
    """,
    "partials/card.html": """
        <article>
        <h2><a href="{{ .RelPermalink }}">{{ .Title }}</a></h2>
        {{ partialCached "byline.html" . .RelPermalink }}
        <p>{{ .Summary }}</p>
        </article>
    """,
    "partials/pager.html": """
        <p>{{ with .Prev }}<a href="{{ .URL }}">Newer</a>{{ end }}
        {{ with .Next }}<a href="{{ .URL }}">Older</a>{{ end }}</p>
    """,
    "index.html": """
        {{ define "main" }}
        <h1>{{ .Title }}</h1>
        {{ range first $SIZE site.RegularPages.ByDate.Reverse }}{{ partialCached "card.html" . .RelPermalink }}{{ end }}
        {{ end }}
    """,
    "_default/single.html": """
        {{ define "main" }}
        <h1>{{ .Title }}</h1>
        {{ partialCached "byline.html" . .RelPermalink }}
        {{ .Content }}
        <p>{{ range $name, $url := .Params.links }}<a href="{{ $url }}">{{ $name }}</a> {{ end }}</p>
        {{ end }}
    """,
    # A section's list has no template but the fallback; a term's would otherwise be the taxonomy's.
    "_default/list.html": HUGO_LIST,
    "_default/term.html": HUGO_LIST,
    # All authors, topics or days.
    "_default/taxonomy.html": """
        {{ define "main" }}
        <h1>{{ .Title }}</h1>
        {{ $pages := .Paginate .Pages $SIZE }}
        <ul>{{ range $pages.Pages }}<li><a href="{{ .RelPermalink }}">{{ .LinkTitle }}</a> {{ len .Pages }}</li>
        {{ end }}</ul>
        {{ partial "pager.html" $pages }}
        {{ end }}
    """,
}

MKDOCS_CONFIG = """
site_name: Papers
site_url: https://example.org/
theme:
  name: material
  font: false
# Only the home page stands in the navigation: with every paper in it the time would grow with the square.
nav:
  - index.md
not_in_nav: /papers/
"""


def write_hugo(corpus: Corpus, root: Path, more: bool = False) -> None:
    """A Hugo site (0.110 or newer) under `root`: papers as Markdown; authors, topics and days as taxonomies.

    With `more` the papers' front matter holds what a fuller page shows.
    """
    (root / "hugo.toml").write_text(HUGO_CONFIG, encoding="utf-8")
    for name, template in HUGO_LAYOUTS.items():
        path = root / "layouts" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(template).replace("$SIZE", str(PAGE_SIZE)).lstrip(), encoding="utf-8")
    days: dict[str, list[str]] = {}
    for digest in corpus.digests:
        for pick in digest.picked:
            days.setdefault(pick.paper, []).append(digest.date)
    papers = root / "content" / "papers"
    papers.mkdir(parents=True)
    for paper in corpus.papers:
        (papers / f"{paper.id}.md").write_text(_hugo_page(paper, days.get(paper.id, []), more), encoding="utf-8")


def _hugo_page(paper: Paper, days: list[str], more: bool) -> str:
    matter = {
        "title": paper.title,
        "date": paper.date,
        "authors": [mention.name for mention in paper.mentions],
        "topics": paper.tags,
        "digests": days,
        "venue": paper.venue,
        "links": msgspec.to_builtins(paper.links),
    }
    if more:
        matter |= {"arxiv": paper.arxiv, "areas": paper.categories}
    # Two braces would open one of Hugo's shortcodes.
    return _front_matter(matter) + paper.summary.replace("{{", "{ {") + "\n"


def _front_matter(values: dict[str, object]) -> str:
    lines = (f"{key}: {json.dumps(value, ensure_ascii=False)}\n" for key, value in values.items() if value)
    return "---\n" + "".join(lines) + "---\n"


def write_mkdocs(corpus: Corpus, root: Path) -> None:
    """A MkDocs site under `root` with a page a paper; MkDocs itself has no authors, topics or feeds."""
    (root / "mkdocs.yml").write_text(MKDOCS_CONFIG, encoding="utf-8")
    papers = root / "docs" / "papers"
    papers.mkdir(parents=True)
    (root / "docs" / "index.md").write_text("# Papers\n", encoding="utf-8")
    for paper in corpus.papers:
        byline = ", ".join(mention.name for mention in paper.mentions)
        text = f"# {paper.title}\n\n{byline}\n\n{paper.date} {paper.venue}\n\n{paper.summary}\n"
        (papers / f"{paper.id}.md").write_text(_front_matter({"title": paper.title}) + text, encoding="utf-8")
