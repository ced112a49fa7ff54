"""The shape of the package: who may import whom, who may write, how long a module may get."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "generator" / "broadsheet"
MODULES = sorted(path.relative_to(PACKAGE).as_posix() for path in PACKAGE.rglob("*.py"))

# Lowest first. A module may import from its own package and from the lines above its own; those of one line know
# nothing of each other.
ORDER = (
    ("fields", "faults"),
    ("model",),
    ("executors", "stopwatch"),
    ("sources",),
    ("config",),
    ("catalog",),
    ("topics", "bench"),
    ("pages",),
    ("subscribe",),
    ("press",),
    ("project",),
    ("assembly",),
    ("build",),
    ("report", "pull_request", "preview"),
    ("serve", "mkdocs_plugin", "starter"),
    ("commands",),
    ("cli",),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}
# Why each may point back.
EXCEPTIONS = {
    ("sources/schema.py", "config"): "its main() writes the schema of the settings beside those of the content",
}
NAMELESS = {"utils", "util", "helpers", "helper", "common", "misc"}
LONGEST = 400


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((PACKAGE / module).read_text(encoding="utf-8"), module)


def layer(module: str) -> str:
    return module.split("/")[0].removesuffix(".py")


def imported(module: str) -> Iterator[str]:
    """Dotted names of everything a module imports, its own package's written in full."""
    here = ["broadsheet", *module.split("/")[:-1]]
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = here[: len(here) - node.level + 1] if node.level else []
            base = ".".join([*start, *([node.module] if node.module else [])])
            yield from (f"{base}.{alias.name}" for alias in node.names)


def layers_used(module: str) -> set[str]:
    parts = [name.split(".") for name in imported(module)]
    return {found[1] for found in parts if found[0] == "broadsheet" and len(found) > 1 and found[1] != "__version__"}


def test_there_is_something_to_look_at() -> None:
    assert len(MODULES) > 50
    assert set(layers_used("build.py")) >= {"project", "assembly", "pages", "press"}


@pytest.mark.parametrize("module", [module for module in MODULES if module != "__init__.py"])
def test_imports_point_one_way(module: str) -> None:
    mine = layer(module)
    assert mine in RANK, f"{mine} has no place in ORDER"
    back = {
        other
        for other in layers_used(module) - {mine}
        if RANK.get(other, len(ORDER)) >= RANK[mine] and (module, other) not in EXCEPTIONS
    }
    assert not back


def test_the_order_names_only_what_there_is() -> None:
    there = {layer(module) for module in MODULES} - {"__init__"}
    assert set(RANK) == there
    for module, other in EXCEPTIONS:
        assert other in layers_used(module)


@pytest.mark.parametrize("module", MODULES)
def test_modules_are_short_named_and_say_what_they_are_for(module: str) -> None:
    assert not NAMELESS & set(Path(module).with_suffix("").parts)
    assert len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) <= LONGEST
    words = (ast.get_docstring(tree(module)) or "").split("\n")[0]
    assert len(words) > 20, "the first line of the docstring says what the module is for"


def test_the_median_module_can_be_read_in_a_few_minutes() -> None:
    lengths = sorted(len((PACKAGE / module).read_text(encoding="utf-8").splitlines()) for module in MODULES)
    assert lengths[len(lengths) // 2] <= 130


@pytest.mark.parametrize("module", [module for module in MODULES if layer(module) != "topics"])
def test_scikit_learn_lives_in_topics_alone(module: str) -> None:
    assert not [
        name for name in imported(module) if name.split(".")[0] in ("sklearn", "scipy", "joblib", "threadpoolctl")
    ]


WRITING = {"write_text", "write_bytes", "mkdir", "makedirs", "touch", "rename", "rmtree", "copytree"}
WRITING |= {"copyfile", "copy2", "unlink", "rmdir", "symlink_to", "hardlink_to", "symlink", "link"}
# Who writes besides press, and where.
WRITERS = {
    "commands/authors.py": "the lock of published ids, which people review",
    "commands/email.py": "an edition to look at, into the folder that email build --out names",
    "commands/exporting.py": "the file that export --out names",
    "commands/new.py": "a new digest, into an empty folder",
    "commands/proposals.py": "cards to look at, into the folder that report --cards names",
    "commands/site.py": "the file that --timings names",
    "sources/web/http_cache.py": "what services answered, under .cache/broadsheet/http",
    "sources/schema.py": "main() writes site_config/schema",
    "commands/topics.py": "the frozen fit in site_config/topics, which a pull request reviews",
    "sources/writing/edits.py": "content files, when somebody imports papers",
}


def writes(module: str) -> Iterator[int]:
    """Lines of calls that open a file for writing or change a folder."""
    for node in ast.walk(tree(module)):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
        words = [argument.value for argument in (*node.args, *(k.value for k in node.keywords)) if is_text(argument)]
        creates = any(isinstance(part, ast.Attribute) and part.attr == "O_CREAT" for part in ast.walk(node))
        opens = name == "open" and (creates or any(set(w) <= set("rwaxbt+") and set(w) & set("wax+") for w in words))
        if name in WRITING or opens:
            yield node.lineno


def is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


@pytest.mark.parametrize("module", [m for m in MODULES if layer(m) != "press" and m not in WRITERS])
def test_only_the_press_writes(module: str) -> None:
    assert list(writes(module)) == []


def test_those_who_write_do() -> None:
    assert all(list(writes(module)) for module in (*WRITERS, "press/writer.py"))


@pytest.mark.parametrize("module", [m for m in MODULES if layer(m) in ("catalog", "topics", "pages", "subscribe")])
def test_only_the_readers_read_what_contributors_wrote(module: str) -> None:
    calls = [node.func for node in ast.walk(tree(module)) if isinstance(node, ast.Call)]
    reading = {"read_text", "read_bytes", "open", "glob", "rglob", "iterdir", "walk", "scandir"}
    names = {call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "") for call in calls}
    assert not names & reading
