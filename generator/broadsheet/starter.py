"""A digest to begin with: the files of a new project as texts, from a few answers.

What this repository uses itself (workflows, issue forms, mkdocs.yml, metrics, hardware) is taken from there, so that it
stands once; only what differs is a template in `starter_files`.
"""

import json
import re
from importlib.metadata import distribution
from pathlib import Path
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from msgspec import Struct

from . import __version__
from .config import Settings
from .sources.schema import file_schemas
from .sources.writing.yaml_writer import quoted

TEMPLATES = Path(__file__).parent / "starter_files"
# Begins with the address at which nothing is published: `doctor` tells of it.
PLACEHOLDER = "https://example.org/"
# Where templates go, if not to a file of their own name.
_NAMES = {"gitignore": ".gitignore", "github/CODEOWNERS": ".github/CODEOWNERS"}
# What the link "write a paper's file yourself" fills in.
_BEGUN = (
    "# yaml-language-server: $schema=../../site_config/schema/paper.json",
    "title: ",
    "date: ",
    'arxiv: ""',
    "summary: >-",
    "  ",
)
_COPIED = (".pre-commit-config.yaml", "site_config/metrics.yml", "site_config/hardware.yml")


class Licence(Struct, frozen=True):
    """A licence for the content: its SPDX identifier in lower case, its name, where its text stands."""

    id: str
    name: str
    url: str = ""

    @property
    def markdown(self) -> str:
        """The name as a link, empty where all rights are reserved."""
        return f"[{self.name}]({self.url})" if self.url else ""

    @property
    def sentence(self) -> str:
        """What readers may do."""
        if not self.url:
            return "All rights in the summaries and notes are reserved."
        return f"The summaries and notes are published under {self.markdown}."

    @property
    def contributing(self) -> str:
        """What contributors agree to."""
        if not self.url:
            return "By contributing you agree that your contribution is published here."
        return f"By contributing you agree that your contribution is published under {self.markdown}."


LICENCES = {
    licence.id: licence
    for licence in (
        Licence("cc-by-4.0", "Creative Commons Attribution 4.0", "https://creativecommons.org/licenses/by/4.0/"),
        Licence(
            "cc-by-sa-4.0",
            "Creative Commons Attribution-ShareAlike 4.0",
            "https://creativecommons.org/licenses/by-sa/4.0/",
        ),
        Licence("cc0-1.0", "Creative Commons Zero 1.0", "https://creativecommons.org/publicdomain/zero/1.0/"),
        Licence("none", "All rights reserved"),
    )
}


class Answers(Struct, frozen=True):
    """What a new digest is to be. `url` and `repository` may be empty: not known yet. `date` is the first issue's."""

    name: str
    tagline: str
    url: str
    repository: str
    licence: str
    date: str


def pages_url(repository: str) -> str:
    """Where GitHub Pages shows a repository, empty for one that is elsewhere."""
    parts = urlsplit(repository)
    owner, _, name = parts.path.strip("/").partition("/")
    if parts.hostname != "github.com" or not name:
        return ""
    return f"https://{owner.lower()}.github.io/" + ("" if name.lower() == f"{owner}.github.io".lower() else f"{name}/")


def requirement() -> str:
    """What pip needs to install this Broadsheet elsewhere; empty where it came from a folder or file of this machine.

    Where it came from stands in direct_url.json (PEP 610), which a package from an index has not.
    """
    text = distribution("broadsheet").read_text("direct_url.json")
    if text is None:
        return f"broadsheet[pictures]=={__version__}"
    origin = json.loads(text)
    url, vcs = origin["url"], origin.get("vcs_info")
    if url.startswith("file:"):
        return ""
    return f"broadsheet[pictures] @ {vcs['vcs']}+{url}@{vcs['commit_id']}" if vcs else f"broadsheet[pictures] @ {url}"


def new_digest(answers: Answers) -> dict[str, str]:
    """The files of a new project by their path, mkdocs.yml last: without it a folder is no project yet."""
    values = _values(answers)
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES), undefined=StrictUndefined, trim_blocks=True, keep_trailing_newline=True
    )
    environment.filters["yaml"] = quoted
    files = {f"site_config/schema/{name}": text for name, text in file_schemas(Settings).items()}
    files |= {name: text for name, text in repository_files().items() if name != "mkdocs.yml"}
    for template in environment.list_templates():
        path = _NAMES.get(template, template).replace(
            "digests/issue.yml", f"digests/{answers.date[:4]}/{answers.date}.yml"
        )
        files[path] = re.sub(r"\n{3,}", "\n\n", environment.get_template(template).render(values))
    files["mkdocs.yml"] = _mkdocs(repository_files()["mkdocs.yml"], answers, str(values["url"]))
    return files


def repository_files() -> dict[str, str]:
    """What a new digest has in common with this repository: in the wheel when installed, else in the source tree."""
    inside = Path(__file__).parent / "_starter"
    base = inside if inside.is_dir() else Path(__file__).parents[2]
    shared = sorted(path for path in (base / ".github").rglob("*") if path.is_file() and path.name != "CODEOWNERS")
    paths = [*(path.relative_to(base).as_posix() for path in shared), *_COPIED, "mkdocs.yml"]
    return {path: (base / path).read_text(encoding="utf-8") for path in paths}


def _values(answers: Answers) -> dict[str, object]:
    parts = urlsplit(answers.repository)
    add_paper = ""
    if answers.repository:
        begun = "\n".join(_BEGUN)
        add_paper = f"{answers.repository}/new/main/content/papers?filename=ID.yml&value={quote(begun, safe='')}"
    url = answers.url or PLACEHOLDER
    return {
        "name": answers.name,
        "tagline": answers.tagline,
        "url": url,
        "url_known": bool(answers.url),
        "repository": answers.repository,
        "owner": parts.path.strip("/").partition("/")[0] if parts.hostname == "github.com" else "",
        "add_paper": add_paper,
        "authority": urlsplit(url).hostname or "",
        "licence": LICENCES[answers.licence],
        "date": answers.date,
        "version": __version__,
        "requirement": requirement(),
    }


def _mkdocs(text: str, answers: Answers, url: str) -> str:
    """This repository's mkdocs.yml with another name and other addresses, and without its own theme."""
    lines = {
        "site_name": quoted(answers.name),
        "site_url": quoted(url),
        "site_description": quoted(answers.tagline),
        "repo_url": quoted(answers.repository) if answers.repository else "",
        "edit_uri": "blob/main/" if answers.repository else "",
        "  custom_dir": "",
    }
    found = []
    for line in text.splitlines(keepends=True):
        key = line.partition(":")[0]
        if key not in lines:
            found.append(line)
        elif lines[key]:
            found.append(f"{key}: {lines[key]}\n")
    return "".join(found)
