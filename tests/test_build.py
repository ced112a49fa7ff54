"""The pipeline as a whole: the same bytes from the same content, whatever surrounds it."""

import os
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

import pytest

from broadsheet.build import ContentError, build

CLUSTER = """
import sys
from distributed import LocalCluster

if __name__ == "__main__":
    options = {"n_workers": 2, "threads_per_worker": 1, "processes": True, "dashboard_address": None}
    with LocalCluster(**options, host="127.0.0.1", silence_logs=50) as cluster:
        print(cluster.scheduler_address, flush=True)
        sys.stdin.read()
"""


def tree(folder: Path) -> dict[str, bytes]:
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def differences(one: Path, other: Path) -> list[str]:
    """Files that are not the same in both."""
    a, b = tree(one), tree(other)
    assert len(a) > 50
    return sorted(name for name in {*a, *b} if a.get(name) != b.get(name))


def run(root: Path, out: Path, *options: str, **environment: str) -> None:
    command = [sys.executable, "-m", "broadsheet.cli", "-C", str(root), "build", "--out", str(out), *options]
    subprocess.run(command, check=True, env={**os.environ, **environment}, cwd=root.parent, timeout=120)


@pytest.mark.parametrize(
    ("options", "environment", "cold"),
    [
        ((), {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "Asia/Tokyo"}, False),
        (("--jobs", "2"), {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "OMP_NUM_THREADS": "2"}, True),
    ],
    ids=["warm cache, C, seed 0", "cold cache, UTF-8, seed 1, two processes"],
)
def test_the_same_content_gives_the_same_bytes(
    site: Path, corpus: Path, tmp_path: Path, options: tuple[str, ...], environment: dict[str, str], cold: bool
) -> None:
    root = shutil.copytree(corpus, tmp_path / "some where" / "élse")
    if not cold:
        shutil.copytree(site.parent / "corpus" / ".cache", root / ".cache")
    run(root, tmp_path / "out", *options, **environment)
    assert differences(site, tmp_path / "out") == []


def test_awkward_content_gives_the_same_bytes(odd_site: Path, tmp_path: Path) -> None:
    root = shutil.copytree(odd_site.parent / "odd_corpus", tmp_path / "other")
    run(root, tmp_path / "out", PYTHONHASHSEED="2", LC_ALL="POSIX")
    assert differences(odd_site, tmp_path / "out") == []


def test_a_dask_cluster_gives_the_same_bytes(site: Path, project: Path) -> None:
    pytest.importorskip("distributed", reason="needs the extra dask")
    command = [sys.executable, "-c", CLUSTER]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as cluster:
        assert cluster.stdout
        address = cluster.stdout.readline().strip()
        assert address.startswith("tcp://127.0.0.1:")
        run(project, project / "site", "--scheduler", address)
        cluster.communicate()
    assert differences(site, project / "site") == []


def test_a_second_build_writes_nothing_and_an_edit_little(project: Path) -> None:
    out = project / "site"
    first = build(project, out)
    assert first.written == first.files == len(tree(out))
    assert first.pages == sum(name.endswith("index.html") for name in tree(out))
    assert build(project, out).written == 0
    before = tree(out)
    path = project / "content" / "papers" / "attention.yml"
    path.write_text(path.read_text(encoding="utf-8").replace("venue: NeurIPS 2017", "venue: NIPS"), encoding="utf-8")
    report = build(project, out)
    changed = {name for name, data in tree(out).items() if before.get(name) != data}
    assert report.written == len(changed)
    assert "papers/attention/index.html" in changed
    assert not [name for name in changed if name.startswith(("dataset/", "assets/"))]
    assert "papers/adam/index.html" not in changed


def test_faulty_content_writes_nothing(project: Path) -> None:
    (project / "content" / "papers" / "bad.yml").write_text("titel: X\n", encoding="utf-8")
    with pytest.raises(ContentError) as raised:
        build(project, project / "site")
    assert {(p.path, p.code) for p in raised.value.problems} == {
        ("content/papers/bad.yml", "unknown-key"),
        ("content/papers/bad.yml", "missing-key"),
    }
    assert not (project / "site").exists()


