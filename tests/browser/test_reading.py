"""Reading in a real browser: filters, the reading list, marks of what was read."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from families import Families
from reading_pages import DESK, PHONE, SAVED, SHOWN, Look, ready
from test_axe import AXE, RULES, RUN
from visiting import lay_out, until, visiting

from broadsheet.sources.bibliography.bibtex import read_bibtex

pytestmark = pytest.mark.browser

OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"
SEEN = "() => [...document.querySelectorAll('.story, .lines > li')].filter(e => e.getClientRects().length).length"
REFUSE = "Object.defineProperty(window, 'localStorage', { get() { throw new DOMException('no', 'SecurityError') } })"
SHIFT = """async () => {
  let sum = 0;
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) sum += e.value })
    .observe({ type: 'layout-shift', buffered: true });
  await new Promise(done => setTimeout(done, 400));
  return sum;
}"""


def faults(page: Any, axe: str) -> list[str]:
    """What axe finds on the page as it is now; behind a dialog it sees little."""
    lay_out(page)
    page.evaluate(axe)
    result = page.evaluate(RUN, RULES)
    assert result["passed"] > 15
    return list(result["found"])


def open_filters(page: Any) -> Any:
    page.locator(".narrowing").click()
    return page.locator(".filters")


def saved(page: Any, count: int = 1) -> list[str]:
    """Save the first papers of the list of all papers; their titles, the newest first."""
    ready(page, "papers/")
    for at in range(count):
        page.locator(".lines .save").nth(at).click()
    return list(reversed([page.locator(".lines > li > a").nth(at).text_content() for at in range(count)]))


# --- filters


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("url", ["", "papers/"])
def test_a_filter_stands_in_the_address_and_back_takes_it_away(look: Look, url: str, width: int) -> None:
    page = ready(look(width), url)
    everything = page.evaluate(SEEN)
    form = open_filters(page)
    option = form.locator("[name=topic] option").nth(1)
    name, _, number = option.text_content().rpartition(" (")
    form.locator("[name=topic]").select_option(index=1)
    assert f"topic={option.get_attribute('value')}" in page.url
    assert page.evaluate(SEEN) == int(number.rstrip(")")) < everything
    assert set(page.locator(":is(.story .kicker a, .lines .chip):visible").all_text_contents()) <= {name}
    told = form.locator("[role=status]").text_content()
    assert told == f"{number.rstrip(')')} of {everything} papers on this page"
    assert page.locator(":is(h2, h3):visible + :is(ul, .columns)[hidden]").count() == 0
    form.locator("[name=code]").check()
    assert "code=1" in page.url
    assert page.evaluate(SEEN) == page.locator("[data-code]:visible").count() < int(number.rstrip(")"))
    page.reload()
    until(page, "document.querySelector('.filters') !== null")
    assert form.locator("[name=code]").is_checked()
    assert form.is_visible()
    page.go_back()
    until(page, "!location.search.includes('code=1')")
    assert not form.locator("[name=code]").is_checked()
    assert page.evaluate(SEEN) == int(number.rstrip(")"))
    page.go_back()
    until(page, "location.search === ''")
    assert page.evaluate(SEEN) == everything
    assert page.evaluate(OVERFLOW) <= 0


def test_what_is_chosen_leads_to_its_real_pages_and_can_be_cleared(look: Look) -> None:
    page = ready(look(), "papers/")
    everything = page.evaluate(SEEN)
    form = open_filters(page)
    form.locator("[name=topic]").select_option(index=1)
    form.locator("[name=org]").select_option(index=1)
    form.locator("[name=code]").check()
    links = form.locator(".rest a").evaluate_all("links => links.map(link => link.href)")
    assert [link.rstrip("/").split("/")[-2] for link in links] == ["topics", "organizations", "papers"]
    assert [page.request.get(link).status for link in links] == [200, 200, 200]
    form.get_by_role("button", name="Clear").click()
    assert page.evaluate(SEEN) == everything
    assert page.evaluate("location.search") == ""


def test_an_organisation_is_found_on_lists_and_cards(look: Look) -> None:
    page = ready(look(), "papers/")
    form = open_filters(page)
    value = form.locator("[name=org] option").nth(1).get_attribute("value")
    label = form.locator("[name=org] option").nth(1).text_content().rpartition(" (")[0]
    ready(page, f"organizations/{value}/")
    assert page.locator("h1").text_content() == label


@pytest.mark.parametrize("asked", ["topic=no-such-topic", "topic=../../x", "org=../x"])
def test_a_value_that_no_paper_here_has_says_so_and_leads_nowhere(look: Look, asked: str) -> None:
    page = ready(look(), f"papers/?{asked}")
    until(page, "document.querySelector('.filters') !== null")
    assert page.locator(".filters [role=status]").text_content().startswith("0 of ")
    assert page.evaluate(SEEN) == 0
    assert page.locator(".filters a").count() == 0


def test_a_paper_that_stands_on_a_page_twice_is_found_by_what_either_place_tells(look: Look) -> None:
    """As on a person's page, where the papers that make the h-index stand again in lines that tell nothing."""
    page = look()

    def twice(route: Any) -> None:
        body = route.fetch().text()
        link = re.search(r'<li[^>]* data-org="[^"]*"[^>]*>(<a .*?</a>)', body)
        at = body.index("</ul>", body.index('class="lines')) + len("</ul>")
        assert link
        again = f'<h2 id="again">Again</h2><ul class="lines"><li>{link[1]}</li></ul>'
        route.fulfill(body=body[:at] + again + body[at:], content_type="text/html")

    page.route("**/papers/", twice)
    ready(page, "papers/")
    until(page, "document.querySelector('.narrowing') !== null")
    first, again = page.locator(".lines > li[data-org]").first, page.locator("#again + .lines > li")
    own = {one.split(" ", 1)[0] for one in first.get_attribute("data-org").split("\n")}
    form = open_filters(page)
    values = form.locator("[name=org] option").evaluate_all("all => all.map(one => one.value).filter(Boolean)")
    assert form.locator("[role=status]").text_content() == f"All {page.evaluate(SEEN) - 1} papers on this page"
    form.locator("[name=org]").select_option(value=next(one for one in values if one in own))
    assert (first.is_visible(), again.is_visible()) == (True, True)
    form.locator("[name=org]").select_option(value=next(one for one in values if one not in own))
    assert (first.is_visible(), again.is_visible(), page.locator("#again").is_visible()) == (False, False, False)


