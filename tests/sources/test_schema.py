"""The schemas that editors and CI use: generated, checked in, and of one mind with `broadsheet check`."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from broadsheet.config import Settings
from broadsheet.model import Author, Digest, Organization, Paper
from broadsheet.sources.records import read_records
from broadsheet.sources.schema import file_schema, file_schemas, schema

ROOT = Path(__file__).resolve().parents[2]
SCHEMAS = ROOT / "site_config" / "schema"
FOLDERS = {
    "papers": "paper.json",
    "authors": "author.json",
    "digests": "digest.json",
    "organizations": "organization.json",
}


class Core(yaml.SafeLoader):
    """YAML 1.2's core schema, as editors read a file: `No` and days are text, 2024 is a number."""

    yaml_implicit_resolvers: dict[str, Any] = {}  # noqa: RUF012


for name, pattern, starts in (
    ("null", r"~|null|Null|NULL|", "~nN\0"),
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Core.add_implicit_resolver(f"tag:yaml.org,2002:{name}", re.compile(f"^(?:{pattern})$"), [*starts, ""])


def load(text: str) -> Any:
    """The value that an editor checks; keys without a value count as left out, as they do for us."""

    def pruned(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: pruned(item) for key, item in value.items() if item is not None}
        return [pruned(item) for item in value] if isinstance(value, list) else value

    return pruned(yaml.load(text, Loader=Core))


def files() -> list[Path]:
    found = [p for folder in FOLDERS for p in (ROOT / "content" / folder).rglob("*.yml")]
    return sorted([*found, ROOT / "site_config" / "site.yml", ROOT / "site_config" / "topics.yml"])


@cache
def validator(name: str) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator(json.loads((SCHEMAS / name).read_text(encoding="utf-8")))


@pytest.mark.parametrize("name", file_schemas(Settings))
def test_the_checked_in_schemas_are_the_generated_ones(name: str) -> None:
    assert (SCHEMAS / name).read_text(encoding="utf-8") == file_schemas(Settings)[name], "run `make schemas`"


def test_no_schema_is_left_over() -> None:
    assert {path.name for path in SCHEMAS.iterdir()} == set(file_schemas(Settings))


@pytest.mark.parametrize("name", file_schemas(Settings))
def test_the_schemas_are_valid_themselves(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(json.loads(file_schemas(Settings)[name]))


@pytest.mark.parametrize("path", files(), ids=lambda path: path.name)
def test_the_content_validates_as_editors_see_it(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    modeline = re.match(r"# yaml-language-server: \$schema=(\S+)\n", text)
    assert modeline, "the first line tells editors where the schema is"
    named = (path.parent / modeline[1]).resolve()
    due = FOLDERS.get(path.relative_to(ROOT / "content").parts[0]) if "content" in path.parts else f"{path.stem}.json"
    assert named == SCHEMAS / str(due)
    assert [error.message for error in validator(named.name).iter_errors(load(text))] == []


PAPERS_BOTH_TAKE = [
    "title: A",
    "title: A\nid: a-b-2",
    "title: A\ndate: 2024",
    "title: A\ndate: '2024'",
    "title: A\ndate: 2024-05",
    "title: A\ndate: 2024-05-07",
    "title: A\nadded: 2024-12-31",
    "title: A\narxiv: '2405.04532'",
    "title: A\narxiv: 2405.04532v2",
    "title: A\narxiv: hep-th/9901001",
    "title: A\ndoi: 10.1000/a(b)c",
    "title: A\nauthors: [B, {name: C, orcid: 0000-0002-1825-009X}]",
    "title: A\nauthor_count: 7",
    "title: A\nhas_code: true\net_al: false",
    "title: A\nlinks: {code: https://example.org, pdf: {url: 'http://example.org/a.pdf'}}",
    "title: A\nlinks:\nvenue:\nclaims: []",
    "title: A\nclaims: [{metric: m, comparison: level, unit: x, value: -1.5e3}]",
    "title: A\nclaims: [{metric: m, comparison: change, unit: '%', low: 1, high: 2, bound: up-to}]",
    "title: A\nsignals: [{kind: stars, value: 0, date: 2026, source: B}]",
    "title: A\nextra: {any: thing}",
    "title: No\nvenue: off",
    "[]",
    "- {id: a, title: A}\n- {id: b, title: B}",
]
PAPERS_BOTH_REFUSE = [
    "{}",
    "title:",
    "title: ''",
    "title: [A]",
    "title: A\ntitel: B",
    "title: A\nid: A",
    "title: A\nid: a--b",
    "title: A\nid: -a",
    "title: A\ndate: 2024-13",
    "title: A\ndate: 2024-02-30",
    "title: A\ndate: 2024-5-7",
    "title: A\ndate: 20245",
    "title: A\ndate: 99",
    "title: A\nadded: 2024",
    "title: A\nadded: 2024-05",
    "title: A\narxiv: arXiv:2405.04532",
    "title: A\ndoi: https://doi.org/10.1000/a",
    "title: A\nauthors: B",
    "title: A\nauthors: [{id: b}]",
    "title: A\nauthors: ['']",
    "title: A\nauthor_count: 0",
    "title: A\nauthor_count: 7.5",
    "title: A\nauthor_count: seven",
    "title: A\nhas_code: yes",
    "title: A\nkind: poem",
    "title: A\nlinks: https://example.org",
    "title: A\nlinks: {code: 'javascript:alert(1)'}",
    "title: A\nlinks: {code: {url: 'ftp://example.org'}}",
    "title: A\nlinks: {code: {note: no address}}",
    "title: A\nclaims: {metric: m, comparison: level, unit: x}",
    "title: A\nclaims: [{metric: m, comparison: level}]",
    "title: A\nclaims: [{metric: m, comparison: level, unit: x, value: fast}]",
    "title: A\nsignals: [{kind: stars, value: -1, date: 2026, source: B}]",
    "title: A\nextra: {any: {deep: thing}}",
    "just a title",
    "7",
]
OTHERS: list[tuple[type, bool, str, bool]] = [
    (Digest, False, "date: 2026-04-17\npicks: [a, {paper: b, note: B}]", True),
    (Digest, False, "date: 2026-04-17\npicks: []", True),
    (Digest, False, "date: 2026-04\npicks: [a]", False),
    (Digest, False, "date: 2026\npicks: [a]", False),
    (Digest, False, "date: 2026-04-17", False),
    (Digest, False, "date: 2026-04-17\npicks: [A b]", False),
    (Digest, False, "- {date: 2026-04-17, picks: [a]}", False),
    (Author, False, "name: A\neducation: [{institution: B, degree: C, end: 2021}]", True),
    (Author, False, "name: A\nstatements: [{what: h-index, value: 20, source: B}]", True),
    (Author, False, "name: A\nidentifiers: {orcid: 1}", False),
    (Author, False, "name: A\nhomepage: example.org", False),
    (Author, False, "name: A\nworks: [{paper: b, label: C1}]", True),
    (Author, False, "name: A\nworks: [b]", False),
    (Organization, True, "- {id: a, name: A}\n- {id: b, name: B, homepage: https://example.org}", True),
    (Organization, True, "name: A\nhomepge: https://example.org", False),
    (Settings, False, "page_size: 60\ntopics: 12", True),
    (Settings, False, "page_size: 5", False),
    (Settings, False, "page_size: 501", False),
    (Settings, False, "page_sise: 60", False),
    (Settings, False, "tag_date: 2026", False),
]
CASES = [(Paper, True, text, True) for text in PAPERS_BOTH_TAKE]
CASES += [(Paper, True, text, False) for text in PAPERS_BOTH_REFUSE]


def checked(kind: type, many: bool, text: str, tmp_path: Path) -> bool:
    """Whether `broadsheet check` takes it."""
    path = tmp_path / "a.yml"
    path.write_text(text, encoding="utf-8")
    return read_records(path, tmp_path, kind, many)[1] == []


def edited(kind: type, many: bool, text: str) -> bool:
    """Whether an editor takes it."""
    return bool(jsonschema.Draft202012Validator(file_schema(kind, many)).is_valid(load(text)))


@pytest.mark.parametrize(("kind", "many", "text", "taken"), [*CASES, *OTHERS])
def test_the_check_and_the_schema_agree(kind: type, many: bool, text: str, taken: bool, tmp_path: Path) -> None:
    assert (checked(kind, many, text, tmp_path), edited(kind, many, text)) == (taken, taken)


@pytest.mark.parametrize("text", ["title: 1984", "title: A\narxiv: 2405.04532", "title: A\nauthor_count: '7'"])
def test_where_the_check_is_milder_than_an_editor(text: str, tmp_path: Path) -> None:
    """The check knows what a scalar is meant to be; an editor sees a number and asks for quotes."""
    assert (checked(Paper, True, text, tmp_path), edited(Paper, True, text)) == (True, False)


def test_an_item_of_a_list_needs_an_id_which_the_schema_cannot_ask_for(tmp_path: Path) -> None:
    assert (checked(Paper, True, "- title: A", tmp_path), edited(Paper, True, "- title: A")) == (False, True)


def test_every_pattern_has_a_code_a_hint_and_an_example_that_fits() -> None:
    patterns = []

    def walk(part: Any) -> None:
        if isinstance(part, dict):
            if "pattern" in part:
                patterns.append(part)
            for item in part.values():
                walk(item)
        elif isinstance(part, list):
            for item in part:
                walk(item)

    for kind in (Paper, Author, Digest, Organization, Settings):
        walk(schema(kind))
    assert len(patterns) > 10
    for part in patterns:
        assert re.search(part["pattern"], part["examples"][0]), part
        assert part["x-code"].startswith("bad-")
        assert part["x-hint"]
