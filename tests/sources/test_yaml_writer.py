"""Tidy YAML: what it looks like, and that it reads back as what was written."""

from random import Random
from typing import Any

import pytest
import yaml

from broadsheet.sources.writing.yaml_writer import flow, listed, mapping
from broadsheet.sources.yamlfile import Reader, compose


def read(text: str) -> Any:
    node = compose(text, "x.yml")
    assert node is not None
    return Reader("x.yml").value(node)


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("title", "A plain title, with (some) signs", "title: A plain title, with (some) signs"),
        ("title", "QServe: fast", 'title: "QServe: fast"'),
        ("title", 'Say "no"', 'title: Say "no"'),
        ("title", '"No" said', r'title: "\"No\" said"'),
        ("title", "C# and more # less", 'title: "C# and more # less"'),
        ("title", "1984", 'title: "1984"'),
        ("title", "No", 'title: "No"'),
        ("title", "Über 北京", "title: Über 北京"),
        ("title", "$O(n)$ time", "title: $O(n)$ time"),
        ("title", "[A+] Maps", 'title: "[A+] Maps"'),
        ("title", "a\nb\t\x85", r'title: "a\nb\t\u0085"'),
        ("date", "2024-10", "date: 2024-10"),
        ("venue", "2024-10", "venue: 2024-10"),
        ("venue", "2024-10-01", 'venue: "2024-10-01"'),
        ("arxiv", "2410.10", 'arxiv: "2410.10"'),
        ("pages", "12", 'pages: "12"'),
        ("doi", "10.1145/3539618", "doi: 10.1145/3539618"),
        ("et_al", True, "et_al: true"),
        ("author_count", 7, "author_count: 7"),
        ("value", 3.0, "value: 3"),
        ("value", 1.4, "value: 1.4"),
        ("fields", ["arxiv", "links.code"], "fields: [arxiv, links.code]"),
    ],
)
def test_one_line(name: str, value: Any, line: str) -> None:
    assert mapping({name: value}) == line + "\n"


def test_a_record() -> None:
    record = {
        "title": "A",
        "authors": ["B. One", {"name": "C. Two", "id": "c-two"}],
        "links": {"code": "https://a.example/x#y"},
        "summary": "word " * 30 + "end",
    }
    assert (
        listed([record, {"title": "B"}])
        == """\
- title: A
  authors:
    - B. One
    - name: C. Two
      id: c-two
  links:
    code: https://a.example/x#y
  summary: >-
    word word word word word word word word word word word word word word word word word word word word word word word
    word word word word word word word end
- title: B
"""
    )


@pytest.mark.parametrize(
    "text",
    [
        "One. " + "word " * 40 + "end\n\nTwo. " + "word " * 40 + "end",
        "line\nline " + "x" * 130 + " " + "y" * 130,
        "two  spaces " + "word " * 40 + "end",
        " leading " + "word " * 40 + "end",
        "trailing " + "word " * 40,
        "a tab\t" + "word " * 40 + "end",
        "# no comment: " + "- word " * 40 + "end",
        "line \nline " + "word " * 40 + "end",
        "line\n indented " + "word " * 40 + "end",
    ],
)
def test_long_texts_read_back(text: str) -> None:
    written = mapping({"summary": text}, 2)
    assert read(written) == {"summary": text}
    assert "\t" not in written


def test_whatever_is_written_reads_back_here_and_elsewhere() -> None:
    random = Random(5)
    signs = " " * 8 + "ab1:#-'\"\\{}[],&*!|>%@`?~é漢 \n\t.\u2028\x85\xa0"

    def text() -> str:
        length = random.choice((1, 2, 3, 5, 10, 40, 300))
        found = "".join(random.choice(signs) for _ in range(length))
        return (" ".join(found.split()) if random.random() < 0.5 else found) or "x"

    for _ in range(400):
        record = {"title": text(), "arxiv": text(), "note": text(), "authors": [text(), {"name": text()}]}
        record["extra"] = {text(): text(), "abstract": text()}
        written = listed([record, record], random.choice((0, 2)))
        assert read(written) == [record, record]
        assert yaml.safe_load(written) == [record, record]
        assert read(flow(record)) == record
