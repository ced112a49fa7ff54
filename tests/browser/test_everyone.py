"""Pages for everyone, on one of each family: without JavaScript, by keyboard, without motion, on paper."""

from typing import Any

import pytest
from families import Families
from visiting import AT_REST, shown, visiting

pytestmark = pytest.mark.browser

PHONE, DESK = 390, 1280
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
# Words of the page that can be seen.
WORDS = "document.querySelector('article').innerText.split(/\\s+/).length"
# Controls that can be seen and do nothing without a script: a form needs somewhere to go, a button a form.
DEAD = """[...document.querySelectorAll('article :is(button, input, select)')]
  .filter(e => e.checkVisibility() && !e.closest('form[action]')).map(e => e.outerHTML.slice(0, 80))"""
# What the keyboard comes to, in order: place in the document, whether it can be seen, whether focus is shown.
STEP = """async () => {
  const focused = document.activeElement;
  if (focused === document.body) return null;
  const at = focused.matches('.md-option') ? focused.form.querySelector('label:not([hidden])') : focused;
  await AT_REST;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1.5;
  // A point of a drawing is marked by its own stroke.
  const dot = at.querySelector('circle'), drawn = dot && parseFloat(getComputedStyle(dot).strokeWidth) >= 2;
  return {
    name: at.outerHTML.slice(0, 90),
    order: [...document.querySelectorAll('*')].indexOf(focused),
    seen: box.width > 0 && box.height > 0 && box.right > 0 && box.left < innerWidth
      && box.bottom > 0 && box.top < innerHeight,
    marked: marked || Boolean(drawn),
  };
}""".replace("AT_REST", AT_REST)
MOVING = """[...document.querySelectorAll('*')].filter(e => {
  const style = getComputedStyle(e), long = value => value.split(',').some(part => parseFloat(part) > 0);
  return (style.animationName !== 'none' && long(style.animationDuration))
    || (style.transitionProperty !== 'none' && long(style.transitionDuration)) || style.scrollBehavior === 'smooth';
}).map(e => e.outerHTML.slice(0, 80))"""
INK = "getComputedStyle(document.body).color.match(/[\\d.]+/g).slice(0, 3).map(Number).reduce((a, b) => a + b)"
STEPS = 30


@pytest.mark.parametrize("width", [PHONE, pytest.param(DESK, marks=pytest.mark.slow)])
def test_every_family_reads_without_javascript(chromium: Any, families: Families, width: int) -> None:
    dead, wide, empty = {}, {}, {}
    with visiting(chromium, families, width, java_script_enabled=False) as visit:
        for family, url in shown(families).items():
            page = visit.open(url, "load")
            assert page.locator("h1").is_visible(), family
            assert page.get_by_role("link", name="Papers").count() > 0, family
            for found, script, least in ((dead, DEAD, []), (wide, OVERFLOW, 0)):
                if (value := page.evaluate(script)) > least:
                    found[url] = value
            if page.evaluate(WORDS) < 15:
                empty[url] = page.evaluate(WORDS)
    assert (dead, wide, empty) == ({}, {}, {})
    assert visit.faults == []


@pytest.mark.slow
@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESK, "light")])
def test_the_keyboard_goes_through_every_family_in_order(
    chromium: Any, families: Families, width: int, scheme: str
) -> None:
    """From the skip link on: in the order of the page, each stop in sight and marked."""
    lost, backwards = {}, {}
    with visiting(chromium, families, width, scheme, reduced_motion="reduce") as visit:
        for family, url in shown(families).items():
            page = visit.open(url)
            # A page may take the focus as it opens, as the search does; the keyboard's way begins at its top.
            page.locator("a.skip").focus()
            steps = [page.evaluate(STEP) | {"marked": True}]
            for _ in range(STEPS):
                page.keyboard.press("Tab")
                if not (found := page.evaluate(STEP)):
                    break
                steps.append(found)
            assert len(steps) > 15, family
            if faults := [step["name"] for step in steps if not (step["seen"] and step["marked"])]:
                lost[url] = faults
            order = [step["order"] for step in steps]
            if order != sorted(order):
                backwards[url] = [step["name"] for step in steps]
    assert (lost, backwards) == ({}, {})


@pytest.mark.slow
def test_the_skip_link_leads_past_the_header_on_every_family(chromium: Any, families: Families) -> None:
    with visiting(chromium, families) as visit:
        for family, url in shown(families).items():
            page = visit.open(url, "load")
            page.locator("a.skip").focus()
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            inside = page.evaluate("document.activeElement.closest('article, footer, .md-sidebar--secondary') !== null")
            assert inside, family


@pytest.mark.slow
def test_nothing_moves_where_that_is_asked(chromium: Any, families: Families) -> None:
    moving = {}
    with visiting(chromium, families, reduced_motion="reduce") as visit:
        for url in shown(families).values():
            if found := visit.open(url, "load").evaluate(MOVING):
                moving[url] = found
        assert moving == {}
        # Where it is not asked, the theme's drawer and switch do move.
        visit.page.emulate_media(reduced_motion="no-preference")
        assert visit.page.evaluate(MOVING) != []


@pytest.mark.slow
def test_on_paper_every_family_is_its_text_alone(chromium: Any, families: Families) -> None:
    """Dark ink on a light ground, without the frame, nothing cut off at the width of a sheet of A4."""
    faults = {}
    with visiting(chromium, families, 794, "dark") as visit:
        for url in shown(families).values():
            page = visit.open(url, "load")
            page.emulate_media(media="print", color_scheme="dark")
            brightness = page.evaluate(INK)
            frame = [
                part
                for part in (".md-header", ".md-tabs", ".md-sidebar", ".skip")
                if page.locator(part).first.is_visible()
            ]
            found = {"ink": brightness > 300, "frame": frame, "cut": page.evaluate(OVERFLOW) > 0}
            if any(found.values()):
                faults[url] = found
            page.emulate_media(media="screen")
    assert faults == {}
