"""A line of a table into cells, each with the column of the text where it begins."""

import re
from collections.abc import Callable, Iterator, Sequence

from msgspec import Struct

_CSV = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*(?:,|$)')
# A mean and its deviation. Consoles that take UTF-8 for something else leave other signs in the place of ±.
PLUS_MINUS = r" [^0-9.\s]{1,3} "
_PIPES = re.compile(r"\s*((?:\\\||[^|])*?)\s*\|")


def csv_cells(line: str) -> list[tuple[str, int]]:
    """The cells of a CSV line (RFC 4180, no line ends in a cell) and their columns, from 1."""
    found = []
    place = 0
    while place <= len(line) and (cell := _CSV.match(line, place)):
        group = 1 if cell[1] is not None else 2
        found.append((cell[group].replace('""', '"') if group == 1 else cell[2], cell.start(group) + 1))
        if not cell[0].endswith(","):
            break
        place = cell.end()
    return found


def markdown_cells(line: str) -> list[tuple[str, int]]:
    """The cells of a Markdown table's row, which begins and ends with a pipe; none for any other line."""
    start = len(line) - len(line.lstrip())
    if not line.startswith("|", start) or not line.rstrip().endswith("|"):
        return []
    return [(cell[1], cell.start(1) + 1) for cell in _PIPES.finditer(line, start + 1)]


class Line(Struct, frozen=True):
    """A line of a CSV table with the heading above it. `number` counts lines from 1, `table` headings."""

    number: int
    table: int
    names: list[str]
    cells: list[tuple[str, int]]

    @property
    def values(self) -> dict[str, str]:
        """The cells by column; of a column that is there twice, the first."""
        found: dict[str, str] = {}
        for name, (text, _) in zip(self.names, self.cells, strict=False):
            found.setdefault(name, text)
        return found

    @property
    def texts(self) -> list[str]:
        """The cells alone."""
        return [text for text, _ in self.cells]

    def place(self, index: int) -> str:
        """Where a cell stands, LINE:COLUMN."""
        return f"{self.number}:{self.cells[index][1]}"


def csv_lines(text: str, is_heading: Callable[[Sequence[str]], bool]) -> Iterator[Line]:
    """The lines under each heading that `is_heading` knows, as far as they hold commas; what comes before goes."""
    names: list[str] = []
    table = 0
    for number, line in enumerate(text.split("\n"), 1):
        cells = csv_cells(line) if "," in line else []
        if cells and is_heading(written := [cell for cell, _ in cells]):
            names, table = written, table + 1
        elif cells and names:
            yield Line(number, table, names, cells)
