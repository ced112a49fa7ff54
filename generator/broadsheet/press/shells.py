"""Shells and hand-written pages, rendered by MkDocs or Zensical in a process of its own.

For each section and depth one ordinary page with markers is rendered by the engine; at the same depth the theme's
relative links are right for every generated page that is later spliced into it.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import yaml
from msgspec import Struct

from .. import __version__
from ..faults import SetupError
from ..model import Problem
from ..pages.environment import theme_folder
from ..pages.views import ROOT, FeedLink
from .policy import DIRECTIVES, with_policy
from .splice import Shell, cut
from .styles import join_styles

SECTIONS = {"home": (0,), "digests": (1, 2), "papers": (1, 2, 3, 4), "topics": (1, 2, 4), "authors": (1, 2, 3, 5)}
SECTIONS |= {"benchmarks": (1, 2, 3, 4, 5)}
SECTIONS |= {"organizations": (1, 2, 4), "dataset": (1,), "trending": (1,), "map": (1,), "search": (1,)}
SECTIONS |= {"feeds": (1,), "reading": (1,), "tags": (1, 2, 3, 4), "venues": (1, 2, 3, 4)}
ENGINES = ("mkdocs", "zensical")
# Sections whose pages compile WebAssembly: the search's word index.
_WASM = ("search",)
# What the engine writes about its own pages, the shells among them; the press speaks for the whole site.
_DROPPED = {"sitemap.xml", "sitemap.xml.gz", "objects.inv", "search.json"}


class EngineError(SetupError):
    """The engine is missing or could not render; the message holds its own words."""


# The light and the dark edition, as the starter's mkdocs.yml has them: for one that says nothing of colours.
_EDITIONS = tuple(
    {
        "media": f"(prefers-color-scheme: {edition})",
        "scheme": scheme,
        "primary": primary,
        "accent": "deep orange",
        "toggle": {"icon": f"material/weather-{icon}", "name": f"Switch to the {other} edition"},
    }
    for edition, scheme, primary, icon, other in (
        ("light", "default", "white", "night", "dark"),
        ("dark", "slate", "black", "sunny", "light"),
    )
)


class Shells(Struct, frozen=True):
    """The cut shells by section and depth, and everything else that the engine rendered, by path."""

    shells: dict[tuple[str, int], Shell]
    files: dict[str, Path]


def render_shells(
    root: Path, engine: str, url: str, cache: Path, feeds: Sequence[FeedLink] = (), forms: str = ""
) -> Shells:
    """Render the shells and the pages under `content/pages`, or take them from `cache` when nothing changed.

    `url` is the site's address: the engine's own pages name it. Every page names the site's `feeds`; generated ones
    may send forms to the origin `forms`.
    Raises EngineError, ShellError.
    """
    root, cache = root.resolve(), cache.resolve()
    # `serve` and `build` have addresses of their own, and neither takes away what the other needs.
    use = hashlib.sha256(f"{engine} {url}".encode()).hexdigest()[:8]
    folder = cache / "shells" / f"{use}-{_fingerprint(root, engine, feeds)}"
    if not folder.is_dir():
        cache.joinpath("shells").mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=cache) as work:
            built = _run(root, engine, url, Path(work), feeds)
            # Two builds may race here; whoever comes second finds the same bytes in place.
            if not folder.is_dir():
                built.rename(folder)
        for old in sorted(cache.joinpath("shells").glob(f"{use}-*")):
            if old != folder:
                shutil.rmtree(old, ignore_errors=True)
    return _collect(folder, forms)


def _collect(folder: Path, forms: str) -> Shells:
    shells: dict[tuple[str, int], Shell] = {}
    for section, depths in SECTIONS.items():
        for depth in depths:
            path = folder / _shell_url(section, depth) / "index.html"
            name = str(path.relative_to(folder))
            shells[section, depth] = cut(path.read_text(encoding="utf-8"), name, wasm=section in _WASM, forms=forms)
    ours = {f"{_shell_url(*key)}/index.html".lstrip("/") for key in shells}
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    files = {path.relative_to(folder).as_posix(): path for path in paths}
    files = {name: path for name, path in files.items() if name not in ours and name not in _DROPPED}
    return Shells(shells, files)


def _shell_url(section: str, depth: int) -> str:
    return "" if depth == 0 else "/".join([section, *["shell"] * (depth - 1)])


def _fingerprint(root: Path, engine: str, feeds: Sequence[FeedLink]) -> str:
    """A hash of everything that the engine's output depends on."""
    digest = hashlib.sha256(f"{__version__} {_engine_version(engine)} {SECTIONS} {feeds} {DIRECTIVES}".encode())
    for folder in (root / "mkdocs.yml", root / "content" / "pages", theme_folder(), root / "themes"):
        for path in sorted(folder.rglob("*")) if folder.is_dir() else [folder]:
            if path.is_file():
                digest.update(f"\0{path.relative_to(folder).as_posix()}\0".encode() + path.read_bytes())
    return digest.hexdigest()[:24]


def _engine_version(engine: str) -> str:
    names = ("mkdocs", "mkdocs-material") if engine == "mkdocs" else ("zensical",)
    return " ".join(version(name) for name in names)


