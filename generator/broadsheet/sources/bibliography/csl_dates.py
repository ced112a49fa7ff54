"""CSL's dates to partial ISO dates: parts as numbers or texts, ranges, and what programs write in place of them."""

from typing import Any

from .json_items import json_text, listed
from .loose_dates import iso_date, read_loose_date


def read_csl_date(value: Any) -> tuple[str | None, str]:
    """The partial ISO date on which a CSL date begins, and all of it as text where that says more.

    >>> read_csl_date({"date-parts": [[2020, 5], [2020, 7]]}), read_csl_date({"raw": "Spring 2009"})
    (('2020-05', '2020-05/2020-07'), ('2009', 'Spring 2009'))
    """
    if not isinstance(value, dict):
        iso, exact = read_loose_date(json_text(value)) if value else (None, True)
        return iso, "" if exact else json_text(value)
    parts = [part for part in listed(value.get("date-parts")) if isinstance(part, list)]
    ends = [_of_parts(part) for part in parts]
    isos = [iso for iso, _ in ends if iso]
    said = {name: part for name, part in value.items() if part not in (None, "", [], False) and name != "date-parts"}
    if not isos:
        text = json_text(said.pop("raw", "") or said.pop("literal", ""))
        iso, exact = read_loose_date(text) if text else (None, True)
        lost = any(number not in (None, "") for end in (parts if ends else ()) for number in end)
        return iso, "" if exact and not lost and not said else text or json_text(value)
    said.pop("date-time", None), said.pop("timestamp", None)
    if isinstance(said.get("raw"), str) and read_loose_date(said["raw"]) == (isos[0], True):
        del said["raw"]
    if set(said) <= {"circa"} and all(whole for _, whole in ends):
        whole = "/".join(isos) + ("~" if said else "")
        return isos[0], whole if whole != isos[0] else ""
    return isos[0], json_text(value)


def _of_parts(parts: list[Any]) -> tuple[str | None, bool]:
    """One of a date's ends, and whether all of its parts are in it."""
    try:
        numbers = [int(part) for part in parts if part not in (None, "", 0, "0")]
    except (TypeError, ValueError, OverflowError):
        return None, False
    iso = iso_date(*numbers[:3]) if numbers else None
    return iso, iso is not None and iso.count("-") + 1 == len(numbers)
