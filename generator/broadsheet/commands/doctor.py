"""`doctor`: what is there and what is missing to work on a digest, and how to mend it."""

import argparse
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, metadata, requires, version
from importlib.util import find_spec
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from .command import ENVIRONMENT, FINE, Commands

# Bytes free: a site of some thousand papers takes a few hundred million, and the edition before it stays as a spare.
ENOUGH, LITTLE = 1_000_000_000, 100_000_000
# Addresses at which nobody is served: RFC 2606 and this machine.
PLACEHOLDERS = ("example.org", "example.com", "example.net", "localhost", "127.0.0.1")
# What is in use now, which `python` need not be.
_PYTHON = shlex.quote(sys.executable)


class Finding(Struct, frozen=True):
    """One thing that was looked at. What is `missing` stops a build, a `note` does not; `mend` says what to do."""

    what: str
    state: Literal["ok", "note", "missing"]
    words: str
    mend: str = ""


def add(commands: Commands) -> None:
    """Say what this command takes."""
    doctor = commands.add_parser("doctor", help="what is missing on this machine, and how to mend it")
    doctor.set_defaults(run=_doctor)


def _doctor(options: argparse.Namespace) -> int:
    findings = list(examine(options.root))
    for one in findings:
        print(f"{one.state:8}{one.what}: {one.words}" + (f"\n        {one.mend}" if one.mend else ""))
    missing = sum(one.state == "missing" for one in findings)
    print(f"{missing} missing." if missing else "Nothing is missing.")
    return ENVIRONMENT if missing else FINE


def examine(root: Path) -> Iterator[Finding]:
    """Every finding, the machine first, then the digest at `root` if there is one."""
    yield _python()
    yield from _packages()
    yield _optional("zensical", "zensical", "`build --engine zensical`", "broadsheet[zensical]")
    yield _optional("distributed", "Dask", "`build --scheduler`", "broadsheet[dask]")
    yield _optional("PIL", "Pillow", "the drawing of pictures for links", "broadsheet[pictures]")
    yield _optional("css_inline", "css-inline", "`email`", "broadsheet[mail]")
    yield _optional("starlette", "Starlette", "`subscriptions serve`", "broadsheet[service]")
    yield _optional("pagefind", "Pagefind", "the full-text index of the site's search", "pagefind[bin]")
    yield _bundle()
    yield _git()
    if not (root / "mkdocs.yml").is_file():
        mend = "run this in a digest's folder, name it with -C DIR, or make one: broadsheet new DIR"
        yield Finding("digest", "note", f"{root.resolve()} holds none", mend)
        return
    for folder in (root, root / "site", root / ".cache"):
        yield _writable(folder)
    yield _space(root)
    yield from _addresses(root)
    yield _schemas(root)
    yield from _requirements(root)


def _python() -> Finding:
    from packaging.specifiers import SpecifierSet

    found, wanted = ".".join(map(str, sys.version_info[:3])), metadata("broadsheet")["Requires-Python"]
    if SpecifierSet(wanted).contains(found):
        return Finding("Python", "ok", found)
    return Finding("Python", "missing", f"{found} is too old", f"install Python {wanted}")


def _packages() -> Iterator[Finding]:
    """The packages that this one needs, by its own metadata."""
    from packaging.requirements import Requirement

    wanted = [Requirement(text) for text in requires("broadsheet") or ()]
    wanted = [one for one in wanted if not one.marker or one.marker.evaluate({"extra": ""})]
    faults = []
    for one in wanted:
        try:
            found = version(one.name)
        except PackageNotFoundError:
            faults.append(Finding(one.name, "missing", "not installed", _pip(str(one))))
            continue
        if not one.specifier.contains(found, prereleases=True):
            words = f"{found} is installed, {one.specifier} is needed"
            faults.append(Finding(one.name, "missing", words, _pip(str(one))))
    yield from faults
    if not faults:
        yield Finding("packages", "ok", f"all {len(wanted)} are installed, MkDocs {version('mkdocs')} among them")


def _pip(requirement: str) -> str:
    return f"{_PYTHON} -m pip install {shlex.quote(requirement)}"


