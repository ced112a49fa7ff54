"""RIS: where each tag goes, what real files get wrong, and that nothing vanishes."""

import re
import tarfile
from pathlib import Path

import pytest

from broadsheet.model import Mention, Paper
from broadsheet.sources.bibliography.ris import read_ris

ORACLE = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "bib" / "oracle_dev.tar.gz"

WHOLE = """TY  - CPAPER
TI  - A <i>fine</i> title
AU  - van der Berg, Jan
AU  - King, Martin Luther, Jr.
AU  - World Health Organization,
A2  - Editor, Ann
PY  - 2021
DA  - 2021/06/07/
T2  - Proceedings of Things
VL  - 3
IS  - 2
SP  - 11
EP  - 19
PB  - A Press
DO  - https://doi.org/10.1145/3539618
UR  - https://example.org/paper
L1  - https://example.org/paper.pdf
KW  - one
KW  - two; still two
AB  - An abstract
 that goes on.
N1  - A note
SN  - 1234-5678
CY  - Paris
XX  - of no specification
C1  - first
C1  - second
ID  - Berg2021
ER  -
"""


def one(text: str) -> Paper:
    [entry], problems = read_ris(text, "a.ris")
    assert problems == []
    assert isinstance(entry.record, Paper)
    return entry.record


def test_every_tag_has_a_home() -> None:
    paper = one(WHOLE)
    assert (paper.id, paper.kind, paper.title) == ("berg2021", "conference", "A fine title")
    assert paper.authors == ("Jan van der Berg", "Martin Luther King, Jr.", "World Health Organization")
    assert paper.editors == ("Ann Editor",)
    assert (paper.date, paper.venue, paper.volume, paper.number) == ("2021-06-07", "Proceedings of Things", "3", "2")
    assert (paper.pages, paper.publisher, paper.doi) == ("11–19", "A Press", "10.1145/3539618")
    assert (paper.links.paper, paper.links.pdf) == ("https://example.org/paper", "https://example.org/paper.pdf")
    assert paper.tags == ("one", "two", "still two")
    assert (paper.abstract, paper.note) == ("An abstract that goes on.", "A note")
    assert paper.extra == {
        "author": "van der Berg, Jan and King, Jr., Martin Luther and {World Health Organization}",
        "address": "Paris",
        "issn": "1234-5678",
        "ris_xx": "of no specification",
        "ris_c1": "first\nsecond",
        "bibtex_key": "Berg2021",
    }


@pytest.mark.parametrize("change", ["\r\n", "\r", "\ufeff", "a space", "one space", "banner"])
def test_the_same_whatever_the_program(change: str) -> None:
    text = {
        "\r\n": WHOLE.replace("\n", "\r\n"),
        "\r": WHOLE.replace("\n", "\r"),
        "\ufeff": "\ufeff" + WHOLE,
        "a space": WHOLE.replace("ER  -", "ER  - "),
        "one space": WHOLE.replace("TI  - ", "TI - ").replace("ER  - ", "ER -"),
        "banner": "\n\n" + WHOLE + "\n\n",
    }[change]
    assert one(text) == one(WHOLE)


@pytest.mark.parametrize(
    ("written", "date", "kept"),
    [
        ("PY  - 1996", "1996", {}),
        ("PY  - 2009///", "2009", {}),
        ("PY  - 2019\nDA  - JUN", "2019-06", {}),
        ("PY  - 2019\nDA  - MAY 3", "2019-05-03", {}),
        ("PY  - 2019\nDA  - SEP-OCT", "2019", {"ris_da": "SEP-OCT"}),
        ("PY  - 2016/12//", "2016-12", {}),
        ("PY  - 2016\nY1  - 2016/10/19", "2016-10-19", {}),
        ("PY  - 2013\nY1  - 2013/07/22\nDA  - 2013/07/28", "2013-07-22", {"ris_da": "2013/07/28"}),
        ("PY  - 2016\nDA  - Oct 2016", "2016-10", {}),
        ("PY  - 2016/10/19/Epub", "2016-10-19", {"ris_py": "2016/10/19/Epub"}),
        ("PY  - in press", None, {"ris_py": "in press"}),
        ("DA  - 2021/02/30", "2021-02", {"ris_da": "2021/02/30"}),
    ],
)
def test_dates(written: str, date: str | None, kept: dict[str, str]) -> None:
    paper = one(f"TY  - GEN\nTI  - T\nID  - x\n{written}\nER  - \n")
    assert (paper.date, paper.extra) == (date, kept)


