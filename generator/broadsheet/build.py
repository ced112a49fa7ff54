"""The pipeline, from a project folder to a site: reads as the table of contents of the package."""

import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor, wait
from contextlib import contextmanager
from itertools import chain
from pathlib import Path

from msgspec import Struct

from .bench.claims import claim_rows
from .bench.croissant import About
from .bench.dataset import dataset_files
from .bench.names import Names, read_names
from .bench.runs import read_runs
from .bench.schema import ClaimRow
from .bench.tables import Rows, gather
from .catalog.catalog import Catalog, build_catalog, former_urls
from .catalog.saved import check_saved
from .catalog.urls import author_url, digest_url, paper_url
from .config import Config, load_config
from .executors import aside, executor, ordered
from .model import Paper, Problem
from .pages.benchmarks import benchmark_pages, make_benchmarks
from .pages.calendar import empty_day_pages, empty_days
from .pages.cards import fill, make_card
from .pages.channels import channels, feed_links
from .pages.dataset import dataset_page
from .pages.digests import archive_page, issue_pages
from .pages.environment import theme_folder
from .pages.explorer import explorer_page, has_reader
from .pages.feeds import feeds_page
from .pages.headings import tag_pages, venue_pages
from .pages.jobs import Job, batches, packed
from .pages.mail_form import form_target
from .pages.map import map_page, map_points
from .pages.measured import measured_parts
from .pages.organizations import organization_list, organization_pages
from .pages.papers import paper_lists, paper_pages
from .pages.people import Coauthors, coauthor_lists, person_pages
from .pages.people_index import people_lists
from .pages.periods import period_pages
from .pages.pictures import illustrated, picture_url
from .pages.reading_list import reading_page
from .pages.resume import resume_files
from .pages.search import search_files, search_page
from .pages.site import Fragments, Site, make_site, with_topics
from .pages.stubs import stubs
from .pages.topics import former_topics, topic_list, topic_pages
from .pages.trending import trending_page
from .pages.views import Card
from .press.fragments import BATCH, render_fragments
from .press.pagefind import PagefindError, program
from .press.pictures import picture_files, site_pictures
from .press.redirects import redirects
from .press.search_index import index_files, language_of, missing, word_index, written_stubs
from .press.shells import Shells, render_shells, reserved
from .press.sitemap import sitemaps
from .press.splice import Frame, press, press_into
from .press.writer import Edition, edition
from .sources.content import read_content
from .sources.curation import FOLDER
from .subscribe.feeds import feed_files, opml_files
from .topics.landscape import find_topics, warm
from .topics.steering import Steered, read_topics
from .topics.text import Document


class ContentError(Exception):
    """The content has errors; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the content")
        self.problems = problems


class Project(Struct, frozen=True):
    """Everything that contributors wrote, read and checked; `problems` sorted, errors and warnings."""

    config: Config
    catalog: Catalog
    topics: Steered
    names: Names
    rows: Rows
    claims: Rows
    problems: list[Problem]


class Report(Struct, frozen=True):
    """What a build did. `timings` maps a stage to the seconds that the build waited for it; stages overlap."""

    out: Path
    pages: int
    files: int
    written: int
    bytes: int
    warnings: list[Problem]
    seconds: float
    timings: dict[str, float]


class Stopwatch:
    """Seconds by stage, in the order in which stages begin; `tell` hears of each as it begins."""

    def __init__(self, clock: Callable[[], float], tell: Callable[[str], None] = lambda name: None) -> None:
        self.clock = clock
        self.tell = tell
        self.start = clock()
        self.seconds: dict[str, float] = {}

    def total(self) -> float:
        """Seconds since the beginning."""
        return self.clock() - self.start

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Add the time of the block to a stage."""
        self.tell(name)
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
    topics, more = read_topics(root, catalog.papers)
    problems += [*more, *check_saved(config.settings.feeds, root)]
    with watch.stage("runs"):
        rows, more = read_runs(root / "content" / "runs", root)
        # What is wrong with the names of metrics and accelerators is among the runs' problems.
        names, _ = read_names(root / "site_config", root)
        claims = gather(claim_rows(catalog.papers.values(), names), ClaimRow)
    return Project(config, catalog, topics, names, rows, claims, sorted({*problems, *more, *reserved(root)}))


