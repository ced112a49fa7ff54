"""The site in a real browser: on a phone and a desk, by day and by night, with and without JavaScript."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from visiting import AT_REST, until

pytestmark = pytest.mark.browser

Look = Callable[..., Any]
PHONE, DESK = 390, 1280
DAY, NIGHT = "default", "slate"
SCHEME = "document.body.getAttribute('data-md-color-scheme')"
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
# Text that is darker or lighter than its ground, as the scheme has it.
BRIGHTNESS = """(of) => {
  const color = getComputedStyle(document.body)[of].match(/[\\d.]+/g).slice(0, 3).map(Number);
  return color.reduce((sum, part) => sum + part) / 3;
}"""
# What has the focus, once nothing moves any more; the switch of editions is hidden fields, one with a label to be seen.
FOCUS = """async () => {
  const focused = document.activeElement;
  const at = focused.matches('input') ? focused.form.querySelector('label:not([hidden])') : focused;
  await AT_REST;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const seen = box.width > 0 && box.height > 0 && box.left >= 0 && box.right <= innerWidth + 1;
  const marked = style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== 'none';
  return {name: at.textContent.trim().slice(0, 40) || at.title, seen, marked, body: at === document.body};
}""".replace("AT_REST", AT_REST)


@pytest.fixture(scope="module")
def pages(published: Path) -> dict[str, str]:
    """One address of each family, the person with most papers and the largest topic among them."""
    largest = max(published.glob("topics/*/index.html"), key=lambda path: (path.stat().st_size, path))
    longest = max(published.glob("papers/*/index.html"), key=lambda path: (path.stat().st_size, path))
    person = max(published.glob("authors/*/index.html"), key=lambda path: (path.stat().st_size, path))
    found = {"paper": longest, "person": person, "topic": largest}
    return {"home": "", "dataset": "dataset/", "about": "about/", "papers": "papers/"} | {
        name: f"{path.parent.relative_to(published).as_posix()}/" for name, path in found.items()
    }


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_pages_fit_and_follow_the_system(look: Look, pages: dict[str, str], width: int, scheme: str) -> None:
    page = look(width, scheme)
    for name, url in pages.items():
        page.goto(url)
        assert page.evaluate(OVERFLOW) <= 0, name
        assert page.locator("h1").is_visible(), name
        assert page.evaluate(SCHEME) == {"light": DAY, "dark": NIGHT}[scheme]
        ground, ink = page.evaluate(BRIGHTNESS, "backgroundColor"), page.evaluate(BRIGHTNESS, "color")
        assert (ground > 200 > 100 > ink) if scheme == "light" else (ground < 60 < 160 < ink), name


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_javascript(look: Look, pages: dict[str, str], width: int) -> None:
    page = look(width, java_script_enabled=False)
    for url in pages.values():
        page.goto(url)
        assert page.locator("h1").is_visible()
    page.goto(pages["home"])
    page.locator(".story h3 a").first.click()
    assert "/papers/" in page.url
    assert page.locator("[data-copy]:visible").count() == 0
    assert page.get_by_role("link", name="Edit this").is_visible()
    for form in ("RIS", "CSL-JSON", "Plain text", "BibTeX"):
        page.locator(".cite summary", has_text=form).click()
        assert page.locator(".cite details", has_text=form).locator("code").is_visible()


def test_the_skip_link_comes_first_and_leads_to_the_content(look: Look, pages: dict[str, str]) -> None:
    page = look()
    page.goto(pages["paper"])
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to content"
    page.wait_for_function("document.activeElement.getBoundingClientRect().top >= 0")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content-start"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.sheet') !== null")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "name"), [(DESK, "home"), (PHONE, "paper")])
def test_the_keyboard_shows_where_it_is(look: Look, pages: dict[str, str], width: int, name: str, scheme: str) -> None:
    page = look(width, scheme)
    page.goto(pages[name])
    seen = []
    for _ in range(20):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found["body"]:
            break
        seen.append(found)
    assert len(seen) > 15
    assert [found for found in seen if not (found["seen"] and found["marked"])] == []


def test_the_citation_is_copied(look: Look, pages: dict[str, str]) -> None:
    page = look(permissions=["clipboard-read", "clipboard-write"])
    page.goto(pages["paper"])
    for at in range(4):
        form = page.locator(".cite details").nth(at)
        if form.get_attribute("open") is None:
            form.locator("summary").click()
        form.get_by_role("button", name="Copy").click()
        form.get_by_role("button", name="Copied").wait_for()
        assert page.evaluate("navigator.clipboard.readText()") == form.locator("code").text_content()


@pytest.mark.parametrize("names", [("Ada Byron", "Grace Hopper"), ("עמי ראובן", "דנה כהן"), ("ليلى حداد", "Ada Byron")])
def test_names_of_any_script_stand_in_their_order(look: Look, pages: dict[str, str], names: tuple[str, str]) -> None:
    page = look(DESK)
    page.goto(pages["papers"])
    lefts = page.locator(".lines small").first.evaluate(
        """(small, names) => {
          small.innerHTML = names.map((name) => `<a href="#">${name}</a>`).join(", ") + " · 2026";
          return [...small.querySelectorAll("a")].map((link) => link.getBoundingClientRect().left);
        }""",
        list(names),
    )
    assert lefts[0] < lefts[1]


@pytest.mark.parametrize(("system", "other"), [("light", NIGHT), ("dark", DAY)])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_the_edition_can_be_switched_and_stays(
    look: Look, pages: dict[str, str], width: int, system: str, other: str
) -> None:
    page = look(width, system)
    page.goto(pages["home"])
    page.locator("form[data-md-component=palette] label:not([hidden])").click()
    page.wait_for_function(f"{SCHEME} === '{other}'")
    page.reload()
    assert page.evaluate(SCHEME) == other
    page.goto(pages["topic"])
    assert page.evaluate(SCHEME) == other


def test_the_drawer_of_a_phone(look: Look, pages: dict[str, str]) -> None:
    page = look(PHONE)
    page.goto(pages["paper"])
    link = page.locator(".md-sidebar--primary").get_by_role("link", name="Topics")
    assert page.evaluate("document.querySelector('.md-sidebar--primary').getBoundingClientRect().right") <= 0
    page.locator("header label[for=__drawer]").click()
    until(page, "document.querySelector('.md-sidebar--primary').getBoundingClientRect().left >= 0")
    link.click()
    page.wait_for_url("**/topics/")
    assert page.locator("h1").text_content() == "Topics"


def test_a_wide_table_scrolls_by_itself(look: Look) -> None:
    page = look(PHONE)
    page.goto("dataset/")
    box = page.get_by_role("region", name="Figures reported by authors")
    assert box.evaluate("e => e.scrollWidth > e.clientWidth && getComputedStyle(e).overflowX === 'auto'")
    assert page.evaluate(OVERFLOW) <= 0


def test_from_a_person_to_a_paper_and_back(look: Look, pages: dict[str, str]) -> None:
    page = look()
    page.goto(pages["person"])
    person, address = page.locator("h1").text_content(), page.url
    page.locator(".main .lines a").first.click()
    page.wait_for_url("**/papers/*/")
    title = page.locator("h1").text_content()
    page.locator(f".byline a[href='../../{pages['person']}']").click()
    page.wait_for_url(address)
    assert page.locator("h1").text_content() == person
    assert title in page.locator(".main").text_content()


def test_on_paper_it_is_black_on_white(look: Look, pages: dict[str, str]) -> None:
    page = look(DESK, "dark")
    page.goto(pages["paper"])
    page.emulate_media(media="print", color_scheme="dark")
    assert page.evaluate(BRIGHTNESS, "color") < 100
    assert not page.locator("header.md-header").is_visible()
