"""The list of formats, and one file's bytes into rows through the first that recognises it.

A format is a module with `recognise(source) -> bool` and `read(source) -> Reading`; docs/add-a-format.md tells how to
write one. The order matters where a file could pass for two: the stricter comes first.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from ..model import Problem
from .measurement import Reading
from .names import Names
from .readers import (
    aiperf,
    asv,
    cutlass_csv,
    cutlass_stdout,
    google_benchmark,
    google_benchmark_console,
    guidellm,
    inferencex_csv,
    inferencex_serving,
    liger,
    lighteval,
    llama_bench,
    llama_benchy,
    llama_benchy_json,
    llama_csv,
    llama_markdown,
    lm_eval,
    mlperf_detail,
    mlperf_summary,
    nccl_tests,
    ncu,
    nsys_stats,
    nsys_table,
    nvbench_csv,
    nvbench_markdown,
    nvidia_smi,
    nvidia_smi_table,
    optimum_json,
    optimum_markdown,
    pytest_benchmark,
    serving_log,
    sglang_serve,
    torch_benchmark,
    trtllm_bench,
    trtllm_report,
    vllm_latency,
    vllm_serve,
    vllm_throughput,
)
from .rows import rows
from .schema import Row
from .sidecar import Sidecar
from .source import Source, open_source, printable


class Format(Protocol):
    """What a format's module offers."""

    TOOL: str
    SIGNS: tuple[str, ...]  # words that every file of this tool holds, for telling a near miss what it lacks

    def recognise(self, source: Source) -> bool:
        """Whether the file is this tool's: strict, for a loose match makes rows of what is none."""
        ...

    def read(self, source: Source) -> Reading:
        """Every figure in the file."""
        ...


FORMATS: tuple[Format, ...] = (
    vllm_serve,
    sglang_serve,
    vllm_latency,
    vllm_throughput,
    llama_bench,
    pytest_benchmark,
    google_benchmark,
    llama_csv,
    llama_markdown,
    nccl_tests,
    inferencex_serving,
    inferencex_csv,
    trtllm_report,
    aiperf,
    guidellm,
    lm_eval,
    lighteval,
    llama_benchy,
    llama_benchy_json,
    trtllm_bench,
    mlperf_summary,
    mlperf_detail,
    serving_log,
    nvidia_smi,
    optimum_json,
    asv,
    nvbench_csv,
    cutlass_stdout,
    cutlass_csv,
    liger,
    nsys_stats,
    nsys_table,
    ncu,
    nvbench_markdown,
    optimum_markdown,
    torch_benchmark,
    google_benchmark_console,
    nvidia_smi_table,
)


def read_file(
    data: bytes, path: str, names: Names | None = None, sidecar: Sidecar | None = None
) -> tuple[list[Row], list[Problem]]:
    """The rows of one result file; `path` is what rows and problems call it.

    A file of none of the formats, or with no figures, gives no rows and at least one problem. Never raises.
    """
    with _uncollected():
        source = open_source(data, path)
        chosen = next((form for form in FORMATS if form.recognise(source)), None)
        if chosen is None:
            return [], [_unknown(source, data)]
        found, problems = rows(chosen.read(source), source, names or Names(), sidecar)
    problems += [_broken(source)] if source.faults and source.documents else []
    if not found and not problems:
        hint = "run the tool again, or leave the file out"
        problems = [Problem(path, 0, 0, "no-figures", "the file is a benchmark's but holds no figures", hint)]
    return found, problems


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the garbage collector: a file becomes very many values and no cycles, and looking through them again and
    again would take half of the time."""
    before = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if before:
            gc.enable()


def _broken(source: Source) -> Problem:
    fault = source.faults[0]
    message = f"a JSON document breaks off here: {fault.message}"
    return Problem(source.path, fault.line, fault.column, "broken-json", message, "copy the file again, whole")


def _unknown(source: Source, data: bytes) -> Problem:
    start = source.text.lstrip()[:2]
    if source.faults and start.startswith("{") and start not in ("{%", "{#"):  # those begin a template
        return _broken(source)
    tools = ", ".join(form.TOOL for form in FORMATS)
    hint = f"known are the outputs of {tools}; docs/add-a-format.md tells how to add one"
    message = f"this {_look(source, data)} is no result file that Broadsheet can read{_lacks(source)}"
    return Problem(source.path, 0, 0, "unknown-run-format", message, hint)


def _lacks(source: Source) -> str:
    """What the nearest format would need, when at least half of its signs are there."""
    near = max(FORMATS, key=lambda form: sum(sign in source.text for sign in form.SIGNS) / len(form.SIGNS))
    missing = [sign for sign in near.SIGNS if sign not in source.text]
    if not missing:
        return f": it holds the words of {near.TOOL} but is not laid out as {near.TOOL} writes them"
    return f": for {near.TOOL} it lacks {', '.join(missing)}" if 2 * len(missing) <= len(near.SIGNS) else ""


def _look(source: Source, data: bytes) -> str:
    """What an unknown file looks like, and what it lacks, in a few words."""
    if not source.text.strip():
        return "empty file"
    if b"\0" in data[:1024]:
        return "binary file"
    if source.documents:
        value = source.documents[0].value
        keys = list(value if isinstance(value, dict) else value[0])[:6]
        return f"JSON file (its keys: {', '.join(printable(key[:40]) for key in keys) or 'none'})"
    first = printable(source.text.lstrip().splitlines()[0].strip()[:80])
    if first.count(",") >= 2:
        return f"table (its columns: {first})"
    return f"text file (it starts with: {first})"
