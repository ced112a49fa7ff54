"""Pages at former addresses that lead to where a record lives now: a static host cannot answer with a redirect."""

from collections.abc import Iterator, Mapping
from html import escape

# It holds nothing that could run or be fetched.
_POLICY = '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'">'


def redirects(moved: Mapping[str, str], site_url: str) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of a page for each former address; `moved` maps addresses relative to the site's root."""
    for old, new in sorted(moved.items()):
        target = escape("../" * old.count("/") + new)
        html = (
            f'<!doctype html><html lang="en"><meta charset="utf-8">{_POLICY}<title>Moved</title>'
            f'<link rel="canonical" href="{escape(site_url + new)}"><meta name="robots" content="noindex">'
            f'<meta http-equiv="refresh" content="0; url={target}">'
            f'<p>This page has moved: <a href="{target}">{target}</a>.</p></html>\n'
        )
        yield f"{old}index.html", html.encode()
