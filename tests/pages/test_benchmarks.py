"""What the pages under /benchmarks/ say, and what was measured on a paper's page."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import msgspec
import pytest
import test_links
from lxml import html
from reading import hrefs, page, section, texts, words

from broadsheet.bench.leaderboards import Line
from broadsheet.bench.names import Names, read_names
from broadsheet.bench.runs import read_runs
from broadsheet.bench.schema import ClaimRow
from broadsheet.bench.settings import Configuration
from broadsheet.build import build
from broadsheet.pages.benchmarks import make_benchmarks
from broadsheet.pages.figures import scale_of
from broadsheet.pages.leaderboards import MOST_LINES, MOST_TABLES, leaderboard_pages, opening_metric
from broadsheet.pages.measured import agrees
from broadsheet.pages.runs import ROWS_A_PAGE, by_source, run_pages, said_once
from measured_samples import llama, pytest_benchmark, write_runs

REPOSITORY = Path(__file__).resolve().parents[2]
BOARD = "benchmarks/chat/output-throughput/"
CLAIMS = """claims:
  - {metric: output-throughput, comparison: level, value: 1000, unit: token/s, conditions: 16 <users>}
  - {metric: output-throughput, comparison: ratio, value: 3, unit: x, baseline: RNN}
"""


def give_names(root: Path) -> None:
    for name in ("metrics.yml", "hardware.yml"):
        (root / "site_config" / name).write_bytes((REPOSITORY / "site_config" / name).read_bytes())


def with_figures(site: Path, corpus: Path, folder: Path, write: Callable[[Path, str], None], claims: str) -> Path:
    """The site of the small corpus with runs that `write` puts there for a paper, and `claims` of it, in `folder`."""
    root = shutil.copytree(corpus, folder / "project")
    shutil.copytree(site.parent / "corpus" / ".cache", root / ".cache", dirs_exist_ok=True)
    give_names(root)
    write(root, "attention")
    paper = root / "content" / "papers" / "attention.yml"
    paper.write_text(paper.read_text(encoding="utf-8").replace("claims:\n", claims), encoding="utf-8")
    build(root, folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def measured_site(site: Path, corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small corpus with runs, built once. Only to be read."""
    return with_figures(site, corpus, tmp_path_factory.mktemp("measured"), write_runs, CLAIMS)


@pytest.mark.parametrize("check", test_links.SOUND)
def test_pages_with_figures_are_as_sound_as_the_others(measured_site: Path, check: Callable[[Path], None]) -> None:
    check(measured_site)


def rows_of(table: Any) -> list[list[str]]:
    return [texts(line, "th|td") for line in table.xpath(".//tbody/tr")]


def test_without_runs_the_index_says_so(site: Path) -> None:
    found = page(site, "benchmarks/")
    assert "Nothing has been measured yet." in words(found)
    assert hrefs(section(found, "Reported by the authors"), ".//a") == ["../dataset/"]
    assert not (site / "benchmarks" / "runs").exists()


def test_the_index_counts_and_leads_on(measured_site: Path) -> None:
    found = page(measured_site, "benchmarks/")
    assert "9 raw files" in words(found.xpath("//header[@class='head']")[0])
    assert texts(found, "//h3") == ["chat 56 lines", "llama-bench 8 lines", "pytest-benchmark 2 lines"]
    assert "Output throughput 7 lines, 4 settings" in texts(found, "//ul[@class='boards']/li")
    assert texts(found, "//details/summary")[0].endswith(("unranked metric", "unranked metrics"))
    assert "Completed requests 7 lines, 4 settings" in texts(found, "//details/ul/li")
    newest = texts(section(found, "Newest runs"), ".//li")
    assert newest[0].startswith("chat-fp16/c1.json tiny-7b, vLLM bench serve, NVIDIA L40S, 11 figures, 2026-03-01")
    assert newest[-1].startswith("unit/0001_x.json")


