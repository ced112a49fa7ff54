"""Pages of a built site as a reader's program sees them."""

from pathlib import Path
from typing import Any

from lxml import html


def page(site: Path, url: str) -> Any:
    """The page at an address such as `papers/x/`, parsed."""
    return html.fromstring((site / url / "index.html").read_bytes())


def words(element: Any) -> str:
    """The text of an element, spaces folded."""
    return " ".join(element.text_content().split())


def texts(element: Any, path: str) -> list[str]:
    """The texts of all that an XPath finds."""
    return [words(found) if hasattr(found, "text_content") else str(found) for found in element.xpath(path)]


def section(element: Any, heading: str) -> Any:
    """The section under a heading; fails when there is not exactly one."""
    [found] = element.xpath(f"//section[h2[normalize-space()='{heading}']]")
    return found


def hrefs(element: Any, path: str) -> list[str]:
    """The addresses of all links that an XPath finds."""
    return [str(found.get("href")) for found in element.xpath(path)]
