"""The explorer's page as HTML: with the reader of Parquet files in the theme, and without."""

import json
from pathlib import Path

import pytest
from lxml import html

from broadsheet.bench.names import Accelerator, Metric, Names
from broadsheet.executors import InProcess
from broadsheet.pages.environment import theme_folder
from broadsheet.pages.explorer import explorer_page, has_reader
from broadsheet.pages.jobs import render
from broadsheet.pages.site import Site, make_site
from broadsheet.pages.views import ExplorerView
from broadsheet.project import inspect
from broadsheet.stopwatch import Stopwatch

SIZES = {"rows.parquet": 40_000, "claims.csv": 900, "SHA256SUMS": 12}


@pytest.fixture(scope="module")
def small(corpus: Path) -> Site:
    project = inspect(corpus, InProcess(), Stopwatch(lambda: 0.0))
    return make_site(project.config, project.catalog, "2026-05-14")


def page(site: Site, reader: bool) -> tuple[html.HtmlElement, str]:
    [made] = render(list(explorer_page(site, SIZES, 200_004, 12, reader, Names())), theme_folder())
    return html.fromstring(made.content), made.head.decode()


def test_with_the_reader_there_are_controls_and_a_way_without_javascript(small: Site) -> None:
    found, head = page(small, True)
    assert 'src="../../assets/broadsheet/explorer/explorer.js"' in head
    [explorer] = found.xpath("//*[@data-explorer]")
    assert explorer.get("data-dataset") == "../../dataset/"
    # Shown by the script alone; what stands for it is hidden by it.
    assert explorer.get("hidden") is not None
    assert [place.get("hidden") for place in found.xpath("//*[@data-without]")] == [None]
    assert "200,004" in explorer.text_content()
    assert not found.xpath("//script[not(@type='application/json')]")


def test_without_the_reader_it_says_what_is_missing(small: Site) -> None:
    found, head = page(small, False)
    assert "script" not in head
    assert not found.xpath("//script | //form | //*[@data-explorer]")
    text = " ".join(found.text_content().split())
    assert "The explorer is missing from this edition." in text
    assert "npm ci && npm run bundle" in text


@pytest.mark.parametrize("reader", [True, False])
def test_the_files_are_there_either_way(small: Site, reader: bool) -> None:
    found, _ = page(small, reader)
    links = found.xpath("//ul[@class='lines']//a/@href")
    assert links == ["../../benchmarks/", "../../dataset/", "../../dataset/rows.parquet", "../../dataset/claims.csv"]


def test_titles_of_papers_with_figures_are_safe_in_a_script(small: Site) -> None:
    [job] = explorer_page(small, SIZES, 0, 12, True, Names())
    assert isinstance(job.view, ExplorerView)
    titles = json.loads(job.view.titles_json)["paper"]
    assert titles == {paper.id: titles[paper.id] for paper in small.catalog.papers.values() if paper.claims}
    assert titles
    assert "<" not in job.view.titles_json


def test_devices_and_metrics_have_their_names(small: Site) -> None:
    devices = [Accelerator("nvidia-l40s", "NVIDIA L40S"), Accelerator("amd-mi300x", "AMD Instinct MI300X")]
    ttft = Metric("time-to-first-token", "Time to first token", "s")
    names = Names({"ttft": ttft, "timetofirsttoken": ttft}, {device.id: device for device in devices})
    [job] = explorer_page(small, SIZES, 0, 12, True, names)
    assert isinstance(job.view, ExplorerView)
    assert json.loads(job.view.titles_json)["hardware"] == {
        "amd-mi300x": "AMD Instinct MI300X",
        "nvidia-l40s": "NVIDIA L40S",
    }
    assert json.loads(job.view.titles_json)["metric"] == {"time-to-first-token": "Time to first token"}


def test_the_reader_is_looked_for_in_the_theme(tmp_path: Path) -> None:
    assert not has_reader(tmp_path)
    (tmp_path / "assets" / "vendor").mkdir(parents=True)
    (tmp_path / "assets" / "vendor" / "hyparquet.js").touch()
    assert has_reader(tmp_path)
