"""Reads what the CUTLASS profiler prints: a block an operation, in colour.

The CSV at the end repeats every block and is passed over. The `Problem ID` of appended runs starts again.
"""

import re
from typing import Any

from msgspec import Struct

from ..measurement import Configuration, Measurement, Reading
from ..source import Source
from . import cutlass

TOOL = cutlass.NAME
SIGNS: tuple[str, ...] = ("  Problem ID: ", "        Provider: ", "   OperationKind: ", "       Operation: ")
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
_BLOCK = re.compile(r"\s*Problem ID: (\d+)")
_SAYS = re.compile(
    r"\s*(Provider|OperationKind|Operation|Status|Verification|Disposition|Tags|Bytes|FLOPs): +"
    r"(\S.*?)(?:  bytes|  flops)?\s*$"
)
_FIGURE = re.compile(r"\s*(Runtime|Memory|Math): +(\S+) +(ms|GiB/s|GFLOP/s)\b")
_ARGUMENT = re.compile(r"--([\w-]+)=(\S+)")
_END = re.compile(r"CSV Results:|Wrote results to ")


class _Block(Struct):
    """One operation as far as it was printed; `first` is its line."""

    first: int
    said: dict[str, str] = {}
    arguments: dict[str, str] = {}
    measured: list[Measurement] = []


def recognise(source: Source) -> bool:
    """Whether the text holds such a block."""
    return all(sign in source.text for sign in SIGNS)


def read(source: Source) -> Reading:
    """One configuration a block with figures; the blocks without are one problem."""
    blocks = _blocks(source.text)
    found = [_configuration(block) for block in blocks if block.measured]
    without = [block.first for block in blocks if not block.measured]
    return Reading(found, cutlass.unmeasured(source.path, without, len(blocks)))


def _blocks(text: str) -> list[_Block]:
    blocks: list[_Block] = []
    inside = False
    for number, line in enumerate(text.split("\n"), 1):
        if start := _BLOCK.match(line):
            blocks.append(_Block(number, {"Problem": start[1]}))
            inside = True
        elif _END.match(line):
            inside = False
        elif inside:
            _take(blocks[-1], number, line)
    return blocks


def _take(block: _Block, number: int, line: str) -> None:
    if figure := _FIGURE.match(line):
        place = f"{number}:{figure.start(2) + 1}"
        measured = cutlass.figure(figure[1], figure[2], place, figure[3])
        block.measured += [measured] if measured else []
    elif says := _SAYS.match(_COLOUR.sub("", line)):
        block.said[says[1]] = says[2]
    else:
        block.arguments |= _ARGUMENT.findall(line)


def _configuration(block: _Block) -> Configuration:
    said = block.said
    facts = cutlass.facts(
        said.get("Provider", ""), said.get("OperationKind", ""), said.get("Operation", ""), block.arguments
    )
    params: dict[str, Any] = dict(block.arguments)
    params |= {
        name: said[name]
        for name in ("Problem", "Disposition", "Verification", "Tags", "Bytes", "FLOPs")
        if name in said
    }
    return Configuration(
        facts, block.measured, params, cutlass.status(said.get("Disposition", ""), said.get("Status", ""))
    )