def _optional(module: str, name: str, use: str, requirement: str) -> Finding:
    if find_spec(module):
        return Finding(name, "ok", "installed")
    return Finding(name, "note", f"not installed; only {use} needs it", _pip(requirement))


def _bundle() -> Finding:
    from ..pages.environment import theme_folder

    if any((theme_folder() / "assets" / "vendor").glob("*.js")):
        return Finding("browser scripts", "ok", "bundled")
    words = "not bundled; the site works without the benchmark explorer"
    if not shutil.which("node"):
        return Finding("browser scripts", "note", words, "install Node 18 or newer, or Broadsheet from its wheel")
    return Finding("browser scripts", "note", words, "in Broadsheet's source tree: npm ci && npm run bundle")


def _git() -> Finding:
    git = shutil.which("git")
    if not git:
        words = "not installed; `report --base` with a commit needs it"
        return Finding("git", "note", words, "install git")
    said = subprocess.run([git, "--version"], capture_output=True, text=True, check=False).stdout.strip()
    return Finding("git", "ok", said.removeprefix("git version "))


def _writable(folder: Path) -> Finding:
    """Whether a file can be put there; into the nearest folder above what is not there yet."""
    import tempfile

    there = next(place for place in (folder, *folder.resolve().parents) if place.is_dir())
    try:
        with tempfile.TemporaryFile(dir=there):
            return Finding(f"folder {folder}", "ok", "can be written")
    except OSError as error:
        words = f"cannot be written: {error.strerror or error}"
        return Finding(f"folder {folder}", "missing", words, f"change the owner or the permissions of {there}")


def _space(root: Path) -> Finding:
    free = shutil.disk_usage(root).free
    words = f"{free / 1e9:,.1f} GB free"
    if free >= ENOUGH:
        return Finding("disk", "ok", words)
    return Finding("disk", "missing" if free < LITTLE else "note", words, "make room: a build keeps two editions")


def _addresses(root: Path) -> Iterator[Finding]:
    from ..config import load_config

    config, problems = load_config(root)
    if problems:
        yield Finding("settings", "missing", problems[0].message, "broadsheet check tells all that is wrong")
        return
    if urlsplit(config.url).hostname in PLACEHOLDERS:
        words = f"{config.url} is a placeholder; feeds and the sitemap would name it"
        yield Finding("site_url", "note", words, "write the site's address into mkdocs.yml")
    else:
        yield Finding("site_url", "ok", config.url)
    if config.settings.tag_authority in (*PLACEHOLDERS, "broadsheet.invalid"):
        words = f"{config.settings.tag_authority} is a placeholder; others' feeds may have entries of the same ids"
        yield Finding(
            "tag_authority", "note", words, "write a host of yours into site_config/site.yml before publishing"
        )
    if config.repository:
        yield Finding("repo_url", "ok", config.repository)
    else:
        mend = "write the repository's address into mkdocs.yml"
        yield Finding("repo_url", "note", 'not set; pages have no link "Edit this"', mend)


def _requirements(root: Path) -> Iterator[Finding]:
    """Whether the workflows can install what is in use here."""
    from ..starter import requirement

    pinned = re.search(r"^broadsheet\b[^@\n]*==.*", _text(root / "requirements.txt"), re.MULTILINE)
    if pinned and not requirement():
        words = f"asks the package index for {pinned[0].strip()}; the Broadsheet in use came from a folder"
        mend = "unless the index has it: broadsheet[pictures] @ git+https://HOST/OWNER/broadsheet@COMMIT"
        yield Finding("requirements.txt", "note", words, mend)


def _schemas(root: Path) -> Finding:
    from ..config import Settings
    from ..sources.schema import file_schemas

    folder = root / "site_config" / "schema"
    old = [name for name, text in file_schemas(Settings).items() if _text(folder / name) != text]
    if not old:
        return Finding("editor schemas", "ok", "those of this version")
    place = shlex.quote(str(folder))
    mend = f"mkdir -p {place} && {_PYTHON} -m broadsheet.sources.schema {place}"
    return Finding("editor schemas", "note", f"missing or of another version: {', '.join(old)}", mend)


def _text(path: Path) -> str:
    """What a file holds, with marks for what is no text; empty where there is none."""
    return path.read_text("utf-8", "replace") if path.is_file() else ""
