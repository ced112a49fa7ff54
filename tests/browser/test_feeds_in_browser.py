"""A feed that somebody opens in a browser can be read, and says what it is."""

from typing import Any

import pytest

pytestmark = pytest.mark.browser


@pytest.fixture
def opened(chromium: Any, address: str, request: pytest.FixtureRequest) -> Any:
    page = chromium.new_page()
    page.goto(f"{address}{request.param}", wait_until="load")
    yield page
    page.close()


@pytest.mark.parametrize("opened", ["feed.atom.xml", "feed.rss.xml", "feeds/kinds/with-code.atom.xml"], indirect=True)
def test_it_has_its_styles(opened: Any) -> None:
    words = opened.evaluate("getComputedStyle(document.documentElement, '::before').content")
    assert "This is a feed" in words
    shown = opened.evaluate(
        "[...document.querySelectorAll('entry > title, item > title')].map(e => e.getBoundingClientRect().height)"
    )
    assert len(shown) > 3
    assert min(shown) > 0
    assert opened.evaluate("document.querySelector('id, guid').getBoundingClientRect().height") == 0
    width = opened.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width[0] <= width[1]


@pytest.mark.parametrize("opened", ["feed.atom.xml"], indirect=True)
def test_links_in_its_content_work(opened: Any) -> None:
    links = opened.evaluate("[...document.querySelectorAll('content a')].map(e => e.href)")
    assert links
    assert all(link.startswith("http") for link in links)
