"""Issues for the days of imported cards: the picks of a day in the order of its cards, where no issue is there yet."""

from collections.abc import Sequence
from pathlib import Path

import msgspec

from ...model import Digest, Entry, Source
from ..writing.edits import Edit
from ..writing.yaml_writer import mapping


def new_issues(entries: Sequence[Entry], ids: Sequence[str], root: Path, taken: Sequence[str]) -> list[Edit]:
    """The files of issues for the days on which records were added, unless their day is `taken` or the file is there.

    `ids` are the final ids of the records, in their order; empty for those that were left out.
    """
    days: dict[str, dict[str, None]] = {}
    sources: dict[str, str] = {}
    for entry, paper_id in zip(entries, ids, strict=True):
        day = entry.record.added
        if day and paper_id and day not in taken:
            days.setdefault(day, {})[paper_id] = None
            sources.setdefault(day, entry.record.source[0].name)
    found = []
    for day, picks in sorted(days.items()):
        path = f"content/digests/{day[:4]}/{day}.yml"
        if not (root / path).exists():
            digest = Digest(date=day, picks=tuple(picks), source=(Source(name=sources[day], date=day),))
            head = "# yaml-language-server: $schema=../../../site_config/schema/digest.json\n"
            found.append(Edit(path, None, head + mapping(msgspec.to_builtins(digest))))
    return found
