"""The set of pictures by which the looks are judged: every kind of page, at two widths, light and dark.

    .venv/bin/python tests/browser/screenshots.py FOLDER [--site SITE] [--only home paper ...] [--whole]

Without --site this repository's digest is built first, with a page of every family as in the tests (families.py), and
its map and explorer have figures to show. A picture is named PAGE-WIDTH-EDITION.png and shows the first screens;
--whole shows all of the page.
"""

import argparse
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright
from serving import serve
from throttled import NAMES, OPTIONS, heaviest_paper

ROOT = Path(__file__).resolve().parents[2]
WIDTHS = {390: 844, 1280: 900}
EDITIONS = ("light", "dark")
# First screens that a picture shows.
SCREENS = 2
WORDS = "quantization"


def heaviest(site: Path, pattern: str, most: int = 1) -> list[str]:
    """Addresses below the site's of the pages with most bytes, of those that a glob finds."""
    found = sorted(site.glob(f"{pattern}/index.html"), key=lambda path: (-path.stat().st_size, path))
    return [f"{path.parent.relative_to(site).as_posix()}/" for path in found[:most]]


def pages(site: Path) -> dict[str, str]:
    """Addresses by name: three people are the one with most on the page, with least, and one between."""
    people = heaviest(site, "authors/[!0-9]*", 10_000)
    people = [url for url in people if (site / url / "index.html").stat().st_size > 5_000 and url.count("/") == 2]
    weeks = heaviest(site, "digests/*-W*")
    return {
        "home": "",
        "issue": heaviest(site, "digests/????-??-??")[0],
        **({"week": weeks[0]} if weeks else {}),
        "paper": heaviest_paper(site),
        "person-most": people[0],
        "person-middle": people[len(people) // 2],
        "person-least": people[-1],
        "topic": heaviest(site, "topics/[!0-9]*")[0],
        "map": "map/",
        "search": f"search/?q={WORDS}",
        "explorer": "benchmarks/explorer/",
        "404": "404.html",
        "about": "about/",
    }


def take(browser: Browser, root: str, addresses: dict[str, str], folder: Path, *, whole: bool) -> None:
    """Write a picture of each page in each width and edition."""
    for width, height in WIDTHS.items():
        for edition in EDITIONS:
            context = browser.new_context(
                viewport={"width": width, "height": height}, color_scheme=edition, reduced_motion="reduce"
            )
            page = context.new_page()
            for name, url in addresses.items():
                page.set_viewport_size({"width": width, "height": height if whole else SCREENS * height})
                page.goto(root + url, wait_until="networkidle")
                # Late drawing: the map, the search's answers, the explorer's chart.
                page.wait_for_timeout(600)
                page.screenshot(path=folder / f"{name}-{width}-{edition}.png", full_page=whole)
            context.close()


def main() -> None:
    """Build, visit, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the pictures go")
    parser.add_argument("--site", type=Path, help="a built site; without it, this repository's is built")
    parser.add_argument("--only", nargs="*", help="names of pages, such as home or paper")
    parser.add_argument("--whole", action="store_true", help="the whole page rather than the first screens")
    given = parser.parse_args()
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if not found:
        sys.exit("No Chromium here: on Debian, apt-get install chromium")
    with ExitStack() as stack:
        site = given.site
        if not site:
            # What makes up runs of benchmarks lives a folder up.
            sys.path.append(str(ROOT / "tests"))
            from families import build_families

            site = build_families(ROOT, Path(stack.enter_context(tempfile.TemporaryDirectory()))).site
        root = stack.enter_context(serve(site.parent))
        playwright = stack.enter_context(sync_playwright())
        browser = playwright.chromium.launch(executable_path=found, args=OPTIONS)
        addresses = {name: url for name, url in pages(site).items() if not given.only or name in given.only}
        given.folder.mkdir(parents=True, exist_ok=True)
        take(browser, f"{root}{site.name}/", addresses, given.folder, whole=given.whole)
        browser.close()
    print(f"{len(addresses) * len(WIDTHS) * len(EDITIONS)} pictures in {given.folder}")


if __name__ == "__main__":
    main()
