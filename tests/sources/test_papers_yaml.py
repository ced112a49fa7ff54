"""Imported papers into files that people wrote: every byte of theirs stays, in its order."""

import difflib
from pathlib import Path
from typing import Any

import pytest

from broadsheet.model import Entry, Links, Paper, Signal, Source
from broadsheet.sources.imports.merge import merge
from broadsheet.sources.records import read_records
from broadsheet.sources.writing.edits import Edit
from broadsheet.sources.writing.papers_yaml import MOST, edits

PATH = "content/papers/old.yml"
HEAD = "# yaml-language-server: $schema=../../site_config/schema/paper.json\n"
REFS = Source(name="refs.bib")


def incoming(paper_id: str, title: str = "Attention Sinks and Drains", **fields: Any) -> Entry:
    return Entry(Paper(title=title, id=paper_id, source=(REFS,), **fields), "some/refs.bib", 1)


def changed(root: Path, text: str, *entries: Entry, path: str = PATH, **options: Any) -> tuple[list[Edit], list[str]]:
    """The edits that an import makes to a project with one file, and the codes of what is told."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    there, problems = read_records(file, root, Paper)
    assert problems == []
    found, told = edits(merge(there, entries), root, **options)
    return found, [problem.code for problem in told]


FILLED = {"doi": "10.1234/a", "venue": "ICML", "links": Links(code="https://a.example", pdf="https://b.example")}
CASES = {
    "in the model's order": (
        """\
- id: sinks
  title: Attention Sinks and Drains
  date: 2024
  links:
    code: https://a.example
  note: mine
""",
        """\
- id: sinks
  title: Attention Sinks and Drains
  date: 2024
  venue: ICML
  doi: 10.1234/a
  links:
    code: https://a.example
    pdf: https://b.example
  note: mine
  source:
    - name: refs.bib
      fields: [venue, doi, links.pdf]
""",
    ),
    "comments, blank lines, the rest as it is": (
        """\
# head

-   title: Attention Sinks and Drains # why
    id:   'sinks'
    # about the link
    links: # two
        code: https://a.example # one
    # behind the link

# next
-   id: b
    title: B
# the end\
""",
        """\
# head

-   title: Attention Sinks and Drains # why
    id:   'sinks'
    venue: ICML
    doi: 10.1234/a
    # about the link
    links: # two
        code: https://a.example # one
        pdf: https://b.example
    source:
      - name: refs.bib
        fields: [venue, doi, links.pdf]
    # behind the link

# next
-   id: b
    title: B
# the end\
""",
    ),
    "flow style": (
        """\
- {id: sinks, title: Attention Sinks and Drains, links: {code: 'https://a.example'}, date: 2024}
- {id: b, title: B}
""",
        """\
- {id: sinks, title: Attention Sinks and Drains, links: {code: 'https://a.example', pdf: "https://b.example"}, \
date: 2024, venue: ICML, doi: "10.1234/a", source: [{name: refs.bib, fields: [venue, doi, links.pdf]}]}
- {id: b, title: B}
""",
    ),
    "folded text at the end, no newline behind it": (
        """\
- id: sinks
  title: Attention Sinks and Drains
  doi: 10.1234/a
  venue: ICML
  links: {code: 'https://a.example', pdf: 'https://b.example'}
  summary: >-
    # no comment

    text\
""",
        None,
    ),
    "one record alone": (
        """\
title: Attention Sinks and Drains
date: 2024
id: sinks
links:
  code: https://a.example
summary: >-
  A text.

""",
        """\
title: Attention Sinks and Drains
date: 2024
id: sinks
venue: ICML
doi: 10.1234/a
links:
  code: https://a.example
  pdf: https://b.example
summary: >-
  A text.
source:
  - name: refs.bib
    fields: [venue, doi, links.pdf]

""",
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_filling(case: str, ending: str, tmp_path: Path) -> None:
    before, after = CASES[case]
    before = before.replace("\n", ending)
    found, told = changed(tmp_path, before, incoming("sinks", **FILLED))
    assert told == []
    assert [edit.after for edit in found] == ([after.replace("\n", ending)] if after else [])


AWKWARD = {
    "a value over lines": """\
- title: "Attention Sinks

  and Drains"
  id: sinks
- {id: b, title: "B # b"}
""",
    "a quoted text in the first column": """\
id: sinks
title: Attention Sinks and Drains
note: "a
# no comment
b"
summary: s
""",
    "literal text": """\
- id: sinks
  title: Attention Sinks and Drains
  summary: |+
    text


- id: b
  title: B
""",
    "an indented comment behind folded text": """\
- id: sinks
  title: Attention Sinks and Drains
  summary: >-
    text
  # comment
# other
- id: b
  title: B
""",
    "the end of the document": """\
- id: sinks
  title: Attention Sinks and Drains
...
""",
    "a document's start": """\
%YAML 1.2
---
- id: sinks
  title: Attention Sinks and Drains
""",
    "a list in the column of its key": """\
id: sinks
title: Attention Sinks and Drains
authors:
- A. One
- B. Two
""",
    "flow over lines": """\
[
  {id: sinks, # the id
   title: Attention Sinks and Drains,
  },
]
""",
    "an empty mapping": """\
- id: sinks
  title: Attention Sinks and Drains
  links: {}
  extra: {}
""",
    "a byte order mark": """\
\ufeff- id: sinks
  title: Attention Sinks and Drains
""",
    "other line ends in a text": """\
- id: sinks
  title: "Attention Sinks and Drains"
  note: "a\u2028b"
  summary: c\u0085\
""",
    "keys far to the right": """\
-     title: Attention Sinks and Drains
      id: sinks
