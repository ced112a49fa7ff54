"""A person in a browser: a drawing that a phone can show, counts that open, a curriculum vitae on two pages."""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.browser

DRAWN, VITA = "authors/qingru-zhang/", "authors/qingyu-song/"
# Every name in the drawing: its box on the screen and the size of its letters there.
NAMES = """() => {
  const svg = document.querySelector('.ties svg');
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  return [...svg.querySelectorAll('text')].map(text => {
    const box = text.getBoundingClientRect();
    return {name: text.textContent, left: box.left, right: box.right, top: box.top, bottom: box.bottom,
            size: parseFloat(getComputedStyle(text).fontSize) * scale};
  });
}"""


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("url", [DRAWN, VITA])
def test_names_in_the_drawing_can_be_read(look: Callable[..., Any], width: int, url: str) -> None:
    page = look(width)
    page.goto(url)
    names = page.evaluate(NAMES)
    assert len(names) >= 8
    assert min(name["size"] for name in names) >= 11
    assert [name for name in names if name["left"] < 0 or name["right"] > width] == []
    for at, one in enumerate(names):
        covered = [
            other["name"]
            for other in names[at + 1 :]
            if min(one["right"], other["right"]) - max(one["left"], other["left"]) > 1
            and min(one["bottom"], other["bottom"]) - max(one["top"], other["top"]) > 1
        ]
        assert covered == [], one["name"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_ties_have_the_colour_of_their_topic(look: Callable[..., Any], scheme: str) -> None:
    page = look(1280, scheme)
    page.goto(DRAWN)
    drawn = page.locator(".ties g[data-accent] path").first.evaluate("e => getComputedStyle(e).stroke")
    listed = page.locator(".ties g[data-accent] circle").first.evaluate("e => getComputedStyle(e).fill")
    ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert drawn == listed != ground


def test_a_count_opens_into_its_papers_without_a_script(look: Callable[..., Any]) -> None:
    page = look(390, java_script_enabled=False)
    page.goto(DRAWN)
    first = page.locator(".ties details").first
    shown = int(first.locator("summary").inner_text().split()[0])
    first.locator("summary").click()
    papers = first.locator("li a")
    assert papers.count() == shown
    papers.first.click()
    assert "/papers/" in page.url


def test_the_table_serves_the_keyboard(look: Callable[..., Any]) -> None:
    """The tab key goes to names in the table and not to their like in the drawing."""
    page = look()
    page.goto(DRAWN)
    page.locator("section:has(+ .ties) a").last.focus()
    seen = []
    for _ in range(6):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("[document.activeElement.closest('svg') !== null, document.activeElement.tagName]"))
    assert [inside for inside, _ in seen] == [False] * 6
    assert {"A", "SUMMARY"} <= {tag for _, tag in seen}


@pytest.mark.parametrize("form", ["A4", "Letter"])
def test_the_fullest_curriculum_vitae_prints_on_two_pages(look: Callable[..., Any], tmp_path: Path, form: str) -> None:
    page = look()
    page.goto(VITA)
    page.pdf(path=tmp_path / "vita.pdf", format=form)
    assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "vita.pdf").read_bytes())) == 2
    page.emulate_media(media="print")
    shown = [heading for heading in page.locator("h2").all() if heading.is_visible()]
    assert [heading.inner_text() for heading in shown] == [
        "Papers",
        "Research interests",
        "Education",
        "Experience",
        "Teaching",
        "Awards",
        "Service",
    ]