@pytest.mark.parametrize(
    ("written", "field", "value"),
    [
        ("AU  - Shi,Yu ", "authors", ("Yu Shi",)),
        ("AU  - A. Vaswani", "authors", ("A. Vaswani",)),
        ("AU  - One, Ada\nAU  - et al.", "et_al", True),
        ("SP  - 044504", "pages", "044504"),
        ("SP  - 11-19", "pages", "11–19"),
        ("BT  - In a book", "venue", "In a book"),
        ("JF  - Journal of Things\nJA  - J. Things\nT2  - Journal of Things", "extra", {"shortjournal": "J. Things"}),
        ("DO  - not a doi", "extra", {"doi": "not a doi"}),
        ("UR  - //example.org/x", "extra", {"url": "//example.org/x"}),
        ("UR  - https://arxiv.org/abs/1706.03762v2", "arxiv", "1706.03762v2"),
        ("DB  - arXiv\nAN  - 1706.03762", "arxiv", "1706.03762"),
        ("JO  - arXiv preprint arXiv:1412.6980", "arxiv", "1412.6980"),
        ("U1  - mine", "extra", {"ris_u1": "mine"}),
        ("A1  - Roe A.B.\nA1  - Ott-Li C.", "authors", ("A.B. Roe", "C. Ott-Li")),
        ("AU  - Roe, Ann; M&uuml;ller, Bo", "authors", ("Ann Roe", "Bo Müller")),
        ("KW  - one\ntwo\nR&amp;D; four", "tags", ("one", "two", "R&D", "four")),
        ("SN  - 12345678 (ISSN)\nSN  - 1234-5678 (ISSN)", "extra", {"issn": "12345678; 1234-5678"}),
        ("SN  - 978-3-16-148410-0\nSN  - 1234-567X", "extra", {"isbn": "978-3-16-148410-0", "issn": "1234-567X"}),
        ("DO  - 10.1000/a\nDO  - https://doi.org/10.1000/A", "extra", {}),
        ("L3  - 10.1000/a", "doi", "10.1000/a"),
        ("VL  - 7\nVO  - 7", "extra", {}),
        ("C7  - 104501", "extra", {"eid": "104501"}),
        ("DB  - Scopus\nN1  - Export Date: 1 May", "note", ""),
        ('U1  - {"broadsheet":[1]}', "extra", {"ris_u1": '{"broadsheet":[1]}'}),
        ('U1  - {"broadsheet":{"kind":"nonsense"}}', "extra", {"broadsheet_remainder": '{"kind":"nonsense"}'}),
        ('U1  - {"broadsheet":{"authors":[{"name":"A","id":"a-b"}]}}', "authors", (Mention(name="A", id="a-b"),)),
    ],
)
def test_values(written: str, field: str, value: object) -> None:
    assert getattr(one(f"TY  - JOUR\nTI  - T\nID  - x\n{written}\nER  - \n"), field) == value


