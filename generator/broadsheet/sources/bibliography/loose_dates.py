"""Dates as reference managers write them: `2016/10/19/`, `2016-12`, `19 Oct 2016`, `December 2016`, `Spring 2009`."""

import re
from datetime import date

from .dates import read_month

_NUMBERS = re.compile(
    r"(\d{4})(?:[-/.](\d{1,2})?(?:[-/.](\d{1,2})?)?)?[-/.]*(?:(?=$|[T\s])|(?<=/))"
    r"(?:T[\d:.]+(?:Z|[+-][\d:]+)?)?"  # an hour says nothing more of the day
)
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")


def read_loose_date(text: str) -> tuple[str | None, bool]:
    """The partial ISO date that a text begins with or names, and whether that is all the text says.

    >>> read_loose_date("2016/12//"), read_loose_date("19 Oct 2016"), read_loose_date("Spring 2009")
    (('2016-12', True), ('2016-10-19', True), ('2009', False))
    """
    text = text.strip()
    if match := _NUMBERS.match(text):
        iso = iso_date(*(int(part) for part in match.groups() if part))
        said = sum(1 for part in match.groups() if part)
        return iso, iso is not None and iso.count("-") + 1 == said and match.end() == len(text)
    found = _YEAR.search(text)
    if not found:
        return None, False
    rest = (text[: found.start()] + " " + text[found.end() :]).strip(" ,./-()")
    month, day = read_month(rest) if rest and not rest.isdigit() else (0, "")
    if not month:
        return found[0], not rest
    iso = iso_date(int(found[0]), month, *([int(day)] if day else []))
    is_month = re.fullmatch(r"[A-Za-z]+\.?", rest) is not None
    return iso, (bool(day) or is_month) and iso is not None and iso.count("-") == 1 + bool(day)


def iso_date(year: int, month: int = 0, day: int = 0) -> str | None:
    """YYYY, YYYY-MM or YYYY-MM-DD, as far as the parts exist in the calendar; None without a year of 1 to 9999."""
    if not 1 <= year <= 9999:
        return None
    if not 1 <= month <= 12:
        return f"{year:04}"
    try:
        date(year, month, day)
    except ValueError:
        return f"{year:04}-{month:02}"
    return f"{year:04}-{month:02}-{day:02}"
