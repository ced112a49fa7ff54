"""Plots: round ticks, everything inside the frame, nothing told by colour alone."""

import re
from typing import Any

import pytest
from lxml import etree

from broadsheet.pages.plots import HEIGHT, MOST_SERIES, WIDTH, Bar, Point, Series, axis, bars, plot, round_ticks

SVG = "{http://www.w3.org/2000/svg}"


def parsed(svg: str) -> Any:
    """A drawing as a browser would have it; it must be well-formed."""
    return etree.fromstring(f'<div xmlns="http://www.w3.org/2000/svg">{svg}</div>')


@pytest.mark.parametrize(
    ("low", "high", "ticks"),
    [
        (0, 10, (0, 2, 4, 6, 8, 10)),
        (0, 1, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (3, 7.2, (3, 4, 5, 6, 7, 8)),
        (-3, 4, (-4, -2, 0, 2, 4)),
        (0, 1234567, (0, 500000, 1000000, 1500000)),
        (0.0021, 0.0079, (0.002, 0.004, 0.006, 0.008)),
        (5, 5, (0, 1, 2, 3, 4, 5)),
        (0, 0, (0, 0.2, 0.4, 0.6, 0.8, 1)),
        (-2, -2, (-2, -1.5, -1, -0.5, 0)),
        (0, 1e-9, (0, 2e-10, 4e-10, 6e-10, 8e-10, 1e-9)),
    ],
)
def test_round_ticks(low: float, high: float, ticks: tuple[float, ...]) -> None:
    assert round_ticks(low, high) == pytest.approx(ticks, rel=1e-12, abs=1e-15)


@pytest.mark.parametrize(
    ("values", "ticks"),
    [
        ([1, 16], (1, 2, 4, 8, 16)),
        ([3, 100], (2, 4, 8, 16, 32, 64, 128)),
        ([1, 10**6], (1, 10, 100, 1000, 10**4, 10**5, 10**6)),
        ([0, 8], (0, 2, 4, 6, 8)),
        ([5, 5], (0, 1, 2, 3, 4, 5)),
    ],
)
def test_powers_for_a_logarithmic_axis(values: list[float], ticks: tuple[float, ...]) -> None:
    found = axis("Load", values, logarithmic=True)
    assert found.ticks == pytest.approx(ticks)
    assert [found.share(found.low), found.share(found.high)] == [0, 1]


def test_an_axis_without_a_value_is_an_error() -> None:
    with pytest.raises(ValueError, match="min"):
        axis("Nothing", [])


def drawn(count: int) -> Any:
    many = [Series(f"s{at} <&>", (Point(1, at + 1, "a & b", 0, 20), Point(4, at + 2, ""))) for at in range(count)]
    return parsed(plot("T <1>", "About & so on", axis("x", [1, 4]), axis("y", [0, 20], zero=True), many))


def test_a_plot_says_what_it_shows() -> None:
    svg = drawn(2)[0]
    assert svg.get("role") == "img"
    assert [svg[0].tag, svg[0].text] == [SVG + "title", "T <1>"]
    assert [svg[1].tag, svg[1].text] == [SVG + "desc", "About & so on"]
    assert [title.text for title in svg.iterfind(f".//{SVG}g/{SVG}title")] == ["a & b", "a & b"]
    assert [text.text for text in svg.iterfind(f"{SVG}text")][-2:] == ["y", "x"]


def test_series_differ_without_colour() -> None:
    keys = drawn(MOST_SERIES)[1]
    looks = {etree.tostring(item[0]) for item in keys}
    assert len(looks) == len(keys) == MOST_SERIES
    assert "".join(keys[3].itertext()).strip() == "s3 <&>"
    assert not re.search(r"fill=|stroke=\"|style=", etree.tostring(drawn(3), encoding="unicode"))


def test_one_series_needs_no_legend() -> None:
    assert len(drawn(1)) == 1


def test_what_lies_beyond_the_axis_is_drawn_at_its_edge() -> None:
    svg = plot("T", "A", axis("x", [0, 1]), axis("y", [0, 1]), [Series("s", (Point(0, 0.5, "", -9, 9),))])
    [top] = re.findall(r'class="spread" d="M[0-9.]+ ([0-9.]+)V([0-9.]+)"', svg)
    assert all(0 <= float(edge) <= HEIGHT for edge in top)


def test_bars() -> None:
    items = [Bar("A name that is very long " * 5, 4.0, "4 s", 3.0, 5.0), Bar("none", 0.0, "0 s", hollow=True)]
    svg = parsed(bars("T", "A", items))[0]
    first, second = svg.iterfind(f"{SVG}rect")
    # The spread of the first bar, on a line of paper that sets it off from the bar.
    halo, spread = svg.iterfind(f"{SVG}path")
    assert (halo.get("class"), spread.get("class"), halo.get("d")) == ("halo", "spread", spread.get("d"))
    assert 0 < float(first.get("width")) < WIDTH - 60
    assert (second.get("width"), second.get("class")) == ("0.0", "hollow")
    names = [text.text for text in svg.iterfind(f"{SVG}text") if text.get("class") == "name"]
    assert names[0].endswith("…")
    assert [text.text for text in svg.iterfind(f"{SVG}text") if not text.get("class")] == ["4 s", "0 s"]


def test_a_bar_that_is_nothing_stays_nothing() -> None:
    assert 'width="0.0"' in bars("T", "A", [Bar("a", 0.0, "0")])