@pytest.mark.parametrize(
    ("kind", "written", "field", "value"),
    [
        ("BOOK", "A2  - Roe, Ann\nA3  - Ott, Bo", "editors", ("Bo Ott",)),
        ("BOOK", "A2  - Roe, Ann", "editors", ("Ann Roe",)),
        ("EDBOOK", "AU  - Roe, Ann\nA2  - Ott, Bo", "editors", ("Ann Roe",)),
        ("CHAP", "A2  - Roe, Ann\nA3  - Ott, Bo", "extra", {"serieseditor": "Ott, Bo"}),
        ("CONF", "C3  - Proceedings of Y\nT2  - Y 2020\nT3  - LN", "venue", "Proceedings of Y"),
        ("CONF", "C3  - In Y\nT2  - Y 2020\nC1  - Oslo", "extra", {"eventtitle": "Y 2020", "address": "Oslo"}),
        ("CPAPER", "M1  - 3", "number", "3"),
        ("RPRT", "SN  - TR-7", "number", "TR-7"),
        (
            "THES",
            "M3  - PhD thesis\nY2  - 2021/01/02/12:00:00",
            "extra",
            {"type": "PhD thesis", "urldate": "2021-01-02"},
        ),
        ("BOOK", "SP  - 350", "extra", {"pagetotal": "350"}),
        ("ENCYC", "T2  - A Lexicon", "kind", "chapter"),
    ],
)
def test_what_hangs_on_the_type(kind: str, written: str, field: str, value: object) -> None:
    paper = one(f"TY  - {kind}\nTI  - T\nID  - x\n{written}\nER  - \n")
    found = getattr(paper, field)
    assert ({k: v for k, v in found.items() if k != "ris_type"} if field == "extra" else found) == value


@pytest.mark.parametrize(
    ("text", "titles", "problems"),
    [
        ("TY  - JOUR\nTI  - A\nTY  - JOUR\nTI  - B\nER  - \n", ["A", "B"], [(3, "ris-no-end")]),
        ("TY  - JOUR\nTI  - A", ["A"], [(2, "ris-no-end")]),
        (
            "1.\nTY  - JOUR\nTI  - A\nER  -\nNL  - B\n\n2.\nTY  - GEN\nTI  - C\nER  -",
            ["A", "C"],
            [(5, "ris-behind-end")],
        ),
        ("TI  - A\nER  - ", ["A"], [(1, "ris-no-type")]),
        ("TY  - JOUR\nAU  - One, Ada\nER  - ", [], [(1, "ris-no-title")]),
        ("Provider: X\nContent: Y\nTY  - JOUR\nTI  - A\nER  - ", ["A"], [(1, "ris-stray-text")]),
        (
            "TY  - JOUR\nTI  - A\nID  - x\nER  - \nTY  - JOUR\nTI  - B\nID  - X\nER  - ",
            ["A", "B"],
            [(5, "ris-duplicate-key")],
        ),
        ("", [], []),
    ],
)
def test_faults(text: str, titles: list[str], problems: list[tuple[int, str]]) -> None:
    entries, found = read_ris(text, "a.ris")
    assert [entry.record.title for entry in entries] == titles
    assert [(problem.line, problem.code) for problem in found] == problems
    assert len({entry.record.id for entry in entries}) == len(entries)


def test_cut_anywhere_it_ends_as_a_paper_or_a_problem() -> None:
    for at in range(len(WHOLE)):
        entries, problems = read_ris(WHOLE[:at], "a.ris")
        assert bool(entries or problems) == bool(WHOLE[:at].strip())


@pytest.mark.skipif(not ORACLE.exists(), reason="the development data is not beside the repository")
def test_what_another_program_reads_from_real_files() -> None:
    """Title, authors, year, pages, volume, keywords as JabRef's own tests expect them of these files."""
    from broadsheet.sources.bibliography.bibtex import read_bibtex

    with tarfile.open(ORACLE) as archive:
        names = [name for name in archive.getnames() if name.endswith(".ris")]
        assert len(names) >= 3
        for name in names:
            files = [archive.extractfile(n) for n in (name, name.replace(".ris", ".bib"))]
            text, expected = (file.read().decode() for file in files if file)
            [entry], problems = read_ris(text, name)
            assert problems == []
            [theirs], _ = read_bibtex(expected, name)
            mine, other = entry.record, theirs.record
            assert (mine.title, mine.authors, mine.volume) == (other.title, other.authors, other.volume)
            assert (mine.pages, mine.doi, mine.abstract.split()) == (other.pages, other.doi, other.abstract.split())
            assert mine.date.startswith(other.date)
            assert set(other.tags) <= set(mine.tags)
            said = str(mine)
            lost = [
                v
                for v in re.findall(r"^[A-Z][A-Z\d]  - (.+)$", text, re.M)
                if v.removeprefix("http://dx.doi.org/").strip("/ ")[:3] not in said
            ]
            assert [value for value in lost if value not in ("JOUR",)] == []
