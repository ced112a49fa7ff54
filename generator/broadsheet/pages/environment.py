"""The Jinja environment of pages and feeds: autoescape everywhere, undefined names are errors."""

from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from .views import ACCENT, ROOT, TOPIC


def theme_folder() -> Path:
    """The theme: inside the wheel when installed, beside the source tree when worked on."""
    inside = Path(__file__).parents[1] / "_theme"
    return inside if inside.is_dir() else Path(__file__).parents[3] / "themes" / "broadsheet"


@cache
def environment(folder: Path) -> Environment:
    """Templates below `folder`; compiled once a process."""
    found = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    # Copied for every page: jinja's own (range, lipsum ...) would cost more than many a page.
    found.globals.clear()
    found.globals.update({"ROOT": ROOT, "ACCENT": ACCENT, "TOPIC": TOPIC})
    return found


@cache
def template(folder: Path, name: str) -> Template:
    """A compiled template. Its globals become a plain dict: Jinja copies them for every page, from a slow ChainMap."""
    found = environment(folder).get_template(name)
    found.globals = dict(found.globals)
    return found
