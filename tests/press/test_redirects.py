"""Former addresses lead to where a record lives now."""

import pytest

from broadsheet.press.redirects import redirects


@pytest.mark.parametrize(
    ("old", "new", "target"),
    [
        ("papers/old/", "papers/new/", "../../papers/new/"),
        ("authors/a-b/", "authors/ann-bee/", "../../authors/ann-bee/"),
    ],
)
def test_a_page_that_leads_on(old: str, new: str, target: str) -> None:
    ((path, html),) = redirects({old: new}, "https://example.org/digest/")
    assert path == f"{old}index.html"
    assert f'content="0; url={target}"' in html.decode()
    assert f'<link rel="canonical" href="https://example.org/digest/{new}">' in html.decode()


def test_nothing_moved() -> None:
    assert list(redirects({}, "https://example.org/")) == []
