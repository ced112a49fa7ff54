"""Organisations that imported records name, under the ids that the content has for them."""

from collections.abc import Sequence

import msgspec

from ...model import Entry
from .same_paper import fold


def with_known_organizations(entries: Sequence[Entry], organizations: Sequence[Entry]) -> list[Entry]:
    """The records with each organisation under the id of the one whose name, other name or handle is the same.

    Readers make an id of the name that a record gives (`extra.organization`) or of a handle; one that nobody has
    described stays as they made it.
    """
    known: dict[str, str] = {}
    for entry in organizations:
        organization = entry.record
        for name in (organization.id, organization.name, *organization.names, organization.huggingface or ""):
            known.setdefault(fold(name), organization.id)
    known.pop("", None)
    return [_renamed(entry, known) if entry.record.organizations else entry for entry in entries]


def _renamed(entry: Entry, known: dict[str, str]) -> Entry:
    ids = tuple(known.get(fold(name), name) for name in entry.record.organizations)
    if ids == entry.record.organizations:
        return entry
    return Entry(msgspec.structs.replace(entry.record, organizations=ids), entry.path, entry.line)
