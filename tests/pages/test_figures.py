"""Reported figures as a person reads them."""

from typing import Any

import pytest

from broadsheet.model import Claim
from broadsheet.pages.figures import Scale, exact, figure, headline, number


@pytest.mark.parametrize(
    ("comparison", "unit", "rest", "text"),
    [
        ("ratio", "x", {"value": 1.4}, "1.4×"),
        ("change", "%", {"value": -68}, "−68 %"),
        ("change", "%", {"value": 12}, "+12 %"),
        ("difference", "pp", {"value": 21.9}, "+21.9 points"),
        ("level", "%", {"value": 68}, "68 %"),
        ("level", "1", {"value": 0.5}, "0.5"),
        ("level", "token/s", {"value": 12345.678}, "12,345.7 token/s"),
        ("level", "BLEU", {"value": 28.4}, "28.4 BLEU"),
        ("ratio", "x", {"low": 3, "high": 7}, "3 to 7×"),
        ("change", "%", {"low": -30, "high": -10}, "−30 to −10 %"),
        ("ratio", "x", {"value": 2, "bound": "about"}, "about 2×"),
        ("ratio", "x", {"value": 2, "bound": "at-least"}, "at least 2×"),
        ("ratio", "x", {"value": 2, "bound": "at-most"}, "at most 2×"),
        ("ratio", "x", {"value": 2, "bound": "up-to"}, "up to 2×"),
        ("ratio", "x", {"value": 2, "bound": "average"}, "on average 2×"),
        ("ratio", "x", {"low": 3, "high": 7, "bound": "up-to"}, "up to 3 to 7×"),
        ("ratio", "x", {}, ""),
        ("ratio", "x", {"low": 3}, "at least 3×"),
        ("ratio", "x", {"high": 7}, "at most 7×"),
    ],
)
def test_figure(comparison: Any, unit: str, rest: dict[str, Any], text: str) -> None:
    assert figure(Claim(metric="m", comparison=comparison, unit=unit, **rest)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0, "0"),
        (1.0, "1"),
        (0.1 + 0.2, "0.3"),
        (1234.5, "1,234.5"),
        (1e6, "1,000,000"),
        (175e9, "175,000,000,000"),
        (1234567.5, "1,234,568"),
        (0.00000012, "0.00000012"),
        (-0.00001, "−0.00001"),
    ],
)
def test_number(value: float, text: str) -> None:
    assert number(value) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (140.0, "140"),
        (-0.25, "−0.25"),
        (3.7437e-06, "3.7437 × 10⁻⁶"),
        (-7.5e-05, "−7.5 × 10⁻⁵"),
        (1e-09, "10⁻⁹"),
        (1.5e16, "1.5 × 10¹⁶"),
    ],
)
def test_exact(value: float, text: str) -> None:
    assert exact(value) == text


def test_what_is_written_of_a_value_may_be_all_of_it() -> None:
    assert Scale(1.0, "×").is_exact(0.829)
    assert Scale(1.0, "").is_exact(-329035.0)
    assert not Scale(1.0, "s").is_exact(1.23456)
    assert not Scale(0.001, "ms").is_exact(0.001)


def test_headline() -> None:
    claim = Claim(
        metric="prefill-speedup", comparison="ratio", unit="x", value=1.4, accelerator="L40S", model="M", baseline="B"
    )
    assert headline(claim) == "1.4× prefill speedup on L40S with M against B"


def test_a_headline_says_no_word_twice() -> None:
    claim = Claim(metric="tokens", comparison="level", unit="tokens", value=225, model="M")
    assert headline(claim) == "225 tokens with M"
