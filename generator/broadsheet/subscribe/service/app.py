"""The ASGI application: which handler has which address, and what every answer carries."""

import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from sqlalchemy.exc import SQLAlchemyError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from ...pages.environment import template
from . import store
from .joining import ask_to_confirm, confirm, home, subscribe
from .leaving import ask_to_leave, choose, erase, export, manage, unsubscribe
from .metrics import MEDIA
from .service import Service

Handler = Callable[[Service, Request], Awaitable[Response]]
# A form has an address, a token and some topics.
_LARGEST = 32 * 1024
# Nothing runs, nothing loads but our one style sheet, nobody frames the pages or learns of their addresses. With
# `same-origin` our own forms still say their Origin, which `no-referrer` would hide.
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
}
# Programs ask for these all day.
_QUIET = ("/healthz", "/metrics", "/style.css")


def application(service: Service) -> ASGIApp:
    """The application over a running service, which it closes when it is shut down."""

    def route(path: str, handler: Handler, method: str) -> Route:
        return Route(path, partial(handler, service), methods=[method])

    @asynccontextmanager
    async def lifespan(_: Starlette) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(service.close)

    routes = [
        route("/", home, "GET"),
        route("/subscribe", subscribe, "POST"),
        route("/confirm", ask_to_confirm, "GET"),
        route("/confirm", confirm, "POST"),
        route("/unsubscribe", ask_to_leave, "GET"),
        route("/unsubscribe", unsubscribe, "POST"),
        route("/manage", manage, "GET"),
        route("/manage", choose, "POST"),
        route("/export", export, "POST"),
        route("/erase", erase, "POST"),
        route("/healthz", health, "GET"),
        route("/metrics", metrics, "GET"),
        route("/style.css", style, "GET"),
    ]
    handlers = {SQLAlchemyError: partial(_failed, service), HTTPException: partial(_refused, service)}
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=lifespan, max_body_size=_LARGEST)
    known = frozenset(route.path for route in routes)

    async def observed(scope: Scope, receive: Receive, send: Send) -> None:
        await _observed(app, service, known, scope, receive, send)

    return observed


async def health(service: Service, request: Request) -> Response:
    """200 as long as the database did what it was last asked, 503 else."""
    return PlainTextResponse("ok\n") if service.writer.healthy else PlainTextResponse("no database\n", 503)


async def metrics(service: Service, request: Request) -> Response:
    """Counts for Prometheus."""
    subscribed, asked, due = await service.run(store.counts)
    gauges = {
        "broadsheet_subscribers": subscribed,
        "broadsheet_open_requests": asked,
        "broadsheet_mails_due": due,
        "broadsheet_database_queue": service.writer.waiting(),
    }
    return Response(service.metrics.text(gauges), headers={"Content-Type": MEDIA})


async def style(service: Service, request: Request) -> Response:
    """The style sheet."""
    sheet = template(service.theme, "service/style.css").render()
    return Response(sheet, media_type="text/css", headers={"Cache-Control": "public, max-age=3600"})


async def _observed(
    app: ASGIApp, service: Service, known: frozenset[str], scope: Scope, receive: Receive, send: Send
) -> None:
    """Put the headers on every answer; count, time and log it."""
    if scope["type"] != "http":
        await app(scope, receive, send)
        return
    start, status = time.perf_counter(), 500

    async def sending(message: Message) -> None:
        nonlocal status
        if message["type"] == "http.response.start":
            status = message["status"]
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
            if service.options.service_url.startswith("https:"):
                headers["Strict-Transport-Security"] = "max-age=31536000"
        await send(message)

    try:
        await app(scope, receive, sending)
    finally:
        seconds = time.perf_counter() - start
        # What is not ours is one label: nobody fills the memory with made-up paths.
        path = scope["path"] if scope["path"] in known else "other"
        method = scope["method"] if scope["method"] in ("GET", "HEAD", "POST") else "other"
        service.metrics.add("broadsheet_requests_total", route=path, method=method, status=str(status))
        service.metrics.took(seconds)
        if path not in _QUIET:
            milliseconds = round(seconds * 1000, 2)
            service.journal.write("request", method=method, route=path, status=status, milliseconds=milliseconds)


async def _failed(service: Service, request: Request, error: Exception) -> Response:
    service.journal.write("database failed", reason=type(error).__name__)
    answer = service.told("Not now", "Something of ours does not work. Please try again in some minutes.", 503)
    answer.headers["Retry-After"] = "60"
    return answer


async def _refused(service: Service, request: Request, error: Exception) -> Response:
    status, headers = (error.status_code, error.headers) if isinstance(error, HTTPException) else (500, None)
    titles = {404: "No such page", 405: "Not this way", 413: "Too long"}
    answer = service.told(titles.get(status, "Not understood"), "Nothing was done.", status)
    answer.headers.update(headers or {})
    return answer
