"""The explorer in use, in a real browser: filters, address, keyboard, downloads; on a phone, without JavaScript."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pytest
from dataset_server import Served
from exploring import MARKS, PAGE, Look, choice, column, leaderboard, settled, told

pytestmark = MARKS
CONTROLS = """found => found.map(e => ({
  name: (e.labels?.[0] ?? e).textContent.trim(),
  height: e.type === 'radio' ? e.labels[0].getBoundingClientRect().height : e.getBoundingClientRect().height,
}))"""
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


def test_filters_narrow_and_count(explore: Look, served: Served, truth: pa.Table, measured: Any) -> None:
    served.instead = measured
    page = explore("?metric=time-per-output-token")
    rows = leaderboard(truth, "time-per-output-token", "mean")
    choice(page, "Hardware").select_option("=nvidia-l40s-48gb")
    page.wait_for_url("**hardware=nvidia-l40s-48gb**")
    chosen = rows.filter(pc.equal(rows["accelerator"], "nvidia-l40s-48gb"))
    settled(page)
    assert told(page).startswith(f"{chosen.num_rows} of ")
    assert set(column(page, "Hardware")) == {"nvidia-l40s-48gb"}
    choice(page, "Precision").select_option(label=f"not stated ({chosen['weight_format'].null_count})")
    page.wait_for_url("**precision=**")
    assert set(page.locator("[name=precision] option:checked").all_inner_texts()) == {
        f"not stated ({chosen['weight_format'].null_count})"
    }
    assert page.locator("[name=model] option").count() > 2
    page.get_by_role("button", name="Clear all filters").click()
    settled(page)
    assert told(page).startswith(f"{rows.num_rows:,} measured figures")
    assert "?" in page.url and "hardware" not in page.url


def test_the_address_is_the_state(explore: Look, served: Served, measured: Any) -> None:
    served.instead = measured
    page = explore("?metric=time-to-first-token&model=beta-8b&sort=-concurrency&page=2&across=concurrency")
    first = column(page, "Concurrency")
    assert set(column(page, "Model")) == {"beta-8b"}
    assert page.locator("[data-pager] span").inner_text().startswith("51–")
    assert choice(page, "Chart").input_value() == "concurrency"
    choice(page, "Metric").select_option("time-per-output-token")
    page.wait_for_url("**metric=time-per-output-token**")
    settled(page)
    assert set(column(page, "Model")) == {"beta-8b"}
    choice(page, "Statistic").select_option("quantile-0.99")
    page.wait_for_url("**statistic=quantile-0.99**")
    page.go_back()
    page.go_back()
    page.wait_for_url("**page=2**")
    settled(page)
    assert column(page, "Concurrency") == first
    assert choice(page, "Metric").input_value() == "time-to-first-token"


def test_an_address_of_what_is_gone_shows_nothing_and_says_so(explore: Look, served: Served, measured: Any) -> None:
    served.instead = measured
    page = explore("?metric=no-such-metric&model=gone&sort=source&page=99&across=model&foo=bar")
    assert told(page).startswith("0 measured figures")
    assert not page.locator("[data-table]").is_visible()
    choice(page, "Metric").select_option("request-throughput")
    page.wait_for_url("**metric=request-throughput**")
    settled(page)
    assert page.locator("[name=model] option:checked").inner_text() == "gone (0)"
    assert told(page) == "0 of 2,000 measured figures. No figure passes all filters."


def test_the_keyboard_sorts_and_turns_pages_and_keeps_its_place(explore: Look, served: Served, measured: Any) -> None:
    served.instead = measured
    page = explore("?metric=request-throughput")
    page.locator("[data-sort=concurrency]").focus()
    for order in ("descending", "ascending"):
        page.keyboard.press("Enter")
        settled(page)
        assert page.locator("th", has=page.locator("[data-sort=concurrency]")).get_attribute("aria-sort") == order
        assert page.evaluate("document.activeElement.dataset.sort") == "concurrency"
        numbers = [int(text) for text in column(page, "Concurrency")]
        assert numbers == sorted(numbers, reverse=order == "descending")
    page.get_by_role("button", name="Next").focus()
    page.keyboard.press("Space")
    page.wait_for_url("**page=2**")
    settled(page)
    assert page.evaluate("document.activeElement.textContent") == "Next"
    assert page.locator("[data-pager] span").inner_text() == "51–100 of 2,000"
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    settled(page)
    assert page.locator("[data-pager] span").inner_text().startswith("1–50")
    # Nothing before the first page: it says so, and does nothing.
    before = page.url
    page.keyboard.press("Enter")
    assert (page.url, page.evaluate("document.activeElement.ariaDisabled")) == (before, "true")


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_the_selection_is_taken_away_with_its_sources(
    explore: Look, served: Served, truth: pa.Table, measured: Any, kind: str
) -> None:
    served.instead = measured
    page = explore("?metric=time-to-first-token&statistic=median&model=%3Dmodel")
    with page.expect_download() as waiting:
        page.locator(f"[data-save={kind}]").click()
    text = Path(waiting.value.path()).read_text(encoding="utf-8")
    assert waiting.value.suggested_filename == f"measured-time-to-first-token.{kind}"
    rows = leaderboard(truth, "time-to-first-token", "median")
    expected = rows.filter(pc.equal(rows["model"], "=model"))
    found = list(csv.DictReader(io.StringIO(text))) if kind == "csv" else json.loads(text)["rows"]
    assert [row["row_id"] for row in found] == expected["row_id"].to_pylist()
    assert [float(row["value"]) for row in found] == expected["value"].to_pylist()
    assert {row["model"] for row in found} == {"'=model" if kind == "csv" else "=model"}
    for name in ("source_path", "source_sha256", "locator", "unit", "unit_raw"):
        assert [row[name] for row in found] == expected[name].to_pylist()
    missing = "" if kind == "csv" else None
    assert [row["accelerator"] for row in found] == [v or missing for v in expected["accelerator"].to_pylist()]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_it_fits_and_every_control_has_a_name(
    explore: Look, served: Served, measured: Any, width: int, scheme: str
) -> None:
    served.instead = measured
    page = explore("?metric=request-throughput&across=concurrency", width, scheme)
    assert page.evaluate(OVERFLOW) <= 0
    controls = page.locator("[data-explorer] :is(select, input, button):visible").evaluate_all(CONTROLS)
    assert len(controls) > 20
    assert [control for control in controls if not control["name"] or control["height"] < 24] == []
    assert page.locator("tbody th[scope=row]").count() == 50
    assert page.locator("thead th[scope=col]").count() == page.locator("thead th").count() > 8
    image = page.locator(".canvas svg").bounding_box()
    assert image["x"] >= 0 and image["x"] + image["width"] <= width


def test_without_javascript_it_leads_to_tables_and_files(look: Look) -> None:
    page = look(java_script_enabled=False)
    page.goto(PAGE)
    assert page.locator("[data-without]").is_visible()
    assert not page.locator("[data-explorer]").is_visible()
    assert page.get_by_role("link", name="rows.parquet").is_visible()
    page.locator("[data-without]").get_by_role("link", name="Dataset").click()
    assert page.locator("h1").inner_text() == "Dataset"


def test_under_a_strict_policy(explore: Look, served: Served, measured: Any) -> None:
    """Of the theme's own inline scripts the browser then complains; the explorer has none."""
    served.instead = measured
    own = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:"
    served.headers = {"Content-Security-Policy": own}
    page = explore("?metric=request-throughput&across=concurrency")
    assert page.locator("tbody tr td.source a").count() == 50
    assert page.locator(".canvas .point").count() == 2000
