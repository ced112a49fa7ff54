"""Contributors' text into HTML."""

import pytest

from broadsheet.pages.prose import beginning, inline, markdown, plain


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("plain", "plain"),
        ("a < b & c > \"d\" 'e'", "a &lt; b &amp; c &gt; &#34;d&#34; &#39;e&#39;"),
        ("costs $5 and $10", "costs $5 and $10"),
        ("$5", "$5"),
        ("from $ 5 to $ 10", "from $ 5 to $ 10"),
        ("a <$5 cap> and", "a &lt;$5 cap&gt; and"),
        ("", ""),
    ],
)
def test_text_without_mathematics(text: str, html: str) -> None:
    assert inline(text) == html


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("in $O(n^2)$ time", ("in <math", "<msup><mi>n</mi><mn>2</mn></msup>", "</math> time")),
        (r"$n\log n$", ('<mi>n</mi><mspace width="0.1667em" /><mi>log</mi><mspace width="0.1667em" /><mi>n</mi>',)),
        (r"$\log_2 n$", ("</msub><mspace",)),
        (r"$\log(n)$", ("<mi>log</mi><mo ",)),
        ("$x$ & $y$", ("<mi>x</mi>", "</math> &amp; <math", "<mi>y</mi>")),
        (r"\$5 for $\alpha$", (r"\$5 for <math", "&#x003B1;")),
        (r"$\frac{a}{b}$", ("<mfrac>",)),
        (r"$a<b$", ("<mo>&#x0003C;</mo>",)),
    ],
)
def test_mathematics(text: str, parts: tuple[str, ...]) -> None:
    html = inline(text)
    for part in parts:
        assert part in html
        html = html.partition(part)[2]


@pytest.mark.parametrize(
    "text",
    [
        r"$\href{javascript:alert(1)}{x}$",
        r"$\text{<script>alert(1)</script>}$",
        r"$\style{color:red}{x}$",
        r"$\mathrm{<img src=x onerror=alert(1)>}$",
        r"$</math><script>alert(1)</script>$",
        r"$\frac{a$",
        r"$\left( x$",
        r"$}{$",
        r"$\begin{matrix} a & b$",
        r"$\unknowncommand{x}$",
        "$" + "{" * 400 + "x" + "}" * 400 + "$",
    ],
)
def test_mathematics_cannot_break_out_of_its_place(text: str) -> None:
    html = inline(f"before {text} after")
    assert html.startswith("before ")
    assert html.endswith(" after")
    for part in ("<script", "<img", "<a ", "href=", "style="):
        assert part not in html.replace(r"\href", "").replace(r"\style", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("in $O(n^2)$ time", "in O(n^2) time"), ("$5 and $10", "$5 and $10"), ("a & <b>", "a & <b>")],
)
def test_plain(text: str, expected: str) -> None:
    assert plain(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A few words more", "A few…"),
        # Where no space parts the words, or only the first ends too late.
        ("\N{CJK UNIFIED IDEOGRAPH-4E00}" * 99, "\N{CJK UNIFIED IDEOGRAPH-4E00}" * 8 + "…"),
        ("Unbelievably so", "Unbeliev…"),
    ],
)
def test_the_beginning_of_a_text(text: str, expected: str) -> None:
    assert beginning(text, 8) == expected


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("", ""),
        ("*a* [b](https://example.org)", '<p><em>a</em> <a href="https://example.org" rel="noopener">b</a></p>'),
        ("[b](javascript:alert(1))", '<p><a rel="noopener">b</a></p>'),
        ("<script>alert(1)</script>", ""),
        ("a <b onclick=x>b</b>", "<p>a <b>b</b></p>"),
    ],
)
def test_markdown(text: str, html: str) -> None:
    assert markdown(text).strip() == html
