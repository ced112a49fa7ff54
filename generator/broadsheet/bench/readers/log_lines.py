"""A log with blanks for what terminals, launchers and loggers put before each line, so that columns stay."""

import re

_COLOURS = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
# What a progress bar wrote before it went back to the line's beginning.
_OVERWRITTEN = re.compile(r"^[^\n]*\r(?=[^\r\n])", re.MULTILINE)
_LEVEL = r"(?:DEBUG|INFO|WARNING|ERROR)"
_BEFORE = re.compile(
    r"^(?:\w[^\t\n]*\t[^\t\n]+\t(?=\d{4}-\d\d-\d\dT))?"  # GitHub's job and step
    r"(?:[ \t]*(?:"
    r"\[(?:[^]\s]*@)?\d+,\d+\](?:<\w+>)?:"  # mpirun --tag-output
    r"|\d{1,5}:(?=[ \t])"  # srun --label
    r"|[\w./-]+[ \t]+\|(?=[ \t])"  # docker compose logs
    r"|\[pod/[^]\n]+\]"  # kubectl logs --prefix
    r"|\[?\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[+-]\d\d:?\d\d)?[]:]?(?=\s)"  # times
    r"|\[(?:default|rank)\d+\]:"  # torchrun
    r"|\((?:\w[^()\n]*\b)?pid=\d+(?:, ip=[\w.:]+)?\)"  # vLLM's processes, and Ray's
    rf"|{_LEVEL}:[a-z_][\w.]*:"  # Python's, as it is without settings
    rf"|{_LEVEL}(?::|[ \t]+\d\d-\d\d \d\d:\d\d:\d\d)(?: \[[^]\n]+\])?"  # vLLM's logger, and Python's
    rf"|\[{_LEVEL}\]"
    rf"|[-|] (?:[\w.]+ [-|] )?{_LEVEL} *[-|](?: [\w.<>]+:[\w.<>]+:\d+ -)?"  # Python's and Loguru's, behind times
    r"|>(?=[ \t])"  # a quotation in Markdown
    r"))+",
    re.MULTILINE,
)


def unprefixed(text: str) -> str:
    """The text with blanks in the place of colours and of whatever stands before each line's own words."""
    if "\x1b" in text:
        text = _COLOURS.sub(_blank, text)
    if "\r" in text:
        text = _OVERWRITTEN.sub(_blank, text)
    return _BEFORE.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])
