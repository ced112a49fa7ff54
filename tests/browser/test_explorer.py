"""The explorer in a real browser: what it reads and what not, what it shows of it, and how it draws it."""

from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from dataset_server import Served
from exploring import DATASET, MARKS, PAGE, Look, choice, column, dataset, leaderboard, settled, told
from measured_rows import measured_rows
from msgspec.structs import replace

pytestmark = MARKS


def test_reported_figures_while_nothing_is_measured(look: Look, published: Path) -> None:
    """On the server of the other tests, which knows no ranges."""
    claims = pq.read_table(published / "dataset" / "claims.parquet")
    page = look()
    page.goto(PAGE)
    settled(page)
    assert told(page).startswith(f"{claims.num_rows} reported figures. Nothing has been measured yet")
    assert page.locator("[name=table]:checked").input_value() == "claims"
    assert page.locator("tbody tr").count() == min(50, claims.num_rows)
    paper = claims["paper"][0].as_py()
    assert page.locator(f"tbody tr:first-child th a[href='../../papers/{paper}/']").is_visible()
    assert not page.locator("[data-without]").is_visible()


def test_a_leaderboard_reads_only_its_own_part(explore: Look, served: Served, truth: pa.Table, measured: Any) -> None:
    served.instead = measured
    page = explore("?metric=time-to-first-token")
    expected = leaderboard(truth, "time-to-first-token", "mean")
    assert told(page).startswith(
        f"{expected.num_rows:,} measured figures. The lowest is first, but this is no ranking."
    )
    assert column(page, "Value")[:3] == [f"{1000 * v:.4g}" for v in expected["value"].to_pylist()[:3]]
    assert "ms" in page.locator("thead th").nth(1).inner_text()
    assert column(page, "Model")[:50] == expected["model"].to_pylist()[:50]
    files = [(path, status) for path, status, _ in served.sent if path.endswith(".parquet")]
    assert set(files) == {(f"{DATASET}rows.parquet", 206)}
    assert served.bytes_of(".parquet") < len(measured[f"{DATASET}rows.parquet"]) / 4


@pytest.mark.parametrize("answer", [200, 403, 416, 501])
def test_where_ranges_are_refused_the_whole_file_does(
    explore: Look, served: Served, truth: pa.Table, measured: Any, answer: int
) -> None:
    served.instead, served.answer = measured, answer
    page = explore("?metric=request-throughput")
    expected = leaderboard(truth, "request-throughput", "single")
    assert float(column(page, "Value")[0]) == pytest.approx(expected["value"].to_pylist()[-1], rel=1e-3)
    assert served.bytes_of("rows.parquet") == len(measured[f"{DATASET}rows.parquet"])


@pytest.mark.parametrize("answer", [206, 200])
def test_a_cut_file_is_said_to_be_one(explore: Look, served: Served, measured: Any, answer: int) -> None:
    whole = measured[f"{DATASET}rows.parquet"]
    served.instead, served.answer = {**measured, f"{DATASET}rows.parquet": whole[:-1000]}, answer
    page = explore()
    assert "a file of it is damaged" in told(page)
    assert f"{len(whole) - 1000:,} bytes, not the {len(whole):,}" in told(page) or answer == 206
    assert not page.locator("[data-table]").is_visible()
    # Mended meanwhile.
    served.instead = measured
    page.get_by_role("button", name="Try again").click()
    settled(page)
    assert page.locator("tbody tr").count() == 50


def test_another_content_of_the_same_length_is_found_out(explore: Look, served: Served, measured: Any) -> None:
    other = bytearray(measured[f"{DATASET}rows.parquet"])
    other[5000] ^= 1
    served.instead, served.answer = {**measured, f"{DATASET}rows.parquet": bytes(other)}, 200
    page = explore()
    assert "rows.parquet has another content than the manifest says" in told(page)


def test_a_new_edition_behind_an_old_manifest_is_read(explore: Look, served: Served, measured: Any) -> None:
    older = dataset(measured_rows(1000))
    served.instead, served.stale = measured, {f"{DATASET}manifest.json": older[f"{DATASET}manifest.json"]}
    page = explore("?metric=request-throughput")
    assert told(page).startswith("2,000 measured figures")


def test_rows_lead_to_their_sources(explore: Look, served: Served, truth: pa.Table, measured: Any) -> None:
    served.instead = measured
    page = explore("?metric=time-to-first-token")
    expected = leaderboard(truth, "time-to-first-token", "mean")["source_path"].to_pylist()[0]
    link = page.locator("tbody tr:first-child td.source a")
    assert link.get_attribute("href").endswith(f"/blob/main/{expected.replace('=', '%3D')}?plain=1#L1")
    assert page.locator("tbody tr:first-child td.source small").inner_text() == "/mean_ttft_ms"


def test_what_nothing_states_is_said_to_be_missing(explore: Look, served: Served, measured: Any) -> None:
    served.instead = measured
    page = explore("?metric=request-throughput&hardware=")
    assert set(column(page, "Precision")) > {"not stated"}
    assert "0" not in column(page, "Precision")
    # A column that no row in sight states is not there, unless they are sorted by it.
    assert "Hardware" not in page.locator("thead").inner_text()
    page = explore("?metric=request-throughput&hardware=&sort=hardware")
    assert set(column(page, "Hardware")) == {"not stated"}


