"""The run.yml beside the files of a run: what the tools that wrote them do not say of themselves."""

import json
from collections.abc import Iterable, Mapping

from gpu.papers import DIFFERS, TIES


def run_file(facts: Mapping[str, str | int], params: Mapping[str, str], written: Iterable[str], note: str = "") -> str:
    """The text of a run.yml: `facts` and `params` for all files, and of each file in `written` whose measurements TIES
    knows the papers that it belongs to. Values are JSON scalars, which YAML reads as they are."""
    lines = ["# Written by tests/gpu/run.py; the files beside it are as the tools wrote them."]
    lines += [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in facts.items()]
    lines += ["params:", *_indented(2, params)]
    tied = [(name, TIES[name.removesuffix(".json")]) for name in written if name.removesuffix(".json") in TIES]
    if tied:
        lines.append("files:")
    for name, tie in tied:
        columns = {"paper": tie.paper, "task": tie.technique, **dict(tie.columns)}
        lines += [f"  {name}:", *_indented(4, columns)]
        papers = (tie.paper, *tie.others)
        params = {"papers": " ".join(papers)} | {
            f"differs.{paper}": DIFFERS[paper] for paper in papers if paper in DIFFERS
        }
        params |= {"remark": tie.remark} if tie.remark else {}
        lines += ["    params:", *_indented(6, params)]
    if note:
        lines.append(f"note: {json.dumps(note, ensure_ascii=False)}")
    return "\n".join(lines) + "\n"


def _indented(by: int, values: Mapping[str, str]) -> list[str]:
    return [f"{' ' * by}{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
