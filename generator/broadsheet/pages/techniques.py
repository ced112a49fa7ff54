"""The pages of timed techniques, one a machine: shares of its ceilings, speed-ups, spread; and on a paper's page."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from posixpath import basename

from ..bench.names import Names
from ..bench.schema import ClaimRow
from ..bench.techniques import BANDWIDTH, Case, SetUp, Technique
from ..bench.timings import Range, Value, across
from ..catalog.urls import TECHNIQUES, page_url, paper_url
from ..model import Paper
from .benchmark_views import Drawing, Link, TechniquePart
from .figures import scale_of
from .jobs import Job
from .leaderboards import turner
from .plots import Bar, bars
from .prose import plain
from .site import Site
from .technique_views import PaperLine, SettingLines, TechniquesView, TechniqueView, WayLine
from .views import ROOT, Chip, chip
from .wording import capital, hardware, plain_value

# Bars in a chart; of more ways nobody could read one, and the tables have them.
_MOST_BARS = 24
# Enough of a commit to find it.
_COMMIT = 12
_ACROSS = "The bar is the median of all settings, the line leads from the least to the most of any setting and run."
Write = Callable[[float], str]


def technique_pages(site: Site, set_ups: Sequence[SetUp], names: Names) -> Iterator[Job]:
    """A page for each machine on which techniques were timed."""
    for number, one in enumerate(set_ups, 1):
        view = TechniquesView(
            hardware=capital(hardware(one.machine.scene, names)),
            software=_software(one),
            runs=tuple(", ".join(part for part in (basename(folder), time[:10]) if part) for folder, time in one.runs),
            ceilings=tuple(_ceiling(kind, reached) for kind, reached in one.ceilings.items()),
            techniques=tuple(_technique(site, technique) for technique in one.techniques),
            pager=turner(TECHNIQUES, number, len(set_ups)),
        )
        about = f"Timed on {view.hardware}: share of the ceilings measured with them, speed-up and spread."
        title = "Techniques, timed" + (f", page {number}" if number > 1 else "")
        yield Job(page_url(TECHNIQUES, number), "benchmarks", title, about, "techniques", view)


def technique_link(set_ups: Sequence[SetUp]) -> Link:
    """A link to the first of these pages; empty where there is none."""
    count = sum(len(one.techniques) for one in set_ups[:1])
    return (
        Link("Techniques, timed", ROOT + TECHNIQUES, f"{count} with their share of the ceiling") if count else Link("")
    )


def parts_of_papers(
    set_ups: Sequence[SetUp], reported: Mapping[str, Sequence[tuple[ClaimRow, str, str]]], names: Names
) -> dict[str, tuple[TechniquePart, ...]]:
    """By paper id what each card did of its techniques; of several machines with one card the newest counts.

    `reported` has for each paper its claims, each with its figure and its set-up in words.
    """
    found: dict[str, list[TechniquePart]] = {}
    seen: set[tuple[str, str]] = set()
    for number, one in enumerate(set_ups, 1):
        device = capital(hardware(one.machine.scene, names))
        papers = dict.fromkeys(paper for technique in one.techniques for paper in technique.papers)
        for paper in papers:
            if (device, paper) not in seen:
                seen.add((device, paper))
                part = _part(paper, number, one, device, reported.get(paper, ()))
                found.setdefault(paper, []).append(part)
    return {paper: tuple(parts) for paper, parts in found.items()}


def _part(
    paper: str, number: int, one: SetUp, device: str, reported: Sequence[tuple[ClaimRow, str, str]]
) -> TechniquePart:
    mine = [technique for technique in one.techniques if paper in technique.papers]
    faster = [
        (Link(way, note=capital(technique.name)), found)
        for technique in mine
        for way, found in _by_way(technique, lambda case: case.speed_up)
    ]
    claims = [told for told in reported if _is_speed_up(told[0])]
    base = page_url(TECHNIQUES, number)
    return TechniquePart(
        hardware=device,
        drawings=tuple(_drawings("Speed-up over the baseline", faster, _times, claims)),
        techniques=tuple(Link(capital(one.name), f"{ROOT}{base}#{_anchor(one)}") for one in mine),
        differs=tuple(dict.fromkeys(one.differs[paper] for one in mine if paper in one.differs)),
    )


def _is_speed_up(claim: ClaimRow) -> bool:
    return claim.comparison == "ratio" and any(word in claim.metric for word in ("speed", "throughput"))


def _software(one: SetUp) -> str:
    machine = one.machine
    commit = f"commit {machine.commit[:_COMMIT]}" + (" with changes" if machine.changed else "")
    parts = (machine.engine, machine.driver and f"driver {machine.driver}", machine.commit and commit)
    return plain_value(", ".join(part for part in parts if part))


def _ceiling(kind: str, reached: Range) -> tuple[Link, ...]:
    scale = scale_of(reached.middle.value, "byte/s" if kind == BANDWIDTH else "FLOP/s")
    ends = [_linked(end, scale.figure)[0] if end else Link("") for end in (reached.low, reached.high)]
    return (Link(_ceiling_name(kind)), _linked(reached.middle, scale.figure)[0], *ends)


def _ceiling_name(kind: str) -> str:
    return "copy bandwidth" if kind == BANDWIDTH else f"{plain_value(kind)} peak"


def _anchor(technique: Technique) -> str:
    return f"task-{technique.task}"


def _technique(site: Site, technique: Technique) -> TechniqueView:
    papers = [paper for id_ in technique.papers if (paper := site.catalog.papers.get(id_))]
    shares, faster = (_by_way(technique, pick) for pick in (lambda case: case.share, lambda case: case.speed_up))
    return TechniqueView(
        id=_anchor(technique),
        name=capital(plain_value(technique.name)),
        remark=plain_value(technique.remark),
        differs=tuple(
            PaperLine(_paper(paper), plain_value(said)) for paper in papers if (said := technique.differs.get(paper.id))
        ),
        others=tuple(_paper(paper) for paper in papers if not technique.differs.get(paper.id)),
        drawings=(
            *_drawings("Share of the ceiling", [(Link(way), of) for way, of in shares], _percent),
            *_drawings("Speed-up over the baseline", [(Link(way), of) for way, of in faster], _times),
        ),
        settings=tuple(
            SettingLines(plain_value(one.name), tuple(map(_way_line, one.cases))) for one in technique.settings
        ),
    )


def _paper(paper: Paper) -> Chip:
    return chip(plain(paper.title), ROOT + paper_url(paper.id))


def _way_line(case: Case) -> WayLine:
    time = scale_of(case.time.middle.value, "s").figure
    return WayLine(
        name=plain_value(case.way),
        is_baseline=case.is_baseline,
        median=_linked(case.time.middle, time),
        spread=_ends(case.time, time),
        share=_linked(case.share.middle, _percent) if case.share else (),
        speed_up=_linked(case.speed_up.middle, _times) if case.speed_up else (),
        speed_up_spread=_ends(case.speed_up, _times) if case.speed_up else (),
        difference=_linked(case.difference, _percent) if case.difference else (),
    )


def _linked(value: Value, write: Write) -> tuple[Link, ...]:
    """A figure that leads to its row, and the other rows that it is computed from, by what they are."""
    first, *others = value.origins
    more = (Link(_origin_name(other.what), ROOT + other.url) for other in others)
    return (Link(write(value.value), ROOT + first.url), *more)


def _origin_name(what: str) -> str:
    return what if what == "baseline" else _ceiling_name(what) if what else "another run"


def _ends(of: Range, write: Write) -> tuple[Link, ...]:
    return tuple(_linked(end, write)[0] for end in (of.low, of.high) if end)


def _percent(value: float) -> str:
    return scale_of(value, "ratio").figure(value)


def _times(value: float) -> str:
    return scale_of(value, "ratio", "speedup").figure(value)


def _by_way(technique: Technique, pick: Callable[[Case], Range | None]) -> list[tuple[str, Range]]:
    """For each way what it reached in all settings, in the order in which ways first appear."""
    found: dict[str, list[Range]] = {}
    for setting in technique.settings:
        for case in setting.cases:
            if picked := pick(case):
                found.setdefault(plain_value(case.way), []).append(picked)
    return [(way, across(ranges)) for way, ranges in found.items()]


def _drawings(
    title: str,
    found: Sequence[tuple[Link, Range]],
    write: Write,
    reported: Sequence[tuple[ClaimRow, str, str]] = (),
) -> Iterator[Drawing]:
    """A bar for each way, those that the authors report hollow below; nothing where nothing was measured."""
    if not found or len(found) > _MOST_BARS:
        return
    items = [Bar(way.name, of.middle.value, write(of.middle.value), *_edges(of)) for way, of in found]
    items += [
        Bar(f"Reported: {told}", claim.value, figure, claim.low, claim.high, hollow=True)
        for claim, figure, told in reported
        if claim.value is not None
    ]
    about = _ACROSS + (" Hollow bars are what the authors report." if reported else "")
    rows = [(way, *_row(of, write)) for way, of in found]
    rows += [(Link(f"Reported: {told}"), Link(figure), Link(""), Link("")) for _, figure, told in reported]
    yield Drawing(title, about, bars(title, about, items), ("Technique", "Median", "Least", "Most"), tuple(rows))


def _edges(of: Range) -> tuple[float | None, float | None]:
    return (of.low.value, of.high.value) if of.low and of.high else (None, None)


def _row(of: Range, write: Write) -> tuple[Link, Link, Link]:
    low, high = (_linked(end, write)[0] if end else Link("") for end in (of.low, of.high))
    return _linked(of.middle, write)[0], low, high