def test_every_setting_has_a_table_of_its_own(measured_site: Path) -> None:
    found = page(measured_site, BOARD)
    assert "Higher is better." in words(found)
    assert texts(found, "//section[@class='scene']/h2") == ["1 × NVIDIA L40S · 1,024 tokens in, 128 tokens out"]
    assert texts(found, "//table[@class='board']/caption") == [
        f"{load} in flight at most, all requests sent at once."
        for load in ("1 request", "4 requests", "16 requests", "64 requests")
    ]
    tables = found.xpath("//table[@class='board']")
    # Where a reader hears of a table alone, it says all of its setting.
    assert found.xpath("//div[@class='scroll']/@aria-label")[0].startswith("1 × NVIDIA L40S. 1,024 tokens in")
    assert texts(tables[0], ".//thead/tr/th") == ["Rank", "Model", "Output throughput", "Precision", "Engine"]
    assert rows_of(tables[2]) == [
        ["1", "tiny-7b", "1,250 token/s single run", "int8 weights", "vllm 0.11.0"],
        ["2", "tiny-7b", "800 token/s single run", "fp16 weights", "vllm 0.11.0"],
    ]


def test_a_partial_run_is_marked_and_does_not_compete(measured_site: Path) -> None:
    partial = page(measured_site, BOARD).xpath("//table[@class='board']")[3]
    assert rows_of(partial)[0][:2] == ["tiny-7b", "900 token/s single run, partial run"]


def test_spread_and_what_differs(measured_site: Path) -> None:
    found = page(measured_site, "benchmarks/llama-bench/token-throughput/")
    [table] = found.xpath("//table[@class='board']")
    assert texts(table, ".//thead/tr/th")[3:5] == ["Spread", "Samples"]
    assert [line[2:5] for line in rows_of(table)] == [
        ["120.1 token/s mean", "± 1.5 token/s (standard deviation)", "5"],
        ["77.25 token/s mean", "± 1.5 token/s (standard deviation)", "5"],
        ["41.5 token/s mean", "± 1.5 token/s (standard deviation)", "5"],
        ["40 token/s mean", "one sample", "1"],
    ]
    assert rows_of(table)[3][-1] == "model filename /models/tiny-F16.gguf; tool version def5678 (6865)"
    tpot = page(measured_site, "benchmarks/chat/time-per-output-token/").xpath("//table[@class='board']")[0]
    assert rows_of(tpot)[0][2:4] == ["7 ms median", "± 0.7 ms (standard deviation); p99 14 ms"]


def test_what_nothing_states_is_a_dash_with_a_word(measured_site: Path) -> None:
    run = page(measured_site, "benchmarks/pytest-benchmark/execution-time/")
    assert "Some CPU" in texts(run, "//section[@class='scene']/h2")[0]
    gaps = page(measured_site, next_run(measured_site, "chat-int8-c4-json-")).xpath("//td/abbr")
    assert {(gap.text, gap.get("title")) for gap in gaps} == {("—", "not stated")}


def next_run(site: Path, start: str) -> str:
    [found] = (site / "benchmarks" / "runs").glob(f"{start}*")
    return f"benchmarks/runs/{found.name}/"


def test_every_figure_leads_to_its_row(measured_site: Path) -> None:
    link = page(measured_site, BOARD).xpath("//table[@class='board']//td/a")[0]
    target, _, anchor = link.get("href").partition("#")
    run = html.fromstring((measured_site / BOARD / target / "index.html").resolve().read_bytes())
    [row] = run.xpath("//tr[@id=$id]", id=anchor)
    assert texts(row, "th|td") == [
        "Output throughput output_throughput",
        "140 token/s",
        "single run",
        "140.0 unit fixed by the tool, kept as written",
        "—",
        "/output_throughput",
    ]


def test_a_raw_file_and_who_filled_what(measured_site: Path) -> None:
    found = page(measured_site, next_run(measured_site, "chat-int8-c4-json-"))
    assert texts(found, "//h1") == ["content/runs/chat-int8/c4.json"]
    repository = "https://github.com/example/small/blob/main/content/runs/chat-int8/"
    assert hrefs(section(found, "File"), ".//a") == [repository + "c4.json", repository + "run.yml"]
    sha = "".join(texts(section(found, "File"), ".//code")[:1])
    assert len(sha) == 64
    facts = section(found, "Holds for every row")
    told = dict(zip(texts(facts, ".//dt"), texts(facts, ".//dd"), strict=True))
    assert told["weight_format"] == "int8 sidecar"
    assert told["concurrency"] == "4 file"
    assert told["accelerator"] == "nvidia-l40s normalised from accelerator_raw"
    assert told["num_prompts"] == "100 params"
    [tpot] = [line for line in rows_of(section(found, "Figures")) if line[0].endswith("median_tpot_ms")]
    assert tpot == [
        "Time per output token median_tpot_ms",
        "8 ms 0.008 s",
        "median",
        "8.0 ms unit in the file, × 0.001",
        "—",
        "/median_tpot_ms",
    ]