PERIODS = ["digests/2026-04/", "digests/2026-W16/"]


@pytest.mark.parametrize("url", ["search/", "reading/", "about/", "papers/trimr/", *PERIODS])
def test_pages_with_nothing_to_filter_offer_nothing(look: Look, url: str) -> None:
    page = ready(look(), url)
    page.wait_for_timeout(100)
    assert page.locator(".narrowing").count() == 0


# --- the reading list and the marks


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_what_is_saved_stays_and_leaves_as_bibtex(look: Look, width: int, tmp_path: Path) -> None:
    page = look(width)
    titles = saved(page, 3)
    first = page.locator(".lines .save").first
    assert first.get_attribute("aria-label") == f"Saved: {titles[-1]}"
    assert (first.get_attribute("aria-pressed"), first.text_content()) == ("true", "Saved")
    page.reload()
    until(page, "document.querySelector('.lines .save')?.getAttribute('aria-pressed') === 'true'")
    # The path of the site is in the key: another site of the host has its own list.
    assert page.evaluate(SAVED) == ["broadsheet:/broadsheet/:saved"]
    assert page.context.cookies() == []
    page.get_by_role("contentinfo").get_by_role("link", name="Reading list").click()
    page.locator("[data-list] .lines li").first.wait_for()
    assert page.locator("[data-list] .lines > li > a").all_text_contents() == titles
    assert page.evaluate(OVERFLOW) <= 0
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download as BibTeX").click()
    downloading.value.save_as(tmp_path / "list.bib")
    assert downloading.value.suggested_filename == "reading-list.bib"
    entries, problems = read_bibtex((tmp_path / "list.bib").read_text(encoding="utf-8"), "list.bib")
    assert (len(entries), problems) == (3, [])
    assert {" ".join(entry.record.title.split()) for entry in entries} == set(titles)
    page.get_by_role("button", name=f"Remove: {titles[0]}").click()
    assert page.locator("[data-list] .lines > li > a").all_text_contents() == titles[1:]
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == f"Remove: {titles[1]}"
    page.get_by_role("button", name="Put back").click()
    assert page.locator("[data-list] .lines > li > a").all_text_contents() == titles


