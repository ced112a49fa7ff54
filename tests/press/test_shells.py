"""What the engine renders: once for equal inputs, and told in its own words when it cannot."""

import re
from pathlib import Path

import pytest

from broadsheet.config import Settings
from broadsheet.pages.channels import feed_links
from broadsheet.press import shells
from broadsheet.press.shells import EngineError, render_shells, reserved, stray_links

URL = "https://papers.example.org/small/"


def test_nothing_changed_nothing_is_rendered(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = project / ".cache" / "broadsheet"
    monkeypatch.setattr(shells, "_run", lambda *_: pytest.fail("the engine ran"))
    found = render_shells(project, "mkdocs", URL, cache, feed_links(Settings(), "site", "feed"))
    assert set(found.shells) == {(section, depth) for section, depths in shells.SECTIONS.items() for depth in depths}
    assert "about/index.html" in found.files
    assert not [name for name in found.files if "shell" in name]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("content/pages/about.md", "# Another\n"),
        ("content/pages/new.md", "# New\n"),
        ("mkdocs.yml", "site_name: Other\ntheme: {name: material, font: false}\n"),
        ("themes/broadsheet/overrides/partials/footer.html", "<footer>Own</footer>"),
    ],
)
def test_what_the_engine_reads_decides(project: Path, path: str, text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class RanError(Exception):
        pass

    def ran(*_: object) -> None:
        raise RanError

    (project / path).parent.mkdir(parents=True, exist_ok=True)
    (project / path).write_text(text, encoding="utf-8")
    monkeypatch.setattr(shells, "_run", ran)
    with pytest.raises(RanError):
        render_shells(project, "mkdocs", URL, project / ".cache" / "broadsheet")


def test_an_engine_that_cannot_says_why(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: X\nmarkdown_extensions: [nowhere]\n", encoding="utf-8")
    with pytest.raises(EngineError, match=r"(?s)could not render.*nowhere") as raised:
        render_shells(tmp_path, "mkdocs", URL, tmp_path / "cache")
    assert "Traceback" not in str(raised.value)
    assert not list((tmp_path / "cache" / "shells").iterdir())


@pytest.mark.parametrize(
    ("theme", "schemes"),
    [
        ("", {"default", "slate"}),
        ("theme: material\n", {"default", "slate"}),
        ("theme: {name: material, palette: {scheme: slate}}\n", {"slate"}),
    ],
)
def test_without_a_palette_there_are_a_light_and_a_dark_edition(theme: str, schemes: set[str], tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text(f"site_name: X\n{theme}", encoding="utf-8")
    shells = render_shells(tmp_path, "mkdocs", URL, tmp_path / "cache")
    html = "".join(map(str, shells.shells.values()))
    assert set(re.findall(r'scheme(?:=|: )"(\w+)"', html)) == schemes


def test_of_a_broken_template_the_fault_and_its_place_are_told(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: X\n", encoding="utf-8")
    template = "themes/broadsheet/overrides/partials/footer.html"
    (tmp_path / template).parent.mkdir(parents=True)
    (tmp_path / template).write_text("<footer>\n{{ nowhere() }}</footer>", encoding="utf-8")
    with pytest.raises(EngineError) as raised:
        render_shells(tmp_path, "mkdocs", URL, tmp_path / "cache")
    assert str(raised.value).splitlines()[1:] == [
        f"{template}:2: jinja2.exceptions.UndefinedError: 'nowhere' is undefined"
    ]


@pytest.mark.parametrize(
    ("name", "taken"),
    [("index.md", True), ("papers.md", True), ("papers/x.md", True), ("about.md", False), ("notes/papers.md", False)],
)
def test_addresses_of_generated_pages_are_reserved(tmp_path: Path, name: str, taken: bool) -> None:
    path = tmp_path / "content" / "pages" / name
    path.parent.mkdir(parents=True)
    path.write_text("# X\n", encoding="utf-8")
    assert [(p.path, p.code) for p in reserved(tmp_path)] == [(f"content/pages/{name}", "reserved-address")] * taken


@pytest.mark.parametrize(
    ("target", "stray"),
    [
        ("../../README.md", False),
        ("about.md", False),
        ("../../docs", False),
        ("../../../secret", True),
        ("../..", True),
        ("../../.git/config", True),
        ("nothing.md", True),
        ("link.md", True),
    ],
)
def test_links_to_what_is_no_part_of_the_digest_are_problems(tmp_path: Path, target: str, stray: bool) -> None:
    pages = tmp_path / "digest" / "content" / "pages"
    for folder in (pages, tmp_path / "digest" / ".git", tmp_path / "digest" / "docs"):
        folder.mkdir(parents=True)
    for place in (
        pages / "about.md",
        pages / "../../README.md",
        pages / "../../../secret",
        pages / "../../.git/config",
    ):
        place.write_text("# X\n", encoding="utf-8")
    (pages / "link.md").symlink_to(target)
    found = [(p.path, p.code) for p in stray_links(tmp_path / "digest")]
    assert found == [("content/pages/link.md", "stray-link")] * stray
