"""The pages of timed techniques, and what a paper's page shows of them."""

from collections.abc import Callable
from pathlib import Path

import pytest
import test_links
from reading import hrefs, page, section, texts, words
from test_benchmarks import with_figures

from timed_samples import write_timed_runs

CLAIMS = """claims:
  - {metric: decode-speed, comparison: ratio, value: 3, unit: x, baseline: RNN}
"""
PAGE = "benchmarks/techniques/"


@pytest.fixture(scope="module")
def timed_site(site: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus with three runs of one machine and a run of another, built once. Only to be read."""
    return with_figures(site, corpus, tmp_path_factory.mktemp("timed"), write_timed_runs, CLAIMS)


@pytest.mark.parametrize("check", test_links.SOUND)
def test_the_pages_are_as_sound_as_the_others(timed_site: Path, check: Callable[[Path], None]) -> None:
    check(timed_site)


def test_without_such_runs_there_is_neither_page_nor_link(site: Path) -> None:
    assert not (site / PAGE).exists()
    assert not [link for link in hrefs(page(site, "benchmarks/"), "//a") if "techniques" in link]


def test_the_index_leads_there(timed_site: Path) -> None:
    assert "../benchmarks/techniques/" in hrefs(section(page(timed_site, "benchmarks/"), "Elsewhere"), ".//a")


def test_three_runs_of_one_machine(timed_site: Path) -> None:
    found = page(timed_site, f"{PAGE}page/2/")
    assert "With driver 570.1, commit aaaaaaaaaaaa." in words(found.xpath("//p[@class='byline']")[0])
    assert "3 runs: run-1, 2026-01-01; run-2, 2026-01-02; run-3, 2026-01-03" in words(found)
    lines = [texts(line, "th|td") for line in found.xpath("(//section[@class='scene']//table)[last()]//tr[td]")]
    assert lines == [
        ["dense", "5 s", "4 s to 6 s", "25 % with copy bandwidth", "baseline", "—", "40 % with another run"],
        ["thin", "2.5 s", "2 s to 3 s", "25 % with bf16 peak", "2× with baseline", "2× to 2×", "40 % with another run"],
        ["thin", "10 s", "8 s to 12 s", "—", "—", "—", "40 % with another run"],
    ]


def test_another_machine_has_a_page_of_its_own_with_quartiles(timed_site: Path) -> None:
    found = page(timed_site, PAGE)
    assert "driver 580.1" in words(found)
    thin = found.xpath("(//section[@class='scene']//table)[last()]//tr[td]")[1]
    assert texts(thin, "th|td")[1:3] == ["2 s", "1.5 s to 2.5 s"]
    assert texts(thin, "td")[-1] == "—"


def test_every_figure_leads_to_its_row(timed_site: Path) -> None:
    thin = page(timed_site, f"{PAGE}page/2/").xpath("(//section[@class='scene']//table)[last()]//tr[td]")[1]
    median, least, most = thin.xpath("td[position() < 3]/a/@href")
    assert len({median, least, most}) == 3
    run = page(timed_site, PAGE + "page/2/" + median.partition("#")[0])
    [row] = run.xpath("//tr[@id=$id]", id=median.partition("#")[2])
    assert "run-3/thin.json" in words(run)
    assert "2.5 s" in words(row)
    # A share has the row of its ceiling, a speed-up that of its baseline.
    assert [len(cell.xpath(".//a")) for cell in thin.xpath("td")] == [1, 2, 2, 2, 2, 2]


def test_charts_are_told_in_words_and_figures(timed_site: Path) -> None:
    shares, faster = page(timed_site, f"{PAGE}page/2/").xpath("//figure")
    assert texts(shares, ".//svg/title") == ["Share of the ceiling"]
    assert texts(faster, ".//svg/text") == ["thin", "2×"]
    assert [texts(row, "th|td") for row in shares.xpath(".//tbody/tr")] == [
        ["dense", "25 %", "25 %", "25 %"],
        ["thin", "25 %", "25 %", "25 %"],
    ]


def test_the_paper_has_its_techniques_beside_what_it_reports(timed_site: Path) -> None:
    found = section(page(timed_site, "papers/attention/"), "Measured here")
    assert "Where the set-ups differ: Theirs is thick & serves." in words(found)
    # Of one card the newest machine counts.
    assert "../../benchmarks/techniques/#task-thin-products" in hrefs(found, ".//a")
    rows = [texts(row, "th|td") for row in found.xpath(".//figure[1]//tbody/tr")]
    assert rows[0] == ["thin Thin <products>", "2×", "1.2×", "3.333×"]
    assert rows[1][:2] == ["Reported: against RNN", "3×"]
    assert found.xpath("count(.//figure[1]//rect[@class='hollow'])") == 1
