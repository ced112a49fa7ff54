"""Names of people in small files: which key holds whom."""

import json
from pathlib import Path

import pytest

from broadsheet.catalog.catalog import Catalog
from broadsheet.catalog.people import People, Person
from broadsheet.config import Config, Settings
from broadsheet.pages import names
from broadsheet.pages.names import folded, latin, name_files, shelve
from broadsheet.pages.site import Site, make_site


def site(*persons: Person) -> Site:
    people = People({person.id: person for person in persons}, {})
    catalog = Catalog({}, {}, people, {}, {}, {}, {}, {}, {})
    return make_site(Config(Path(), "Digest", "", "https://example.org/", "", Settings()), catalog, "2026-01-01")


def person(name: str, papers: int = 1, *others: str) -> Person:
    return Person(name.lower().replace(" ", "-"), name, (name, *others), tuple(map(str, range(papers))))


@pytest.mark.parametrize(
    ("name", "words", "in_latin"),
    [
        ("Søren Kierkegård", ["søren", "kierkegard"], ["soren", "kierkegard"]),
        ("Anne-Marie O'Neill", ["anne", "marie", "o", "neill"], []),
        ("李明", ["李明"], ["liming"]),
        ("Đặng Văn", ["đang", "van"], ["dang", "van"]),
    ],
)
def test_names_are_folded(name: str, words: list[str], in_latin: list[str]) -> None:
    assert folded(name) == words
    assert latin(name) == in_latin


def test_a_person_stands_under_every_word_of_every_spelling() -> None:
    found = shelve(site(person("Ada Lovelace", 2, "Ada King"), person("Alan Turing", 5)))
    assert set(found) == {"ad", "lo", "ki", "al", "tu"}
    assert found["lo"] == ([("Ada Lovelace", "ada-lovelace", 2, "king")], True)
    assert found["al"] == ([("Alan Turing", "alan-turing", 5)], True)


def test_a_key_that_many_share_holds_the_best_and_is_split(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "MANY", 2)
    monkeypatch.setattr(names, "BEST", 1)
    found = shelve(site(person("Li", 1), person("Li Bo", 3), person("Lin", 2), person("Lina", 9), person("Bo", 1)))
    assert {key: [line[0] for line in lines] for key, (lines, _) in found.items()} == {
        "bo": ["Li Bo", "Bo"],
        "li": ["Lina"],
        "li-": ["Li Bo", "Li"],
        "lin": ["Lina", "Lin"],
    }
    assert [key for key, (_, whole) in found.items() if not whole] == ["li"]


def test_the_files_say_how_many_they_hold(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(names, "MANY", 1)
    files = dict(name_files(site(person("Zoë"), person("Zoltan"))))
    keys = json.loads(files["search/names/keys.json"])
    assert keys == {"zo": -2, "zoe": 1, "zol": 1}
    assert all(len(json.loads(files[f"search/names/{key}.json"])) == abs(count) for key, count in keys.items())
