"""LaTeX, names and dates as BibTeX files hold them."""

import pytest

from broadsheet.sources.bibliography.dates import read_date
from broadsheet.sources.bibliography.latex import address, decode
from broadsheet.sources.bibliography.names import Name, split_name, split_names


@pytest.mark.parametrize(
    ("latex", "text"),
    [
        (r"Erd{\H o}s, G{\"o}del, \'{\i}, {\'{\i}}, \c{c}a, \v Cech, \~n, {\aa}", "Erdős, Gödel, í, í, ça, Čech, ñ, å"),
        (r"\O{}re and \oe uvre, Stra\ss e, {\L}\'od\'z", "Øre and œuvre, Straße, Łódź"),
        (r"{The {UNIX} System}", "The UNIX System"),
        (r"\textit{All} \emph{of {\bf it}} {\em now}", "All of it now"),
        (r"R\&D costs 5\% of \$10 \#1 a\_b", "R&D costs 5% of $10 #1 a_b"),
        ("pp. 1--2---or ``so''~here", "pp. 1–2—or “so” here"),
        (r"$\alpha$-divergence: {\textalpha} \& $x--y$", r"$\alpha$-divergence: α & $x--y$"),
        (r"\ensuremath{\mu_{1}}", r"$\mu_{1}$"),
        (r"CO\textsubscript{2} and 5\textsuperscript{th}", "CO₂ and 5th"),
        (r"\href{https://example.org}{the page}, \url{https://example.org}", "the page, https://example.org"),
        (r"see \url{https://example.org/~me/a--b}~now", "see https://example.org/~me/a--b now"),
        (r"{\noopsort{1973a}}{Title}", "Title"),
        (r"\unknown{kept} and \alsounknown too", "kept and alsounknown too"),
        (r"\enquote{Why?} \ldots", "“Why?” …"),
        (r"\texorpdfstring{$\alpha$}{alpha} decay", r"$\alpha$ decay"),
        (r"\begin{it}Slanted\end{it} at 5\textperthousand", "Slanted at 5‰"),
        ("no  markup,\n one line", "no markup, one line"),
        ("{" * 5000 + "deep" + "}" * 5000, "deep"),
        ("{unbalanced \\", "unbalanced \\"),
    ],
)
def test_latex_is_decoded(latex: str, text: str) -> None:
    assert decode(latex, {}) == text


@pytest.mark.parametrize("piece", [r"\'", r"\textit{", r"\enquote ", "$", r"\(", "{\\'{"])
def test_nothing_exhausts_the_stack(piece: str) -> None:
    assert "nd" in decode(piece * 3000 + " end", {})


def test_the_memo_changes_nothing() -> None:
    memo: dict[tuple[str, bool], str] = {}
    first = decode(r"{\'E}t{\'e}", memo)
    assert memo and decode(r"{\'E}t{\'e}", memo) == first == "Été"
    assert decode(r"{\'E}t{\'e}", memo, keep_braces=True) == "Été"


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        (r"\url{https://example.org/~me/a--b}", "https://example.org/~me/a--b"),
        (r"https://example.org/a\_b\%20c", "https://example.org/a_b%20c"),
        (r"https://example.org/{\textasciitilde}me", "https://example.org/~me"),
        (r"\href{https://example.org/a}{the page}", "https://example.org/a"),
        (r"10.1000/(AB)1<2{\textless}3\textgreater{}4", "10.1000/(AB)1<2<3>4"),
    ],
)
def test_addresses_are_verbatim(written: str, plain: str) -> None:
    assert address(written) == plain


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Ada Lovelace", Name("Lovelace", "Ada")),
        ("Lovelace, Ada", Name("Lovelace", "Ada")),
        ("Ludwig van Beethoven", Name("Beethoven", "Ludwig", "van")),
        (
            "Charles Louis Xavier Joseph de la Vallée Poussin",
            Name("Vallée Poussin", "Charles Louis Xavier Joseph", "de la"),
        ),
        ("de la Vallée Poussin, Charles", Name("Vallée Poussin", "Charles", "de la")),
        ("{van den Berg}, Jan", Name("van den Berg", "Jan")),
        ("van Dyke, Jr., Dick", Name("Dyke", "Dick", "van", "Jr.")),
        ("King, Martin Luther, Jr.", Name("King", "Martin Luther", suffix="Jr.")),
        ("Davis Jr., Sammy", Name("Davis", "Sammy", suffix="Jr.")),
        ("Sammy Davis Jr.", Name("Davis", "Sammy", suffix="Jr.")),
        ("Jan van der Berg, III", Name("Berg", "Jan", "van der", "III")),
        ("{Barnes and Noble, Inc.}", Name("Barnes and Noble, Inc.")),
        ("Plato", Name("Plato")),
        ("family=Gogh, given=Vincent, prefix=van, useprefix=true", Name("Gogh", "Vincent", "van")),
        ("given={Jean Paul}, family={de Gaulle, Jr}", Name("de Gaulle, Jr", "Jean Paul")),
        ("Ivanov, II", Name("Ivanov", "II")),
        ("Smith, M. D.", Name("Smith", "M. D.")),
        ("毛, 泽东", Name("毛", "泽东")),
        ("al-Ghazali, Abu", Name("al-Ghazali", "Abu")),
        ("a.M. Roe", Name("Roe", "a.M.")),
        ("v. Roe", Name("Roe", "", "v.")),
        ("", Name("")),
        (",", Name("")),
    ],
)
def test_names_are_split(written: str, name: Name) -> None:
    assert split_name(written) == name


