"""Contributors' text into safe HTML: mathematics as MathML in plain text, Markdown in notes."""

import re
from html import unescape
from itertools import pairwise
from xml.etree import ElementTree

import nh3
from markupsafe import escape

# As pandoc reads it: no space inside the dollar signs, no digit behind the closing one, so that "$5 and $10" is money.
_MATH = re.compile(r"\$(?=[^\s$])((?:[^$\\]|\\.)*?)(?<=[^\s\\])\$(?!\d)", re.DOTALL)

_FUNCTION = re.compile("<mi>[A-Za-z]{2,}</mi>")
_NAMESPACE = ' xmlns="http://www.w3.org/1998/Math/MathML"'
_FOREIGN = re.compile(r"<(?!/?(?:math|m[a-z]+)\b)|\b(?:href|on[a-z]+|style)\s*=", re.IGNORECASE)


def inline(text: str) -> str:
    """One line of plain text as HTML; `$...$` becomes MathML, or code where it is not valid LaTeX."""
    if "$" not in text:
        return str(escape(text))
    parts = _MATH.split(text)
    return "".join(_mathml(part) if at % 2 else str(escape(part)) for at, part in enumerate(parts))


def plain(text: str) -> str:
    """One line of text for places that take no markup, with dollar signs of mathematics dropped."""
    return _MATH.sub(r"\1", text) if "$" in text else text


def beginning(text: str, length: int) -> str:
    """The beginning of a longer text before an ellipsis, cut at a word; anywhere if no space parts its words."""
    end = text.rfind(" ", 0, length)
    return text[: end if end > 0 else length] + "…"


def _mathml(source: str) -> str:
    # Imported here: a site without mathematics does without it.
    from latex2mathml import converter, exceptions

    faults: tuple[type[Exception], ...] = (IndexError, KeyError, ValueError, StopIteration, RecursionError)
    faults += (ElementTree.ParseError,)
    faults += tuple(e for e in vars(exceptions).values() if isinstance(e, type) and issubclass(e, Exception))
    try:
        html = _spaced(str(converter.convert(source)))
    except faults:
        return f"<code>{escape(source)}</code>"
    # LaTeX can carry links and, through a converter's slip, markup: neither has a place in a title.
    return f"<code>{escape(source)}</code>" if _FOREIGN.search(html) else html


def _spaced(mathml: str) -> str:
    """Thin spaces around names of functions, as TeX sets them in `n log n`: browsers set none beside an `<mi>`."""
    if not _FUNCTION.search(mathml):
        return mathml
    # Names without a namespace are written as they were.
    root = ElementTree.fromstring(mathml.replace(_NAMESPACE, "", 1))
    for row in root.iter("mrow"):
        children = list(row)
        spaced = children[:1]
        for left, right in pairwise(children):
            if (_is_function(left) or _is_function(right)) and not {"mo", "mspace"} & {left.tag, right.tag}:
                spaced.append(ElementTree.Element("mspace", width="0.1667em"))
            spaced.append(right)
        row[:] = spaced
    return ElementTree.tostring(root, encoding="unicode").replace("<math", f"<math{_NAMESPACE}", 1)


def _is_function(element: ElementTree.Element) -> bool:
    """Whether it is a name of several letters, bare or with its index or exponent: `log`, `sin²`."""
    base = element[0] if element.tag in ("msub", "msup", "msubsup") and len(element) else element
    return base.tag == "mi" and len(base.text or "") > 1


def markdown(text: str) -> str:
    """A note of several paragraphs: Markdown, cleaned of everything that could act; only http(s) and relative links."""
    if not text:
        return ""
    import markdown as converter

    html = converter.markdown(text, extensions=["tables", "footnotes"], output_format="html")
    return nh3.clean(html, url_schemes={"http", "https"}, link_rel="noopener")


def bare(text: str) -> str:
    """The words of a Markdown note without any markup, for places that take none."""
    return unescape(nh3.clean(markdown(text), tags=set())).strip()
