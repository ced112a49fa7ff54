"""What the templates of the benchmark pages may see."""

from .views import Chip, Page, Pager, View


class Link(View, frozen=True):
    """A name with an address, empty where there is nothing to lead to, and a few words on it."""

    name: str
    url: str = ""
    note: str = ""


class TaskLines(View, frozen=True):
    """A task on the index with its leaderboards, and with its metrics of which neither direction is better."""

    task: Link
    boards: tuple[Link, ...]
    unranked: tuple[Link, ...]


class BenchmarksView(Page, frozen=True):
    """The index of everything measured; counts are of rows, raw files and leaderboards."""

    row_count: int
    run_count: int
    board_count: int
    claim_count: int
    claim_paper_count: int
    tasks: tuple[TaskLines, ...]
    newest: tuple[Link, ...]
    techniques: Link


class Drawing(View, frozen=True):
    """A chart with the table of its figures: rows of cells, of which those in `links` have an address."""

    title: str
    about: str
    svg_html: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Link, ...], ...]


class TaskView(Page, frozen=True):
    """A task: its leaderboards, its unranked metrics, and what shows two metrics together."""

    task: str
    is_tool: bool
    boards: tuple[Link, ...]
    unranked: tuple[Link, ...]
    drawings: tuple[Drawing, ...]
    pager: Pager


class LineView(View, frozen=True):
    """A line of a leaderboard. `cells` go with the table's columns; an empty text is what nothing states."""

    rank: str
    figure: str
    url: str
    statistic: str
    status: str
    spread: str
    samples: str
    cells: tuple[str, ...]


class TableView(View, frozen=True):
    """Lines of one setting, which `name` tells in full and `caption` beyond the heading above.

    `columns` name the cells; `first` is False where a table goes on from another page.
    """

    caption: str
    name: str
    columns: tuple[str, ...]
    has_ranks: bool
    has_spread: bool
    has_samples: bool
    first: bool
    lines: tuple[LineView, ...]
    drawings: tuple[Drawing, ...] = ()


class SceneView(View, frozen=True):
    """Tables of one scene under its heading, and what they show together."""

    heading: str
    tables: tuple[TableView, ...]
    drawings: tuple[Drawing, ...] = ()


class LeaderboardView(Page, frozen=True):
    """A leaderboard, or a further page of it."""

    task: Link
    metric: str
    description: str
    direction: str
    line_count: int
    table_count: int
    scenes: tuple[SceneView, ...]
    others: tuple[Chip, ...]
    pager: Pager


class FactLine(View, frozen=True):
    """A column of rows with its value and who filled it: file, path or sidecar."""

    name: str
    value: str
    origin: str


class RowLine(View, frozen=True):
    """One row of the dataset in full: `exact` is the value in its canonical unit, `how` the way there in words."""

    id: str
    metric: Link
    statistic: str
    figure: str
    exact: str
    written: str
    how: str
    samples: str
    place: Link


class RowGroup(View, frozen=True):
    """Rows of one configuration; `caption` says what sets it apart from the file's others."""

    caption: str
    status: str
    has_samples: bool
    rows: tuple[RowLine, ...]


class RunView(Page, frozen=True):
    """The page of one raw file, or a further one."""

    path: str
    file_url: str
    sha256: str
    sidecar: Link
    sidecar_sha256: str
    licence: str
    paper: Chip | None
    row_count: int
    facts: tuple[FactLine, ...]
    groups: tuple[RowGroup, ...]
    pager: Pager


class MeasuredLine(View, frozen=True):
    """A measured figure on a paper's page."""

    figure: str
    url: str
    statistic: str
    status: str
    spread: str
    configuration: str
    setting: str


class ReportedLine(View, frozen=True):
    """A reported figure of the same metric, with its set-up in words."""

    figure: str
    setting: str


class Measured(View, frozen=True):
    """One metric on a paper's page: measured beside reported. `left_out` counts measured lines that are not shown."""

    metric: Link
    lines: tuple[MeasuredLine, ...]
    reported: tuple[ReportedLine, ...]
    left_out: int
    drawings: tuple[Drawing, ...]


class TechniquePart(View, frozen=True):
    """What one card did of a paper's techniques: a chart, links to all that was timed, how the set-ups differ."""

    hardware: str
    drawings: tuple[Drawing, ...]
    techniques: tuple[Link, ...]
    differs: tuple[str, ...]


class MeasuredView(View, frozen=True):
    """All that was measured of a paper's work: the metrics that are shown, and links for the others."""

    techniques: tuple[TechniquePart, ...]
    parts: tuple[Measured, ...]
    others: tuple[Link, ...]


BenchmarkPage = BenchmarksView | TaskView | LeaderboardView | RunView
