"""The application on a socket, until a signal ends it: uvicorn, with logs of our own."""

import logging
from collections.abc import Sequence

import uvicorn

from .app import application
from .journal import Journal
from .service import Service

# Seconds in which requests that are under way may end.
GRACE = 10


class _Lines(logging.Handler):
    """The server's own words as lines of ours; of an error its kind, for its words may hold what somebody sent."""

    def __init__(self, journal: Journal) -> None:
        super().__init__()
        self._journal = journal

    def emit(self, record: logging.LogRecord) -> None:
        kind = record.exc_info[0] if record.exc_info else None
        words = record.getMessage() if not kind else "an error that nobody foresaw"
        self._journal.write("server", level=record.levelname, words=words, kind=kind.__name__ if kind else "")


def server(service: Service, proxies: Sequence[str] = ()) -> uvicorn.Server:
    """A server, not started. It closes the service when it ends, after what is under way.

    X-Forwarded-For and X-Forwarded-Proto are believed from `proxies` (addresses or networks) and from nobody else.
    """
    logger = logging.getLogger("uvicorn.error")
    logger.handlers, logger.propagate = [_Lines(service.journal)], False
    logger.setLevel(logging.WARNING)
    settings = uvicorn.Config(
        application(service),
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=list(proxies),
        timeout_graceful_shutdown=GRACE,
        ws="none",
    )
    return uvicorn.Server(settings)