@pytest.mark.parametrize(
    "name",
    [
        Name("Berg", "Jan", "van der", "Jr"),
        Name("van den Berg", "Jan"),
        Name("García Márquez", "Gabriel"),
        Name("Barnes and Noble, Inc."),
        Name("Barnes and Noble", "Ann"),
        Name("Roe, Jr", "Ann"),
        Name("Roe", "Ann; Bea"),
        Name("Noble", "Barnes and"),
        Name("Plato"),
    ],
)
def test_names_are_read_back_as_they_are_written(name: Name) -> None:
    (written,) = split_names(name.written)
    assert split_name(written) == name


@pytest.mark.parametrize(
    ("field", "names"),
    [
        ("A, B and C AND D", ["A, B", "C", "D"]),
        ("{Barnes and Noble} and Others, X", ["{Barnes and Noble}", "Others, X"]),
        ("and A and and B and", ["A", "B"]),
        ("Sand, A\n and\n Andy, B", ["Sand, A", "Andy, B"]),
        ("Roe, A; Poe, B.; {C; D} and E", ["Roe, A", "Poe, B.", "{C; D}", "E"]),
        ("M&uuml;ller, A and B", ["M&uuml;ller, A", "B"]),
        ("", []),
    ],
)
def test_name_fields_are_cut_at_and(field: str, names: list[str]) -> None:
    assert split_names(field) == names


@pytest.mark.parametrize(
    ("fields", "iso", "left"),
    [
        ({"year": "2020"}, "2020", ()),
        ({"year": "2020", "month": "feb"}, "2020-02", ()),
        ({"year": "2020", "month": "February", "day": "29"}, "2020-02-29", ()),
        ({"year": "2021", "month": "2", "day": "29"}, "2021-02", ("day",)),
        ({"year": "2021", "month": "17–20 jun"}, "2021-06", ("month",)),
        ({"year": "2021", "month": "jun 7"}, "2021-06-07", ()),
        ({"year": "2021", "month": "Summer"}, "2021", ("month",)),
        ({"year": "ca. 1890"}, "1890", ("year",)),
        ({"year": "n.d."}, None, ("year",)),
        ({"date": "2019-05-06"}, "2019-05-06", ()),
        ({"date": "2019-05-06T10:00:00"}, "2019-05-06", ("date",)),
        ({"date": "2019-05/2019-07"}, "2019-05", ("date",)),
        ({"date": "2019-21"}, "2019", ("date",)),
        ({"date": "1850~"}, "1850", ("date",)),
        ({"date": "-0300"}, None, ("date",)),
        ({"date": "2019-05", "year": "2019", "month": "may"}, "2019-05", ()),
        ({"date": "2019-05", "year": "2018"}, "2019-05", ("year",)),
        ({"date": "soon", "year": "2018"}, "2018", ("date",)),
        ({"month": "may"}, None, ("month",)),
    ],
)
def test_dates(fields: dict[str, str], iso: str | None, left: tuple[str, ...]) -> None:
    read = read_date(fields)
    assert (read.iso, read.left, read.bad_month) == (iso, left, False)


@pytest.mark.parametrize("fields", [{"year": "2020", "month": "13"}, {"date": "2020-13"}, {"date": "2020-00-01"}])
def test_months_out_of_range_are_noticed(fields: dict[str, str]) -> None:
    read = read_date(fields)
    assert (read.iso, read.bad_month) == ("2020", True)
