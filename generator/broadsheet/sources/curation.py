"""What a curator says about topics in site_config/topics.yml, and the files of the frozen fit beside it."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated

from msgspec import Meta

from ..fields import Id, Record, Text
from ..model import Entry, Problem
from .places import place
from .records import read_record

PATH = "site_config/topics.yml"
FOLDER = "site_config/topics"


Steps = tuple[str | int, ...]


class Split(Record, frozen=True):
    """A topic cut out of another by hand: the papers nearer to those named here than to the rest."""

    label: Text
    papers: Annotated[tuple[Id, ...], Meta(min_length=1)]
    description: str = ""


class Steering(Record, frozen=True):
    """What a curator says of one topic: its name, which papers are in it, which topics are part of it."""

    label: str = ""
    description: str = ""
    papers: tuple[Id, ...] = ()
    merge: tuple[Id, ...] = ()
    split: Mapping[Id, Split] = {}


class Curation(Record, frozen=True):
    """What site_config/topics.yml may hold. `forbid` lists words that are neither label nor term of a topic."""

    topics: Mapping[Id, Steering] = {}
    order: tuple[Id, ...] = ()
    forbid: tuple[Text, ...] = ()


def read_curation(root: Path) -> tuple[Curation, list[Problem]]:
    """The curator's file under `root`; a missing one says nothing."""
    path = root / PATH
    if not path.exists():
        return Curation(), []
    found, problems = read_record(path, root, Curation)
    return found if isinstance(found, Curation) else Curation(), problems


def read_fit(root: Path) -> dict[str, bytes]:
    """The files of the frozen fit by name; none where there has been no fit."""
    folder = root / FOLDER
    return (
        {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()} if folder.is_dir() else {}
    )


def check_curation(curation: Curation, levels: dict[str, str], papers: Collection[str], root: Path) -> list[Problem]:
    """What the curator's file names that is not there, or says twice. `levels` maps each topic's id to its parent's."""
    faults: list[tuple[Steps, str, str, str]] = []
    made = {new for steering in curation.topics.values() for new in steering.split}
    known = set(levels) | made
    see = "`broadsheet topics show` lists the ids"
    pinned: dict[str, str] = {}
    gone: dict[str, str] = {}
    for topic, steering in curation.topics.items():
        at: Steps = ("topics", topic)
        if topic not in levels:
            faults.append((at, "unknown-topic", f"there is no topic `{topic}`", see))
            continue
        for number, other in enumerate(steering.merge):
            step: Steps = (*at, "merge", number)
            if other not in levels:
                faults.append((step, "unknown-topic", f"there is no topic `{other}`", see))
            elif other == topic or bool(levels[other]) != bool(levels[topic]) or other in gone:
                hint = "merge another topic of the same level, each once"
                faults.append((step, "bad-merge", f"`{other}` cannot become part of `{topic}`", hint))
            else:
                gone[other] = topic
        for new in steering.split:
            if new in levels:
                hint = "give the new topic an id of its own"
                faults.append(((*at, "split", new), "duplicate-topic", f"there is a topic `{new}` already", hint))
        lists: list[tuple[Steps, str, tuple[str, ...]]] = [((*at, "papers"), topic, steering.papers)]
        lists += [((*at, "split", new, "papers"), new, split.papers) for new, split in steering.split.items()]
        for within, home, named in lists:
            for number, paper in enumerate(named):
                if paper not in papers:
                    hint = "check the spelling; ids are file names or `id:`"
                    faults.append(((*within, number), "unknown-paper", f"there is no paper `{paper}`", hint))
                elif pinned.setdefault(paper, home) != home:
                    message = f"`{paper}` is put into `{pinned[paper]}` and into `{home}`"
                    faults.append(((*within, number), "pinned-twice", message, "keep one of the two"))
    for number, topic in enumerate(curation.order):
        if topic not in known:
            faults.append((("order", number), "unknown-topic", f"there is no topic `{topic}`", see))
    for topic in sorted(gone):
        if topic in curation.topics:
            message = f"`{topic}` is steered and yet part of `{gone[topic]}`"
            faults.append((("topics", topic), "bad-merge", message, "steer the topic that it is part of"))
    entry = Entry(curation, PATH, 1)
    return [Problem(PATH, *place(root, entry, steps), code, said, hint) for steps, code, said, hint in faults]
