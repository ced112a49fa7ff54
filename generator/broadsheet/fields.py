"""What a single field of a record may hold, each kind with the code and hint for a value that does not fit.

msgspec checks these patterns in compiled code; the JSON Schemas carry them to editors.
"""

from hashlib import blake2s
from typing import Annotated
from urllib.parse import quote, urlsplit

from msgspec import Meta, Struct, ValidationError, convert


def form(whole: str, code: str, hint: str, example: str) -> Meta:
    """What a whole value looks like, with the problem code and hint that `broadsheet check` gives when one does not.

    Python's `$` also matches before a last line end, editors' does not: none may follow.
    """
    return Meta(pattern=rf"^{whole}$(?!\n)", extra_json_schema={"x-code": code, "x-hint": hint, "examples": [example]})


# An id names folders and files: no file system takes a name of more than 255 bytes, and we add endings.
LONGEST_ID = 100
Id = Annotated[
    str,
    form(
        rf"(?!.{{{LONGEST_ID + 1}}})[a-z0-9]+(-[a-z0-9]+)*",
        "bad-id",
        f"ids are lower-case letters, digits and single hyphens, {LONGEST_ID} at most",
        "qserve",
    ),
]


def fitting_id(name: str) -> str:
    """An id as it is, or cut to the length that ids may have, with a hash in place of what was cut."""
    if len(name) <= LONGEST_ID:
        return name
    mark = blake2s(name.encode(), digest_size=4).hexdigest()
    return f"{name[: LONGEST_ID - len(mark) - 1].rstrip('-')}-{mark}"


# Months and days that exist; only 29 February is left for the catalogue's checks. [0-9], for \d is any script's digit.
_DAY = r"((0[13578]|1[02])-(0[1-9]|[12][0-9]|3[01])|(0[469]|11)-(0[1-9]|[12][0-9]|30)|02-(0[1-9]|[12][0-9]))"
PartialDate = Annotated[
    str,
    form(
        rf"[1-9][0-9]{{3}}(-(0[1-9]|1[0-2])|-{_DAY})?",
        "bad-date",
        "write a date as YYYY-MM-DD, YYYY-MM or YYYY",
        "2024-05-07",
    ),
]
# A day of ours: its week and month have a beginning and an end in any calendar.
Day = Annotated[str, form(rf"[12][0-9]{{3}}-{_DAY}", "bad-date", "write a day as YYYY-MM-DD", "2026-04-17")]
Url = Annotated[
    str,
    form(r"https?://[^\s<>\"]+", "bad-url", "only http:// and https:// addresses are allowed", "https://example.org"),
]


def is_address(text: str) -> bool:
    """Whether a `Url` is one that programs can take apart: with a host, and a port that there can be (RFC 3986)."""
    try:
        parts = urlsplit(convert(text, Url))
        return bool(parts.hostname) and parts.port != 0
    except (ValidationError, ValueError):
        return False


Text = Annotated[str, Meta(min_length=1)]
ArxivId = Annotated[
    str,
    form(
        r"([0-9]{4}\.[0-9]{4,5}|[a-z-]+(\.[A-Z]{2})?/[0-9]{7})(v[0-9]+)?",
        "bad-arxiv",
        "write the bare arXiv identifier",
        "2405.04532",
    ),
]
Doi = Annotated[
    str, form(r"10\.[0-9]{4,9}/\S+", "bad-doi", "write the bare DOI, without https://doi.org/", "10.1145/3539618")
]
Orcid = Annotated[
    str,
    form(r"[0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X]", "bad-orcid", "write the bare ORCID iD", "0000-0002-1825-0097"),
]
Count = Annotated[int, Meta(ge=0)]


def arxiv_address(identifier: str) -> str:
    """The page of an arXiv identifier."""
    return f"https://arxiv.org/abs/{identifier}"


def doi_address(doi: str) -> str:
    """The page of a DOI, whose signs that mean something else in an address are quoted (DOI Handbook, 3.8.2)."""
    return f"https://doi.org/{quote(doi, safe='/:;(),.~_-')}"


class Record(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of everything a contributor writes: immutable, named fields only, unknown keys refused."""
