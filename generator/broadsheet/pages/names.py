"""Names of people in small files by their first letters: what the search loads when somebody types a name.

`search/names/keys.json` maps a key, some first letters of a word of a name in lower case, to how many persons its file
holds; `search/names/KEY.json` lists them, the one with most papers first, as [name, id, papers] or with the words of
other spellings as a fourth. Where more than MANY share a key, its file holds the BEST of them and the number is
negative; all of them are in files with the next letter, or `KEY-` where the key is a whole word.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator

from anyascii import anyascii

from .site import Site

MANY, BEST = 800, 30
LETTERS = 2
# As the script has it: letters and digits of any script, without accents.
WORD = re.compile(r"[^\W_]+")

Line = tuple[str, str, int] | tuple[str, str, int, str]


def name_files(site: Site) -> Iterator[tuple[str, bytes]]:
    """The files, by path."""
    found = shelve(site)
    keys = {key: len(lines) if whole else -len(lines) for key, (lines, whole) in found.items()}
    yield "search/names/keys.json", _json(keys)
    yield from ((f"search/names/{key}.json", _json(lines)) for key, (lines, _) in found.items())


def shelve(site: Site) -> dict[str, tuple[list[Line], bool]]:
    """Every person under the words of their names, by key, sorted; and whether all who have the key are there."""
    words: defaultdict[str, list[Line]] = defaultdict(list)
    for person in site.catalog.people.persons.values():
        own = set(folded(person.name))
        spelt = {word for name in (*person.names, person.name) for word in (*folded(name), *latin(name))}
        others = " ".join(sorted(spelt - own))
        line: Line = (person.name, person.id, len(person.papers))
        for word in sorted(spelt):
            words[word].append((*line, others) if others else line)
    long_enough = {word: lines for word, lines in words.items() if len(word) >= LETTERS}
    return dict(sorted(_split(long_enough, LETTERS)))


def folded(name: str) -> list[str]:
    """The words of a name in lower case and without accents, as the script folds what somebody types."""
    bare = "".join(c for c in unicodedata.normalize("NFD", name.lower()) if unicodedata.category(c) != "Mn")
    return WORD.findall(unicodedata.normalize("NFC", bare))


def latin(name: str) -> list[str]:
    """The same in Latin letters, for those who cannot type the name's own."""
    return [] if name.isascii() else WORD.findall(str(anyascii(name)).lower())


def _split(words: dict[str, list[Line]], letters: int) -> Iterator[tuple[str, tuple[list[Line], bool]]]:
    """Files by keys of `letters` letters and, below those that too many share, by longer ones."""
    shelves: defaultdict[str, dict[str, list[Line]]] = defaultdict(dict)
    for word, lines in words.items():
        shelves[word[:letters]][word] = lines
    for key, below in shelves.items():
        lines = _ordered({line for found in below.values() for line in found})
        if len(lines) <= MANY:
            yield key, (lines, True)
            continue
        yield key, (lines[:BEST], False)
        if whole := below.pop(key, None):
            yield f"{key}-", (_ordered(set(whole)), True)
        yield from _split(below, letters + 1)


def _ordered(lines: set[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line[2], line[0], line[1]))


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
