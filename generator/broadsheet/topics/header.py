"""What a frozen fit says of itself: checked without loading numpy or scikit-learn, so that `check` stays quick."""

import hashlib
from collections.abc import Mapping

import msgspec
from msgspec import Struct

from broadsheet.faults import SetupError

NAME = "fit.json"
ARRAYS = ("weights", "components", "centres", "reasons", "strengths")
# What a fit is made of besides.
PARTS = (*(f"{name}.npy" for name in ARRAYS), "terms.tsv", "papers.tsv", "map.tsv")
# The form of the files, and the way from text to vectors: other code would read other numbers into them.
VERSION = 1
HINT = "run `broadsheet topics fit`, or restore site_config/topics as it was committed"


class Group(Struct, frozen=True):
    """A topic as it was fitted. `parent` is the broad topic of a finer one, empty for a broad one.

    `central` are its most central papers at that time. A paper whose cosine to the centre is below `limit` is an
    outlier among the topic's papers (see `describe.FENCE`); an outlier of its broad and its finer topic is near none.
    """

    id: str
    label: str
    size: int
    terms: tuple[str, ...]
    central: tuple[str, ...]
    limit: float
    parent: str = ""


class Header(Struct, frozen=True):
    """`fit.json`: the topics, how many papers the fit saw, and the SHA-256 of every other file of the fit."""

    version: int
    papers: int
    topics: tuple[Group, ...]
    former: dict[str, str]
    sha256: dict[str, str]


class BrokenFitError(SetupError):
    """Why the files are no usable fit."""


def read_header(files: Mapping[str, bytes]) -> Header:
    """The header of a fit whose files are whole. Raises BrokenFitError."""
    if NAME not in files:
        raise BrokenFitError(f"{NAME} is missing")
    try:
        header = msgspec.json.decode(files[NAME], type=Header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise BrokenFitError(f"{NAME} cannot be read: {error}") from error
    if header.version != VERSION:
        raise BrokenFitError(f"the fit has version {header.version}, this program reads version {VERSION}")
    for name in PARTS:
        if name not in files or name not in header.sha256:
            raise BrokenFitError(f"{name} is missing")
        if hashlib.sha256(files[name]).hexdigest() != header.sha256[name]:
            raise BrokenFitError(f"{name} is not the file that the fit wrote")
    return header


def write_header(groups: tuple[Group, ...], former: dict[str, str], papers: int, files: Mapping[str, bytes]) -> bytes:
    """`fit.json` for the other files of a fit."""
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in sorted(files.items())}
    header = Header(VERSION, papers, groups, dict(sorted(former.items())), sums)
    return msgspec.json.format(msgspec.json.encode(header), indent=1) + b"\n"
