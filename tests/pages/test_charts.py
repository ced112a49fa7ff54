"""Charts and the map as values: what is drawn, and what stands beside it for those who cannot see it."""

import pytest
from lxml import html

from broadsheet.pages.charts import Dot, Interval, dots, line_chart, svg, ticks


@pytest.mark.parametrize(
    ("highest", "marks"),
    [
        (0, [0, 1]),
        (1, [0, 0.5, 1]),
        (0.07, [0, 0.02, 0.04, 0.06, 0.08]),
        (0.3, [0, 0.1, 0.2, 0.3]),
        (9, [0, 5, 10]),
        (1234, [0, 500, 1000, 1500]),
    ],
)
def test_ticks_are_round_and_reach_the_highest(highest: float, marks: list[float]) -> None:
    assert ticks(highest) == pytest.approx(marks)


def test_a_chart_has_a_title_a_description_points_and_a_table() -> None:
    values = [Interval(0.1, 0.05, 0.2, "January: 1 of 10"), Interval(0.4, 0.2, 0.6, "February <4>")]
    chart = line_chart("rise", "Cats & dogs", "Share by month.", ["2026-01", "2026-02"], values, 3)
    image = html.fromstring(chart.svg_html)
    assert image.get("role") == "img"
    named = [image.xpath(f"//*[@id='{name}']")[0].text for name in image.get("aria-labelledby").split()]
    assert named == ["Cats & dogs", "Share by month."]
    assert image.xpath("//circle/title/text()") == ["January: 1 of 10", "February <4>"]
    heights = [float(circle.get("cy")) for circle in image.xpath("//circle")]
    assert heights[0] > heights[1] > 0
    assert chart.rows == (("2026-01", "10.0 %", "5.0 % to 20.0 %"), ("2026-02", "40.0 %", "20.0 % to 60.0 %"))
    assert chart.accent == 3


def test_a_line_of_one_month_or_of_nothing_can_be_drawn() -> None:
    one = line_chart("x", "X", "", ["2026-01"], [Interval(0.0, 0.0, 1.0, "none")])
    assert len(html.fromstring(one.svg_html).xpath("//circle")) == 1
    assert line_chart("x", "X", "", [], []).rows == ()


def test_dots_lead_to_their_papers_and_are_escaped() -> None:
    points = dots([(2, [Dot(0.5, 0.25, 'A <b> & "c"', "../papers/a/")])], 1000, 800, 3)
    drawn = svg(points, "map", "Map", "All.", 1000, 800)
    [link] = html.fromstring(drawn).xpath("//a")
    assert (link.get("href"), link.get("tabindex"), link.xpath("title/text()")) == (
        "../papers/a/",
        "-1",
        ['A <b> & "c"'],
    )
    circle = link.xpath("circle")[0]
    assert (circle.get("cx"), circle.get("cy")) == ("500", "200")
    assert link.getparent().get("data-accent") == "2"
