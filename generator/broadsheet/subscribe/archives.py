"""What a feed no longer shows, by month (RFC 5005, section 4)."""

from collections.abc import Callable, Sequence

from msgspec import Struct


class Part(Struct, frozen=True):
    """A document of an archive: `2026-04`, `2026-04-2` ... or `undated`, with its papers newest first."""

    name: str
    papers: tuple[str, ...]


def archive(newest: Sequence[str], day_of: Callable[[str], str], window: int) -> list[Part]:
    """The archive of a feed that shows the first `window` of its papers, oldest part first; none if it shows all.

    Months are cut into parts of `window` papers, counted from their beginning, so that a document, once full, stays
    as it is when more papers come (a client that has it never asks again). The last part of the newest month is still
    open and is left out: its papers are all in the feed.
    """
    if len(newest) <= window:
        return []
    months: dict[str, list[str]] = {}
    for paper in reversed(newest):
        months.setdefault(day_of(paper)[:7] or "undated", []).append(paper)
    parts = []
    for month, papers in months.items():
        for at in range(0, len(papers), window):
            name = month if at == 0 else f"{month}-{at // window + 1}"
            parts.append(Part(name, tuple(reversed(papers[at : at + window]))))
    # A part that is full is closed, even in the newest month.
    return parts if len(parts[-1].papers) == window else parts[:-1]
