"""Why a record was refused, with the line of each fault: the slow path, taken for faulty files alone."""

import difflib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import jsonschema
import msgspec
from yaml.nodes import MappingNode, Node, SequenceNode

from ..model import Problem
from .schema import schema
from .yamlfile import position, typed

_TYPES = {"string": "text", "array": "a list", "object": "keys and values", "integer": "a whole number"}
_TYPES |= {"number": "a number", "boolean": "true or false", "null": "nothing"}


def explain(node: Node, kind: type, path: str, refusal: msgspec.ValidationError) -> list[Problem]:
    """Every fault of the record at `node`, at least one; `refusal` is what the compiled check said."""
    validator = jsonschema.Draft202012Validator(schema(kind))
    errors = validator.iter_errors(typed(node))
    found = [problem for error in errors for problem in _problems(error, node, path)]
    if not found:
        message = str(refusal).split(" - at ")[0]
        found = [Problem(path, *position(node), "wrong-type", f"the record cannot be used: {message}")]
    return sorted(set(found))


def _problems(error: jsonschema.ValidationError, root: Node, path: str) -> Iterator[Problem]:
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
        message = f"{name} cannot be `{_short(error.instance)}`"
        yield Problem(path, *place, rule["x-code"], message, f"{rule['x-hint']}, as in {example[0]}")
    elif error.validator == "required":
        missing = error.message.split("'")[1]
        yield Problem(path, *place, "missing-key", f"the key `{missing}` is missing", f"add `{missing}:`")
    elif error.validator == "type":
        wanted = limit if isinstance(limit, str) else limit[0]
        message = f"{name} must be {_TYPES[wanted]}, not {_TYPES[_type(error.instance)]}"
        hint = "put it in quotes" if wanted == "string" and not isinstance(error.instance, dict | list) else ""
        yield Problem(path, *place, "wrong-type", message, hint)
    elif error.validator == "enum":
        allowed = ", ".join(str(value) for value in limit if value is not None)
        yield Problem(path, *place, "bad-value", f"{name} cannot be `{_short(error.instance)}`", f"one of: {allowed}")
    else:
        yield Problem(path, *place, "bad-value", f"{name}: {error.message}")


def _likeliest(error: jsonschema.ValidationError) -> list[jsonschema.ValidationError]:
    """The complaints of the alternative that the writer meant: the one whose type fits what was written."""
    branches: dict[int, list[jsonschema.ValidationError]] = {}
    for inner in error.context or ():
        branches.setdefault(int(inner.schema_path[0]), []).append(inner)
    fitting = [b for b in branches.values() if not any(e.validator == "type" and not e.path for e in b)]
    return min(fitting or list(branches.values()), key=len)


def _unknown_keys(known: list[str], node: Node, path: str) -> Iterator[Problem]:
    for key, _ in node.value if isinstance(node, MappingNode) else ():
        if key.value not in known:
            near = difflib.get_close_matches(str(key.value), known, n=1, cutoff=0.6)
            hint = f"did you mean `{near[0]}`?" if near else f"known keys: {', '.join(known)}"
            yield Problem(path, *position(key), "unknown-key", f"the key `{key.value}` is not known here", hint)


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
    text = str(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _type(value: Any) -> str:
    names = ((bool, "boolean"), (int, "integer"), (float, "number"), (str, "string"), (list, "array"), (dict, "object"))
    return next((name for kind, name in names if isinstance(value, kind)), "null")
