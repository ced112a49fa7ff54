"""`broadsheet export`: what it prints and with which exit code."""

import json
from pathlib import Path

import pytest

from broadsheet.cli import main
from broadsheet.commands.exporting import FORMATS
from broadsheet.sources.bibliography.exports import EXPORTS


def test_the_formats_named_are_those_there_are() -> None:
    assert tuple(EXPORTS) == FORMATS


def export(root: Path, *arguments: str) -> int:
    return main(["-C", str(root), "export", *arguments])


@pytest.mark.parametrize(
    ("form", "begins"),
    [("bibtex", "@"), ("biblatex", "@"), ("csl-json", "["), ("ris", "TY  - ")],
)
def test_all(corpus: Path, form: str, begins: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(corpus, "--to", form) == 0
    out, err = capsys.readouterr()
    assert (out[: len(begins)], err) == (begins, "")


@pytest.mark.parametrize(
    ("arguments", "ids"),
    [
        ("gptq adam gptq", ["gptq", "adam"]),
        ("--query author:dao", ["mamba", "flashattention-2", "flashattention"]),
        ("--query author:dao flashattention mamba gptq", ["flashattention", "mamba"]),
        ("--query year:2022 ", ["gptq", "flashattention"]),
    ],
)
def test_some(corpus: Path, arguments: str, ids: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert export(corpus, "--to", "csl-json", *arguments.split()) == 0
    assert [item["id"] for item in json.loads(capsys.readouterr().out)] == ids


@pytest.mark.parametrize("form", FORMATS)
def test_plain_leaves_out_what_only_we_read(form: str, corpus: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for plain in ([], ["--plain"]):
        assert export(corpus, "--to", form, *plain) == 0
        said.append(capsys.readouterr().out)
    assert ["broadsheet" in text for text in said] == [True, False]


def test_into_a_file(corpus: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "a.ris"
    assert export(corpus, "--to", "ris", "--out", str(file), "adam") == 0
    assert capsys.readouterr() == ("", "")
    assert file.read_text(encoding="utf-8").startswith("TY  - UNPB\nTI  - Adam: ")


@pytest.mark.parametrize(("form", "text"), [("bibtex", ""), ("biblatex", ""), ("csl-json", "[]\n"), ("ris", "")])
def test_nothing_found(corpus: Path, form: str, text: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(corpus, "--to", form, "--query", "unheard-of") == 0
    assert capsys.readouterr() == (text, "broadsheet: no paper answers to this; the export is empty\n")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("--to ris --query topic:x", "no field topic: in a query; there are author:"),
        ("--to ris nobody", "no paper has the id nobody"),
    ],
)
def test_wrong_usage(corpus: Path, arguments: str, message: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert export(corpus, *arguments.split()) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err


@pytest.mark.parametrize("arguments", ["", "--to word", "--to"])
def test_formats(corpus: Path, arguments: str) -> None:
    with pytest.raises(SystemExit) as ended:
        export(corpus, *arguments.split())
    assert ended.value.code == 2


def test_faulty_content_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert export(Path(__file__).parent / "bad_corpus", "--to", "ris") == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert "error:" in err
