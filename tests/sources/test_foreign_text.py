"""Files of other programs: what leaves no doubt is read and told, the rest refused."""

import pytest

from broadsheet.sources.imports.foreign_text import foreign_text


@pytest.mark.parametrize(
    ("data", "text", "told"),
    [
        ("@misc{k, title = {Straße}}".encode(), "@misc{k, title = {Straße}}", []),
        (b"a\nM\xfcller \x96 S\xf8n", "a\nMüller – Søn", [(2, "import-encoding")]),
        ("Zoë, ".encode() + b"Zo\xeb", "Zoë, Zoë", [(1, "import-encoding")]),
        (b"% Encoding: KOI8-R\n\xd4\xc5\xcb\xd3\xd4", "% Encoding: KOI8-R\nтекст", [(2, "import-encoding")]),
        (b"% Encoding: ISO8859_1\n\x93caf\xe9\x94", "% Encoding: ISO8859_1\n“café”", [(2, "import-encoding")]),
        (b"a\nspe\x0ccial\x01 case\0", "a\nspe cial case", [(2, "import-control-character")]),
        ("a\x07b".encode("utf-16"), "ab", [(1, "import-control-character")]),
    ],
)
def test_what_is_mended(data: bytes, text: str, told: list[tuple[int, str]]) -> None:
    read, problems = foreign_text(data, "a.bib")
    assert read == text
    assert [(problem.line, problem.code) for problem in problems] == told
    assert {problem.severity for problem in problems} <= {"warning"}


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("人物与文献".encode("gbk"), "bad-encoding"),
        (b"a \x81 b", "bad-encoding"),
        ("title".encode("utf-16-le"), "control-character"),
        (b"\xff\xfea", "bad-encoding"),
    ],
)
def test_what_is_refused(data: bytes, code: str) -> None:
    text, problems = foreign_text(data, "a.bib")
    assert text == ""
    assert [(problem.code, problem.severity) for problem in problems] == [(code, "error")]