def test_the_list_is_cleared_only_after_a_yes(look: Look) -> None:
    page = look()
    titles = saved(page, 2)
    page.goto("reading/")
    for answer, left in (("No", 2), ("Yes", 0)):
        page.get_by_role("button", name="Clear the list").click()
        page.get_by_role("dialog").get_by_role("button", name=answer, exact=True).click()
        until(page, "left => document.querySelectorAll('[data-list] .lines li').length === left", left)
        assert page.locator("dialog[open]").count() == 0
    assert page.get_by_text("Nothing is saved yet.").is_visible()
    assert page.get_by_role("button", name="Download as BibTeX").is_disabled()
    page.get_by_role("button", name="Put back").click()
    assert page.locator("[data-list] .lines > li > a").all_text_contents() == titles


def test_a_copy_goes_to_another_browser(look: Look, tmp_path: Path) -> None:
    page, other = look(), look()
    titles = saved(page, 2)
    page.locator(".lines > li > a").nth(3).click()
    page.locator(".head .read").wait_for()
    page.goto("reading/")
    with page.expect_download() as downloading:
        page.get_by_role("button", name="Download a copy").click()
    copy = tmp_path / "copy.json"
    downloading.value.save_as(copy)
    other.goto("reading/")
    told = other.locator("[data-part=told]")
    for expected in ("2 papers added, 0 there already.", "0 papers added, 2 there already."):
        other.locator("[type=file]").set_input_files(copy)
        until(other, "words => document.querySelector('[data-part=told]').textContent === words", expected)
    assert other.locator("[data-list] .lines > li > a").all_text_contents() == titles
    assert other.get_by_text("1 paper marked as read.").is_visible()
    odd = json.loads(copy.read_text(encoding="utf-8"))
    other.evaluate("localStorage.clear()")
    other.reload()
    odd["saved"][0]["title"] = "<img src=x>"
    odd["saved"] += [{"id": "../x", "title": "A way out"}, {"id": "b"}, None]
    copy.write_text(json.dumps(odd))
    other.locator("[type=file]").set_input_files(copy)
    until(other, "document.querySelector('[data-part=told]').textContent.includes('understood')")
    assert told.text_content() == "2 papers added, 0 there already. 3 lines were not understood."
    assert other.get_by_role("link", name="<img src=x>").is_visible()
    assert other.locator("[data-list] .lines img").count() == 0


@pytest.mark.parametrize("text", ["", "{", "[]", '{"format": "broadsheet-reading-list", "version": 2}', "null"])
def test_what_is_no_copy_is_refused(look: Look, tmp_path: Path, text: str) -> None:
    page = look()
    page.goto("reading/")
    (tmp_path / "x.json").write_text(text)
    page.locator("[type=file]").set_input_files(tmp_path / "x.json")
    until(page, "document.querySelector('[data-part=told]').textContent.startsWith('x.json is no copy')")


def test_tabs_agree(look: Look) -> None:
    page = look()
    other = page.context.new_page()
    ready(other, "papers/")
    saved(page)
    until(other, "document.querySelector('.lines .save').textContent === 'Saved'")


def test_opening_a_paper_marks_it_and_the_mark_can_be_taken_away(look: Look) -> None:
    page = ready(look(), "")
    story = page.locator(".story").first
    assert story.locator(".read").text_content() == "Mark read"
    story.locator("h3 a").click()
    own = page.locator(".head .read")
    own.wait_for()
    assert (own.text_content(), own.get_attribute("aria-pressed")) == ("Read", "true")
    page.go_back()
    until(page, "document.querySelector('.story .read')?.textContent === 'Read'")
    assert "was-read" in story.get_attribute("class")
    story.locator(".read").click()
    assert story.locator(".read").text_content() == "Mark read"
    assert "was-read" not in story.get_attribute("class")


def test_in_a_list_the_mark_shows_while_it_is_on(look: Look) -> None:
    page = ready(look(), "papers/")
    mark = page.locator(".lines .read").first
    assert not mark.is_visible()
    page.keyboard.press("j")
    page.keyboard.press("m")
    assert mark.is_visible()
    mark.focus()
    page.keyboard.press("Enter")
    assert not mark.is_visible()
    assert page.evaluate("document.activeElement.className") == "save"


