"""The joined sheet: rules that no generated page can use go, and nothing else does."""

from pathlib import Path

import pytest

from broadsheet.press.styles import join_styles, trimmed

WORDS = frozenset({"md-header", "md-typeset", "shown"})


@pytest.mark.parametrize(
    ("css", "kept"),
    [
        ("a{color:red}", "a{color:red}"),
        (".md-header{top:0}.md-search{top:1px}", ".md-header{top:0}"),
        (".md-search,.md-header a{top:0}", ".md-header a{top:0}"),
        (".md-typeset .highlight .k{color:red}", ""),
        # What may be asked for or not does not decide.
        (".md-typeset a:not(.headerlink){top:0}", ".md-typeset a:not(.headerlink){top:0}"),
        (".md-typeset :is(.tabbed,p){top:0}", ".md-typeset :is(.tabbed,p){top:0}"),
        ("@media print{.md-search{top:0}}", ""),
        (
            "@media screen and (min-width:60em){.md-search{top:0}.shown{top:0}}",
            "@media screen and (min-width:60em){.shown{top:0}}",
        ),
        ("@supports (top:0){@media print{.shown{top:0}}}", "@supports (top:0){@media print{.shown{top:0}}}"),
        ('@charset "UTF-8";/* a note */p{/* another */top:0}', "p{top:0}"),
        ("@keyframes turn{0%{top:0}to{top:1px}}", "@keyframes turn{0%{top:0}to{top:1px}}"),
        (".shown:before{content:'a, .b{}'}", ".shown:before{content:'a, .b{}'}"),
    ],
)
def test_rules_for_classes_that_occur_nowhere_go(css: str, kept: str) -> None:
    assert trimmed(css, WORDS).replace(" {", "{").replace('"', "'") == kept


def test_our_own_rules_stay() -> None:
    assert trimmed(".nowhere  a { top: 0; }", None) == ".nowhere a{top: 0;}"


def site(folder: Path, theirs: str, links: str) -> Path:
    """A site of one page two folders deep, with a sheet of the engine's and one of ours."""
    for name, text in {
        "assets/stylesheets/main.css": theirs,
        "assets/broadsheet/broadsheet.css": ".sheet{top:0}",
        "papers/one/index.html": f'<head>{links}</head><body class="md-header">',
    }.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "papers" / "one" / "index.html"


LINKS = '<link rel="stylesheet" href="../../assets/stylesheets/main.css">\n'
LINKS += '<link rel="stylesheet" href="../../assets/broadsheet/broadsheet.css">'


def test_a_page_loads_one_sheet_in_the_order_of_the_several(tmp_path: Path) -> None:
    theirs = ':root{--used:url("data:,u");--unused:url("data:,n")}.md-header{mask:var(--used)}.md-nav{top:0}'
    page = site(tmp_path, theirs, LINKS)
    join_styles(tmp_path, [page], [])
    [made] = (tmp_path / "assets" / "stylesheets").glob("frame.*.min.css")
    assert made.read_text("utf-8") == ':root{--used:url("data:,u");}.md-header{mask:var(--used)}\n.sheet{top:0}'
    assert page.read_text("utf-8").count("<link") == 1
    assert f'href="../../assets/stylesheets/{made.name}"' in page.read_text("utf-8")


@pytest.mark.parametrize(
    ("theirs", "links"),
    [
        ("a{background:url(mark.svg)}", LINKS),
        ("a{top:0}", '<link rel="stylesheet" href="../../assets/stylesheets/gone.css">'),
        ("a{top:0}", '<link rel="stylesheet" href="https://example.org/main.css">'),
        ("a{top:0}", ""),
    ],
)
def test_what_cannot_be_joined_stays(tmp_path: Path, theirs: str, links: str) -> None:
    page = site(tmp_path, theirs, links)
    before = page.read_text("utf-8")
    join_styles(tmp_path, [page], [])
    assert page.read_text("utf-8") == before
