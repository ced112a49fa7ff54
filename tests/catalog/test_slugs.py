"""Ids and the folded form of text in any script."""

import pytest
from msgspec import convert

from broadsheet.catalog.slugs import fold, slug
from broadsheet.fields import LONGEST_ID, Id


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


def test_long_texts_give_ids_that_file_systems_take_and_that_differ() -> None:
    one, other = (slug("Collaboration of " + "many institutes " * 20 + last) for last in ("here", "there"))
    assert one != other
    assert max(len(one), len(other)) <= LONGEST_ID
    assert convert(one, Id) == slug(one) == one


def test_titles_are_told_apart_by_their_last_word_however_long() -> None:
    assert fold("word " * 100 + "one") != fold("word " * 100 + "two")


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
