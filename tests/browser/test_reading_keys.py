"""Reading with the keyboard in a real browser: single keys on pages that list papers, and the help that tells them."""

import pytest
from reading_pages import DESK, PHONE, SAVED, SHOWN, Look, ready
from visiting import until

pytestmark = pytest.mark.browser

FOCUSED = "() => document.activeElement.textContent"


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_keys_go_through_an_issue(look: Look, width: int) -> None:
    page = ready(look(width), "")
    titles = page.locator(".story h3 a").all_text_contents()
    for at, key in ((0, "j"), (1, "j"), (2, "j"), (1, "k")):
        page.keyboard.press(key)
        assert page.evaluate(FOCUSED) == titles[at]
        top = page.evaluate("document.activeElement.getBoundingClientRect().top")
        header = page.evaluate("document.querySelector('.md-header').getBoundingClientRect().bottom")
        assert header < top < 800
    page.keyboard.press("s")
    page.keyboard.press("m")
    for kind in ("save", "read"):
        pressed = page.locator(f".story .{kind}[aria-pressed=true]")
        assert pressed.count() == 1
        assert titles[1] in pressed.get_attribute("aria-label")
    page.keyboard.press("s")
    assert page.locator(".story .save[aria-pressed=true]").count() == 0
    page.keyboard.press("o")
    page.wait_for_url("**/papers/*/")
    page.locator(".head .keep").wait_for()
    assert page.locator("h1").text_content() == titles[1]
    page.keyboard.press("s")
    assert page.locator(".head .save").text_content() == "Saved"


def test_filtered_papers_are_passed_over(look: Look) -> None:
    page = ready(look(), "papers/?code=1")
    until(page, "document.querySelector('.filters') !== null")
    for _ in range(3):
        page.keyboard.press("j")
        assert page.evaluate("document.activeElement.closest('li').hasAttribute('data-code')")


def test_keys_are_letters_where_somebody_types_and_with_modifiers(look: Look) -> None:
    page = ready(look(), "search/")
    field = page.locator("[name=q]")
    field.focus()
    page.keyboard.type("jokes?/m")
    assert field.input_value() == "jokes?/m"
    assert page.locator("dialog[open]").count() == 0
    ready(page, "")
    for key in ("Control+j", "Alt+s", "Meta+m"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement === document.body")
    assert page.evaluate(SAVED) == []


def test_a_key_that_can_do_nothing_says_so(look: Look) -> None:
    page = ready(look(), "about/")
    for key, words in (("j", "This page lists no papers."), ("s", "This page lists no papers.")):
        page.keyboard.press(key)
        assert page.locator(SHOWN).text_content() == words
    ready(page, "papers/")
    page.keyboard.press("m")
    assert "No paper is chosen yet" in page.locator(SHOWN).text_content()


def test_the_help_tells_the_keys_and_turns_them_off(look: Look) -> None:
    page = ready(look(), "papers/")
    page.keyboard.press("j")
    before = page.evaluate(FOCUSED)
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keyboard")
    dialog.wait_for()
    assert dialog.locator("kbd").all_text_contents() == ["j", "k", "o", "Enter", "s", "m", "/", "?", "Esc"]
    page.keyboard.press("j")
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert page.evaluate(FOCUSED) == before
    page.keyboard.press("?")
    dialog.get_by_label("Single keys are on").uncheck()
    dialog.get_by_role("button", name="Close").click()
    # All of them, the search's too, on the next page as well.
    for url in ("papers/", ""):
        ready(page, url)
        for key in ("j", "/", "?", "s"):
            page.keyboard.press(key)
        assert page.evaluate("document.activeElement === document.body")
        assert not page.url.endswith("search/")
        assert page.locator("dialog[open]").count() == 0
    page.get_by_role("button", name="Keyboard").click()
    dialog.get_by_label("Single keys are on").check()
    page.keyboard.press("Escape")
    assert page.evaluate(FOCUSED) == "Keyboard"
    page.keyboard.press("/")
    page.wait_for_url("**/search/")