def _run(root: Path, engine: str, url: str, work: Path, feeds: Sequence[FeedLink]) -> Path:
    """Render into a folder below `work`."""
    docs, overrides, out = work / "docs", work / "overrides", work / "site"
    written = root / "content" / "pages"
    shutil.copytree(written, docs) if written.is_dir() else docs.mkdir()
    shutil.copytree(theme_folder() / "overrides", overrides)
    # A digest's own theme goes over ours, file by file.
    own = root / "themes" / "broadsheet" / "overrides"
    if own.is_dir() and own.resolve() != (theme_folder() / "overrides").resolve():
        shutil.copytree(own, overrides, dirs_exist_ok=True)
    # Pictures are drawn with these fonts; no page loads them.
    unread = shutil.ignore_patterns("picture-fonts")
    shutil.copytree(theme_folder() / "assets", docs / "assets" / "broadsheet", ignore=unread)
    hand_written = sorted(path.relative_to(docs).as_posix() for path in docs.rglob("*.md"))
    for section, depths in SECTIONS.items():
        for depth in depths:
            path = docs / _shell_url(section, depth) / "index.md"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(
                f"---\nshell: {section}\ntitle: {section.capitalize()}\nhide: [navigation, toc]\n---\n",
                encoding="utf-8",
            )
    said = _keys(yaml.compose((root / "mkdocs.yml").read_text(encoding="utf-8"), Loader=yaml.SafeLoader))
    settings = {
        "INHERIT": os.path.relpath(root / "mkdocs.yml", work),
        "docs_dir": "docs",
        "site_dir": "site",
        "site_url": url,
        # Ours stands on Material, and fetches no fonts from another host.
        "theme": {
            "name": "material",
            "font": False,
            "custom_dir": "overrides",
            **({} if "palette" in _keys(said.get("theme")) else {"palette": list(_EDITIONS)}),
        },
        "plugins": [],
        "extra": {
            "broadsheet_feeds": [
                {"label": feed.label, "media": feed.media, "file": feed.url.removeprefix(ROOT)} for feed in feeds
            ]
        },
        # Without a nav the engine would list the shells.
        **({} if "nav" in said else {"nav": hand_written}),
    }
    (work / "mkdocs.yml").write_text(yaml.safe_dump(settings), encoding="utf-8")
    # Material's notice of its successor would stand before every fault that is told.
    env = os.environ | {"NO_MKDOCS_2_WARNING": "1"}
    command = [sys.executable, "-m", engine, "build", "--clean", "-f", str(work / "mkdocs.yml")]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=False, cwd=work, env=env)
    except subprocess.TimeoutExpired as error:
        raise EngineError(f"{engine} did not end within {error.timeout:.0f} s") from error
    if done.returncode or not (out / "index.html").is_file():
        raise EngineError(
            f"{engine} could not render the hand-written pages:\n{_reason(done.stderr + done.stdout, overrides)}"
        )
    shells = {
        out / _shell_url(section, depth) / "index.html" for section, depths in SECTIONS.items() for depth in depths
    }
    join_styles(out, sorted(shells), [*theme_folder().glob("pages/*.html"), *theme_folder().glob("assets/**/*.js")])
    for path in sorted(out.rglob("*.html")):
        # A shell gets its policy when it is cut.
        if path not in shells:
            path.write_text(with_policy(path.read_text(encoding="utf-8")), encoding="utf-8")
    return out


def _reason(said: str, overrides: Path) -> str:
    """Why the engine gave up: its last words, and of a traceback the fault and the template at fault, if any is."""
    text = said.strip()
    if "Traceback (most recent call last)" not in text:
        return text[-2000:]
    templates = re.findall(rf'File "{re.escape(str(overrides))}/([^"]+)", line ([0-9]+)', text)
    where = "themes/broadsheet/overrides/{}:{}: ".format(*templates[-1]) if templates else ""
    return where + text.splitlines()[-1]


def reserved(root: Path) -> list[Problem]:
    """Hand-written pages that stand where generated ones go."""
    pages = root / "content" / "pages"
    taken = [path for path in sorted(pages.rglob("*.md")) if _first(path.relative_to(pages)) in {*SECTIONS, "index.md"}]
    message = "this address belongs to a generated page"
    hint = "rename the file; the front page and the sections are made from the content"
    return [Problem(path.relative_to(root).as_posix(), 0, 0, "reserved-address", message, hint) for path in taken]


def stray_links(root: Path) -> list[Problem]:
    """Links among the hand-written pages to what is no part of the project, for it would be published; and broken ones.

    Hidden folders (.git, .cache) are no part of it, nor is a folder that the pages themselves are in.
    """
    home, pages = (Path(os.path.realpath(folder)) for folder in (root, root / "content" / "pages"))
    found = []
    for path in sorted(path for path in pages.rglob("*") if path.is_symlink()):
        target = Path(os.path.realpath(path))
        hidden = any(part.startswith(".") for part in Path(os.path.relpath(target, home)).parts)
        if not path.exists() or hidden or pages.is_relative_to(target):
            name = f"content/pages/{path.relative_to(pages).as_posix()}"
            message, hint = "this link leads out of the digest, or nowhere", "put the file itself here"
            found.append(Problem(name, 0, 0, "stray-link", message, hint))
    return found


def _first(path: Path) -> str:
    return path.parts[0].removesuffix(".md") if path.parts[0] != "index.md" else "index.md"


def _keys(node: yaml.Node | None) -> dict[str, yaml.Node]:
    """What a mapping of mkdocs.yml sets; its tags, which call Python, are left alone."""
    return {key.value: value for key, value in node.value} if isinstance(node, yaml.MappingNode) else {}
