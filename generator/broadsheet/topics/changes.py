"""What a refit changed, as Markdown that reads well in a pull request."""

from collections import Counter
from collections.abc import Iterator

from broadsheet.topics.header import Group
from broadsheet.topics.model import Model

# A topic that gives so much of its papers to another is split; one that takes so much of another's has absorbed it.
SPLIT = 0.2
ABSORBED = 0.5
# Moved papers are listed up to here; papers.tsv has them all.
LISTED = 60


def changes(old: Model | None, new: Model) -> str:
    """The change list of a fit, `old` being the one before it."""
    return "\n".join(_lines(old, new)) + "\n"


def moved(old: Model, new: Model) -> dict[str, tuple[str, str]]:
    """Papers of both fits that are in another topic now: from where, to where.

    A paper whose topic was divided, or whose finer topic was given up, has not moved.
    """
    above = {group.id: group.parent for group in (*old.groups, *new.groups)}
    both = ((paper, was, new.members[paper]) for paper, was in old.members.items() if paper in new.members)
    return {paper: (was, now) for paper, was, now in sorted(both) if was not in (now, above[now]) and above[was] != now}


def _lines(old: Model | None, new: Model) -> Iterator[str]:
    broad = sum(not group.parent for group in new.groups)
    size = f"{len(new.members):,} papers, {broad} topics, {len(new.groups) - broad} finer ones."
    if old is None:
        yield from ("# Topics: the first fit", "", size, "")
        yield from (_line(group, f"{group.size} papers: {', '.join(group.terms)}") for group in new.groups)
        return
    went = moved(old, new)
    shared = sum(paper in new.members for paper in old.members)
    yield from ("# Topics: what the last fit changed", "", size, "")
    yield f"- {len(new.members) - shared:,} papers are new, {len(old.members) - shared:,} are gone."
    top = sum(_top(old, was) != _top(new, now) for was, now in went.values())
    within = _part(len(went) - top, shared)
    yield f"- Of the {shared:,} others {_part(top, shared)} moved to another topic, {within} within one."
    before, after = {group.id: group for group in old.groups}, {group.id: group for group in new.groups}
    flow = Counter((was, new.members[paper]) for paper, was in old.members.items() if paper in new.members)
    flow += Counter(
        {
            (_top(old, was), _top(new, now)): n
            for (was, now), n in flow.items()
            if before[was].parent and after[now].parent
        }
    )
    yield from _section("New", _born(before, after, flow))
    yield from _section("Split", _split(before, after, flow))
    yield from _section("Merged", _merged(before, after, flow))
    retired = (
        _line(group, f"leads to {_named(after, new.former[i])} now") for i, group in before.items() if i not in after
    )
    yield from _section("Retired", retired)
    renamed = (
        f"- `{i}`: {before[i].label} is now {group.label}"
        for i, group in after.items()
        if i in before and before[i].label != group.label
    )
    yield from _section("Renamed", renamed)
    rows = [f"| {paper} | {was} | {now} |" for paper, (was, now) in list(went.items())[:LISTED]]
    more = [f"\nand {len(went) - LISTED:,} more: see the changes of papers.tsv."] if len(went) > LISTED else []
    yield from _section("Moved", iter(["| paper | from | to |", "|---|---|---|", *rows, *more] if rows else []))


def _born(before: dict[str, Group], after: dict[str, Group], flow: Counter[tuple[str, str]]) -> Iterator[str]:
    for i, group in after.items():
        if i not in before:
            came = {was: n for (was, now), n in flow.items() if now == i and before[was].parent == group.parent}
            origin = ", ".join(
                f"{n} from `{was}`" for was, n in sorted(came.items(), key=lambda pair: (-pair[1], pair[0]))
            )
            yield _line(group, f"{group.size} papers{', ' + origin if origin else ''}")


def _split(before: dict[str, Group], after: dict[str, Group], flow: Counter[tuple[str, str]]) -> Iterator[str]:
    for i, group in before.items():
        parts = [(now, n) for (was, now), n in flow.items() if was == i and n >= SPLIT * group.size]
        parts = [(now, n) for now, n in parts if bool(after[now].parent) == bool(group.parent)]
        if len(parts) > 1:
            yield _line(
                group, ", ".join(f"{n} papers to `{now}`" for now, n in sorted(parts, key=lambda p: (-p[1], p[0])))
            )


def _merged(before: dict[str, Group], after: dict[str, Group], flow: Counter[tuple[str, str]]) -> Iterator[str]:
    for i, group in after.items():
        parts = [was for (was, now), n in flow.items() if now == i and n >= ABSORBED * before[was].size]
        parts = [was for was in parts if bool(before[was].parent) == bool(group.parent)]
        if len(parts) > 1:
            yield _line(group, "takes " + " and ".join(f"`{was}`" for was in sorted(parts)))


def _section(title: str, lines: Iterator[str]) -> Iterator[str]:
    found = list(lines)
    if found:
        yield from ("", f"## {title}", "", *found)


def _line(group: Group, text: str) -> str:
    return f"{'  ' if group.parent else ''}- **{group.label}** (`{group.id}`): {text}"


def _named(groups: dict[str, Group], topic: str) -> str:
    return f"`{topic}`" if topic in groups else "the list of topics"


def _top(model: Model, topic: str) -> str:
    return next((group.parent or group.id for group in model.groups if group.id == topic), "")


def _part(count: int, of: int) -> str:
    return f"{count:,} ({count / max(of, 1):.2%})"
