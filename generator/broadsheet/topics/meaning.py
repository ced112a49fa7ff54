"""The search index that a browser loads: every word of every paper and where each paper lies, 140 bytes a paper or so.

Format, version 1: a line of JSON (UTF-8, ends with a line feed), then the sections that it names, one after the other:

- `vocabulary`: the words, sorted; each as two bytes (bytes of UTF-8 shared with the word before, bytes of its own) and
  the bytes of its own;
- `telling`: a bit a word, 1 where it can say why a paper was found ("the", "method" and "4x" cannot);
- `frequencies`: how many papers use each word, Elias gamma codes in one stream of bits;
- `lengths`: words in each paper, two bytes each, low byte first;
- `postings`: for each word, for each of its papers: the distance from the paper before it, less 1 (Golomb-Rice, see
  `codes.rice`), then how often the word occurs there, in the title twice (Elias gamma);
- `vectors`: where each paper lies, 4 bits a dimension, the lower half of a byte first: (value - 8) x its scale.

Papers are numbered by id. Bits fill a byte from its highest. A word of the query lies where the papers lie that use it,
so that words need no vectors of their own.
"""

import json
import re
import unicodedata
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from broadsheet.topics import codes
from broadsheet.topics.text import ENDINGS, Document, Ints, stem
from broadsheet.topics.words import BROAD, DEPENDENT

VERSION = 1
DIMENSIONS = 64
TITLE_WEIGHT = 2
# A word in more papers than this share ("the") tells none from the others and costs much room; not so among few papers.
COMMON = 0.7
FEW = 20
# Papers in a file of titles: the ten best hits take at most ten small files.
SHELF = 64

UNTELLING = frozenset(stem(word) for word in BROAD | DEPENDENT)

Bits = npt.NDArray[np.uint8]
Vectors = npt.NDArray[np.float32]
# What a word is, for Python and for the script; a test holds them to each other.
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
SCRIPT_WORD = r"[\p{L}\p{N}]+(?:['’][\p{L}\p{N}]+)?"


def stems(text: str) -> list[str]:
    """The words of a text as the search knows them, in order, stop words included."""
    return [found for word in WORD.findall(_folded(text)) if (found := word_stem(word))]


def word_stem(word: str) -> str:
    """The form under which a lower-case word is found; empty for a single letter."""
    bare = word.replace("’", "'").removesuffix("'s")
    return stem(bare) if len(bare) > 1 else ""


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).lower()


def index(documents: Sequence[Document], vectors: Vectors) -> bytes:
    """The index of some papers. Row i of `vectors` (papers x dimensions, any scale) says where document i lies."""
    order = sorted(range(len(documents)), key=lambda row: documents[row].id)
    names, paper, word, times, lengths = _count([documents[row] for row in order])
    frequency = np.bincount(word, minlength=len(names))
    scales, nibbles = quantise(vectors[order])
    sections = {
        "vocabulary": codes.front_coded(names),
        "telling": np.packbits([name[0].isalpha() and stem(name) not in UNTELLING for name in names]).tobytes(),
        "frequencies": codes.packed(*codes.gamma(frequency)),
        "lengths": np.minimum(lengths, 0xFFFF).astype("<u2").tobytes(),
        "postings": codes.postings(paper, word, times, frequency, len(documents)),
        "vectors": nibbles.tobytes(),
    }
    head = {
        "format": "broadsheet-search",
        "version": VERSION,
        "papers": len(documents),
        "words": len(names),
        "shelf": SHELF,
        "scales": [float(f"{scale:.6g}") for scale in scales.tolist()],
        "rules": {"word": SCRIPT_WORD, "endings": ENDINGS},
        "sections": {name: len(data) for name, data in sections.items()},
    }
    line = json.dumps(head, ensure_ascii=False, separators=(",", ":"))
    return line.encode() + b"\n" + b"".join(sections.values())


def shelves(titles: Sequence[tuple[str, str]]) -> dict[str, bytes]:
    """Ids and titles of (id, title) pairs in the index's order, a file for every `SHELF` of them, by file name."""
    ordered = sorted(titles)
    return {
        f"titles-{start // SHELF}.json": json.dumps(
            ordered[start : start + SHELF], ensure_ascii=False, separators=(",", ":")
        ).encode()
        for start in range(0, len(ordered), SHELF)
    }


def spread(ids: Sequence[str], vectors: Vectors, documents: Sequence[Document]) -> Vectors:
    """A row for each document: the vector of the paper `ids` names, zeros for one without (it has no known word)."""
    row = {paper: at for at, paper in enumerate(ids)}
    at = np.array([row.get(document.id, len(ids)) for document in documents], dtype=np.int64)
    return np.concatenate((vectors, np.zeros((1, vectors.shape[1]), dtype=np.float32)))[at]


