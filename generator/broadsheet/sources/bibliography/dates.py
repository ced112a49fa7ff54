"""Dates as bibliographies write them, to partial ISO dates (YYYY, YYYY-MM, YYYY-MM-DD).

From BibTeX's year, month and day fields and BibLaTeX's date field (ISO 8601-2 / EDTF levels 0 and 1).
"""

import re
from datetime import date

from msgspec import Struct

MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip

_ISO = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?(?=$|[T?~%/\s])")
_YEAR = re.compile(r"(?<!\d)[12]\d{3}(?!\d)")
_MONTH_WORD = re.compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*\b\.?", re.IGNORECASE)


class ReadDate(Struct, frozen=True):
    """`iso` is the start of what was written; `left` names the fields that say more than `iso` does."""

    iso: str | None = None
    left: tuple[str, ...] = ()
    bad_month: bool = False


def read_date(fields: dict[str, str]) -> ReadDate:
    """The date of an entry from its decoded `date`, `year`, `month` and `day` fields, whichever it has."""
    whole = fields.get("date", "")
    if whole:
        read = _read_iso(whole)
        if read.iso or read.bad_month:
            others = [name for name in ("year", "month", "day") if not _repeats(name, fields.get(name, ""), read.iso)]
            return ReadDate(read.iso, (*read.left, *others), read.bad_month)
    read = _read_parts(fields.get("year", "").strip(), fields.get("month", "").strip(), fields.get("day", "").strip())
    return ReadDate(read.iso, (*read.left, "date") if whole else read.left, read.bad_month)


def _read_iso(text: str) -> ReadDate:
    match = _ISO.match(text)
    if not match:
        found = _YEAR.search(text) if not text.startswith(("-", "/")) else None
        return ReadDate(found[0] if found else None, ("date",))
    year, month, day = match[1], match[2], match[3]
    left = () if match.end() == len(text) else ("date",)
    if month and not 1 <= int(month) <= 12:
        season = 21 <= int(month) <= 41  # EDTF: 21 is spring, 24 winter, 33 the first quarter
        return ReadDate(year, ("date",), not season)
    if day and not _exists(int(year), int(month), int(day)):
        return ReadDate(f"{year}-{int(month):02}", ("date",))
    parts = [year, *(f"{int(part):02}" for part in (month, day) if part)]
    return ReadDate("-".join(parts), left)


def _read_parts(year: str, month: str, day: str) -> ReadDate:
    found = _YEAR.search(year)
    if found is None:
        iso = _ISO.match(month)  # some programs put all of it there
        left = tuple(name for name, text in (("year", year), ("month", month), ("day", day)) if text)
        return ReadDate(iso[0], left) if iso else ReadDate(None, left)
    left = () if year == found[0] else ("year",)
    if not month:
        return ReadDate(found[0], (*left, "day") if day else left)
    number, day_in_month = read_month(month)
    if number == 0:
        bad = month.isdigit()
        return ReadDate(found[0], (*left, "month", *(("day",) if day else ())), bad)
    day = day or day_in_month
    if not day and not _is_only_month(month):
        left = (*left, "month")
    if day and (not day.isdigit() or not _exists(int(found[0]), number, int(day))):
        return ReadDate(f"{found[0]}-{number:02}", (*left, "day" if not day_in_month else "month"))
    return ReadDate(f"{found[0]}-{number:02}" + (f"-{int(day):02}" if day else ""), left)


def read_month(text: str) -> tuple[int, str]:
    """The first month that a month field names (0: none in 1..12) and its day, if it gives exactly one."""
    if text.isdigit():
        return (int(text), "") if 1 <= int(text) <= 12 else (0, "")
    word = _MONTH_WORD.search(text)
    if not word:
        return 0, ""
    number = 1 + next(i for i, name in enumerate(MONTHS) if name.startswith(word[1][:3].lower()))
    rest = (text[: word.start()] + " " + text[word.end() :]).strip(" ,.")
    return number, rest if re.fullmatch(r"\d{1,2}", rest) else ""


def _is_only_month(text: str) -> bool:
    return text.isdigit() or _MONTH_WORD.fullmatch(text) is not None


def _exists(year: int, month: int, day: int) -> bool:
    try:
        date(year, month, day)
    except ValueError:
        return False
    return True


def _repeats(name: str, text: str, iso: str | None) -> bool:
    """Whether a year, month or day field says nothing that the date does not."""
    if not text or iso is None:
        return not text
    parts = dict(zip(("year", "month", "day"), iso.split("-"), strict=False))
    if name == "month":
        return parts.get("month") == f"{read_month(text)[0]:02}" and _is_only_month(text)
    return parts.get(name) == text.zfill(2)
