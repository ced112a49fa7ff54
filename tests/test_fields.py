"""What a single field takes: whole values in plain digits, dates that a calendar has, addresses with a host."""

from typing import Any

import msgspec
import pytest

from broadsheet.fields import ArxivId, Day, Doi, Id, Orcid, PartialDate, Url, doi_address, is_address

EXAMPLES = {
    Id: "a-name-2",
    PartialDate: "2024-05",
    Day: "2026-04-17",
    Url: "https://example.org/x",
    ArxivId: "2405.04532v2",
    Doi: "10.1145/3539618",
    Orcid: "0000-0002-1825-009X",
}


def takes(kind: Any, text: str) -> bool:
    try:
        return bool(msgspec.convert(text, kind) == text)
    except msgspec.ValidationError:
        return False


@pytest.mark.parametrize(("kind", "example"), EXAMPLES.items())
def test_a_value_stands_alone(kind: Any, example: str) -> None:
    assert takes(kind, example)
    # `$` alone would let a last line end pass, and it would go into addresses and headers.
    assert not any(takes(kind, text) for text in (f"{example}\n", f"\n{example}", f"{example} ", f"{example}\nx", ""))


@pytest.mark.parametrize("kind", [PartialDate, Day, ArxivId, Doi, Orcid])
def test_digits_are_those_of_ascii(kind: Any) -> None:
    assert not takes(kind, EXAMPLES[kind].replace("0", "\N{FULLWIDTH DIGIT ZERO}"))
    assert not takes(kind, EXAMPLES[kind].replace("1", "\N{ARABIC-INDIC DIGIT ONE}").replace("2", "\u0662"))


@pytest.mark.parametrize(
    ("date", "partial", "day"),
    [
        ("2024-02-29", True, True),
        ("2024-02-30", False, False),
        ("2024-04-31", False, False),
        ("2024-13", False, False),
        ("2024", True, False),
        ("1000-01-01", True, True),
        # Python's calendar ends in 9999 and has no year 0; weeks of the first and last year reach beyond them.
        ("0000", False, False),
        ("0001-01-01", False, False),
        ("9999-12-31", True, False),
    ],
)
def test_dates(date: str, partial: bool, day: bool) -> None:
    assert (takes(PartialDate, date), takes(Day, date)) == (partial, day)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("https://example.org", True),
        ("http://localhost:8000/a?b#c", True),
        ("https://[2001:db8::1]:8443/", True),
        ("https://zeitung-für-alle.example/", True),
        ("https://[2001:db8::1/", False),
        ("https://example.org:99999/", False),
        ("https://example.org:x/", False),
        ("https:///path", False),
        ("ftp://example.org/", False),
        ("example.org", False),
        ('https://example.org/"x', False),
    ],
)
def test_addresses(text: str, found: bool) -> None:
    assert is_address(text) == found


@pytest.mark.parametrize(
    ("doi", "address"),
    [
        ("10.1145/3539618", "https://doi.org/10.1145/3539618"),
        ("10.1002/(SICI)1097-0258(19980815)17:15<1661::AID>3.0.CO;2-2", "https://doi.org/10.1002/"
         "(SICI)1097-0258(19980815)17:15%3C1661::AID%3E3.0.CO;2-2"),
        ("10.1000/a?b#c%d", "https://doi.org/10.1000/a%3Fb%23c%25d"),
    ],
)  # fmt: skip
def test_the_address_of_a_doi(doi: str, address: str) -> None:
    assert doi_address(doi) == address
    assert is_address(address)