def test_faulty_content_leaves_the_published_site(project: Path) -> None:
    build(project, project / "site")
    before = tree(project / "site")
    (project / "content" / "papers" / "attention.yml").write_text("- {", encoding="utf-8")
    with pytest.raises(ContentError):
        build(project, project / "site")
    assert tree(project / "site") == before


@pytest.mark.parametrize("settings", ["site_name: Mine\ntheme: {name: material, font: false}\n", "site_name: Mine\n"])
def test_an_empty_project_says_how_to_begin(tmp_path: Path, settings: str) -> None:
    (tmp_path / "mkdocs.yml").write_text(settings, encoding="utf-8")
    build(tmp_path, tmp_path / "site")
    home = (tmp_path / "site" / "index.html").read_text(encoding="utf-8")
    assert "content/digests/YYYY/YYYY-MM-DD.yml" in home
    assert "assets/stylesheets/frame." in home
    pages = {p.parent.relative_to(tmp_path / "site").as_posix() for p in (tmp_path / "site").rglob("index.html")}
    sections = {"digests", "papers", "topics", "authors", "organizations", "dataset", "benchmarks", "feeds", "reading"}
    assert pages == {".", *sections, "trending", "map", "search", "benchmarks/explorer"}
    assert b"<updated>1970-01-01T00:00:00Z</updated>" in (tmp_path / "site" / "feed.atom.xml").read_bytes()


def test_a_single_paper_in_no_issue(tmp_path: Path) -> None:
    (tmp_path / "mkdocs.yml").write_text("site_name: Mine\ntheme: {name: material, font: false}\n", encoding="utf-8")
    (tmp_path / "content" / "papers").mkdir(parents=True)
    (tmp_path / "content" / "papers" / "only.yml").write_text("title: Only\n", encoding="utf-8")
    build(tmp_path, tmp_path / "site")
    page = (tmp_path / "site" / "papers" / "only" / "index.html").read_text(encoding="utf-8")
    assert "<h1>Only</h1>" in page
    assert "Authors not recorded" in page


@pytest.mark.parametrize("url", ["https://root.example.org/", "https://root.example.org/deep/er"])
def test_the_address_of_the_site_can_be_given(site: Path, project: Path, url: str) -> None:
    build(project, project / "site", url=url)
    address = url.rstrip("/") + "/"
    page = (project / "site" / "papers" / "attention" / "index.html").read_text(encoding="utf-8")
    assert f'<link rel="canonical" href="{address}papers/attention/">' in page
    assert f'href="{address}feed.atom.xml"' in (project / "site" / "feed.atom.xml").read_text(encoding="utf-8")
    here, there = tree(site), tree(project / "site")
    assert not [name for name, data in there.items() if b"papers.example.org/small" in data]
    # Only addresses in full differ: the rest of every page is the same under any address.
    old, new = b"https://papers.example.org/small/", address.encode()
    # (In the link to a form it stands percent-encoded.)
    coded = [quote(one).encode() for one in (old, new)]
    changed = {name for name in here if here[name].replace(old, new).replace(*coded) != there[name]}
    # ... but the page for what is missing, which appears at any depth, and checksums of what names the address.
    assert changed == {"404.html", "dataset/SHA256SUMS"}
    base = address.removeprefix("https://root.example.org")
    assert f'href="{base}assets/broadsheet/broadsheet.css"'.encode() in there["404.html"]


def test_the_day_of_a_build(project: Path, site: Path) -> None:
    build(project, project / "site", date="2031-02-03")
    # The last week and the last month are over by then.
    over = ["digests/2026-03/index.html", "digests/2026-W10/index.html"]
    assert differences(site, project / "site") == [*over, "trending/index.html"]
    shutil.rmtree(project / "content" / "digests")
    build(project, project / "site", date="2031-02-03")
    assert "The first issue is yours" in (project / "site" / "index.html").read_text(encoding="utf-8")


def test_stages_are_timed_by_the_given_clock(project: Path) -> None:
    ticks = iter(range(1000))
    report = build(project, project / "site", clock=lambda: float(next(ticks)))
    assert list(report.timings)[:3] == ["topics", "read", "catalog"]
    assert all(seconds == int(seconds) > 0 for seconds in report.timings.values())