def build(
    root: Path,
    out: Path,
    *,
    engine: str = "mkdocs",
    jobs: int = 1,
    scheduler: str | None = None,
    url: str | None = None,
    date: str | None = None,
    search: bool = True,
    clock: Callable[[], float] = time.perf_counter,
    tell: Callable[[str], None] = lambda name: None,
) -> Report:
    """Build the site of the project at `root` into `out`.

    `date` stands for today and defaults to the newest day in the content, so that equal inputs give equal bytes.
    `tell` is called with the name of each stage as it begins. Without `search` there is no index of words or meaning.
    Raises ContentError, SetupError (the engine, the theme, another build, a folder that is no site), OSError.
    """
    watch = Stopwatch(clock, tell)
    with executor(jobs, scheduler) as pool, aside(jobs) as own_process, ThreadPoolExecutor(1) as beside:
        with watch.stage("topics"):
            own_process.submit(warm, not (root / FOLDER).is_dir())
        project = inspect(root, pool, watch, url)
        if any(problem.severity == "error" for problem in project.problems):
            raise ContentError(project.problems)
        config, catalog = project.config, project.catalog
        site = make_site(config, catalog, date or catalog.newest)
        # Topics take one core a while; the rest of the machine does what does not need them.
        with watch.stage("topics"):
            texts = documents(catalog.papers.values())
            settings, steered = config.settings, project.topics
            finding = own_process.submit(
                find_topics,
                texts,
                settings.topics,
                settings.seed,
                steered.fit,
                steered.curation,
                days(catalog),
                search,
            )
        with edition(out) as new:
            making = [] if scheduler else make_folders(catalog, new, pool)
            with watch.stage("cards"):
                cards = {i: make_card(site, paper) for i, paper in catalog.papers.items()}
                fragments = render_fragments(site, cards, pool)
            own_feeds, kept = feed_links(settings, "site", "feed"), root / ".cache" / "broadsheet"
            target = form_target(settings.subscriptions)
            framing = beside.submit(render_shells, root, engine, config.url, kept, own_feeds, target)
            with watch.stage("coauthors"):
                coauthors = coauthor_lists(site)
            with watch.stage("dataset"):
                sizes = put_dataset(project, new, "dataset/")
            with watch.stage("benchmarks"):
                benchmarks = make_benchmarks(project.rows, project.names)
                measured = measured_parts(site, benchmarks, project.claims, theme_folder())
            with watch.stage("topics"):
                site = with_topics(site, finding.result())
                own_process.shutdown()
                fragments = fill(fragments, site)
            with watch.stage("shells"):
                shells = framing.result()
            indexing = beside.submit(index_words, site, shells, root / ".cache" / "broadsheet") if search else None
            with watch.stage("pictures"):
                drawn, lacking = site_pictures(site, theme_folder())
                new.put(picture_files(drawn, theme_folder(), kept, pool))
            with watch.stage("pages"):
                wait(making)
                former = former_urls(catalog) | former_topics(site.landscape)
                followed = list(channels(site, former))
                jobs_to_do = chain(
                    families(site, fragments, cards, coauthors, measured),
                    feeds_page(site, followed),
                    search_page(site, words=search and program() is not None),
                    dataset_page(site, sizes, len(project.rows), len(project.claims)),
                    explorer_page(site, sizes, len(project.rows), len(project.claims), has_reader(theme_folder())),
                )
                own = picture_url("") if "" in drawn else ""
                frame = Frame(theme_folder(), shells.shells, config.name, config.url, own)
                batches_to_do = chain(
                    packed(illustrated(jobs_to_do, drawn), BATCH),
                    # Pages with hundreds of rows each: fewer of them at a time.
                    packed(benchmark_pages(site, benchmarks, len(project.claims)), BATCH // 20),
                )
                press_pages(batches_to_do, frame, new, pool, shared_disk=not scheduler)
            with watch.stage("feeds"):
                files = chain(
                    feed_files(site, followed, fragments.entries, theme_folder()),
                    opml_files(site, followed, theme_folder()),
                )
                put_feeds(batches(files, BATCH), new, pool, shared_disk=not scheduler)
            with watch.stage("search"):
                warnings = project.problems + lacking + (put_words(indexing, new) if indexing else [])
            with watch.stage("rest"):
                new.put((name, path.read_bytes()) for name, path in shells.files.items())
                new.put(chain(map_points(site), search_files(site), resume_files(site)))
                pages = [path.removesuffix("index.html") for path in new.paths if path.endswith("index.html")]
                new.put(redirects(former, config.url))
                unlisted = set(map(digest_url, empty_days(catalog.digests)))
                new.put(sitemaps((page for page in pages if page not in unlisted), config.url).items())
    return Report(
        out=out,
        pages=len(pages),
        files=len(new.paths),
        written=new.written,
        bytes=new.bytes,
        warnings=warnings,
        seconds=round(watch.total(), 4),
        timings=watch.seconds,
    )


def families(
    site: Site, fragments: Fragments, cards: dict[str, Card], coauthors: dict[str, Coauthors], measured: dict[str, str]
) -> Iterator[Job]:
    """Every page that is made from the content under `content/papers`, `authors`, `digests` and `organizations`."""
    yield from issue_pages(site, fragments)
    yield from empty_day_pages(site)
    yield from period_pages(site)
    yield from archive_page(site)
    yield from paper_pages(site, cards, measured)
    yield from paper_lists(site, fragments)
    yield from person_pages(site, fragments, coauthors)
    yield from people_lists(site)
    yield from topic_pages(site, fragments)
    yield from topic_list(site, fragments)
    yield from trending_page(site)
    yield from map_page(site)
    yield from organization_pages(site, fragments)
    yield from organization_list(site)
    yield from tag_pages(site, fragments)
    yield from venue_pages(site, fragments)
    yield from reading_page(site)


def index_words(site: Site, shells: Shells, cache: Path) -> Path:
    """The folder of the word index: of what is made from the content, and of the hand-written pages."""
    language = language_of(shells.shells["search", 1].pieces[0])
    return word_index(chain(stubs(site), written_stubs(shells.files)), language, cache)


def put_words(indexing: Future[Path], new: Edition) -> list[Problem]:
    """Put the word index; a site without one is still a site, but its maker hears of it."""
    try:
        new.put(index_files(indexing.result()))
    except PagefindError as error:
        return [missing(error)]
    return []


def put_dataset(project: Project, new: Edition, folder: str = "") -> dict[str, int]:
    """Put the dataset's files, one at a time, below `folder` of the edition; give the size of each."""
    about = About(f"{project.config.name} benchmarks", "other", f"{project.config.url}dataset/", project.catalog.newest)
    sizes = {}
    for name, data in dataset_files(project.rows, project.claims, about):
        new.put([(folder + name, data)])
        sizes[name] = len(data)
    return sizes


def documents(papers: Iterable[Paper]) -> list[Document]:
    """The papers as the topics stage sees them."""
    return [Document(paper.id, paper.title, paper.abstract or paper.summary) for paper in papers]


def days(catalog: Catalog) -> dict[str, str]:
    """The day of each paper, or the day on which it entered the collection; those of an unknown day are left out."""
    dates = {i: next((d for d in (p.date, p.added) if d and len(d) == 10), "") for i, p in catalog.papers.items()}
    return {paper: day for paper, day in dates.items() if day}


def make_folders(catalog: Catalog, new: Edition, pool: Executor) -> list[Future[None]]:
    """Have the folders made of which there are most, while topics are sought."""
    folders = chain(map(paper_url, catalog.papers), map(author_url, catalog.people.persons))
    return [pool.submit(new.place.make, part) for part in batches(folders, 20 * BATCH)]


def press_pages(jobs: Iterable[bytes], frame: Frame, new: Edition, pool: Executor, shared_disk: bool) -> None:
    """Make every page and put it: each worker its own where all see the same disk, else this process all of them."""
    if shared_disk:
        for tally in ordered(pool, press_into, jobs, frame, new.place):
            new.add(tally)
    else:
        for files in ordered(pool, press, jobs, frame):
            new.put(files)


def put_feeds(files: Iterable[list[tuple[str, bytes]]], new: Edition, pool: Executor, shared_disk: bool) -> None:
    """Put finished files, by the workers too where they can."""
    if shared_disk:
        for tally in ordered(pool, new.place.put, files):
            new.add(tally)
    else:
        new.put(chain.from_iterable(files))
