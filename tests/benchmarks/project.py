"""A corpus as a Broadsheet project: the repository's own settings and theme round other content."""

import json
import shutil
from pathlib import Path

import msgspec

from broadsheet.fields import Record
from broadsheet.model import Digest, Paper
from corpus import Corpus

# What a build starts from; everything else in the project's folder is output or cache and goes before a cold run.
INPUTS = ("content", "site_config", "themes", "mkdocs.yml")
WORDS_A_LINE = 14


def write_project(corpus: Corpus, root: Path, repository: Path) -> None:
    """Write `corpus` under `root`, one file a paper, with `repository`'s settings, theme and hand-written pages."""
    # Reviewed topics belong to the repository's own papers, so they stay behind.
    shutil.copytree(repository / "site_config", root / "site_config", ignore=shutil.ignore_patterns("topics*"))
    # Nor do the peers draw pictures: docs/design.md tells what ours cost.
    with (root / "site_config" / "site.yml").open("a", encoding="utf-8") as settings:
        settings.write("pictures: 0\n")
    shutil.copytree(repository / "themes", root / "themes")
    shutil.copytree(repository / "content" / "pages", root / "content" / "pages")
    shutil.copy(repository / "mkdocs.yml", root / "mkdocs.yml")
    papers = root / "content" / "papers"
    papers.mkdir()
    (root / "content" / "authors").mkdir()
    for paper in corpus.papers:
        (papers / f"{paper.id}.yml").write_text(paper_yaml(paper), encoding="utf-8")
    for digest in corpus.digests:
        issue = root / "content" / "digests" / digest.date[:4] / f"{digest.date}.yml"
        issue.parent.mkdir(parents=True, exist_ok=True)
        issue.write_text(digest_yaml(digest), encoding="utf-8")


def edit_paper(paper: Paper, root: Path, edition: int) -> None:
    """Give one paper's summary another last sentence, a different one for each `edition`."""
    words = f"{paper.summary} The authors add result number {edition} to a later version."
    edited = msgspec.structs.replace(paper, summary=words)
    (root / "content" / "papers" / f"{paper.id}.yml").write_text(paper_yaml(edited), encoding="utf-8")


def clean(root: Path) -> None:
    """Remove every output and cache, so that the next build is a cold one."""
    for path in root.iterdir():
        if path.name in INPUTS:
            continue
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()


def paper_yaml(paper: Paper) -> str:
    """The file of a paper, whose name gives its id."""
    return _yaml(msgspec.structs.replace(paper, id=""))


def digest_yaml(digest: Digest) -> str:
    """The file of an issue."""
    return _yaml(digest)


def _yaml(record: Record) -> str:
    """Long text as a folded block, the rest as JSON, which is YAML: ten times as fast as a YAML writer."""
    lines = []
    for key, value in msgspec.to_builtins(record).items():
        if key == "summary":
            words = value.split()
            folded = (" ".join(words[n : n + WORDS_A_LINE]) for n in range(0, len(words), WORDS_A_LINE))
            lines += [f"{key}: >-", *(f"  {line}" for line in folded)]
        else:
            lines.append(f"{key}: {json.dumps(value, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"