def test_a_file_of_many_configurations_and_its_lines(measured_site: Path) -> None:
    found = page(measured_site, next_run(measured_site, "llama-bench-jsonl-"))
    captions = texts(found, "//table//th[@scope='rowgroup']")
    assert len(captions) == 4
    assert captions[1].startswith("model raw llama 7B Q8_0; weight format Q8_0;")
    assert hrefs(found, "//td/code/a")[-1].endswith("content/runs/llama/bench.jsonl?plain=1#L4")
    assert texts(found, "//td/code/a")[-1].startswith("4#/")


def test_a_long_text_that_several_settings_share_is_said_once() -> None:
    told = [("method", "compiled (2.9.1+cu130)"), ("batch", "8"), ("tool version", "2.9.1+cu130"), ("concurrency", "8")]
    assert list(said_once([*told, ("engine version", "2.9.1+cu130")])) == [
        "method compiled (2.9.1+cu130)",
        "batch 8",
        "tool version, engine version 2.9.1+cu130",
        "concurrency 8",
    ]


def test_the_explorer_opens_on_the_leaderboard_with_most_models(tmp_path: Path) -> None:
    found, names = many(tmp_path, 2)
    [speed] = [board for board in found.boards if board.metric == "token-throughput"]
    assert speed.models == 1
    replace = msgspec.structs.replace
    boards = [
        replace(speed, metric="execution-time", models=1, lines=900),
        replace(speed, metric="output-throughput", models=3),
        replace(speed, metric="calls", models=9),
    ]
    assert opening_metric(boards, names) == "output-throughput"
    assert opening_metric(boards[2:], names) == ""


def test_charts_with_their_tables(measured_site: Path) -> None:
    board = page(measured_site, BOARD)
    names = texts(board, "//figure/figcaption")
    assert names == ["Output throughput by number format: tiny-7b"] * 3 + [
        "Output throughput by requests in flight at most"
    ]
    for figure in board.xpath("//figure"):
        assert texts(figure, ".//*[local-name()='svg'][@role='img']/*[local-name()='title']")
        assert len(figure.xpath(".//tbody/tr")) >= 2
        assert all("#" in href for href in hrefs(figure, ".//td/a"))
    [front] = page(measured_site, "benchmarks/chat/").xpath("//figure")
    assert [(line[2], line[3], line[4]) for line in rows_of(front)][:2] == [
        ("1,250 token/s single run", "12.5 ms median", "yes"),
        ("800 token/s single run", "20 ms median", "no"),
    ]


def test_measured_beside_reported(measured_site: Path) -> None:
    found = page(measured_site, "papers/attention/")
    beside = section(found, "Measured here")
    rows = rows_of(beside.xpath(".//table")[0])
    assert [line[0] for line in rows] == ["Measured"] * 7 + ["Reported"] * 2
    assert rows[-2] == ["Reported", "1,000 token/s", "—", "16 <users>"]
    assert rows[0][3].startswith("tiny-7b, int8 weights, vllm 0.11.0. 1 × NVIDIA L40S. 1,024 tokens in")
    [figure] = beside.xpath(".//figure")
    # The ratio to a baseline is no throughput, and a partial run no fair figure: neither is in the chart.
    assert [line[0] for line in rows_of(figure)] == ["measured"] * 6 + ["reported"]
    assert "Completed requests 7 lines" in texts(beside, ".//ul[@class='boards']/li")
    assert "Measured here" not in texts(page(measured_site, "papers/adam/"), "//h2")


@pytest.mark.parametrize(
    ("metric", "comparison", "unit", "value", "agree"),
    [
        ("accuracy", "level", "ratio", 0.5, True),
        ("accuracy", "ratio", "ratio", 1.5, False),
        ("accuracy", "change", "ratio", 0.1, False),
        ("prefill-speedup", "ratio", "ratio", 1.5, True),
        ("output-throughput", "level", "request/s", 1.0, False),
        ("accuracy", "level", "ratio", None, False),
    ],
)
def test_what_can_stand_side_by_side(metric: str, comparison: str, unit: str, value: float | None, agree: bool) -> None:
    columns: dict[str, Any] = {"metric": metric, "comparison": comparison, "unit": unit, "value": value}
    columns |= {"row_id": "1", "run_id": "1", "reported": True, "metric_raw": metric, "statistic": "single"}
    claim = ClaimRow(source_path="/papers/x/", source_sha256="0", locator="/claims/0", **columns)
    assert agrees(claim, "ratio") is agree


