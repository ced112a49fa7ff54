"""The dataset told to search engines and loaders: Croissant 1.1 (mlcommons/croissant, a vocabulary of JSON-LD)."""

import json
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from .schema import SCHEMA_VERSION, ClaimRow, Row, columns

_TYPES = {"bool": "sc:Boolean", "int": "sc:Integer", "float": "sc:Float", "str": "sc:Text"}
_TABLES = (
    ("rows", Row, "What benchmark tools measured: a statistic of a metric of a configuration of a run each."),
    ("claims", ClaimRow, "What papers report of themselves, as their authors put it."),
)
_MEDIA = {".parquet": "application/x-parquet", ".csv": "text/csv"}


class About(Struct, frozen=True):
    """What the dataset's papers say of it: `licence` as Hugging Face names it, `url` of its folder, `date` a day."""

    title: str = "Broadsheet benchmarks"
    licence: str = "other"
    url: str = ""
    date: str = ""


class File(Struct, frozen=True):
    """A file of a table: its path below `dataset/`, how many rows and bytes, SHA-256 in hex.

    `index` is where the page index and the footer of a Parquet file begin, 0 in other files.
    """

    path: str
    table: str
    rows: int
    bytes: int
    sha256: str
    index: int = 0


def croissant(files: Iterable[File], about: About) -> str:
    """The metadata file. Both record sets read the tables that are in one piece, under `archive/`."""
    told = {
        "@context": _context(),
        "@type": "sc:Dataset",
        "conformsTo": "http://mlcommons.org/croissant/1.1",
        "name": "".join(c if c.isalnum() or c in " -_" else " " for c in about.title).strip() or "benchmarks",
        "description": "Speed, memory and energy of machine-learning systems: measured figures, each with its raw "
        "file and place, and reported ones, in two tables that are never mixed.",
        "license": about.licence,
        "url": about.url,
        "version": f"{SCHEMA_VERSION}.0.0",
        "datePublished": about.date,
        "isLiveDataset": True,
        "citeAs": f"{about.title}, {about.url}",
        "creator": {"@type": "sc:Organization", "name": about.title, "url": about.url},
        "distribution": [_file(file) for file in files],
        "recordSet": [_records(*table) for table in _TABLES],
    }
    return json.dumps(told, indent=1, ensure_ascii=False) + "\n"


def _file(file: File) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": file.path,
        "name": file.path,
        "contentUrl": file.path,
        "contentSize": f"{file.bytes} B",
        "encodingFormat": next(kind for suffix, kind in _MEDIA.items() if file.path.endswith(suffix)),
        "sha256": file.sha256,
    }


def _records(name: str, kind: type[Row], description: str) -> dict[str, Any]:
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "description": description,
        "key": {"@id": f"{name}/row_id"},
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{column.name}",
                "name": column.name,
                "description": column.description + (f" (unit: {column.unit})" if column.unit else ""),
                "dataType": _TYPES[column.type],
                "source": {"fileObject": {"@id": f"archive/{name}.parquet"}, "extract": {"column": column.name}},
            }
            for column in columns(kind)
        ],
    }


def _context() -> dict[str, Any]:
    """The JSON-LD context that the specification asks every file to carry."""
    own = (
        "arrayShape citeAs column containedIn equivalentProperty extract field fileProperty fileObject fileSet format "
        "includes isArray isLiveDataset jsonPath key md5 parentField path recordSet references regex repeated replace "
        "samplingRate separator source subField transform"
    )
    return {
        "@language": "en",
        "@vocab": "https://schema.org/",
        "cr": "http://mlcommons.org/croissant/",
        "dct": "http://purl.org/dc/terms/",
        "rai": "http://mlcommons.org/croissant/RAI/",
        "sc": "https://schema.org/",
        "conformsTo": "dct:conformsTo",
        "data": {"@id": "cr:data", "@type": "@json"},
        "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
        "description": {"@container": "@language"},
        "examples": {"@id": "cr:examples", "@type": "@json"},
        "name": {"@container": "@language"},
        **{word: f"cr:{word}" for word in own.split()},
    }
