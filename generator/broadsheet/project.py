"""Everything that contributors wrote, read and checked: what `check` does and `build` begins with."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Executor
from pathlib import Path

from msgspec import Struct

from .bench.claims import claim_rows
from .bench.names import Names, read_names
from .bench.runs import read_runs
from .bench.schema import ClaimRow
from .bench.tables import Rows, gather
from .catalog.catalog import Catalog, build_catalog
from .catalog.saved import check_saved
from .config import Config, load_config
from .model import Paper, Problem
from .press.shells import reserved, stray_links
from .sources.content import read_content
from .sources.curation import Curation
from .sources.unread import unread_files
from .stopwatch import Stopwatch
from .topics.landscape import Landscape, find_topics
from .topics.steering import Steered, read_topics
from .topics.text import Document

Question = tuple[list[Document], int | None, int, Mapping[str, bytes], Curation, dict[str, str], bool]


class Project(Struct, frozen=True):
    """A project as its folder has it; `problems` sorted, errors and warnings."""

    config: Config
    catalog: Catalog
    topics: Steered
    names: Names
    rows: Rows
    claims: Rows
    problems: list[Problem]


def inspect(root: Path, pool: Executor, watch: Stopwatch, url: str | None = None) -> Project:
    """Read and check the project at `root`; `url` goes before its own address."""
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
    problems += [*more, *unread_files(root), *reserved(root), *stray_links(root)]
    return Project(config, catalog, topics, names, rows, claims, sorted(set(problems)))


def topic_question(project: Project, search: bool = True) -> Question:
    """What `find_topics` is asked of a project; `search` as for `build`."""
    catalog, settings, steered = project.catalog, project.config.settings, project.topics
    papers = documents(catalog.papers.values())
    return papers, settings.topics, settings.seed, steered.fit, steered.curation, days(catalog), search


def landscape(project: Project) -> Landscape:
    """The topics of a project, as a build finds them."""
    return find_topics(*topic_question(project, search=False))


def documents(papers: Iterable[Paper]) -> list[Document]:
    """The papers as the topics stage sees them."""
    return [Document(paper.id, paper.title, paper.abstract or paper.summary) for paper in papers]


def days(catalog: Catalog) -> dict[str, str]:
    """The day of each paper, or the day on which it entered the collection; those of an unknown day are left out."""
    dates = {i: next((d for d in (p.date, p.added) if d and len(d) == 10), "") for i, p in catalog.papers.items()}
    return {paper: day for paper, day in dates.items() if day}
