"""Text with HTML, JATS or MathML tags in it, as CSL-JSON, Crossref and Zotero give titles, abstracts and notes."""

import html
import re

from .latex_symbols import SUBSCRIPTS, SUPERSCRIPTS

# Only tags that those programs write: anything else between angle brackets is text.
_NAMES = (
    "i|b|u|em|strong|sub|sup|span|scp|sc|small|p|br|div|a|ul|ol|li|h[1-6]|blockquote|pre|code|nocase|img|table|tbody|tr|td|th"
    "|italic|bold|inf|font|tt|(?:jats|mml):[\\w-]+|math|m(?:row|i|o|n|sub|sup|subsup|text|frac|sqrt|over|under|style)"
)
_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_RAISED = re.compile(r"<(sub|sup|inf|jats:sub|jats:sup)>([^<>]*)</\1>", re.IGNORECASE)
_FORMULA = re.compile(
    r"<jats:(inline-formula|disp-formula|alternatives)\b[^<>]*>(?:(?!</jats:\1>).)*?<jats:tex-math\b[^<>]*>(.*?)"
    r"</jats:tex-math>.*?</jats:\1>",
    re.DOTALL | re.IGNORECASE,
)
_TEX = re.compile(r"\$+([^$]+)\$+")
_HEADING = re.compile(r"\s*<jats:title>\s*(?:abstract|summary)\s*</jats:title>", re.IGNORECASE)
# What was escaped twice, as registries and databases do.
_TWICE = re.compile(r"&amp;(?=(?:#\d+|#x[\da-f]+|[a-z]+\d*);)", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:#\d+|#x[\da-f]+|[a-z]+\d*);", re.IGNORECASE)
_BLOCK_END = re.compile(r"</(?:p|div|li|h[1-6]|blockquote|jats:p|jats:title|jats:sec|tr)>|<br\s*/?>", re.IGNORECASE)


def plain_line(text: str) -> str:
    """Markup out, entities resolved, white space as single spaces: a title, a name."""
    return " ".join(_plain(text).split())


def plain_paragraphs(text: str) -> str:
    """Markup out of a longer text; its paragraphs with an empty line between them, its own line ends as they are."""
    if "<" not in text and "&" not in text:
        return text.strip()
    if not _BLOCK_END.search(text):
        return _plain(text).strip()
    parts = (" ".join(_plain(part).split()) for part in _BLOCK_END.split(_HEADING.sub("", text)))
    return "\n\n".join(part for part in parts if part)


def _plain(text: str) -> str:
    if "<" in text:
        text = _FORMULA.sub(_formula, text)
        text = _RAISED.sub(_raise, text)
        text = _TAG.sub("", text)
    return _ENTITY.sub(lambda match: html.unescape(match[0]), _TWICE.sub("&", text)) if "&" in text else text


def _formula(match: "re.Match[str]") -> str:
    tex = _TEX.search(match[2])
    return f"${tex[1] if tex else match[2]}$"


def _raise(match: "re.Match[str]") -> str:
    """Digits and signs as Unicode has them, H₂O; other letters stay on the line."""
    raised = match[2].translate(SUPERSCRIPTS if match[1].lower().endswith("sup") else SUBSCRIPTS)
    return raised if not set(raised) & set(match[2]) else match[2]
