"""The formats that papers are exported in, each a function from papers to the text of a file."""

from collections.abc import Callable, Sequence

from ...model import Paper
from .biblatex_writer import biblatex_file
from .bibtex_writer import bibtex_file
from .csl_writer import csl_json_file
from .ris_writer import ris_file

EXPORTS: dict[str, Callable[[Sequence[Paper]], str]] = {
    "bibtex": bibtex_file,
    "biblatex": biblatex_file,
    "csl-json": csl_json_file,
    "ris": ris_file,
}
