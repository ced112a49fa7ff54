"""Which written names may be one name: initials, dropped middle names, joined syllables, family name first."""

from collections.abc import Iterable, Iterator

from .mentions import ends


def variants(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of folded names that one person may write under, each pair once, sorted; `keys` are distinct."""
    names = sorted(keys)
    known = dict.fromkeys(names)
    found: dict[tuple[str, str], None] = {}
    by_given: dict[tuple[str, str], list[str]] = {}
    by_initial: dict[tuple[str, str], list[str]] = {}
    by_letters: dict[str, list[str]] = {}
    for key in names:
        first, last = ends(key)
        by_given.setdefault((first, last), []).append(key)
        by_initial.setdefault((first[0], last), []).append(key)
        by_letters.setdefault(key.replace("-", ""), []).append(key)
        # 2 words in the other order, as East Asian names are written both ways.
        turned = f"{last}-{first}"
        if first < last and key == f"{first}-{last}" and turned in known and len(first) > 1:
            found[key, turned] = None
    for group in by_given.values():
        for at, key in enumerate(group):
            found |= {(key, other): None for other in group[at + 1 :] if compatible(key, other)}
    for (letter, last), group in by_initial.items():
        for key in by_given.get((letter, last), ()):
            found |= {
                (min(key, other), max(key, other)): None for other in group if other != key and compatible(key, other)
            }
    for group in by_letters.values():
        found |= {(key, other): None for at, key in enumerate(group) for other in group[at + 1 :]}
    yield from sorted(found)


def compatible(a: str, b: str) -> bool:
    """Whether two folded names can be one person's: equal, or each word of the shorter in the longer, in order.

    A word may stand as its initial. `j-doe`, `jane-doe` and `jane-q-doe` are compatible, `jane-q-doe` and `jane-r-doe`
    are not, nor are `jane-doe` and `john-doe`.
    """
    if a.replace("-", "") == b.replace("-", ""):
        return True
    one, other = a.split("-"), b.split("-")
    if one[::-1] == other and len(one) == 2:
        return True
    if len(one) > len(other):
        one, other = other, one
    if one[-1] != other[-1] or len(one) < 2 or not _alike(one[0], other[0]):
        return False
    rest = iter(other[1:-1])
    return all(any(_alike(word, middle) for middle in rest) for word in one[1:-1])


def _alike(a: str, b: str) -> bool:
    return a == b or (len(a) == 1 and b.startswith(a)) or (len(b) == 1 and a.startswith(b))