def test_papers_that_went_or_moved(chromium: Any, families: Families, tmp_path: Path) -> None:
    """A paper without a page says so; one at a former address is cited under its new one."""
    [once] = [path.name for path in (families.site / "papers").glob("once-*")]
    entries = [[once, {"title": "Moved"}], ["no-such-paper", {"title": "Gone", "line": "Nobody", "day": "2026-01-02"}]]
    with visiting(chromium, families) as visit:
        page = visit.open("reading/")
        page.evaluate("entries => localStorage.setItem('broadsheet:/digest/:saved', JSON.stringify(entries))", entries)
        page.reload()
        until(page, "document.querySelectorAll('.gone').length === 1")
        assert "No longer at its address here" in page.locator(".gone").text_content()
        with page.expect_download() as downloading:
            page.get_by_role("button", name="Download as BibTeX").click()
        downloading.value.save_as(tmp_path / "list.bib")
        told = page.locator("[data-part=told]").text_content()
    assert told == "1 paper as BibTeX. 1 paper no longer here, left out."
    [entry], _ = read_bibtex((tmp_path / "list.bib").read_text(encoding="utf-8"), "list.bib")
    assert entry.record.id == once.removeprefix("once-")


@pytest.mark.parametrize("kept", ["{", "7", '["x"]', '[["../x", {"title": "y"}], ["a", 7], null]'])
def test_what_others_left_in_the_storage_does_no_harm(look: Look, kept: str) -> None:
    page = look()
    page.add_init_script(f"localStorage.setItem('broadsheet:/broadsheet/:saved', {json.dumps(kept)})")
    page.goto("reading/")
    page.get_by_text("Nothing is saved yet.").wait_for()


def test_a_browser_that_keeps_nothing_says_so(chromium: Any, address: str) -> None:
    context = chromium.new_context(base_url=address)
    context.add_init_script(REFUSE)
    page = ready(context.new_page(), "papers/")
    page.locator(".lines .save").first.click()
    assert "This browser keeps nothing for this site" in page.locator(SHOWN).text_content()
    assert page.locator(".lines .save").first.get_attribute("aria-pressed") == "false"
    page.keyboard.press("j")
    assert page.locator(SHOWN).count() == 0
    page.goto("reading/")
    page.get_by_text("This browser keeps nothing for this site").wait_for()
    context.close()


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_without_javascript_everything_is_shown_and_nothing_is_offered(look: Look, width: int) -> None:
    page = look(width, java_script_enabled=False)
    for url in ("?code=1", "papers/?code=1", "papers/trimr/", "reading/"):
        page.goto(url)
        assert page.locator(":is(.keep, .narrowing, .filters, [data-keys], [data-list] button):visible").count() == 0
        assert page.get_by_role("contentinfo").get_by_role("link", name="Reading list").is_visible()
    page.locator("noscript").get_by_role("link", name="topics").click()
    assert page.locator("h1").text_content() == "Topics"
    page.goto("?code=1")
    assert page.locator(".story:visible").count() == page.locator(".story").count() > 10


# --- how it stands on the page


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("url", ["", "papers/", "papers/trimr/", "reading/"])
def test_nothing_moves_when_buttons_come(look: Look, url: str, width: int) -> None:
    page = look(width)
    saved(page, 4)
    ready(page, url)
    assert page.evaluate(SHIFT) < 0.005


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core here: npm ci")
@pytest.mark.parametrize(("width", "scheme"), [(PHONE, "dark"), (DESK, "light")])
def test_axe_finds_nothing_once_it_is_used(chromium: Any, families: Families, width: int, scheme: str) -> None:
    axe, found = AXE.read_text(encoding="utf-8"), {}
    with visiting(chromium, families, width, scheme) as visit:
        page = visit.page
        saved(page, 3)
        page.keyboard.press("m")
        open_filters(page).locator("[name=topic]").select_option(index=1)
        found["list"] = faults(page, axe)
        ready(page, "")
        open_filters(page)
        found["issue"] = faults(page, axe)
        page.keyboard.press("Escape")
        page.locator("[data-keys]").click()
        page.get_by_role("dialog").wait_for()
        found["help"] = faults(page, axe)
        visit.open("reading/")
        found["reading"] = faults(page, axe)
        page.get_by_role("button", name="Clear the list").click()
        found["sure"] = faults(page, axe)
        assert page.evaluate("refused") == []
    assert found == {"list": [], "issue": [], "help": [], "reading": [], "sure": []}
    assert visit.faults == []
