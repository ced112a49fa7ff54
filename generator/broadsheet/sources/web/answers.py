"""What a service says about one work: a paper that can be written down, or the problems why there is none."""

from collections.abc import Callable

from msgspec import Struct

from ...model import Paper, Problem
from .client import Web, WebError


class AnswerError(Exception):
    """The body of an answer is not what the service promises; the message says how."""


class Reply(Struct, frozen=True):
    """For one identifier: the paper if there is one, and what is to be said. `answered` as in `web.WebError`."""

    paper: Paper | None = None
    problems: tuple[Problem, ...] = ()
    answered: bool = True


def trouble(code: str, message: str, hint: str = "") -> Reply:
    """No paper, for this reason; the problem gets its place when it is told."""
    return Reply(problems=(Problem("", 0, 0, code, message, hint),))


def unreadable(service: str, error: AnswerError) -> Reply:
    """No paper, because the answer made no sense."""
    message = f"the answer of {service} cannot be read: {error}"
    return trouble("add-bad-answer", message, "try again later; the service may have changed")


def warning(code: str, message: str, hint: str) -> Problem:
    """Something to look at, although there is a paper."""
    return Problem("", 0, 0, code, message, hint, "warning")


def ask(service: str, web: Web, url: str, accept: str, kind: str, read: Callable[[bytes], Reply]) -> Reply:
    """What the address gives, read by `read`, or why there is nothing; an answer that gives a paper is kept."""
    try:
        answer = web.get(url, accept, kind)
        reply = read(answer.body)
    except WebError as error:
        return Reply(None, (error.problem,), error.answered)
    except AnswerError as error:
        return unreadable(service, error)
    if reply.paper:
        web.keep(answer)
    return reply
