"""sitemap.xml and robots.txt (sitemaps.org protocol 0.9)."""

from collections.abc import Iterable
from xml.sax.saxutils import escape

# The protocol's limit for one file.
MOST = 50_000


def sitemaps(urls: Iterable[str], site_url: str) -> dict[str, bytes]:
    """File name to bytes: one sitemap, or an index of several when there are more pages than one may hold."""
    ordered = sorted(urls)
    parts = [ordered[at : at + MOST] for at in range(0, len(ordered), MOST)] or [[]]
    robots = f"User-agent: *\nAllow: /\nSitemap: {site_url}sitemap.xml\n".encode()
    if len(parts) == 1:
        return {"sitemap.xml": _set(parts[0], site_url), "robots.txt": robots}
    files = {f"sitemap-{number}.xml": _set(part, site_url) for number, part in enumerate(parts, 1)}
    lines = "".join(f"<sitemap><loc>{escape(site_url + name)}</loc></sitemap>" for name in files)
    index = f'{_HEAD}<sitemapindex xmlns="{_SPACE}">{lines}</sitemapindex>\n'
    return {**files, "sitemap.xml": index.encode(), "robots.txt": robots}


_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'
_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


def _set(urls: Iterable[str], site_url: str) -> bytes:
    lines = "".join(f"<url><loc>{escape(site_url + url)}</loc></url>\n" for url in urls)
    return f'{_HEAD}<urlset xmlns="{_SPACE}">\n{lines}</urlset>\n'.encode()
