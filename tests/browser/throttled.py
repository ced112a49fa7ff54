"""A first visit on a slow telephone: what it fetches, when its largest part is painted, what moves and what blocks.

The network is "Fast 3G" as Chromium's DevTools define it (front_end/core/sdk/NetworkManager.ts; named "Slow 4G" there
since 2024): 1.6 Mbit/s down and 750 kbit/s up, each times 0.9, and 150 ms times 3.75 for every request. DevTools delay
requests, not packets: the factors stand for the handshakes that a loopback connection does without.
"""

import statistics
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

FAST_3G = {
    "offline": False,
    "latency": 150 * 3.75,
    "downloadThroughput": 1.6 * 1000 * 1000 / 8 * 0.9,
    "uploadThroughput": 750 * 1000 / 8 * 0.9,
}
SLOWDOWN = 4
# How a Chromium is found and started where no fixture does it.
NAMES = ("chromium", "chromium-browser", "google-chrome")
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking", "--no-proxy-server"]
# After the network is quiet, for what scripts do late.
QUIET_MS = 1000

# Before anything of the page runs. Times are in ms since navigation; see W3C's Largest Contentful Paint, Layout
# Instability and Long Tasks.
WATCH = """
window.painted = []; window.shifted = []; window.tasks = [];
const watch = (type, keep) =>
  new PerformanceObserver(list => list.getEntries().forEach(keep)).observe({ type, buffered: true });
watch('largest-contentful-paint', e => painted.push([e.startTime, e.element ? e.element.outerHTML.slice(0, 90) : '']));
watch('layout-shift', e => e.hadRecentInput || shifted.push([e.value, e.sources.map(s => s.node?.nodeName).join(' ')]));
watch('longtask', e => tasks.push([e.startTime, e.duration]));
"""
FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0].startTime"


# What a first visit may take at most, by field of FirstVisit; the page's own HTML is a paper's.
LIMITS = {"largest": 1800, "shift": 0.02, "blocking": 150, "transfer": 350_000, "html": 15_000}
RUNS = 5


class FirstVisit(Struct, frozen=True):
    """What one visit with an empty cache took.

    `paint` and `largest` are ms from navigation to the first and the largest contentful paint. `shift` is the sum of
    all layout shifts, no less than the score, which takes the worst few seconds. `blocking` is the ms that tasks took
    beyond 50 each, from the first paint until a second after the network was quiet. `html`, `transfer` and `files` are
    bytes on the wire with their headers: of the page itself, of everything, and by address. `element` is what was
    painted last and largest, `moved` what shifted.
    """

    paint: float
    largest: float
    shift: float
    blocking: float
    html: int
    transfer: int
    files: dict[str, int]
    element: str
    moved: tuple[str, ...]


def first_visit(chromium: Any, address: str, width: int = 390) -> FirstVisit:
    """Open the address in a fresh context on a slow network and machine, and wait until it is done."""
    context = chromium.new_context(viewport={"width": width, "height": 844})
    try:
        context.add_init_script(WATCH)
        page = context.new_page()
        session = context.new_cdp_session(page)
        names: dict[str, str] = {}
        files: dict[str, int] = {}

        def ended(event: dict[str, Any]) -> None:
            name = names[event["requestId"]]
            files[name] = files.get(name, 0) + int(event["encodedDataLength"])

        session.on("Network.requestWillBeSent", lambda e: names.update({e["requestId"]: e["request"]["url"]}))
        session.on("Network.loadingFinished", ended)
        session.send("Network.enable")
        session.send("Network.setCacheDisabled", {"cacheDisabled": True})
        session.send("Network.emulateNetworkConditions", FAST_3G)
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWDOWN})
        page.goto(address, wait_until="networkidle", timeout=60_000)
        page.wait_for_timeout(QUIET_MS)
        paint = page.evaluate(FIRST_PAINT)
        largest, element = page.evaluate("painted.at(-1)")
        shifts = page.evaluate("shifted")
        tasks = page.evaluate("tasks")
    finally:
        context.close()
    blocking = sum(max(0.0, start + length - max(start, paint) - 50) for start, length in tasks)
    shift, moved = sum(value for value, _ in shifts), tuple(what for _, what in shifts)
    return FirstVisit(paint, largest, shift, blocking, files[address], sum(files.values()), files, element, moved)


def medians(visits: Sequence[FirstVisit]) -> dict[str, float]:
    """The median of each figure over visits."""
    figures = ("paint", *LIMITS)
    return {figure: statistics.median(getattr(visit, figure) for visit in visits) for figure in figures}


def heaviest_paper(site: Path) -> str:
    """The address, below the site's, of the paper's page with most bytes."""
    pages = [
        path for path in sorted(site.glob("papers/*/index.html")) if b'http-equiv="refresh"' not in path.read_bytes()
    ]
    heaviest = max(pages, key=lambda path: path.stat().st_size)
    return f"papers/{heaviest.parent.name}/"
