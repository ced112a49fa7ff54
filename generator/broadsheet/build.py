"""The pipeline, from a project folder to a site: reads as the table of contents of the package."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from msgspec import Struct

from .assembly import Parts, Putting, former_pages, index_words, put_dataset, put_feeds, put_pages, put_rest, put_words
from .executors import aside, executor
from .model import Problem
from .pages.benchmarks import make_benchmarks
from .pages.cards import fill, make_card
from .pages.channels import channels, feed_links
from .pages.environment import theme_folder
from .pages.mail_form import form_target
from .pages.measured import measured_parts
from .pages.people import coauthor_lists
from .pages.site import make_site, with_topics
from .press.fragments import render_fragments
from .press.pagefind import program
from .press.pictures import picture_files, site_pictures
from .press.shells import render_shells
from .press.writer import edition
from .project import inspect, topic_question
from .sources.curation import FOLDER
from .stopwatch import Stopwatch
from .topics.landscape import find_topics, warm


class ContentError(Exception):
    """The content has errors; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problems in the content")
        self.problems = problems


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
    watch, kept = Stopwatch(clock, tell), root / ".cache" / "broadsheet"
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
            finding = own_process.submit(find_topics, *topic_question(project, search))
        with edition(out) as new:
            putting = Putting(new, pool, shared_disk=not scheduler)
            folders = putting.folders(catalog)
            with watch.stage("cards"):
                cards = {i: make_card(site, paper) for i, paper in catalog.papers.items()}
                fragments = render_fragments(site, cards, pool)
            own_feeds, target = feed_links(config.settings, "site", "feed"), form_target(config.settings.subscriptions)
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
            indexing = beside.submit(index_words, site, shells, kept) if search else None
            with watch.stage("pictures"):
                drawn, lacking = site_pictures(site, theme_folder())
                new.put(picture_files(drawn, theme_folder(), kept, pool))
            former, words = former_pages(site), search and program() is not None
            followed = list(channels(site, former))
            parts = Parts(
                project, site, fragments, cards, coauthors, sizes, benchmarks, measured, drawn, followed, words
            )
            with watch.stage("pages"):
                wait(folders)
                put_pages(parts, shells, putting)
            with watch.stage("feeds"):
                put_feeds(parts, putting)
            with watch.stage("search"):
                warnings = project.problems + lacking + (put_words(indexing, new) if indexing else [])
            with watch.stage("rest"):
                pages = put_rest(site, shells, former, new)
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
