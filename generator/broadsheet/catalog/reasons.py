"""The evidence between two people in words: what a page or a curator reads."""

from collections.abc import Sequence

from .commonness import Counts
from .evidence import Profile, Weights, shared_coauthors, weigh
from .identity import DEFAULT
from .mentions import Work, ends


def weighed(
    one: Profile, other: Profile, works: Sequence[Work], counts: Counts, weights: Weights = DEFAULT
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What speaks for one person and what against, the strongest first."""
    evidence = weigh(one, other, counts, weights)
    told = [
        (evidence.coauthors, _coauthors(evidence.coauthors, one, other, counts, weights)),
        (evidence.affiliation, "affiliations alike" if evidence.affiliation > 0 else "different affiliations"),
        (evidence.title, "titles share words" if evidence.title > 0 else _subjects(one, other)),
        (evidence.venue, "the same venues" if evidence.venue > 0 else "no venue in common"),
        (evidence.years, f"papers of {_years(one)} and of {_years(other)}"),
    ]
    told.sort(key=lambda item: -abs(item[0]))
    speaks_for = tuple(words for odds, words in told if odds > 0)
    against = tuple(words for odds, words in told if odds < 0)
    both = [works[at].id for at in one.papers if at in other.papers]
    if both:
        return (), (f"both sign the paper {both[0]}",)
    return speaks_for, against


def common_name(key: str, counts: Counts) -> str:
    """How common the parts of a folded name are among all names of the collection."""
    first, last = ends(key)
    given = counts.initial[first] if len(first) == 1 else counts.given[first]
    initial = "the initial " if len(first) == 1 else ""
    return (
        f"of {len(counts.names):,} names here {counts.family[last]:,} end in {last.capitalize()} "
        f"and {given:,} begin with {initial}{first.capitalize()}"
    )


def _coauthors(odds: float, one: Profile, other: Profile, counts: Counts, weights: Weights) -> str:
    if odds > 0:
        shared = shared_coauthors(one, other, counts, weights)
        names = [" ".join(map(str.capitalize, key.split("-"))) for key in shared[:3]]
        more = len(shared) - len(names)
        return f"wrote with {', '.join(names)}{f' and {more} more' if more else ''}"
    return f"no co-author in common ({len(one.coauthors)} and {len(other.coauthors)} people)"


def _subjects(one: Profile, other: Profile) -> str:
    common = any(word in other.title for word in one.title)
    return "titles share little" if common else "titles share no word"


def _years(one: Profile) -> str:
    return str(one.first) if one.first == one.last else f"{one.first} to {one.last}"
