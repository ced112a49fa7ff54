"""Settings: defaults, what mkdocs.yml says, what is wrong with either."""

from pathlib import Path

import pytest

from broadsheet.config import Config, Settings, load_config
from broadsheet.model import Problem


def load(tmp_path: Path, mkdocs: str | bytes | None = "", site: str | None = None) -> tuple[Config, list[Problem]]:
    if mkdocs is not None:
        (tmp_path / "mkdocs.yml").write_bytes(mkdocs.encode() if isinstance(mkdocs, str) else mkdocs)
    if site is not None:
        (tmp_path / "site_config").mkdir()
        (tmp_path / "site_config" / "site.yml").write_text(site, encoding="utf-8")
    return load_config(tmp_path)


def test_defaults(tmp_path: Path) -> None:
    config, problems = load(tmp_path)
    assert problems == []
    assert config == Config(
        root=tmp_path,
        name=tmp_path.name,
        description="",
        url="http://localhost:8000/",
        repository="",
        settings=Settings(),
    )


@pytest.mark.parametrize(
    ("mkdocs", "field", "value"),
    [
        ("site_name: The Paper", "name", "The Paper"),
        ("site_name: 42", "name", "42"),
        ("site_name: ü", "name", "ü"),
        ("site_description: All of it", "description", "All of it"),
        ("site_url: https://example.org/paper", "url", "https://example.org/paper/"),
        ("site_url: https://example.org/paper/", "url", "https://example.org/paper/"),
        ("site_url: ''", "url", "http://localhost:8000/"),
        ("site_url:", "url", "http://localhost:8000/"),
        ("site_url: !ENV [SITE, 'https://example.org']", "url", "http://localhost:8000/"),
        ("site_url: !ENV SITE", "url", "http://localhost:8000/"),
        ("repo_url: https://github.com/example/paper/", "repository", "https://github.com/example/paper"),
        ("markdown_extensions:\n  - x: {y: !!python/name:z.q }\nsite_name: A", "name", "A"),
    ],
)
def test_mkdocs_yml(mkdocs: str, field: str, value: str, tmp_path: Path) -> None:
    config, problems = load(tmp_path, mkdocs)
    assert problems == []
    assert getattr(config, field) == value


@pytest.mark.parametrize(
    ("mkdocs", "code", "line"),
    [
        (None, "no-project", 0),
        ("site_name: A: B", "yaml-syntax", 1),
        ("a: b\nc: [", "yaml-syntax", 2),
        (b"site_name: Z\xfcrich", "bad-encoding", 1),
        ("a:\nb: " + "[" * 5000, "too-deep", 2),
        ("a: b\nsite_url: https://[2001:db8::1/", "bad-url", 2),
        ("site_url: https://example.org:99999/", "bad-url", 1),
        ("site_url: example.org/digest", "bad-url", 1),
        ("repo_url: git@github.com:example/paper.git", "bad-url", 1),
    ],
)
def test_a_faulty_mkdocs_yml_is_told(mkdocs: str | bytes | None, code: str, line: int, tmp_path: Path) -> None:
    config, problems = load(tmp_path, mkdocs)
    assert [(p.path, p.code, p.line) for p in problems] == [("mkdocs.yml", code, line)]
    assert config.name == tmp_path.name


@pytest.mark.parametrize(
    ("site", "told"),
    [
        ("page_size: 40\ntagline: T", []),
        ("page_sise: 40", [(1, "unknown-key")]),
        ("tagline: T\npage_size: 9\nfeed_size: 501", [(2, "bad-value"), (3, "bad-value")]),
        ("seed: yes\ntopics: 0", [(1, "wrong-type"), (2, "bad-value")]),
        ("tag_date: 2026", [(1, "bad-date")]),
        ("- tagline: T", [(1, "wrong-type")]),
    ],
)
def test_site_yml(site: str, told: list[tuple[int, str]], tmp_path: Path) -> None:
    config, problems = load(tmp_path, "", site)
    assert [(p.line, p.code) for p in problems] == told
    assert all(p.path == "site_config/site.yml" for p in problems)
    assert config.settings == (Settings() if told else Settings(page_size=40, tagline="T"))


def test_a_local_server_takes_the_place_of_site_url(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_url: https://example.org/paper/", encoding="utf-8")
    config, _ = load_config(tmp_path, "http://127.0.0.1:8000/")
    assert (config.url, config.base) == ("http://127.0.0.1:8000/", "/")
    assert load_config(tmp_path)[0].base == "/paper/"


def test_edit_links_lead_to_the_line() -> None:
    config = Config(Path(), "A", "", "https://example.org/", "https://github.com/e/p", Settings(branch="trunk"))
    assert config.source_url("content/papers/a.yml", 7) == (
        "https://github.com/e/p/blob/trunk/content/papers/a.yml?plain=1#L7"
    )
    assert config.source_url("content/papers/C# and D.bib", 7).endswith("/C%23%20and%20D.bib?plain=1#L7")
    assert Config(Path(), "A", "", "https://example.org/", "", Settings()).source_url("a.yml", 1) == ""
