"""One style sheet for the frames of generated pages, without the theme's rules that none of them can use.

A sheet stops the first paint until it is here, and the theme's hold much that only hand-written pages may use: its own
search, code, tabs, admonitions. A rule goes when it asks for a class that occurs nowhere in what generated pages are
made of. Too many words keep a rule too many; none is lost that could match.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import tinycss2  # type: ignore[import-untyped]

_LINKS = re.compile(r'(?:<link rel="stylesheet" href="(?![a-z]+:|//)[^"]+">\s*)+')
_HREF = re.compile(r'href="([^"]+)"')
_WORD = re.compile(r"[\w-]+")
_OUTSIDE = re.compile(r"url\(\s*[\"']?(?!data:|#|[\"'])", re.IGNORECASE)
# The theme keeps its icons in custom properties, which weigh more than the rules that use them.
_ICON = re.compile(r'(--[\w-]+)\s*:\s*url\("[^"]*"\);?')
# Whose rules are the engine's.
THEIRS = "assets/stylesheets"


def join_styles(out: Path, frames: Iterable[Path], sources: Iterable[Path]) -> None:
    """Let the pages at `frames`, below the site at `out`, load one sheet instead of the first several.

    `sources` are files in which every class of a generated page occurs, besides the frames. Frames that name different
    sheets get one each. Sheets that lead to files beside them stay as they are.
    """
    pages = {path: path.read_text(encoding="utf-8") for path in frames}
    texts = [*pages.values(), *(path.read_text(encoding="utf-8") for path in sources)]
    words = frozenset(word for text in texts for word in _WORD.findall(text))
    made: dict[tuple[Path, ...], str] = {}
    for path, html in pages.items():
        links = _LINKS.search(html)
        if not links:
            continue
        hrefs = _HREF.findall(links[0])
        sheets = tuple((path.parent / href).resolve() for href in hrefs)
        if sheets not in made:
            made[sheets] = _joined(out.resolve(), sheets, words)
        if made[sheets]:
            # Beside the first, by the same way from the page.
            href = f"{hrefs[0].partition(THEIRS)[0]}{made[sheets]}"
            path.write_text(html.replace(links[0], f'<link rel="stylesheet" href="{href}">\n', 1), encoding="utf-8")


def _joined(out: Path, sheets: tuple[Path, ...], words: frozenset[str]) -> str:
    """Write the sheets as one, and give its address from the site's root; empty where they cannot be joined."""
    if out / THEIRS not in sheets[0].parents or not all(sheet.is_file() for sheet in sheets):
        return ""
    texts = (
        trimmed(sheet.read_text(encoding="utf-8"), words if out / THEIRS in sheet.parents else None) for sheet in sheets
    )
    css = "\n".join(texts)
    css = _ICON.sub(lambda icon: icon[0] if f"var({icon[1]}" in css or icon[1] in words else "", css)
    if _OUTSIDE.search(css):
        return ""
    name = f"{THEIRS}/frame.{hashlib.sha256(css.encode()).hexdigest()[:8]}.min.css"
    (out / name).write_text(css, encoding="utf-8")
    return name


def trimmed(css: str, words: frozenset[str] | None) -> str:
    """A sheet without comments, and without the rules whose classes are not all in `words` (None: all are kept)."""
    return "".join(_rules(tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True), words))


def _rules(rules: Iterable[Any], words: frozenset[str] | None) -> Iterator[str]:
    for rule in rules:
        if rule.type == "qualified-rule":
            kept = [selector for selector in _selectors(rule.prelude) if words is None or _classes(selector) <= words]
            if kept:
                prelude = ",".join(_text(selector).strip() for selector in kept)
                yield f"{prelude}{{{_text(rule.content).strip()}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports", "layer", "container"):
            inner = (
                "".join(_rules(tinycss2.parse_blocks_contents(rule.content, True, True), words)) if rule.content else ""
            )
            if inner:
                yield f"@{rule.at_keyword}{_text(rule.prelude)}{{{inner}}}"
        elif rule.type == "at-rule" and rule.lower_at_keyword != "charset":
            yield rule.serialize()


def _selectors(prelude: Iterable[Any]) -> Iterator[list[Any]]:
    """A rule's selectors: what stands between its outer commas."""
    selector: list[Any] = []
    for token in prelude:
        if token == ",":
            yield selector
            selector = []
        else:
            selector.append(token)
    yield selector


def _classes(selector: Iterable[Any]) -> set[str]:
    """The classes that a selector asks for; those inside of :is(), :not() and the like may be asked for or not."""
    tokens = list(selector)
    return {token.value for dot, token in pairwise(tokens) if dot == "." and token.type == "ident"}


def _text(tokens: Iterable[Any]) -> str:
    """Tokens as CSS, without comments and with one space where there were several."""
    parts = []
    for token in tokens:
        if token.type == "comment":
            continue
        parts.append(" " if token.type == "whitespace" else token.serialize())
    return "".join(parts)
