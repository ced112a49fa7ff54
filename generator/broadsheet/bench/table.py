"""A line of a table into cells, each with the column of the text where it begins."""

import re

_CSV = re.compile(r'\s*(?:"((?:[^"]|"")*)"|([^,]*?))\s*(?:,|$)')
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
