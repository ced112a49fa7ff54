"""First visits on a slow telephone: a table of medians, beside the limits.

    .venv/bin/python tests/benchmarks/first_visit.py [--site FOLDER] [--runs 5] [--page papers/ID/ ...] [--json FILE]

Without --site this repository's digest is built first. tests/browser/throttled.py says what is measured and how; needs
Playwright and Chromium. Figures are of wall clock: run it on a machine that has nothing else to do.
"""

import argparse
import json
import shutil
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from msgspec import to_builtins
from playwright.sync_api import sync_playwright

from broadsheet.build import build

ROOT = Path(__file__).resolve().parents[2]
# What drives the browser lives with the tests that do.
sys.path.append(str(ROOT / "tests" / "browser"))

from serving import serve  # noqa: E402
from throttled import LIMITS, NAMES, OPTIONS, RUNS, first_visit, heaviest_paper, medians  # noqa: E402

WIDTHS = (390, 1280)
HEAD = ("page", "width", "first paint", "largest paint", "shift", "blocking", "HTML", "first visit")
FORMS = {"paint": "{:.0f} ms", "largest": "{:.0f} ms", "shift": "{:.3f}", "blocking": "{:.0f} ms"}
FORMS |= {"html": "{:,.0f} B", "transfer": "{:,.0f} B"}


def row(*cells: object) -> str:
    """A line of a Markdown table."""
    return f"| {' | '.join(str(cell) for cell in cells)} |"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, help="a built site; without it, this repository's is built")
    parser.add_argument(
        "--runs", type=int, default=RUNS, help="visits of which the median is told (default %(default)s)"
    )
    parser.add_argument("--page", nargs="*", help="addresses below the site's (default: home and the heaviest paper)")
    parser.add_argument("--json", type=Path, help="where to write every visit")
    given = parser.parse_args()
    with ExitStack() as stack:
        site = given.site
        if not site:
            site = Path(stack.enter_context(tempfile.TemporaryDirectory())) / "site"
            build(ROOT, site)
        pages = given.page or ["", heaviest_paper(site)]
        root = stack.enter_context(serve(site, compressed=True))
        playwright = stack.enter_context(sync_playwright())
        found = next(filter(None, map(shutil.which, NAMES)), None)
        if not found:
            sys.exit("No Chromium here: on Debian, apt-get install chromium")
        browser = playwright.chromium.launch(executable_path=found, args=OPTIONS)
        visits = {
            (page, width): [first_visit(browser, root + page, width) for _ in range(given.runs)]
            for page in pages
            for width in WIDTHS
        }
        browser.close()
    print(row(*HEAD), row(*("---" for _ in HEAD)), sep="\n")
    for (page, width), made in visits.items():
        figures = medians(made)
        print(row(page or "home", width, *(form.format(figures[figure]) for figure, form in FORMS.items())))
    print(row("limit", "", *(form.format(LIMITS[f]) if f in LIMITS else "" for f, form in FORMS.items())))
    print("\nOf the first of these visits, bytes on the wire:")
    for address, size in next(iter(visits.values()))[0].files.items():
        print(f"  {size:>8,}  {address.removeprefix(root) or 'the page'}")
    if given.json:
        told = [{"page": page, "width": width, "visits": made} for (page, width), made in visits.items()]
        given.json.write_text(json.dumps(to_builtins(told), indent=1), encoding="utf-8")


if __name__ == "__main__":
    main()
