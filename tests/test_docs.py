"""What the documentation names exists: commands, options, make targets, files, headings."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from broadsheet.cli import main

ROOT = Path(__file__).resolve().parents[1]
NAMED = ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "tests/benchmarks/README.md", "content/runs/README.md")
DOCS = [name for name in NAMED if (ROOT / name).exists()]
DOCS += sorted(p.relative_to(ROOT).as_posix() for f in ("docs", "content/pages") for p in (ROOT / f).rglob("*.md"))

FENCE = re.compile(r"^( *)```[^\n]*\n(.*?)^\1```", re.MULTILINE | re.DOTALL)
SPAN = re.compile(r"`([^`\n]+)`")
MAKE = re.compile(r"(?:^|[\s;&(])make ((?:[A-Z_]+=\S+ )*)([a-z][a-z-]*)")
BROADSHEET = re.compile(
    r"(?:^|[\s;&(/])broadsheet (?:-C \S+ )?([a-z]+(?:-[a-z]+)*"
    r"(?: (?:read|build|send|serve|fit|show|preview)\b)?)([^\n`|]*)"
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)[^)]*\)|(?:src|srcset|href)=\"([^\"]+)\"")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def code_of(name: str) -> list[str]:
    """What stands in code blocks and code spans."""
    text = text_of(name)
    return [block[1] for block in FENCE.findall(text)] + SPAN.findall(FENCE.sub("", text))


def prose_of(name: str) -> str:
    return SPAN.sub("", FENCE.sub("", text_of(name)))


def commands() -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for name in DOCS:
        for code in code_of(name):
            for command, rest in BROADSHEET.findall(code):
                yield name, command, tuple(re.findall(r"--[a-z][a-z-]*", rest.split("#")[0]))


def help_of(command: str, capsys: pytest.CaptureFixture[str]) -> str:
    """The help of a command, empty when there is no such command."""
    with pytest.raises(SystemExit) as ended:
        main([*command.split(), "--help"])
    out, _ = capsys.readouterr()
    return out if ended.value.code == 0 else ""


def test_there_is_documentation() -> None:
    assert {"README.md", "docs/architecture.md", "docs/decisions.md", "docs/content.md"} <= set(DOCS)


@pytest.mark.parametrize("command", sorted({command for _, command, _ in commands()}))
def test_commands_and_options_exist(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    found = help_of(command, capsys)
    for name, used, options in commands():
        if used == command:
            assert found, f"{name}: there is no `broadsheet {command}`"
            assert not [option for option in options if option not in found], f"{name}: `broadsheet {command}`"


def test_make_targets_exist() -> None:
    targets = set(re.findall(r"^([a-z-]+):", text_of("Makefile"), re.MULTILINE))
    named = {(name, target) for name in DOCS for code in code_of(name) for _, target in MAKE.findall(code)}
    assert ("README.md", "site") in named
    assert sorted(pair for pair in named if pair[1] not in targets) == []


def test_every_make_target_is_explained() -> None:
    makefile = text_of("Makefile")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony
    explained = set(re.findall(r"^([a-z-]+):[^\n]*## \S", makefile, re.MULTILINE))
    assert set(phony[1].split()) == explained


def anchors(name: str) -> set[str]:
    """Ids of a page's headings as GitHub makes them."""
    headings = re.findall(r"^#+ (.+)$", FENCE.sub("", text_of(name)), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).strip().replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", DOCS)
def test_relative_links_lead_somewhere(name: str) -> None:
    for found in LINK.findall(prose_of(name)):
        target, _, anchor = (found[0] or found[1]).partition("#")
        # Pages of the site link to generated ones (../papers/); those are checked where the site is.
        if re.match(r"[a-z]+:", target) or (name.startswith("content/pages") and target.endswith("/")):
            continue
        path = (ROOT / name).parent / target if target else ROOT / name
        assert path.exists(), f"{name} links to {target}"
        if anchor and path.suffix == ".md":
            assert anchor in anchors(path.resolve().relative_to(ROOT).as_posix()), f"{name} links to {target}#{anchor}"


ROOTS = ("docs", "tests", "generator", "content", "site_config", "themes")


# How-to pages name files that their reader is to write.
@pytest.mark.parametrize("name", [name for name in DOCS if name.startswith("docs/") and "/add-" not in name])
def test_files_named_in_code_exist(name: str) -> None:
    spans = SPAN.findall(FENCE.sub("", text_of(name)))
    paths = {span for span in spans if re.fullmatch(r"[\w./-]+/([\w-]+\.\w+)?", span) and span.split("/")[0] in ROOTS}
    assert not [path for path in sorted(paths) if not (ROOT / path).exists()]


@pytest.mark.parametrize("name", [name for name in DOCS if name.startswith("docs/")])
def test_every_page_of_the_documentation_can_be_found(name: str) -> None:
    others = [other for other in DOCS if other != name]
    assert any(name in text_of(other) or f"]({Path(name).name}" in text_of(other) for other in others)