""",
}


@pytest.mark.parametrize("case", AWKWARD)
@pytest.mark.parametrize("with_new", [False, True])
def test_nothing_of_theirs_is_lost(case: str, with_new: bool, tmp_path: Path) -> None:
    """Whatever the file looks like: only insertions, and it reads as what was there and what came."""
    before = AWKWARD[case]
    came = [incoming("sinks", signals=(Signal(kind="stars", value=1, date="2024", source="Hub"),), **FILLED)]
    came += [incoming("new", "A new one", authors=("Ana: One", "-"))] if with_new else []
    found, told = changed(tmp_path, before, *came, into=PATH)
    texts = {edit.path: edit.after for edit in found}
    assert told == []
    after = texts[PATH]
    operations = {
        tag for tag, *_ in difflib.SequenceMatcher(None, before.removeprefix("\ufeff"), after, False).get_opcodes()
    }
    assert operations <= {"equal", "insert"}
    for path, text in texts.items():
        (tmp_path / path).write_text(text, encoding="utf-8", newline="")
    records = [record for path in sorted(texts) for record in read_records(tmp_path / path, tmp_path, Paper)[0]]
    assert merge(records, came).fills == ()
    sinks = next(record.record for record in records if record.record.id == "sinks")
    assert (sinks.doi, sinks.venue, sinks.links.pdf) == ("10.1234/a", "ICML", "https://b.example")
    assert [s.kind for s in sinks.signals] == ["stars"]
    assert [record.record.id for record in records if record.record.id == "new"] == ["new"] * with_new


def test_what_an_anchor_gives_to_two_records_is_left_alone(tmp_path: Path) -> None:
    text = (
        "- id: sinks\n  title: Attention Sinks and Drains\n  links: &l\n    code: https://a.example\n"
        "- id: b\n  title: B\n  links: *l\n"
    )
    found, told = changed(tmp_path, text, incoming("sinks", **FILLED))
    assert (found, told) == ([], ["import-not-filled"])


def test_what_is_left_empty_stays_empty(tmp_path: Path) -> None:
    text = "- id: sinks\n  title: Attention Sinks and Drains\n  doi:\n  venue: ~\n  links:\n    pdf:\n"
    found, told = changed(tmp_path, text, incoming("sinks", **FILLED))
    assert told == ["import-not-filled"]
    assert [edit.after for edit in found] == [
        text + "    code: https://a.example\n  source:\n    - name: refs.bib\n      fields: [links.code]\n"
    ]


def test_bibtex_files_of_the_content_are_not_changed(tmp_path: Path) -> None:
    there = Entry(Paper(title="T", id="t", doi="10.1234/a"), "content/papers/old.bib", 3)
    found, told = edits(merge([there], [incoming("x", "T", doi="10.1234/a", venue="ICML")]), tmp_path)
    assert found == []
    assert [(p.path, p.line, p.code, p.severity) for p in told] == [
        ("content/papers/old.bib", 3, "import-not-filled", "warning")
    ]


def test_a_new_file_is_named_by_its_source(tmp_path: Path) -> None:
    found, _ = edits(merge([], [incoming("a", "A", authors=("B. One",), arxiv="2405.00001")]), tmp_path)
    text = (
        HEAD + '- title: A\n  id: a\n  authors:\n    - B. One\n  arxiv: "2405.00001"\n  source:\n    - name: refs.bib\n'
    )
    assert found == [Edit("content/papers/refs.yml", None, text)]


def test_papers_may_have_a_file_each(tmp_path: Path) -> None:
    found, _ = edits(merge([], [incoming("a", "A"), incoming("b", "B")]), tmp_path, one_each=True)
    assert [edit.path for edit in found] == ["content/papers/a.yml", "content/papers/b.yml"]
    assert found[0].after == HEAD + "title: A\nsource:\n  - name: refs.bib\n"


def test_long_lists_are_split_and_stay_where_they_are(tmp_path: Path) -> None:
    first = [incoming(f"p{n}", f"Number {n}") for n in range(2 * MOST + 1)]
    found, _ = edits(merge([], first), tmp_path)
    assert [(edit.path, edit.after.count("\n- title:")) for edit in found] == [
        ("content/papers/refs-002.yml", MOST),
        ("content/papers/refs-003.yml", 1),
        ("content/papers/refs.yml", MOST),
    ]
    for edit in found:
        (tmp_path / edit.path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / edit.path).write_text(edit.after)
    there = [e for edit in found for e in read_records(tmp_path / edit.path, tmp_path, Paper)[0]]
    more = [incoming("earlier", "Earlier"), *first, incoming("later", "Later")]
    (edit,), _ = edits(merge(there, more), tmp_path)
    assert edit.path == "content/papers/refs-003.yml"
    assert edit.after == (edit.before or "") + "".join(
        f"- title: {name}\n  id: {name.lower()}\n  source:\n    - name: refs.bib\n" for name in ("Earlier", "Later")
    )


def test_a_file_of_one_record_takes_no_other(tmp_path: Path) -> None:
    found, _ = changed(tmp_path, "title: Refs\n", incoming("a", "A"), path="content/papers/refs.yml")
    assert [edit.path for edit in found] == ["content/papers/refs-002.yml"]


def test_into_a_file(tmp_path: Path) -> None:
    found, _ = changed(tmp_path, "- {id: z, title: Z}\n# end", incoming("a", "A"), into=PATH)
    assert [(edit.path, edit.after) for edit in found] == [
        (PATH, "- {id: z, title: Z}\n# end\n- title: A\n  id: a\n  source:\n    - name: refs.bib\n")
    ]
