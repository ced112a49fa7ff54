"""Text to words: one pass over titles and abstracts, each word an integer, case and spelling kept for display."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from broadsheet.topics.words import FUNCTION, STOPPED

Ints = npt.NDArray[np.integer[Any]]

# What is no prose, and a string that is always in it: most texts hold none, and looking is cheaper than matching.
NOISE = tuple(
    (mark, re.compile(pattern, re.DOTALL))
    for mark, pattern in (
        ("http", r"https?://\S+"),
        ("www.", r"www\.\S+"),
        ("$", r"\$\$.{0,400}?\$\$|\$[^$\n]{0,200}\$"),
        (
            "\\",
            r"\\\(.{0,200}?\\\)|\\\[.{0,400}?\\\]|\\(?:cite[a-z]*|ref|label|url|footnote)\*?\{[^{}]*\}|\\[a-zA-Z]+\*?",
        ),
        ("<", r"</?[a-zA-Z][^<>]{0,80}>"),
        ("&", r"&[a-z]{2,8};"),
        ("state", r"[Ss]tate[ -]of[ -]the[ -][Aa]rts?"),
        ("available", r"(?:[Cc]odes?|[Dd]ata(?:sets?)?|[Mm]odels?|[Ww]eights|[Pp]age)\b[^.]{0,80} available\b[^.]*"),
    )
)
# A word (a leading hyphen says that it continues a compound; "k-means" is one word), or whatever ends a phrase.
TOKEN = re.compile(r"-?(?:[^\W\d_]-)?[^\W_]+(?:['’][^\W_]+)?|[^\w\s'’-]+|-(?=\s)")
NUMBER = re.compile(r"\d+(?:[bkmx]|st|nd|rd|th|gb|mb|pp)?")
# Longest first. The British -is- goes the way of -iz-.
ENDINGS = (
    *("isation", "ization", "ising", "izing", "ised", "ized", "iser", "izer", "ise", "ize", "yse", "yze"),
    *("ing", "ed", "e"),
)
DASHES = {0x2010: "-", 0x2011: "-", 0x2013: " - ", 0x2014: " - ", 0xAD: None}

BREAK, LINK = -1, -2


class Document(NamedTuple):
    """A paper as this stage sees it: `text` is its abstract or summary, or empty."""

    id: str
    title: str
    text: str


class Corpus(NamedTuple):
    """Every word of every document, as one stream.

    `surface[i]` indexes `spellings`; `stem[i]` indexes `stems`, BREAK, or LINK for an "of" that phrases run across;
    `document[i]` is the row; `in_title[i]` tells whose words weigh more, `joined[i]` which words a hyphen joins to
    the one before.
    """

    spellings: tuple[str, ...]
    stems: tuple[str, ...]
    surface: Ints
    stem: Ints
    document: Ints
    in_title: npt.NDArray[np.bool_]
    joined: npt.NDArray[np.bool_]
    size: int


def singular(word: str) -> str:
    """A lower-case English word without its plural ending, by rule: wrong for a few words, but always the same way."""
    if len(word) <= 3 or not word.endswith("s") or word.endswith(("ss", "us", "is", "ics")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("sses", "xes", "zes", "ches", "shes")) else word[:-1]


def stem(word: str) -> str:
    """The form under which spellings of a word count as one: "Pruned", "prunes" and "pruning" are all "prun".

    Only plurals, -ed, -ing, -ize, -ise and their kin go; a stronger stemmer joins words that name different subjects.
    """
    word = singular(word)
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            word = word.removesuffix(ending)
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return word


def plain(word: str) -> str:
    """A token in lower case without the compound's hyphen and the possessive."""
    return word.lower().removeprefix("-").replace("’", "'").removesuffix("'s")


def clean(text: str) -> str:
    """The text without LaTeX, HTML, addresses and notices of where the code is."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text).translate(DASHES)
    for mark, pattern in NOISE:
        if mark in text:
            text = pattern.sub(" . ", text)
    return text


class _Numbering(dict[str, int]):
    """Numbers words in order of appearance."""

    def __missing__(self, word: str) -> int:
        self[word] = number = len(self)
        return number


def read(documents: Sequence[Document]) -> Corpus:
    """Split documents into words. The expression runs once for each distinct string between blanks, not once a word."""
    chunks = _Numbering({".": 0})
    stream: list[int] = []
    lengths: list[int] = []
    for document in documents:
        for text in (document.title, document.text):
            before = len(stream)
            stream += map(chunks.__getitem__, clean(text).split())
            stream.append(0)
            lengths.append(len(stream) - before)

    numbers = _Numbering({".": 0, "of": 1})
    pieces = [[numbers[word] for word in TOKEN.findall(chunk)] for chunk in chunks]
    chunk = np.array(stream, dtype=np.int32)
    part = np.repeat(np.arange(len(lengths), dtype=np.int32), lengths)
    size = np.array([len(words) for words in pieces], dtype=np.int32)
    offset = np.cumsum(size, dtype=np.int32) - size
    words_of = size[chunk]
    surface = np.array([word for words in pieces for word in words], dtype=np.int32)[
        np.repeat(offset[chunk] - (np.cumsum(words_of, dtype=np.int32) - words_of), words_of)
        + np.arange(words_of.sum(), dtype=np.int32)
    ]
    part = np.repeat(part, words_of)

    stems = _Numbering()
    stem_of = np.array([_stem(word, stems) for word in numbers], dtype=np.int64)
    stopped = np.array([_is_stopped(word) for word in numbers], dtype=bool)
    function = np.array([plain(word) in FUNCTION for word in numbers], dtype=bool)
    hyphen = np.array([word[0] == "-" for word in numbers], dtype=bool)

    joined = hyphen[surface]
    goes_on = np.append(joined[1:], False)
    # "few-shot" and "text-to-image" are terms whatever "few" and "to" are elsewhere.
    link = (surface == numbers["of"]) | (function[surface] & joined & goes_on)
    stem = np.where(stopped[surface] & ~(joined | goes_on), BREAK, stem_of[surface])
    stem = np.where(link, LINK, stem).astype(np.int32)
    return Corpus(tuple(numbers), tuple(stems), surface, stem, part // 2, part % 2 == 0, joined, len(documents))


def _stem(word: str, stems: _Numbering) -> int:
    bare = singular(plain(word))
    return BREAK if len(bare) < 2 or not bare[0].isalnum() or NUMBER.fullmatch(bare) else stems[stem(bare)]


def _is_stopped(word: str) -> bool:
    bare = plain(word)
    return bare in STOPPED or singular(bare) in STOPPED
