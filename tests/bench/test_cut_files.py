"""Whatever is cut off, and wherever: rows, problems or both, never an exception, never the same row twice."""

import importlib
import json
import pkgutil
from pathlib import Path

import pytest

from broadsheet.bench.formats import read_file

REAL = Path(__file__).resolve().parents[2] / ".." / "shared" / "data" / "runs"
# A large file is cut less often, so that the whole stays within seconds.
CUTS_OF_A_SAMPLE = 40
BYTES_READ_OF_A_FILE = 150_000


def _samples():
    """Every text in a `SAMPLES` of the modules beside this one whose name ends in `_samples`."""
    names = sorted(m.name for m in pkgutil.iter_modules([str(Path(__file__).parent)]) if m.name.endswith("_samples"))
    for module in names:
        for name, text in getattr(importlib.import_module(module), "SAMPLES", {}).items():
            yield pytest.param(text, id=f"{module}: {name}")


SAMPLES = tuple(_samples())


def _is_one_document(text):
    try:
        return isinstance(json.loads(text), dict)
    except ValueError:
        return False


def _read(data):
    rows, problems = read_file(data, "x")
    assert rows or problems
    assert len({row.row_id for row in rows}) == len(rows)


@pytest.mark.parametrize("text", SAMPLES)
def test_a_sample_cut_anywhere(text):
    data = text.encode()
    for at in range(0, len(data), max(1, len(data) // CUTS_OF_A_SAMPLE)):
        _read(data[:at])
        _read(data[at:])


@pytest.mark.parametrize("odd", ["", "-", "NaN", "inf", "1e999", "null", "[]", '"', ",", "|", "\x00", "1,5"])
@pytest.mark.parametrize("text", SAMPLES)
def test_an_odd_word_anywhere(text, odd):
    words = text.split(" ")
    for at in range(0, len(words), max(1, len(words) // 6)):
        _read(" ".join([*words[:at], odd, *words[at + 1 :]]).encode())


def _paths(value, path=()):
    """The keys and indices that lead to everything in a JSON value."""
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, part in inner:
        yield (*path, key)
        yield from _paths(part, (*path, key))


@pytest.mark.parametrize("text", [param for param in SAMPLES if _is_one_document(param.values[0])])
def test_an_odd_value_anywhere(text):
    for path in _paths(json.loads(text)):
        for odd in (None, True, "x", [], {}, -1, float("inf"), [[1]], {"a": {"b": 1}}):
            whole = inner = json.loads(text)
            for key in path[:-1]:
                inner = inner[key]
            inner[path[-1]] = odd
            _read(json.dumps(whole).encode())


@pytest.mark.skipif(not REAL.exists(), reason="the real result files are not beside the repository")
def test_a_real_file_cut_anywhere():
    for path in sorted(REAL.glob("*/*")):
        data = path.read_bytes()
        cuts = max(2, min(30, BYTES_READ_OF_A_FILE // (len(data) + 1)))
        for part in range(cuts):
            # Not at even steps, which would meet the same column of a table again and again.
            at = len(data) * part // cuts + part * 7
            rows, problems = read_file(data[:at], path.name)
            assert rows or problems, (path.name, at)
