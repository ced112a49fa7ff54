"""What a build puts into an edition, part by part: dataset, pages, feeds, word index, and the rest."""

from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future
from itertools import chain
from pathlib import Path

from msgspec import Struct

from .bench.croissant import About
from .bench.dataset import dataset_files
from .catalog.catalog import Catalog, former_urls
from .catalog.urls import author_url, digest_url, paper_url
from .executors import ordered
from .model import Problem
from .pages.benchmarks import Benchmarks, benchmark_pages
from .pages.calendar import empty_day_pages, empty_days
from .pages.channels import Channel
from .pages.dataset import dataset_page
from .pages.digests import archive_page, issue_pages
from .pages.environment import theme_folder
from .pages.explorer import explorer_page, has_reader
from .pages.feeds import feeds_page
from .pages.headings import tag_pages, venue_pages
from .pages.jobs import Job, batches, packed
from .pages.map import map_page, map_points
from .pages.organizations import organization_list, organization_pages
from .pages.papers import paper_lists, paper_pages
from .pages.people import Coauthors, person_pages
from .pages.people_index import people_lists
from .pages.periods import period_pages
from .pages.pictures import Picture, illustrated, picture_url
from .pages.reading_list import reading_page
from .pages.resume import resume_files
from .pages.search import search_files, search_page
from .pages.site import Fragments, Site
from .pages.stubs import stubs
from .pages.topics import former_topics, topic_list, topic_pages
from .pages.trending import trending_page
from .pages.views import Card
from .press.fragments import BATCH
from .press.pagefind import PagefindError
from .press.redirects import redirects
from .press.search_index import index_files, language_of, missing, word_index, written_stubs
from .press.shells import Shells
from .press.sitemap import sitemaps
from .press.splice import Frame, press, press_into
from .press.writer import Edition
from .project import Project
from .subscribe.feeds import feed_files, opml_files


class Parts(Struct, frozen=True):
    """What pages are made from: parts rendered or counted ahead. `sizes` are the bytes of each file of the dataset."""

    project: Project
    site: Site
    fragments: Fragments
    cards: dict[str, Card]
    coauthors: dict[str, Coauthors]
    sizes: dict[str, int]
    benchmarks: Benchmarks
    measured: dict[str, str]
    drawn: dict[str, Picture]
    followed: list[Channel]
    words: bool


class Putting(Struct, frozen=True):
    """Where parts go, and who makes them: each worker puts its own where all see the same disk, else this process."""

    new: Edition
    pool: Executor
    shared_disk: bool

    def folders(self, catalog: Catalog) -> list[Future[None]]:
        """Have the folders made of which there are most, ahead of their pages."""
        if not self.shared_disk:
            return []
        folders = chain(map(paper_url, catalog.papers), map(author_url, catalog.people.persons))
        return [self.pool.submit(self.new.place.make, part) for part in batches(folders, 20 * BATCH)]

    def pages(self, jobs: Iterable[bytes], frame: Frame) -> None:
        """Make pages and put them."""
        if self.shared_disk:
            for tally in ordered(self.pool, press_into, jobs, frame, self.new.place):
                self.new.add(tally)
        else:
            for files in ordered(self.pool, press, jobs, frame):
                self.new.put(files)

    def files(self, files: Iterable[tuple[str, bytes]]) -> None:
        """Put finished files."""
        if self.shared_disk:
            for tally in ordered(self.pool, self.new.place.put, batches(files, BATCH)):
                self.new.add(tally)
        else:
            self.new.put(files)


def put_pages(parts: Parts, shells: Shells, putting: Putting) -> None:
    """Every page."""
    site, figures = parts.site, parts.project
    counts = len(figures.rows), len(figures.claims)
    jobs = chain(
        families(parts),
        feeds_page(site, parts.followed),
        search_page(site, words=parts.words),
        dataset_page(site, parts.sizes, *counts),
        explorer_page(
            site, parts.sizes, *counts, has_reader(theme_folder()), parts.benchmarks.names, parts.benchmarks.boards
        ),
    )
    own = picture_url("") if "" in parts.drawn else ""
    frame = Frame(theme_folder(), shells.shells, site.config.name, site.config.url, own)
    batches_to_do = chain(
        packed(illustrated(jobs, parts.drawn), BATCH),
        # Pages with hundreds of rows each: fewer of them at a time.
        packed(benchmark_pages(site, parts.benchmarks, len(figures.claims)), BATCH // 20),
    )
    putting.pages(batches_to_do, frame)


def families(parts: Parts) -> Iterator[Job]:
    """Every page that is made from the content under `content/papers`, `authors`, `digests` and `organizations`."""
    site, fragments = parts.site, parts.fragments
    yield from issue_pages(site, fragments)
    yield from empty_day_pages(site)
    yield from period_pages(site)
    yield from archive_page(site)
    yield from paper_pages(site, parts.cards, parts.measured)
    yield from paper_lists(site, fragments)
    yield from person_pages(site, fragments, parts.coauthors)
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


def put_feeds(parts: Parts, putting: Putting) -> None:
    """Every feed, its archive, and the lists of feeds."""
    theme = theme_folder()
    feeds = feed_files(parts.site, parts.followed, parts.fragments.entries, theme)
    putting.files(chain(feeds, opml_files(parts.site, parts.followed, theme)))


def put_rest(site: Site, shells: Shells, former: dict[str, str], new: Edition) -> list[str]:
    """What the engine rendered, small files beside pages, redirects and sitemaps; the addresses of all pages."""
    new.put((name, path.read_bytes()) for name, path in shells.files.items())
    new.put(chain(map_points(site), search_files(site), resume_files(site)))
    pages = [path.removesuffix("index.html") for path in new.paths if path.endswith("index.html")]
    new.put(redirects(former, site.config.url))
    unlisted = set(map(digest_url, empty_days(site.catalog.digests)))
    new.put(sitemaps((page for page in pages if page not in unlisted), site.config.url).items())
    return pages


def former_pages(site: Site) -> dict[str, str]:
    """Addresses that pages had, with those of today."""
    return former_urls(site.catalog) | former_topics(site.landscape)


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
