"""Ids and the folded form of text in any script."""

import pytest

from broadsheet.catalog.slugs import fold, slug


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Qingyu Song", "qingyu-song"),
        ("Łukasz Kaiser", "lukasz-kaiser"),
        ("Christopher Ré", "christopher-re"),
        ("O'Brien, Jr.", "o-brien-jr"),
        ("  --A  B--  ", "a-b"),
        ("Straße", "strasse"),
        ("李飞飞", "lifeifei"),
        ("Ελένη", "eleni"),
        ("A2ATS", "a2ats"),
        ("!?", "x"),
        ("", "x"),
    ],
)
def test_slug(text: str, found: str) -> None:
    assert slug(text) == found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("The First of All", "the first -- of ÁLL!", True),
        ("Self-Attention", "Selfattention", True),
        ("GPT-3", "GPT-4", False),
        ("Łódź", "Lodz", True),
    ],
)
def test_fold(one: str, other: str, same: bool) -> None:
    assert (fold(one) == fold(other)) is same
