"""The pipeline, from a project folder to a site: reads as the table of contents of the package."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from msgspec import Struct

from .bench.claims import claim_rows
from .bench.dataset import dataset
from .bench.runs import read_runs
from .bench.schema import Row
from .catalog.catalog import Catalog, build_catalog
from .config import Config, load_config
from .executors import executor, ordered
from .model import Problem
from .pages.cards import make_card
from .pages.dataset import dataset_page
from .pages.digests import archive_page, issue_pages, period_pages
from .pages.environment import theme_folder
from .pages.jobs import Job, batches, render, render_cards
from .pages.organizations import organization_list, organization_pages
from .pages.papers import paper_lists, paper_pages
from .pages.people import people_lists, person_pages
from .pages.site import Fragments, Landscape, Site, make_site
from .pages.topics import topic_list, topic_pages
from .pages.views import Card
from .press.shells import Shells, render_shells, reserved
from .press.sitemap import sitemaps
from .press.splice import splice
from .press.writer import Edition, edition
from .sources.content import read_content
from .subscribe.atom import atom_entry, feeds, render_entries

BATCH = 200


class ContentError(Exception):
    """The content has errors; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the content")
        self.problems = problems


class Project(Struct, frozen=True):
    """Everything that contributors wrote, read and checked; `problems` sorted, errors and warnings."""

    config: Config
    catalog: Catalog
    rows: list[Row]
    problems: list[Problem]


class Report(Struct, frozen=True):
    """What a build did. `timings` maps a stage to its seconds."""

    out: Path
    pages: int
    files: int
    written: int
    kept: int
    bytes: int
    warnings: list[Problem]
    timings: dict[str, float]


class Stopwatch:
    """Seconds by stage, in the order in which stages begin."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self.clock = clock
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to a stage."""
        start = self.clock()
        try:
            yield
        finally:
            self.seconds[name] = round(self.seconds.get(name, 0.0) + self.clock() - start, 4)


def inspect(root: Path, pool: Executor, watch: Stopwatch, url: str | None = None) -> Project:
    """Read and check a project; what `check` does and `build` begins with."""
    config, problems = load_config(root, url)
    with watch.stage("read"):
        content, more = read_content(root, pool)
    problems += more
    with watch.stage("catalog"):
        catalog, more = build_catalog(content, root)
    problems += more
    with watch.stage("runs"):
        rows, more = read_runs(root / "content" / "runs", root)
    return Project(config, catalog, rows, sorted({*problems, *more, *reserved(root)}))


def build(
    root: Path,
    out: Path,
    *,
    engine: str = "mkdocs",
    jobs: int = 1,
    scheduler: str | None = None,
    url: str | None = None,
    date: str | None = None,
    clock: Callable[[], float] = time.perf_counter,
) -> Report:
    """Build the site of the project at `root` into `out`.

    `date` stands for today and defaults to the newest day in the content, so that equal inputs give equal bytes.
    Raises ContentError, EngineError, ShellError, BusyError, OSError.
    """
    watch = Stopwatch(clock)
    with executor(jobs, scheduler) as pool, ThreadPoolExecutor(1) as beside:
        engine_pages = beside.submit(render_shells, root, engine, root / ".cache" / "broadsheet")
        project = inspect(root, pool, watch, url)
        errors = [problem for problem in project.problems if problem.severity == "error"]
        if errors:
            raise ContentError(project.problems)
        with watch.stage("topics"):
            landscape = find_topics(project)
        site = make_site(project.config, project.catalog, landscape, date or project.catalog.newest)
        with watch.stage("dataset"):
            claims = claim_rows(project.catalog.papers.values())
            tables = dataset(project.rows, claims, f"{project.config.name} benchmarks")
        with watch.stage("shells"):
            shells = engine_pages.result()
        with edition(out) as new:
            with watch.stage("cards"):
                cards = {i: make_card(site, paper) for i, paper in project.catalog.papers.items()}
                fragments = render_fragments(site, cards, pool)
            families = chain(
                issue_pages(site, fragments),
                period_pages(site),
                archive_page(site),
                paper_pages(site, cards),
                paper_lists(site, fragments),
                person_pages(site, fragments),
                people_lists(site),
                topic_pages(site, fragments),
                topic_list(site),
                organization_pages(site, fragments),
                organization_list(site),
                dataset_page(site, tables, len(project.rows), len(claims)),
            )
            with watch.stage("pages"):
                urls = press_pages(families, site, shells, new, pool)
            with watch.stage("feeds"):
                put_all(new, feeds(site, fragments.entries))
            with watch.stage("rest"):
                put_all(new, ((f"dataset/{name}", data) for name, data in tables.items()))
                put_all(new, ((name, path.read_bytes()) for name, path in shells.files.items()))
                put_all(new, sitemaps([*urls, *shells.pages], site.config.url).items())
            swept = clock()
        watch.seconds["publish"] = round(clock() - swept, 4)
    return Report(
        out=out,
        pages=len(urls) + len(shells.pages),
        files=new.written + new.kept,
        written=new.written,
        kept=new.kept,
        bytes=new.bytes,
        warnings=project.problems,
        timings=watch.seconds,
    )


def find_topics(project: Project) -> Landscape:
    """Group the collection by what its papers say."""
    # Imported here: scikit-learn takes a second that `check` need not spend.
    from .topics.fit import fit
    from .topics.text import Document

    papers = project.catalog.papers.values()
    documents = [Document(paper.id, paper.title, paper.abstract or paper.summary) for paper in papers]
    settings = project.config.settings
    found = fit(documents, topics=settings.topics, seed=settings.seed)
    return Landscape({topic.id: topic for topic in found.topics}, found.placements, found.related)


def render_fragments(site: Site, cards: dict[str, Card], pool: Executor) -> Fragments:
    """Render once what appears in many places."""
    theme = theme_folder()
    ids = list(cards)
    rendered = chain.from_iterable(ordered(pool, render_cards, batches(cards.values(), BATCH), theme))
    pairs = dict(zip(ids, rendered, strict=True))
    papers = (atom_entry(site, site.paper(i)) for i in ids)
    entries = chain.from_iterable(ordered(pool, render_entries, batches(papers, BATCH), theme))
    return Fragments(
        cards={i: card for i, (card, _) in pairs.items()},
        lines={i: line for i, (_, line) in pairs.items()},
        entries=dict(zip(ids, entries, strict=True)),
    )


def press_pages(jobs: Iterable[Job], site: Site, shells: Shells, new: Edition, pool: Executor) -> list[str]:
    """Render, splice and put every page; returns their addresses."""
    urls = []
    for made in chain.from_iterable(ordered(pool, render, batches(jobs, BATCH), theme_folder())):
        shell = shells.shells[made.section, made.url.count("/")]
        new.put(f"{made.url}index.html", splice(shell, made, site.config.name, site.config.url))
        urls.append(made.url)
    return urls


def put_all(new: Edition, files: Iterable[tuple[str, bytes]]) -> None:
    """Put files as they are."""
    for path, data in files:
        new.put(path, data)
