"""The settings of one digest: site_config/site.yml for what is Broadsheet's, mkdocs.yml for titles and addresses."""

from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import yaml
from msgspec import Meta, Struct

from .model import Day, Problem, Record
from .sources.records import read_record


class Settings(Record, frozen=True):
    """What site_config/site.yml may hold."""

    tagline: str = ""
    # Feed ids are tag: URIs (RFC 4151) minted from this name and day, so that they survive a change of address.
    tag_authority: str = "broadsheet.invalid"
    tag_date: Day = "2026-01-01"
    branch: str = "main"
    topics: Annotated[int, Meta(ge=1)] | None = None
    seed: int = 0
    page_size: Annotated[int, Meta(ge=10, le=500)] = 60
    feed_size: Annotated[int, Meta(ge=1, le=500)] = 30


class Config(Struct, frozen=True):
    """Everything that a build needs to know besides the content. `url` ends with a slash."""

    root: Path
    name: str
    description: str
    url: str
    repository: str
    settings: Settings

    @property
    def base(self) -> str:
        """The path under which the site is served, `/` or `/digest/`."""
        return urlsplit(self.url).path or "/"

    def source_url(self, path: str, line: int) -> str:
        """Where a line of the content can be seen and edited; empty without a known repository."""
        return f"{self.repository}/blob/{self.settings.branch}/{path}?plain=1#L{line}" if self.repository else ""


class _Tolerant(yaml.SafeLoader):
    """mkdocs.yml may hold tags that only MkDocs understands; only plain values are wanted here."""


_Tolerant.add_multi_constructor("", lambda loader, suffix, node: None)


def load_config(root: Path, url: str | None = None) -> tuple[Config, list[Problem]]:
    """Read the settings under `root`; `url` replaces mkdocs.yml's site_url (a local server's, say).

    A missing file means defaults. Every unknown key or wrong value is a problem.
    """
    settings = Settings()
    problems: list[Problem] = []
    path = root / "site_config" / "site.yml"
    if path.exists():
        found, problems = read_record(path, root, Settings)
        settings = found if isinstance(found, Settings) else settings
    mkdocs, more = _mkdocs(root)
    address = url or str(mkdocs.get("site_url") or "http://localhost:8000/")
    config = Config(
        root=root,
        name=str(mkdocs.get("site_name") or root.resolve().name),
        description=str(mkdocs.get("site_description") or ""),
        url=address.rstrip("/") + "/",
        repository=str(mkdocs.get("repo_url") or "").rstrip("/"),
        settings=settings,
    )
    return config, problems + more


def _mkdocs(root: Path) -> tuple[dict[str, object], list[Problem]]:
    path = root / "mkdocs.yml"
    if not path.exists():
        hint = "run `broadsheet new DIR` for a working digest, or name the folder of one with -C"
        return {}, [Problem("mkdocs.yml", 0, 0, "no-project", "there is no mkdocs.yml here", hint)]
    try:
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=_Tolerant)
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 0
        return {}, [Problem("mkdocs.yml", line, 0, "yaml-syntax", f"this is not valid YAML: {error}".split("\n")[0])]
    return data if isinstance(data, dict) else {}, []