def test_a_column_of_other_rows_is_not_shown(explore: Look, served: Served) -> None:
    """Rows in sight are those of one page: what only rows of another one state takes no room."""
    rows = [row for row in measured_rows(24_000) if row.metric == "request-throughput"]
    best = sorted(rows, key=lambda row: row.value or 0)[-60:]
    blank = {"weight_format": None, "model": None, "model_raw": None}
    served.instead = dataset([replace(row, **blank, workload="copy") if row in best else row for row in rows])
    page = explore("?metric=request-throughput")
    assert "Precision" not in page.locator("thead").inner_text()
    assert set(column(page, "Workload")) == {"copy"}
    # The workload names the row, and it is the name of each bar.
    assert page.locator("tbody th").first.inner_text() == "copy"
    assert all(label.startswith("copy") for label in page.locator(".canvas .of").all_text_contents())


def test_bars_that_nothing_tells_apart_are_named_by_their_source(explore: Look, served: Served) -> None:
    one = next(row for row in measured_rows(12) if row.metric == "request-throughput")
    rows = [replace(one, row_id=f"{at:024}", value=1.0 + at, locator=f"/runs/{at}") for at in range(3)]
    served.instead = dataset(rows)
    page = explore("?metric=request-throughput")
    name = one.source_path.rpartition("/")[2]
    labels = page.locator(".canvas .of").all_text_contents()
    assert labels == [f"{one.model} · {name} /runs/{at}" for at in (2, 1, 0)]


def test_it_opens_on_the_metric_that_the_page_names(explore: Look, served: Served, measured: Any) -> None:
    text = (served.folder / "broadsheet" / PAGE / "index.html").read_text(encoding="utf-8")
    for metric, chosen in (("output-throughput", "output-throughput"), ("gone", "time-per-output-token")):
        opened = text.replace("data-explorer ", f'data-explorer data-metric="{metric}" ').encode()
        served.instead = {**measured, f"broadsheet/{PAGE}": opened}
        assert choice(explore(), "Metric").input_value() == chosen


def test_points_are_drawn_and_told(explore: Look, served: Served, truth: pa.Table, measured: Any) -> None:
    served.instead = measured
    page = explore("?metric=request-throughput&model=alpha-8b&across=concurrency&apart=precision")
    rows = leaderboard(truth, "request-throughput", "single")
    count = rows.filter(pc.equal(rows["model"], "alpha-8b")).num_rows
    image = page.locator("[data-figure] .canvas svg")
    assert image.locator(".point").count() == count
    # Nothing of the page's other styles lies over the points.
    assert image.locator(".point").first.evaluate("one => getComputedStyle(one).maskImage") == "none"
    assert image.get_attribute("role") == "img"
    assert "Request throughput, single, request/s, against concurrency" in image.get_attribute("aria-label")
    assert page.locator(".key li").count() == 3
    choice(page, "Chart").select_option("none")
    settled(page)
    assert page.locator(".canvas rect").count() == 10


def test_much_is_read_in_part_and_all_on_request(explore: Look, served: Served, measured: Any) -> None:
    served.instead = measured
    page = explore("?metric=all&statistic=all")
    assert "Only the first 10,000 of 24,000 figures" in page.locator("[data-more]").inner_text()
    assert "differ in metric" in told(page)
    page.get_by_role("button", name="Read them all").click()
    settled(page)
    assert told(page).startswith("24,000 measured figures")
    assert not page.locator("[data-more]").is_visible()


def test_numbers_as_people_read_them(explore: Look) -> None:
    page = explore()
    module = "../../assets/broadsheet/explorer/figures.js"
    for expression, expected in {
        "scale('s', [0.002, 0.003, 4])": {"factor": 1e-3, "unit": "ms"},
        "scale('s', [300])": {"factor": 1, "unit": "s"},
        "scale('byte/s', [3.35e12])": {"factor": 1e12, "unit": "TB/s"},
        "scale('byte', [12])": {"factor": 1, "unit": "bytes"},
        "scale('token/s', [12345])": {"factor": 1, "unit": "token/s"},
        "scale('ratio', [0.004])": {"factor": 1, "unit": "ratio"},
        "scale('1', [3])": {"factor": 1, "unit": "count"},
        "scale(null, [3])": {"factor": 1, "unit": ""},
        "number(0)": "0",
        "number(-0.68)": "−0.68",
        "number(16384)": "16,384",
        "number(1234567.8)": "1,234,568",
        "number(123.456)": "123.5",
        "number(0.0000123456)": "1.235 × 10⁻⁵",
    }.items():
        found = page.evaluate(f"import(new URL('{module}', location.href)).then(m => m.{expression})")
        assert found == expected, expression


@pytest.mark.slow
def test_the_first_leaderboard_of_200_000_rows_takes_half_a_megabyte(explore: Look, served: Served) -> None:
    served.instead = dataset(measured_rows(200_000))
    assert sum(len(data) for path, data in served.instead.items() if "/archive/" not in path) > 15_000_000
    page = explore()
    assert "measured figures. The lowest is first, but this is no ranking." in told(page)
    assert page.locator("tbody tr").count() == 50
    data, scripts = served.bytes_of("dataset/"), served.bytes_of("/explorer/") + served.bytes_of("/vendor/")
    requests = sum("dataset/" in path for path, _, _ in served.sent)
    print(f"\n{data:,} bytes of data in {requests} requests, {scripts:,} bytes of scripts and page")
    assert data + scripts <= 500_000
