"""A site under a path, as on GitHub Pages, and the same site at a root: both whole, and different in nothing else."""

import shutil
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit

import pytest
from lxml import etree, html

from broadsheet.build import build

ROOTS = ["https://papers.example.org/", "https://example.org/digest/"]


@pytest.fixture(scope="module")
def placed(corpus: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The small digest for each of the two addresses."""
    folder = tmp_path_factory.mktemp("placed")
    project = shutil.copytree(corpus, folder / "project")
    found = {}
    for number, root in enumerate(ROOTS):
        found[root] = folder / str(number)
        build(project, found[root], url=root, search=False)
    return found


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def unplaced(files: dict[str, bytes], root: str) -> dict[str, bytes]:
    """The files without the site's address, as it is and as part of another (a prefilled form's)."""
    forms = (root.encode(), quote(root).encode())
    return {name: data.replace(forms[0], b"@").replace(forms[1], b"@") for name, data in files.items()}


@pytest.mark.parametrize("root", ROOTS)
def test_whoever_names_the_site_names_its_address(placed: dict[str, Path], root: str) -> None:
    site = placed[root]
    canonical = {
        page: html.fromstring(page.read_bytes()).xpath("//link[@rel='canonical']/@href")
        for page in site.rglob("*.html")
    }
    assert len(canonical) > 50
    for page, found in canonical.items():
        assert found == [] if page.name == "404.html" else found[0].startswith(root)
    sitemap = etree.fromstring((site / "sitemap.xml").read_bytes())
    listed = [loc.text for loc in sitemap.iter("{*}loc")]
    # Every page that says where it is, by the same words; former addresses are not listed.
    kept = [found[0] for page, found in canonical.items() if found and b'http-equiv="refresh"' not in page.read_bytes()]
    assert sorted(listed) == sorted(kept)
    assert (site / "robots.txt").read_text("ascii") == f"User-agent: *\nAllow: /\nSitemap: {root}sitemap.xml\n"


@pytest.mark.parametrize("root", ROOTS)
def test_the_page_for_what_is_missing_works_at_any_depth(placed: dict[str, Path], root: str) -> None:
    page = html.fromstring((placed[root] / "404.html").read_bytes())
    for written in page.xpath("//@href | //@src | //@action"):
        if urlsplit(written).scheme or written.startswith("#"):
            continue
        url = urljoin(f"{root}no/such/page/", written)
        assert url.startswith(root), written
        path = placed[root] / url.removeprefix(root)
        assert (path / "index.html" if url.endswith("/") else path).is_file(), written
    [form] = page.xpath("//form[@role='search']")
    assert urljoin(root, form.get("action")) == f"{root}search/"
    assert form.xpath(".//input/@name") == ["q"]
    assert "The newest issue" in page.text_content()


def test_pages_differ_in_their_address_alone(placed: dict[str, Path]) -> None:
    """Links are relative: only what must be absolute depends on where the site is."""
    here, there = (unplaced(tree(folder), root) for root, folder in placed.items())
    assert here.keys() == there.keys()
    differ = [name for name in here if here[name] != there[name]]
    assert {name for name in differ if name.endswith(".html")} <= {"404.html"}
