"""Problems and build reports as text for people, JSON for programs, annotations for GitHub."""

import sys
from collections.abc import Sequence

import msgspec

from .build import Report
from .model import Problem

FORMATS = ("text", "json", "github")
# What GitHub Pages takes: a site of 1 GB, deployed within 10 minutes (docs.github.com, "GitHub Pages limits"). From
# this part of either on there is a warning.
PAGES_BYTES, PAGES_SECONDS, WARN_FROM = 1_000_000_000, 600, 0.8


def print_problems(problems: Sequence[Problem], form: str) -> None:
    """Print problems: text goes to standard error, json and github in UTF-8 to standard output."""
    if form == "json":
        _print(msgspec.json.format(msgspec.json.encode(problems), indent=1).decode())
    elif form == "github":
        for problem in problems:
            _print(annotation(problem))
    else:
        for problem in problems:
            print(line(problem), file=sys.stderr)
        errors = sum(problem.severity == "error" for problem in problems)
        if problems:
            print(f"{counted(errors, 'error')}, {counted(len(problems) - errors, 'warning')}.", file=sys.stderr)


def counted(number: int, noun: str) -> str:
    """`1 error`, `2 errors`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def _print(text: str) -> None:
    """Whatever the locale: programs read this."""
    sys.stdout.flush()
    sys.stdout.buffer.write(text.encode() + b"\n")
    sys.stdout.buffer.flush()


def line(problem: Problem) -> str:
    """`path:line:column: severity: message [code]`, the hint below: what editors can jump to."""
    place = ":".join([problem.path, *(str(n) for n in (problem.line, problem.column) if n)])
    hint = f"\n    {problem.hint}" if problem.hint else ""
    return f"{place}: {problem.severity}: {problem.message} [{problem.code}]{hint}"


def annotation(problem: Problem) -> str:
    """A GitHub Actions workflow command; its data must not hold raw line ends, commas or colons in properties."""
    text = f"{problem.message}. {problem.hint}" if problem.hint else problem.message
    place = f"file={_property(problem.path)},line={max(problem.line, 1)}"
    place += f",col={problem.column}" if problem.column else ""
    return f"::{problem.severity} {place},title={_property(problem.code)}::{_data(text)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def pages_limits(report: Report) -> list[Problem]:
    """A warning for each limit of GitHub Pages that a site comes near, or is past."""
    found = []
    for used, limit, code, unit in (
        (report.bytes / 1e6, PAGES_BYTES / 1e6, "pages-size", "MB"),
        (report.seconds, float(PAGES_SECONDS), "pages-time", "s to build"),
    ):
        if used >= WARN_FROM * limit:
            message = f"the site takes {used:,.0f} {unit}, and GitHub Pages allows {limit:,.0f}"
            hint = "--no-search leaves the indexes of the search out; elsewhere any web server can show the site"
            found.append(Problem(str(report.out), 0, 0, code, message, hint, "warning"))
    return found


def summary(report: Report) -> str:
    """What was built, where it is, how to look at it."""
    return (
        f"{report.pages:,} pages, {report.files:,} files ({report.written:,} new or changed), "
        f"{report.bytes / 1e6:.1f} MB in {report.seconds:.1f} s\n"
        f"The site is in {report.out}; `broadsheet serve` or `python3 -m http.server -d {report.out}` shows it."
    )
