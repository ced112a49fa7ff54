"""axe-core finds nothing on a page of every family: light and dark, on a phone and a desk."""

from pathlib import Path
from typing import Any

import pytest
from families import Families
from visiting import lay_out, shown, visiting

from broadsheet.pages.environment import theme_folder

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async rules => {
  const { violations, passes } = await axe.run(document, { runOnly: rules, resultTypes: ['violations'] });
  const found = violations.flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')}`));
  return { found, passed: passes.length };
}"""
PHONE, DESK = 390, 1280
# Shown on the front page of a digest that has no issue yet, and nowhere else.
ELSEWHERE = {"empty"}

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not AXE.is_file(), reason="no axe-core here: npm ci"),
]


def test_every_template_of_a_page_has_its_family(families: Families) -> None:
    templates = {
        path.stem
        for path in theme_folder().joinpath("pages").glob("*.html")
        if '{% extends "pages/page.html" %}' in path.read_text(encoding="utf-8")
    }
    assert len(templates) > 15
    assert {family.split()[1] for family in families.pages if " " in family} == templates - ELSEWHERE


def violations(page: Any, axe: str) -> list[str]:
    """What axe finds on the page that is open: rule and place."""
    lay_out(page)
    page.evaluate(axe)
    result = page.evaluate(RUN, RULES)
    assert result["passed"] > 20
    return list(result["found"])


def test_axe_finds_nothing_on_one_page_of_each_family(chromium: Any, families: Families) -> None:
    """By turns on a phone by night and on a desk by day; the slow test below looks at all of them in every way."""
    axe, pages, found = AXE.read_text(encoding="utf-8"), list(shown(families).values()), {}
    for start, (width, scheme) in enumerate([(PHONE, "dark"), (DESK, "light")]):
        with visiting(chromium, families, width, scheme) as visit:
            found |= {url: faults for url in pages[start::2] if (faults := violations(visit.open(url, "load"), axe))}
    assert found == {}


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing(chromium: Any, families: Families, width: int, scheme: str) -> None:
    """On the pages with most in them and with least."""
    axe, pages = AXE.read_text(encoding="utf-8"), {*shown(families).values(), *shown(families, least=True).values()}
    with visiting(chromium, families, width, scheme) as visit:
        found = {url: faults for url in sorted(pages) if (faults := violations(visit.open(url), axe))}
    assert found == {}


def test_axe_would_find_something(chromium: Any, families: Families) -> None:
    """The tool runs under the pages' policy and is not deaf."""
    with visiting(chromium, families) as visit:
        page = visit.open("about/", "load")
        page.evaluate("document.querySelector('article').insertAdjacentHTML('beforeend', '<img src=\"data:,\">')")
        assert [fault.split(":")[0] for fault in violations(page, AXE.read_text(encoding="utf-8"))] == ["image-alt"]
