"""A log with blanks for what terminals, launchers and loggers put before each line, so that columns stay."""

import re

_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_BEFORE = re.compile(
    r"^(?:[ \t]*(?:"
    r"\[(?:[^]\s]*@)?\d+,\d+\](?:<\w+>)?:"  # mpirun --tag-output
    r"|\d{1,5}:(?=[ \t])"  # srun --label
    r"|[\w./-]+[ \t]+\|(?=[ \t])"  # docker compose logs
    r"|\[pod/[^]\n]+\]"  # kubectl logs --prefix
    r"|\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?[]:]?(?=\s)"  # times
    r"|\(\w[^()\n]*\bpid=\d+\)"  # vLLM's processes
    r"|(?:DEBUG|INFO|WARNING|ERROR)(?::|[ \t]+\d\d-\d\d \d\d:\d\d:\d\d)(?: \[[^]\n]+\])?"  # its logger, and Python's
    r"|>(?=[ \t])"  # a quotation in Markdown
    r"))+",
    re.MULTILINE,
)


def unprefixed(text: str) -> str:
    """The text with blanks in the place of colours and of whatever stands before each line's own words."""
    if "\x1b" in text:
        text = _COLOURS.sub(_blank, text)
    return _BEFORE.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
