"""What a BibTeX entry takes over from others: by `crossref` from the volume it is part of, by `xdata` from shared data.

BibLaTeX's rules (manual, appendix B), less what would say of the part what is true of the whole only: addresses,
identifiers, pages and abstracts stay with the entry that has them.
"""

from .bibtex_entries import RawEntry, RawFlaw

_PARTS = frozenset(
    "inproceedings conference incollection inbook bookinbook suppbook suppcollection inreference article "
    "suppperiodical".split()
)
_RENAMED = {
    "title": "booktitle",
    "subtitle": "booksubtitle",
    "titleaddon": "booktitleaddon",
    "shorttitle": "",
    "author": "",
}
_OWN = frozenset(
    "crossref xref xdata entryset entrysubtype execute label options presort related relatedoptions relatedstring "
    "relatedtype sortkey sorttitle ids doi url urldate eprint eprinttype archiveprefix eprintclass primaryclass "
    "abstract keywords keyword file pages pagetotal note annote annotation timestamp owner shorthand groups".split()
)


def inherit(entries: list[RawEntry]) -> list[RawFlaw]:
    """Fills the entries in from those that they name. Problems: a name that no entry has, or that leads back."""
    by_key: dict[str, RawEntry] = {}
    for entry in entries:
        by_key.setdefault(entry.key, entry)
    folded = {key.lower(): entry for key, entry in reversed(by_key.items())}
    flaws: list[RawFlaw] = []
    finished: set[int] = set()
    for entry in entries:
        if "crossref" in entry.fields or "xdata" in entry.fields:
            _fill(entry, by_key, folded, flaws, finished, ())
    return flaws


def _fill(
    entry: RawEntry,
    by_key: dict[str, RawEntry],
    folded: dict[str, RawEntry],
    flaws: list[RawFlaw],
    finished: set[int],
    path: tuple[int, ...],
) -> None:
    if id(entry) in finished:
        return
    for field in ("xdata", "crossref"):
        named = entry.fields.get(field, "").strip("{} \t\n")
        for key in (part.strip() for part in named.split(",") if part.strip()) if field == "xdata" else (named,):
            parent = by_key.get(key) or folded.get(key.lower())
            if not key:
                continue
            if parent is None or parent is entry or id(parent) in path or len(path) > 20:
                what = "leads back to itself" if parent else "is not in this file"
                message = f"{field} `{key}` {what}"
                hint = "put the entry that it names into this file, or remove the field"
                flaws.append(RawFlaw(entry.lines.get(field, entry.line), "bib-dangling-crossref", message, hint))
                continue
            if "crossref" in parent.fields or "xdata" in parent.fields:
                _fill(parent, by_key, folded, flaws, finished, (*path, id(entry)))
            for name, value in _offered(entry, parent, field):
                entry.fields.setdefault(name, value)
    finished.add(id(entry))


def _offered(entry: RawEntry, parent: RawEntry, field: str) -> list[tuple[str, str]]:
    """The fields that a parent offers, under the names that they have in the part."""
    offered = []
    # A date stands or falls as a whole: a year of one's own does not go with a month of the parent's.
    dated = not {"date", "year"}.isdisjoint(entry.fields)
    for name, value in parent.fields.items():
        if name in ("crossref", "xdata", "ids") or (dated and name in ("date", "year", "month", "day")):
            continue
        if field == "xdata":
            offered.append((name, value))
        elif name not in _OWN:
            target = _RENAMED.get(name, name) if entry.type in _PARTS else name
            if entry.type == "inbook" and name == "author" and "author" not in entry.fields:
                target = "author"
            if target == "booktitle" and "booktitle" in parent.fields:
                continue
            if entry.type == "article" and target == "booktitle":
                target = "journal" if not {"journal", "journaltitle"} & entry.fields.keys() else ""
            if target:
                offered.append((target, value))
    return offered
