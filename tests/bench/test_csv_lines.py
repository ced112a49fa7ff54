"""The lines of CSV tables under their headings."""

import pytest

from broadsheet.bench.readers.table import csv_lines

TEXT = 'log, of a kind\nid,name\n1,"a, b"\n\nno comma\nid,name\n2,c,d\n3,\n'


def lines():
    return list(csv_lines(TEXT, lambda cells: list(cells) == ["id", "name"]))


def test_what_stands_before_a_heading_goes():
    assert [(line.number, line.table, line.texts) for line in lines()] == [
        (3, 1, ["1", "a, b"]),
        (7, 2, ["2", "c", "d"]),
        (8, 2, ["3", ""]),
    ]


@pytest.mark.parametrize(("index", "place"), [(0, "3:1"), (1, "3:4")])
def test_places(index, place):
    assert lines()[0].place(index) == place


def test_cells_by_column():
    assert lines()[1].values == {"id": "2", "name": "c"}
    twice = list(csv_lines("a,a,b\n1,2,3\n", lambda cells: "b" in cells))
    assert twice[0].values == {"a": "1", "b": "3"}
