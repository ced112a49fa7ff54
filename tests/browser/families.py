"""A digest that has a page of every family, and the families as the build itself names them."""

import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec import Struct

from broadsheet.build import build
from broadsheet.pages.jobs import Job, Made, render
from measured_samples import write_runs
from timed_samples import write_timed_runs

# What a project is made of; the rest of the repository is not needed to build it.
PARTS = ("content", "site_config", "mkdocs.yml", "themes")


class Families(Struct, frozen=True):
    """A built site, and the addresses of its pages by family: section, template and depth, or the file itself."""

    site: Path
    pages: dict[str, list[str]]

    def largest(self) -> dict[str, str]:
        """The page of each family with most in it."""
        return {family: max(urls, key=lambda url: (self.size(url), url)) for family, urls in self.pages.items()}

    def smallest(self) -> dict[str, str]:
        """The page of each family with least in it."""
        return {family: min(urls, key=lambda url: (self.size(url), url)) for family, urls in self.pages.items()}

    def file(self, url: str) -> Path:
        """The file of a page."""
        return self.site / url if url.endswith(".html") else self.site / url / "index.html"

    def size(self, url: str) -> int:
        """Bytes of a page."""
        return self.file(url).stat().st_size


def write_week(project: Path, paper: str) -> None:
    """Issues of a week before the newest, each with one paper: the digest is daily then, and has empty days."""
    for day in ("2026-05-08", "2026-05-11", "2026-05-12", "2026-05-13"):
        issue = project / "content" / "digests" / "2026" / f"{day}.yml"
        issue.write_text(f"date: {day}\npicks: [{paper}]\n", encoding="utf-8")


def build_families(root: Path, folder: Path) -> Families:
    """Build the digest at `root`, with a few runs, issues and a former address added, into `folder`/digest."""
    project = folder / "project"
    project.mkdir()
    for part in PARTS:
        if (root / part).is_dir():
            shutil.copytree(root / part, project / part)
        else:
            shutil.copy(root / part, project / part)
    paper = sorted((project / "content" / "papers").glob("*.yml"))[0]
    name = next(line.split(":")[1].strip() for line in paper.read_text("utf-8").splitlines() if "id:" in line)
    text = paper.read_text(encoding="utf-8").replace(f"id: {name}\n", f"id: {name}\n  former_ids: [once-{name}]\n", 1)
    paper.write_text(text, encoding="utf-8")
    write_runs(project, name)
    write_timed_runs(project, name)
    write_week(project, name)
    found: dict[str, list[str]] = {}

    def listening(jobs: Sequence[Job], theme: Path) -> list[Made]:
        for job in jobs:
            found.setdefault(f"{job.section} {job.template} {job.url.count('/')}", []).append(job.url)
        return render(jobs, theme)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("broadsheet.press.splice.render", listening)
        build(project, folder / "digest", url="https://example.org/digest/")
    made = {url for urls in found.values() for url in urls}
    for path in sorted((folder / "digest").rglob("*.html")):
        url = path.relative_to(folder / "digest").as_posix().removesuffix("index.html")
        if url not in made:
            found[url] = [url]
    return Families(folder / "digest", found)
