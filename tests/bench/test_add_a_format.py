"""docs/add-a-format.md: its example reads what it says, and its list is the list."""

import re
import types
from pathlib import Path

from broadsheet.bench.formats import FORMATS
from broadsheet.bench.readers import liger
from broadsheet.bench.source import open_source

GUIDE = (Path(__file__).resolve().parents[2] / "docs" / "add-a-format.md").read_text(encoding="utf-8")


def test_every_format_is_in_the_list():
    listed = GUIDE[GUIDE.index("## The formats") : GUIDE.index("## What goes wrong")]
    names = {name for row in listed.splitlines() if row.count("|") == 3 for name in re.findall(r"`(\w+)`", row)}
    assert names == {form.__name__.rpartition(".")[2] for form in FORMATS}


def test_the_example_reads():
    code = re.search(r"```python\n(.*?)```", GUIDE, re.DOTALL)[1]
    example = types.ModuleType("broadsheet.bench.example")
    example.__package__ = liger.__package__
    exec(compile(code, "docs/add-a-format.md", "exec"), example.__dict__)
    source = open_source(b"my-bench kernel,calls,latency_us\ncopy,10,2.5\ncut,1\n", "x")
    (found,) = example.read(source).configurations
    assert example.recognise(source)
    assert found.facts["workload"] == "copy"
    (figure,) = found.measurements
    assert (figure.value_raw, figure.unit, figure.samples, figure.locator) == ("2.5", "us", 10, "2:9")


def test_modules_that_the_guide_names_exist():
    readers = Path(liger.__file__).parent
    folders = (readers, readers.parent, Path(__file__).parent)
    named = set(re.findall(r"`(?:tests/bench/)?(\w+\.py)`", GUIDE))
    assert named <= {path.name for folder in folders for path in folder.iterdir()}
    assert {"formats.py", "test_cut_files.py"} <= named