@pytest.mark.parametrize(
    ("value", "unit", "metric", "text"),
    [
        (0.3907485, "s", "", "390.7 ms"),
        (0.0000012, "s", "", "1.2 µs"),
        (7200.0, "s", "", "7,200 s"),
        (0.0, "s", "", "0 s"),
        (3.08e9, "byte/s", "", "3.08 GB/s"),
        (5.0, "byte", "", "5 bytes"),
        (80672194560.0, "byte", "", "80.67 GB"),
        (1.5e14, "FLOP/s", "", "150 TFLOP/s"),
        (0.54863, "ratio", "accuracy", "54.86 %"),
        (1.4, "ratio", "prefill-speedup", "1.4×"),
        (12345.678, "token/s", "", "12,346 token/s"),
        (0.01234, "request/s", "", "0.0123 request/s"),
        (100.0, "1", "", "100"),
        (-0.25, "ratio", "difference", "−25 %"),
    ],
)
def test_readable_units(value: float, unit: str, metric: str, text: str) -> None:
    assert scale_of(value, unit, metric).figure(value) == text


def many(root: Path, count: int, alike: int = 2) -> tuple[Any, Names]:
    """Benchmarks of one file with so many configurations, `alike` of them in each setting."""
    folder = root / "content" / "runs" / "many"
    folder.mkdir(parents=True)
    lines = [llama("F16", 10.0 + at).replace('"n_depth": 0', f'"n_depth": {at // alike}') for at in range(count)]
    (folder / "all.jsonl").write_text("\n".join(lines), encoding="utf-8")
    (root / "site_config").mkdir()
    give_names(root)
    names, _ = read_names(root / "site_config", root)
    return make_benchmarks(read_runs(root / "content" / "runs", root)[0], names), names


def test_long_boards_and_long_files_go_on(tmp_path: Path) -> None:
    found, names = many(tmp_path, 2 * MOST_TABLES + 2)
    [speed] = [board for board in found.boards if board.metric == "token-throughput"]
    assert (speed.lines, speed.tables, speed.pages) == (2 * MOST_TABLES + 2, MOST_TABLES + 1, 2)
    jobs = {job.url: job.view for job in leaderboard_pages(found.lines, found.boards, names)}
    base = "benchmarks/llama-bench/token-throughput/"
    assert [len(jobs[url].scenes[0].tables) for url in (base, f"{base}page/2/")] == [MOST_TABLES, 1]
    assert jobs[base].scenes[0].drawings == ()
    # What a scene shows as a whole follows its last table.
    [drawing] = jobs[f"{base}page/2/"].scenes[0].drawings
    assert (drawing.title, len(drawing.rows)) == ("Token throughput by tokens in the cache before", speed.lines)


def test_settings_with_a_single_line_each_share_a_table_without_ranks(tmp_path: Path) -> None:
    found, names = many(tmp_path, 2 * MOST_LINES, alike=1)
    jobs = {job.url: job.view for job in leaderboard_pages(found.lines, found.boards, names)}
    view = jobs["benchmarks/llama-bench/token-throughput/"]
    [scene] = view.scenes  # type: ignore[union-attr]
    [table] = scene.tables
    assert (len(table.lines), table.columns[0], table.has_ranks) == (MOST_LINES, "Setting", False)
    assert {line.rank for line in table.lines} == {""}
    assert table.lines[1].cells[0] == "1 token in the cache before"
    assert view.pager.count == 2  # type: ignore[union-attr]


def test_runs_of_which_nothing_is_stated_are_named_but_not_ranked(tmp_path: Path) -> None:
    found, names = many(tmp_path, 1)
    [line] = [line for line in found.lines if line.figure.metric == "token-throughput"]
    bare = msgspec.structs.replace(line.figure, configuration=Configuration())
    boards = [board for board in found.boards if board.metric == "token-throughput"]
    [job] = leaderboard_pages([Line(bare, 1)] * 3, boards, names)  # type: ignore[arg-type]
    [table] = job.view.scenes[0].tables  # type: ignore[union-attr]
    assert [(line.rank, line.cells) for line in table.lines] == [("", ("all.jsonl, run 1",))] * 3


