"""How the tests of the readers look at rows."""

from broadsheet.bench.formats import read_file


def figures(text):
    """The rows of a text as (line or pointer, metric as written, statistic or quantile, value, unit)."""
    rows, problems = read_file(text.encode(), "x")
    told = [
        (
            place(row),
            row.metric_raw,
            row.quantile if row.statistic == "quantile" else row.statistic,
            row.value,
            row.unit,
        )
        for row in rows
    ]
    return told, problems


def place(row):
    """The line of a place in a text; a JSON pointer as it is."""
    line, _, column = row.locator.partition(":")
    return int(line) if column.isdigit() else row.locator


def rows_of(text):
    """The rows alone."""
    return read_file(text.encode(), "x")[0]
