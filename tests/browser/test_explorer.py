"""The explorer in a real browser: what it reads and what not, what it shows, its address, keyboard and downloads."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest
from dataset_server import Served, serving
from measured_rows import measured_rows
from msgspec.structs import replace

from broadsheet.bench.croissant import About
from broadsheet.bench.dataset import dataset_files
from broadsheet.bench.schema import ClaimRow, Row
from broadsheet.bench.tables import gather
from broadsheet.pages.environment import theme_folder
from broadsheet.pages.explorer import has_reader

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not has_reader(theme_folder()), reason="no bundle of hyparquet here: make bundle"),
]

Look = Callable[..., Any]
PAGE = "benchmarks/explorer/"
DATASET = "broadsheet/dataset/"
CONTROLS = """found => found.map(e => ({
  name: (e.labels?.[0] ?? e).textContent.trim(),
  height: e.type === 'radio' ? e.labels[0].getBoundingClientRect().height : e.getBoundingClientRect().height,
}))"""
OVERFLOW = "document.documentElement.scrollWidth - window.innerWidth"


def dataset(rows: list[Row]) -> dict[str, bytes]:
    """The Parquet files and the manifest of measured rows, by the path at which a site has them."""
    made = dataset_files(gather(rows, Row), gather([], ClaimRow), About())
    return {f"{DATASET}{path}": data for path, data in made if path.endswith((".parquet", "manifest.json"))}


@pytest.fixture(scope="module")
def measured() -> dict[str, bytes]:
    """A dataset of 24,000 measured rows: three row groups, four metrics."""
    return dataset(measured_rows(24_000))


@pytest.fixture(scope="module")
def truth(measured: dict[str, bytes]) -> pa.Table:
    """The same rows as pyarrow reads them."""
    return pq.read_table(io.BytesIO(measured[f"{DATASET}rows.parquet"]))


@pytest.fixture
def served(published: Path) -> Iterator[Served]:
    """The site with whatever dataset a test puts in its place."""
    with serving(published.parent) as found:
        yield found


@pytest.fixture
def explore(chromium: Any, served: Served) -> Iterator[Look]:
    """`explore(query)`: the explorer once it has read; at the end nothing may have failed or asked another host."""
    contexts, faults = [], []

    def open_page(query: str = "", width: int = 1280, scheme: str = "light", **options: Any) -> Any:
        viewport = {"width": width, "height": 900}
        base = f"{served.address}broadsheet/"
        context = chromium.new_context(viewport=viewport, color_scheme=scheme, base_url=base, **options)
        contexts.append(context)
        context.set_default_timeout(30_000)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("request", lambda r: None if r.url.startswith((base, "blob:")) else faults.append(r.url))
        page.goto(PAGE + query)
        settled(page)
        return page

    yield open_page
    for context in contexts:
        context.close()
    # The theme's own inline scripts do not run under the policy of one of the tests.
    assert [fault for fault in faults if "favicon.ico" not in fault and "__md_" not in fault] == []


def settled(page: Any) -> None:
    """Wait until the page has read what was asked for, or has said why it could not."""
    page.locator("[data-explorer][aria-busy=false]").wait_for()


def told(page: Any) -> str:
    """What the page says of the selection."""
    found: str = page.locator("[data-told]").inner_text()
    return found


def column(page: Any, name: str) -> list[str]:
    """The texts of a column of the table."""
    heads = [head.split("\n")[0].rstrip("↑↓ ") for head in page.locator("thead th").all_inner_texts()]
    place = next(i for i, head in enumerate(heads) if head.startswith(name))
    found: list[str] = page.locator(f"tbody tr > :nth-child({place + 1})").all_inner_texts()
    return found


def choice(page: Any, name: str) -> Any:
    """The select of this name, as those hear it who do not see it."""
    return page.get_by_role("combobox", name=name, exact=True)


def leaderboard(truth: pa.Table, metric: str, statistic: str) -> pa.Table:
    """The rows of a leaderboard, the least value first."""
    chosen = pc.and_(pc.equal(truth["metric"], metric), pc.equal(truth["statistic"], statistic))
    return truth.filter(chosen).sort_by("value")


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