def quantise(vectors: Vectors) -> tuple[npt.NDArray[np.float32], Bits]:
    """Vectors about their mean at 4 bits a dimension: each dimension's scale, and the bytes (papers x half of them).

    The mean goes because it is what all papers have in common: a rare word and a common one would both point there.
    """
    kept = np.zeros((len(vectors), DIMENSIONS), dtype=np.float32)
    kept[:, : vectors.shape[1]] = vectors[:, :DIMENSIONS]
    written = kept.any(axis=1)
    if written.any():
        kept[written] -= kept[written].mean(axis=0)
    kept /= np.maximum(np.linalg.norm(kept, axis=1, keepdims=True), np.float32(1e-9))
    scales = np.maximum(np.abs(kept).max(axis=0, initial=0), np.float32(1e-9)) / np.float32(7)
    whole = (np.rint(kept / scales) + 8).astype(np.uint8)
    return scales, whole[:, 0::2] | whole[:, 1::2] << 4


class _Numbering(dict[str, int]):
    """Numbers strings in order of appearance."""

    def __missing__(self, key: str) -> int:
        self[key] = number = len(self)
        return number


def _count(documents: Sequence[Document]) -> tuple[list[str], Ints, Ints, Ints, Ints]:
    """The words as readers see them, sorted; paper, word and times by word, then paper; and each paper's length."""
    # Words are sought once in each distinct string between blanks, not once in each text.
    chunks, surfaces, stemmed = _Numbering(), _Numbering(), _Numbering()
    stream: list[int] = []
    lengths: list[int] = []
    for document in documents:
        for text in (document.title, document.text):
            before = len(stream)
            stream += map(chunks.__getitem__, _folded(text).split())
            lengths.append(len(stream) - before)
    pieces = [[surfaces[word] for word in WORD.findall(chunk)] for chunk in chunks]
    stem_of = np.array([stemmed[bare] if (bare := word_stem(word)) else -1 for word in surfaces], dtype=np.int64)

    chunk = np.array(stream, dtype=np.int64)
    size = np.array([len(words) for words in pieces], dtype=np.int64)
    start = np.cumsum(size) - size
    words_of = size[chunk]
    first = start[chunk] - (np.cumsum(words_of) - words_of)
    flat = np.array([word for words in pieces for word in words], dtype=np.int64)
    surface = flat[np.repeat(first, words_of) + np.arange(words_of.sum())]
    text_of = np.repeat(np.repeat(np.arange(len(lengths)), lengths), words_of)
    known = stem_of[surface] >= 0
    surface, text_of = surface[known], text_of[known]
    paper, in_title = text_of // 2, text_of % 2 == 0
    weight = np.where(in_title, TITLE_WEIGHT, 1)

    keys, inverse = np.unique(stem_of[surface] * len(documents) + paper, return_inverse=True)
    times = np.bincount(inverse, weight, minlength=len(keys)).astype(np.int64)
    of, holder = np.divmod(keys, max(1, len(documents)))
    frequency = np.bincount(of, minlength=len(stemmed))
    # A word that one abstract alone uses finds nothing that its other words do not; in a title it may be a name.
    kept = (frequency > 1) | np.isin(np.arange(len(stemmed)), stem_of[surface[in_title]])
    if len(documents) > FEW:
        kept &= frequency <= COMMON * len(documents)
    shown = _shown(list(surfaces), stem_of, np.bincount(surface, minlength=len(surfaces)))
    order = sorted((at for at in np.flatnonzero(kept).tolist() if len(shown[at].encode()) < 256), key=shown.__getitem__)
    place = np.full(len(stemmed), -1)
    place[order] = np.arange(len(order))
    by_word = np.argsort(place[of], kind="stable")
    by_word = by_word[place[of][by_word] >= 0]
    paper_lengths = np.bincount(paper, weight, minlength=len(documents)).astype(np.int64)
    return [shown[at] for at in order], holder[by_word], place[of][by_word], times[by_word], paper_lengths


def _shown(surfaces: Sequence[str], stem_of: Ints, counts: Ints) -> dict[int, str]:
    """The commonest form of each stem, of equally common ones the first by the alphabet."""
    shown: dict[int, str] = {}
    for at in sorted(range(len(surfaces)), key=lambda at: (-counts[at], surfaces[at])):
        shown.setdefault(int(stem_of[at]), surfaces[at])
    return shown
