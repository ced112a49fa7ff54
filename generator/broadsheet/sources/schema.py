"""The JSON Schemas of content and settings, generated from the types of `model`.

`python -m broadsheet.sources.schema DIR` writes them; a test fails when the checked-in copies differ.
"""

import json
import re
import sys
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from ..model import Author, Digest, Organization, Paper

DRAFT = "https://json-schema.org/draft/2020-12/schema"


@cache
def schema(kind: type) -> dict[str, Any]:
    """The JSON Schema of one record of `kind`. A bare year may also be written as a number: YAML reads 2024 as one."""
    found: dict[str, Any] = _years_as_numbers(msgspec.json.schema(kind))
    return {"$schema": DRAFT, **found}


def file_schema(kind: type, many: bool) -> dict[str, Any]:
    """The JSON Schema of a file: one record, or with `many` one or a list."""
    one = schema(kind)
    if not many:
        return one
    reference = one["$ref"]
    return {
        "$schema": DRAFT,
        "anyOf": [{"type": "array", "items": {"$ref": reference}}, {"$ref": reference}],
        "$defs": one["$defs"],
    }


def _years_as_numbers(part: Any) -> Any:
    if isinstance(part, list):
        return [_years_as_numbers(item) for item in part]
    if not isinstance(part, dict):
        return part
    if part.get("x-code") == "bad-date" and re.match(part.get("pattern", "$"), "2024"):
        year = {"type": "integer", "minimum": 1000, "maximum": 9999}
        return {"x-code": part["x-code"], "x-hint": part["x-hint"], "anyOf": [part, year]}
    return {key: _years_as_numbers(item) for key, item in part.items()}


def file_schemas(settings: type) -> dict[str, str]:
    """File name to text of every schema that is shipped."""
    # Its module reads records, and whoever reads records explains faults by their schema.
    from .curation import Curation

    kinds = {"paper": (Paper, True), "author": (Author, False), "digest": (Digest, False)}
    found = {name: file_schema(*kind) for name, kind in kinds.items()}
    found |= {
        "organization": file_schema(Organization, True),
        "site": file_schema(settings, False),
        "topics": file_schema(Curation, False),
    }
    return {f"{name}.json": json.dumps(text, indent=2) + "\n" for name, text in found.items()}


def main() -> None:
    """Write the schemas into the folder given as the only argument."""
    from ..config import Settings

    for name, text in file_schemas(Settings).items():
        (Path(sys.argv[1]) / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
