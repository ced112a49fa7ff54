"""Bibliographies of Jekyll sites: what is Jekyll's in them goes, what is al-folio's finds its place."""

from pathlib import Path

import pytest

from broadsheet.model import Links
from broadsheet.sources.imports.jekyll_site import read_site_bibtex, site_bibliographies, without_jekyll

PAPERS = """\
---
# front matter
---
@string{aps = {American Society}}

{% comment %}
not shown
{% endcomment %}

@article{Doe2020,
  abbr={Phys},
  title={{D}raining {{Sinks}}},
  author={Doe*, Ana and Roe*†, Bo},
  year={2020},
  publisher=aps,
  html={https://a.example/abs--1_~x},
  pdf={doe2020.pdf},
  code={https://github.com/doe/sinks},
  website={https://doe.example},
  slides={talk.pdf},
  arxiv={2001.00001},
  selected={true},
  preview={{{ "/x.gif" | relative_url }}}
}
"""


def test_fields_of_the_layout() -> None:
    (entry,), problems = read_site_bibtex(PAPERS, "papers.bib")
    paper = entry.record
    assert problems == []
    assert entry.line == 10
    assert (paper.title, paper.authors, paper.arxiv) == ("Draining Sinks", ("Ana Doe", "Bo Roe"), "2001.00001")
    assert paper.publisher == "American Society"
    assert paper.links == Links(
        paper="https://a.example/abs--1_~x", code="https://github.com/doe/sinks", project="https://doe.example"
    )
    assert paper.extra == {
        "abbr": "Phys",
        "pdf": "doe2020.pdf",
        "slides": "talk.pdf",
        "selected": "true",
        "preview": "/x.gif",
        "authors_as_written": "Ana Doe* and Bo Roe*†",
        "bibtex_key": "Doe2020",
    }


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("---\na: b\n---\n@x", "\n\n\n@x"),
        ("---\r\n---\r\n@x", "\r\n\r\n@x"),
        ("a {% raw %}b{% endraw %} c", "a b c"),
        ("{% if\nx %}y{%- endif -%}", "\ny"),
        ("url = {{{ site.url }}/x}", "url = {/x}"),
        ("title = {{NASA} and {{ESA}}}", "title = {{NASA} and {{ESA}}}"),
        ("title = {{A | B}}", "title = {{A | B}}"),
        ("@x{y, title={--- a ---}}", "@x{y, title={--- a ---}}"),
    ],
)
def test_what_is_jekylls_goes(text: str, left: str) -> None:
    assert without_jekyll(text) == left


@pytest.mark.parametrize(
    ("config", "found"),
    [
        (None, ["_bibliography/a.bib", "_bibliography/deep/b.bib"]),
        ("scholar:\n  source: /refs/\n", ["refs/c.bib"]),
        ("scholar: {source: ./refs}\n", ["refs/c.bib"]),
        ("scholar:\n  style: apa\n", ["_bibliography/a.bib", "_bibliography/deep/b.bib"]),
        ("a: [", ["_bibliography/a.bib", "_bibliography/deep/b.bib"]),
        ("scholar: {source: none}\n", []),
    ],
)
def test_where_they_are(config: str | None, found: list[str], tmp_path: Path) -> None:
    for name in ("_bibliography/a.bib", "_bibliography/deep/b.bib", "refs/c.bib", "other.bib"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).touch()
    if config is not None:
        (tmp_path / "_config.yml").write_text(config)
    assert [path.relative_to(tmp_path).as_posix() for path in site_bibliographies(tmp_path)] == found
