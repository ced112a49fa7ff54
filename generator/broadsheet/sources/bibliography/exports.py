"""The formats that papers are exported in, each a function from papers to the text of a file.

Said `plain`, a file has the format's own fields alone; else its import gives the same papers.
"""

from collections.abc import Callable

from .biblatex_writer import biblatex_file
from .bibtex_writer import bibtex_file
from .csl_writer import csl_json_file
from .ris_writer import ris_file

EXPORTS: dict[str, Callable[..., str]] = {
    "bibtex": bibtex_file,
    "biblatex": biblatex_file,
    "csl-json": csl_json_file,
    "ris": ris_file,
}
