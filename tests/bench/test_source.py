"""What the readers see of a file: numbers with their digits, and lists that are no results without theirs."""

import gc
import json

import pytest

from broadsheet.bench.formats import read_file
from broadsheet.bench.source import Number, open_source, parse, whole_documents

MANY = [number / 7 for number in range(200)]


def test_a_number_remembers_its_digits():
    (document,) = open_source(b'{"a": 1.50, "b": NaN}', "x").documents
    assert document.value["a"].raw == "1.50"
    assert document.value["b"].raw == "NaN"


@pytest.mark.parametrize(
    "values",
    [MANY, [*MANY, float("nan"), None, float("inf")], [MANY, MANY], [round(value) for value in MANY]],
    ids=["floats", "odd ones among them", "lists", "integers"],
)
@pytest.mark.parametrize("indent", [None, 1])
def test_a_list_with_an_entry_a_token_keeps_its_length_alone(values, indent):
    source = open_source(json.dumps({"itls": values, "after": 2.5}, indent=indent).encode(), "x")
    (document,), (whole,) = source.documents, whole_documents(source)
    assert len(document.value["itls"]) == len(values)
    assert "0" not in json.dumps(document.value["itls"])
    assert len(json.dumps(whole.value["itls"])) > 400
    assert document.value["after"].raw == "2.5"
    assert document.pointer == whole.pointer


def test_short_lists_and_texts_stay():
    value = {"a": MANY[:10], "b": f"as he wrote: {MANY}"}
    (document,) = open_source(json.dumps(value).encode(), "x").documents
    assert document.value["a"] == MANY[:10]
    assert document.value["b"].startswith("as he wrote: [")


def test_lines_and_columns_behind_such_a_list_are_those_of_the_file():
    text = json.dumps({"itls": MANY}, indent=1)
    second = open_source(f'{text}\n{{"b": 1}}'.encode(), "x").documents[1]
    assert second.pointer == f"{text.count(chr(10)) + 2}#"
    (fault,) = open_source(f'{{"itls": {MANY}, "b": }}'.encode(), "x").faults
    assert fault.column == len(f'{{"itls": {MANY}, "b": ') + 1


@pytest.mark.parametrize(("text", "value"), [('{"a": 1}', {"a": 1.0}), ("[", None), ("", None), ("[" * 100_000, None)])
def test_parse(text, value):
    assert parse(text) == value


def test_the_number_of_a_parsed_value():
    assert isinstance(parse("1.0"), Number)


@pytest.mark.parametrize("collecting", [True, False])
def test_reading_leaves_the_garbage_collector_as_it_was(collecting):
    was = gc.isenabled()
    (gc.enable if collecting else gc.disable)()
    try:
        read_file(b'{"a": 1}', "x")
        assert gc.isenabled() == collecting
    finally:
        (gc.enable if was else gc.disable)()