def test_what_tells_lines_of_one_configuration_apart_is_named_first(tmp_path: Path) -> None:
    found, names = many(tmp_path, 1)
    [line] = [line for line in found.lines if line.figure.metric == "token-throughput"]
    boards = [board for board in found.boards if board.metric == "token-throughput"]

    def made(model: str, **rest: str) -> Line:
        of = msgspec.structs.replace(line.figure.configuration, model=model)
        return Line(msgspec.structs.replace(line.figure, configuration=of, rest=json.dumps(rest)), 1)

    lines = [made("a", file="a", mmap="on"), made("b", file="b", mmap="on"), made("a", file="a", mmap="off", note="x")]
    [job] = leaderboard_pages(lines, boards, names)  # type: ignore[arg-type]
    [table] = job.view.scenes[0].tables  # type: ignore[union-attr]
    assert [told.cells[-1] for told in table.lines] == [
        "mmap on; file a",
        "mmap on; file b",
        "mmap off; file a; note x",
    ]


def test_lines_that_nothing_stated_tells_apart_have_their_files(tmp_path: Path) -> None:
    found, names = many(tmp_path, 1)
    [line] = [line for line in found.lines if line.figure.metric == "token-throughput"]
    boards = [board for board in found.boards if board.metric == "token-throughput"]
    again = Line(msgspec.structs.replace(line.figure, source="again.jsonl"), 1)
    [job] = leaderboard_pages([line, again], boards, names)  # type: ignore[arg-type]
    [table] = job.view.scenes[0].tables  # type: ignore[union-attr]
    assert table.columns[-1] == "Run"
    assert [told.cells[-1] for told in table.lines] == ["all.jsonl, run 1", "again.jsonl, run 1"]


def test_a_long_table_goes_on(tmp_path: Path) -> None:
    found, names = many(tmp_path, 1)
    [line] = [line for line in found.lines if line.figure.metric == "token-throughput"]
    lines = [line] * (MOST_LINES + 5)
    boards = [board for board in found.boards if board.metric == "token-throughput"]
    first, second = leaderboard_pages(lines, boards, names)  # type: ignore[arg-type]
    tables = [job.view.scenes[0].tables[0] for job in (first, second)]  # type: ignore[union-attr]
    assert [(len(table.lines), table.first) for table in tables] == [(MOST_LINES, True), (5, False)]
    assert tables[1].lines[0].rank == str(MOST_LINES + 1)


def test_rows_are_on_the_page_that_figures_lead_to(tmp_path: Path) -> None:
    found, names = many(tmp_path, ROWS_A_PAGE // 2)
    site = SimpleNamespace(config=SimpleNamespace(source_url=lambda path, line: ""), catalog=SimpleNamespace(papers={}))
    ids = {
        job.url: {row.id for group in job.view.groups for row in group.rows}
        for job in run_pages(site, found.rows, found.runs, names)  # type: ignore[arg-type]
    }
    assert [len(held) for held in ids.values()] == [ROWS_A_PAGE, len(found.rows) - ROWS_A_PAGE]
    for line in found.lines:
        url, _, anchor = line.figure.place.partition("#")
        assert anchor in ids[url]


def test_what_no_printer_prints_does_not_reach_a_page(tmp_path: Path) -> None:
    """U+E000 and U+E001 mean something to pages: a tool's file must not put them there."""
    folder = tmp_path / "content" / "runs" / "odd"
    folder.mkdir(parents=True)
    odd = pytest_benchmark().replace(
        '"group": null', '"group": "a\\ue000b\\u001b[1m", "extra_info": {"k\\ue001": "v\\ue000"}'
    )
    (folder / "x.json").write_text(odd, encoding="utf-8")
    found = make_benchmarks(read_runs(tmp_path / "content" / "runs", tmp_path)[0], Names())
    site = SimpleNamespace(config=SimpleNamespace(source_url=lambda path, line: ""), catalog=SimpleNamespace(papers={}))
    [job] = run_pages(site, found.rows, found.runs, Names())  # type: ignore[arg-type]
    facts = {fact.name: fact.value for fact in job.view.facts}  # type: ignore[union-attr]
    assert (facts["group"], facts["extra_info.k\ufffd"]) == ("a\ufffdb\ufffd[1m", "v\ufffd")


def test_places_come_in_the_order_of_the_file(tmp_path: Path) -> None:
    found, _ = many(tmp_path, 12)
    lines = [int(row.locator.partition("#")[0]) for row in found.rows]
    assert lines == sorted(lines)
    assert lines[-1] == 12
    assert list(found.rows) == sorted(found.rows, key=by_source)
