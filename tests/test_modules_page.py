"""docs/modules.md lists every module with the first sentence of its docstring; `make modules` writes it anew."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "generator" / "broadsheet"
PAGE = ROOT / "docs" / "modules.md"
HEAD = """# Modules

Written by `make modules` from the first sentence of each module. [Architecture](architecture.md) says how they go
together.
"""


def sentence(path: Path) -> str:
    """The first sentence of a module's docstring, without its full stop."""
    text = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split()).split(". ")[0].rstrip(".")


def listing() -> str:
    """The whole page: a heading for each folder, a line for each module."""
    parts = [HEAD]
    for init in sorted(PACKAGE.rglob("__init__.py"), key=lambda path: path.parent.relative_to(PACKAGE).as_posix()):
        folder = init.parent.relative_to(PACKAGE.parent).as_posix()
        parts.append(f"## `{folder}/`\n\n{sentence(init)}.\n")
        modules = [path for path in sorted(init.parent.glob("*.py")) if path != init]
        parts.append("".join(f"- `{path.name}`: {sentence(path)}\n" for path in modules))
    return "\n".join(part for part in parts if part)


def test_the_page_lists_what_there_is() -> None:
    assert PAGE.read_text(encoding="utf-8") == listing(), "run `make modules`"


def test_every_module_says_what_it_is_for() -> None:
    assert [p.as_posix() for p in PACKAGE.rglob("*.py") if len(sentence(p)) < 10] == []


if __name__ == "__main__":
    PAGE.write_text(listing(), encoding="utf-8")
