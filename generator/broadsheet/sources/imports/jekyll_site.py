"""Bibliographies of jekyll-scholar sites, al-folio's among them: where they are, and what is Jekyll's in them.

Fields that al-folio's page layout knows become links and identifiers; those that say how its page looks (`selected`,
`preview`, `abbr`, `bibtex_show` ...) stay in `extra`.
"""

import re
from pathlib import Path

import msgspec
from yaml.nodes import MappingNode, Node, ScalarNode

from ...model import Entry, Paper, Problem
from ..bibliography.bare_values import bare_arxiv, is_address
from ..bibliography.bibtex import read_bibtex
from ..files import read_text
from ..yamlfile import FaultError, compose

_FRONT_MATTER = re.compile(r"\A\ufeff?---[ \t]*\r?\n(?:.*\r?\n)*?---[ \t]*(?:\r?\n|\Z)")
# Tags, and outputs that can be told from the double braces of a BibTeX title: those with a filter or a site's variable.
_LIQUID = re.compile(r"\{%-?.*?-?%\}|\{\{-?\s*(?:site|page)\.[\w.]+[^{}]*\}\}", re.DOTALL)
_FILTERED = re.compile(r"\{\{-?\s*(['\"])([^'\"{}]*)\1\s*\|[^{}]*\}\}")
_MARKS = re.compile(r"[*∗†‡§¶‖]+")
_LINKS = {"code": "code", "website": "project", "video": "video", "slides": "slides", "demo": "demo", "data": "data"}


def site_bibliographies(folder: Path) -> list[Path]:
    """The .bib files of a Jekyll site, sorted: those under `_bibliography` or what its _config.yml names instead."""
    source = _configured(folder / "_config.yml") or "_bibliography"
    place = folder / source.strip("/").removeprefix("./")
    return sorted(path for path in place.rglob("*.bib") if path.is_file()) if place.is_dir() else []


def read_site_bibtex(text: str, path: str, *, untitled: bool = False) -> tuple[list[Entry], list[Problem]]:
    """As `read_bibtex`, of a file that may also hold front matter, Liquid and the fields of al-folio's layout."""
    entries, problems = read_bibtex(without_jekyll(text), path, untitled=untitled)
    return [Entry(_tidied(entry.record), entry.path, entry.line) for entry in entries], problems


def without_jekyll(text: str) -> str:
    """A text less its front matter and Liquid tags; line ends stay, so that every line keeps its number."""
    if match := _FRONT_MATTER.match(text):
        text = re.sub(r"[^\r\n]", "", match[0]) + text[match.end() :]
    if "{%" in text or "{{" in text:
        text = _FILTERED.sub(r"\2", text)
        text = _LIQUID.sub(lambda tag: "\n" * tag[0].count("\n"), text)
    return text


def _tidied(paper: Paper) -> Paper:
    return _with_bare_names(_with_links(paper))


def _with_bare_names(paper: Paper) -> Paper:
    """Names less the signs that refer to an annotation (equal contribution, say); the names as written in `extra`."""
    names = [mention.name for mention in paper.mentions]
    bare = tuple(_MARKS.sub("", name).strip() for name in names)
    if list(bare) == names or not all(bare):
        return paper
    extra = {**paper.extra, "authors_as_written": " and ".join(names)}
    if "author" in extra:
        extra["author"] = _MARKS.sub("", extra["author"])
    return msgspec.structs.replace(paper, authors=bare, extra=extra)


def _with_links(paper: Paper) -> Paper:
    extra = paper.extra
    if not extra.keys() & {*_LINKS, "html", "arxiv"}:
        return paper
    links = {name: getattr(paper.links, name) for name in paper.links.__struct_fields__}
    rest = dict(extra)
    for field, link in (("html", "paper"), *_LINKS.items()):
        if field in rest and links[link] in (None, rest[field]) and is_address(rest[field]):
            links[link] = rest.pop(field)
    arxiv = paper.arxiv
    if "arxiv" in rest and (found := bare_arxiv(rest["arxiv"])) and arxiv in (None, found):
        arxiv = found
        del rest["arxiv"]
    links_now = type(paper.links)(**links)
    return msgspec.structs.replace(paper, links=links_now, arxiv=arxiv, extra=rest)


def _configured(config: Path) -> str:
    """`scholar: source:` of a Jekyll configuration; empty if it says nothing or cannot be read."""
    if not config.is_file():
        return ""
    text, problems = read_text(config, config.name)
    try:
        top = None if problems else compose(text, config.name)
    except FaultError:
        return ""
    source = _value(_value(top, "scholar"), "source")
    return str(source.value) if isinstance(source, ScalarNode) else ""


def _value(node: Node | None, key: str) -> Node | None:
    pairs = node.value if isinstance(node, MappingNode) else []
    return next((item for name, item in pairs if name.value == key), None)
