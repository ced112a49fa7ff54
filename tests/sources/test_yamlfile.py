"""YAML into plain values: scalars stay text, keys come once, files cannot blow up."""

import sys
import time
from typing import Any

import pytest

from broadsheet.sources.yamlfile import FaultError, Reader, compose, position


def read(text: str) -> tuple[Any, list[tuple[int, int, str]]]:
    """The value of a document and where which faults are."""
    reader = Reader("a.yml")
    try:
        node = compose(text, "a.yml")
        value = None if node is None else reader.value(node)
    except FaultError as fault:
        return None, [(fault.problem.line, fault.problem.column, fault.problem.code)]
    return value, [(p.line, p.column, p.code) for p in reader.problems]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("title: No", {"title": "No"}),
        ("date: 2024-05-07", {"date": "2024-05-07"}),
        ("arxiv: 2405.04530", {"arxiv": "2405.04530"}),
        ("count: 7\nflag: true\nratio: 1.40", {"count": "7", "flag": "true", "ratio": "1.40"}),
        ("a:\nb: ~\nc: null\nd: ''\ne: '~'", {"d": "", "e": "~"}),
        ("[a, ~, '']", ["a", "", ""]),
        ("a: &x [1, 2]\nb: *x", {"a": ["1", "2"], "b": ["1", "2"]}),
        ("a: !!python/object:os.system {x: y}\nb: !ENV z", {"a": {"x": "y"}, "b": "z"}),
        ("a: >-\n  one\n  two\n", {"a": "one two"}),
        ("? long key\n: value", {"long key": "value"}),
        ("a: {b: {}, c: []}", {"a": {"b": {}, "c": []}}),
        ("", None),
        ("# a remark\n", None),
        ("---\n...\n", ""),
    ],
)
def test_values(text: str, value: object) -> None:
    assert read(text) == (value, [])


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("a: 1\nb: 2\na: 3\na: 4", [(3, 1, "duplicate-key"), (4, 1, "duplicate-key")]),
        ("a:\nb: 2\na: 3", [(3, 1, "duplicate-key")]),
        ("a: {b: 1, b: 2}", [(1, 11, "duplicate-key")]),
        ("? [a, b]\n: c", [(1, 3, "wrong-type")]),
        ("a: b: c", [(1, 5, "yaml-syntax")]),
        ("a:\n\tb: c", [(2, 1, "yaml-syntax")]),
        ("a: 'open", [(1, 9, "yaml-syntax")]),
        ("a: *b", [(1, 4, "yaml-syntax")]),
        ("a: b\n---\nc: d", [(2, 1, "yaml-syntax")]),
        ("é: ü\nb: \x91", [(2, 0, "yaml-syntax")]),
        ("日本: a\n" * 3 + "b: \ufffe", [(4, 0, "yaml-syntax")]),
        ("a: &a [*a]", [(1, 4, "too-deep")]),
        (
            "\n".join(f"a{i}: &a{i} [{', '.join(['x' if not i else f'*a{i - 1}'] * 10)}]" for i in range(7)),
            [(1, 34, "alias-bomb")],
        ),
    ],
)
def test_faults(text: str, faults: list[tuple[int, int, str]]) -> None:
    assert read(text)[1] == faults


@pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "-  ", "? ", "? - ", "- ? - ", "[{a: "])
@pytest.mark.parametrize("times", [100, 20_000])
def test_deep_nesting_is_told_and_does_not_end_the_process(opening: str, times: int) -> None:
    assert [code for _, _, code in read("a: b\nc:\n  " + opening * times)[1]] == ["too-deep"]


def test_deep_indentation() -> None:
    text = "".join(" " * depth + "a:\n" for depth in range(500))
    assert [code for _, _, code in read(text)[1]] == ["too-deep"]


@pytest.mark.parametrize(
    "text",
    [
        "a: " + "[" * 30 + "]" * 30,
        "a: '" + "[" * 500 + "'",
        "- " * 30 + "x",
        "a: >-\n  " + "well-known - " * 200,
        "# " + "- " * 500 + "\na: b",
    ],
)
def test_what_only_looks_deep_is_read(text: str) -> None:
    assert read(text)[1] == []


def test_a_bomb_is_found_quickly() -> None:
    lines = ["- &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"- &a{i} [{', '.join([f'*a{i - 1}'] * 10)}]" for i in range(1, 40)]
    start = time.process_time()
    assert [code for _, _, code in read("\n".join(lines))[1]] == ["alias-bomb"]
    assert time.process_time() - start < 2
    assert sys.getrecursionlimit() >= 1000


def test_positions_count_from_one() -> None:
    node = compose("\n  a: b", "a.yml")
    assert node is not None
    assert position(node) == (2, 3)
