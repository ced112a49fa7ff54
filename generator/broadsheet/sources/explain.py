"""Why a record was refused, with the line of each fault: the slow path, taken for faulty files alone."""

import difflib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

import msgspec
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from ..model import Problem
from .schema import schema
from .yamlfile import position

if TYPE_CHECKING:
    from jsonschema import ValidationError
    from jsonschema.protocols import Validator

_TYPES = {"string": "text", "array": "a list", "object": "keys and values", "integer": "a whole number"}
_TYPES |= {"number": "a number", "boolean": "true or false"}
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")


def explain(value: Any, node: Node, kind: type, path: str, refusal: msgspec.ValidationError) -> list[Problem]:
    """Every fault of the record at `node`, at least one.

    `value` is what was read from the node, its scalars all text; `refusal` is what the compiled check said.
    """
    found = [problem for error in _validator(kind).iter_errors(value) for problem in _problems(error, node, path)]
    if not found:
        message, _, at = str(refusal).partition(" - at ")
        steps = [key or int(index) for key, index in _STEP.findall(at)]
        place = position(_locate(node, steps))
        found = [Problem(path, *place, "wrong-type", f"the record cannot be used: {message}")]
    return sorted(set(found))


@cache
def _validator(kind: type) -> "Validator":
    """The schema of `kind` over text: a number is a text that the compiled check would take for one."""
    # Imported here: jsonschema takes longer to load than a small collection to check.
    import jsonschema

    base = jsonschema.Draft202012Validator
    types = base.TYPE_CHECKER.redefine_many({"integer": _fits(int), "number": _fits(float), "boolean": _fits(bool)})

    def limit(words: str, broken: Callable[[float, float], bool]) -> Callable[..., Iterator["ValidationError"]]:
        def check(validator: Any, bound: float, text: Any, _: Any) -> Iterator["ValidationError"]:
            if validator.is_type(text, "number") and broken(float(text), bound):
                yield jsonschema.ValidationError(f"must be {words} {bound}")

        return check

    limits = {
        "minimum": limit("at least", lambda number, bound: number < bound),
        "maximum": limit("at most", lambda number, bound: number > bound),
    }
    made: Validator = jsonschema.validators.extend(base, limits, type_checker=types)(schema(kind))  # type: ignore[no-untyped-call]
    return made


def _fits(kind: type) -> Callable[[Any, Any], bool]:
    def check(_: Any, value: Any) -> bool:
        try:
            msgspec.convert(value, kind, strict=False)
        except msgspec.ValidationError:
            return False
        return True

    return check


def _problems(error: "ValidationError", root: Node, path: str) -> Iterator[Problem]:
    rule: dict[str, Any] = dict(error.schema) if isinstance(error.schema, Mapping) else {}
    limit: Any = error.validator_value
    if error.validator in ("anyOf", "oneOf") and "x-code" not in rule:
        for inner in _likeliest(error):
            yield from _problems(inner, root, path)
        return
    node = _locate(root, list(error.absolute_path))
    if error.validator == "additionalProperties":
        yield from _unknown_keys(sorted(rule.get("properties", {})), node, path)
        return
    place = position(node)
    name = _name(error.absolute_path)
    if "x-code" in rule and error.validator in ("pattern", "anyOf"):
        example = rule.get("examples") or rule["anyOf"][0]["examples"]
        message = f"{name} cannot be {_short(error.instance)}"
        yield Problem(path, *place, rule["x-code"], message, f"{rule['x-hint']}, as in {example[0]}")
    elif error.validator == "required":
        missing = error.message.split("'")[1]
        yield Problem(path, *place, "missing-key", f"the key `{missing}` is missing", f"add `{missing}:`")
    elif error.validator == "type":
        message = f"{name} must be {_TYPES[limit]}, not {_short(error.instance)}"
        yield Problem(path, *place, "wrong-type", message, "write `[one, other]`" if limit == "array" else "")
    elif error.validator == "enum":
        allowed = ", ".join(str(value) for value in limit if value is not None)
        yield Problem(path, *place, "bad-value", f"{name} cannot be {_short(error.instance)}", f"one of: {allowed}")
    elif error.validator == "minLength":
        yield Problem(path, *place, "bad-value", f"{name} holds an empty text", "write something or take it out")
    else:
        yield Problem(path, *place, "bad-value", f"{name} {error.message}")


def _likeliest(error: "ValidationError") -> list["ValidationError"]:
    """The complaints of the alternative that the writer meant: the one whose type fits what was written."""
    branches: dict[int, list[ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(int(inner.schema_path[0]), []).append(inner)
    fitting = [b for b in branches.values() if not any(e.validator == "type" and not e.path for e in b)]
    return min(fitting or list(branches.values()), key=len)


def _unknown_keys(known: list[str], node: Node, path: str) -> Iterator[Problem]:
    for key, _ in node.value if isinstance(node, MappingNode) else ():
        if isinstance(key, ScalarNode) and key.value not in known:
            near = difflib.get_close_matches(key.value, known, n=1, cutoff=0.6)
            hint = f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(known)}"
            yield Problem(path, *position(key), "unknown-key", f"the key {_short(key.value)} is not known here", hint)


def _locate(node: Node, steps: Sequence[Any]) -> Node:
    for step in steps:
        if isinstance(node, SequenceNode):
            node = node.value[step]
        else:
            node = next((value for key, value in node.value if key.value == step), node)
    return node


def _name(path: Any) -> str:
    keys = [str(step) for step in path if isinstance(step, str)]
    return f"`{keys[-1]}`" if keys else "this"


def _short(value: Any) -> str:
    if not isinstance(value, str):
        return "a list" if isinstance(value, list) else "keys and values"
    return f"`{value}`" if len(value) <= 60 else f"`{value[:57]}...`"
