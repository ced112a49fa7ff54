"""Pages with the reading script at work: how wide they are looked at, when they are ready, what they say and keep."""

from collections.abc import Callable
from typing import Any

from visiting import until

Look = Callable[..., Any]
PHONE, DESK = 390, 1280
SAVED = "() => Object.keys(localStorage).filter(key => key.endsWith(':saved'))"
# What is said to everybody, not to screen readers alone.
SHOWN = ".hint:not(.unseen)"


def ready(page: Any, url: str) -> Any:
    """The page, once the script has been at it."""
    page.goto(url)
    until(page, "document.querySelector('.hint') !== null")
    return page
