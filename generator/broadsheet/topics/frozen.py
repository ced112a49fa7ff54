"""A model as files that a pull request can show, and back: text where people read it, plain arrays for the rest."""

import io
from collections.abc import Mapping
from typing import Any

import numpy as np

from broadsheet.topics import explain
from broadsheet.topics.header import ARRAYS, BrokenFitError, read_header, write_header
from broadsheet.topics.lexicon import Lexicon
from broadsheet.topics.model import Model
from broadsheet.topics.space import Space


def freeze(model: Model) -> dict[str, bytes]:
    """The files of a fit by name.

    `fit.json` holds the topics and the checksums of the rest, `papers.tsv` each paper's topic, `map.tsv` where each
    stands on the map, `terms.tsv` the vocabulary (a term, the stem of a word or the numbers of a phrase's parts, papers
    that use it, the share of uses that run on, whether a word stands alone), the `.npy` files the arrays of `Model` and
    `Space`.
    """
    arrays = (model.space.weights, model.space.components, model.centres, model.reasons, model.strengths)
    files = {f"{name}.npy": _bytes(array) for name, array in zip(ARRAYS, arrays, strict=True)}
    files["terms.tsv"] = _lines(_terms(model.lexicon))
    files["papers.tsv"] = _lines(sorted(model.members.items()))
    files["map.tsv"] = _lines((paper, f"{x:g}", f"{y:g}") for paper, (x, y) in sorted(model.positions.items()))
    return {"fit.json": write_header(model.groups, model.former, model.lexicon.papers, files), **files}


def thaw(files: Mapping[str, bytes]) -> Model:
    """The model that was frozen. Raises BrokenFitError."""
    header = read_header(files)
    try:
        weights, components, centres, reasons, strengths = (_array(files[f"{name}.npy"]) for name in ARRAYS)
        lexicon = _lexicon(files["terms.tsv"].decode(), header.papers)
        members = dict(line.split("\t") for line in files["papers.tsv"].decode().splitlines())
        places = [line.split("\t") for line in files.get("map.tsv", b"").decode().splitlines()]
        positions = {paper: (float(x), float(y)) for paper, x, y in places}
    except (KeyError, ValueError) as error:
        raise BrokenFitError(f"a file of the fit cannot be read: {error}") from error
    vocabulary = tuple(stem for stem, alone in zip(lexicon.stems, lexicon.alone.tolist(), strict=True) if alone)
    if not len(vocabulary) == len(weights) == len(components) or not len(centres) == len(header.topics) == len(reasons):
        raise BrokenFitError("the files of the fit do not belong together")
    space = Space(vocabulary, weights, components)
    return Model(lexicon, space, header.topics, centres, reasons, strengths, members, header.former, positions)


def _bytes(array: Any) -> bytes:
    out = io.BytesIO()
    little = array.astype(array.dtype.newbyteorder("<"), copy=False)
    np.lib.format.write_array(out, np.ascontiguousarray(little), version=(1, 0), allow_pickle=False)
    return out.getvalue()


def _array(data: bytes) -> Any:
    return np.lib.format.read_array(io.BytesIO(data), allow_pickle=False)


def _lines(rows: Any) -> bytes:
    return "".join("\t".join(row) + "\n" for row in rows).encode()


def _terms(lexicon: Lexicon) -> Any:
    facts = zip(lexicon.names, lexicon.frequency.tolist(), lexicon.modifies.tolist(), strict=True)
    for term, (name, frequency, modifies) in enumerate(facts):
        if term < lexicon.words:
            made, alone = lexicon.stems[term], str(int(lexicon.alone[term]))
        else:
            made, alone = " ".join(map(str, lexicon.parts[term].tolist())), "-"
        yield name, made, str(frequency), f"{modifies:g}", alone


def _lexicon(text: str, papers: int) -> Lexicon:
    rows = [line.split("\t") for line in text.splitlines()]
    names, made, frequency, modifies, alone = zip(*rows, strict=True)
    words = sum(flag != "-" for flag in alone)
    parts = [[-1] * 5] * words + [[int(part) for part in one.split(" ")] for one in made[words:]]
    lexicon = Lexicon(
        names=names,
        stems=made[:words],
        alone=np.array([flag == "1" for flag in alone[:words]], dtype=bool),
        parts=np.array(parts, dtype=np.int64),
        modifies=np.array(modifies, dtype=np.float64),
        frequency=np.array(frequency, dtype=np.int64),
        papers=papers,
        worth=np.zeros(0),
    )
    return lexicon._replace(worth=explain.telling(lexicon))
