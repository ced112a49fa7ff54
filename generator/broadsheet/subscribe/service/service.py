"""Everything that the handlers of the subscription service share, and how a request is told from a forged one."""

import asyncio
import re
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import HTMLResponse

from ...pages.environment import template
from .journal import Journal
from .limits import Limit
from .mailer import Mailer, Send
from .metrics import Metrics
from .options import FORM_LASTS, PERIODS, Options
from .tokens import opened, sign
from .writer import Writer

Result = TypeVar("Result")
# Half a character, which no database takes.
_HALF = re.compile("[\ud800-\udfff]")
HOUR, DAY = 3600.0, 24 * 3600.0


class Service:
    """One running service: its database, its mailer, its limits. `close` ends the threads, the mailer's first."""

    def __init__(
        self,
        options: Options,
        writer: Writer,
        send: Send,
        theme: Path,
        out: Callable[[str], object],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.options, self.writer, self.theme, self.clock = options, writer, theme, clock
        self.metrics = Metrics()
        self.journal = Journal(out, options.secret, clock)
        self.clients = Limit(options.client_limit, HOUR, clock)
        self.addresses = Limit(options.address_limit, DAY, clock)
        self.mailer = Mailer(options, writer, send, self.metrics, self.journal, clock)

    def close(self) -> None:
        """Finish the mail that is on its way and what the database was given."""
        self.mailer.close()
        self.writer.close()

    async def run(self, act: Callable[[Connection], Result]) -> Result:
        """Have the database do something; done when it is on the disk. Raises SQLAlchemyError."""
        return await asyncio.wrap_future(self.writer.submit(act))

    def page(self, name: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from the theme's templates under service/."""
        options = self.options
        known = {"options": options, "periods": PERIODS, "form_token": "", "error": "", **values}
        return HTMLResponse(template(self.theme, f"service/{name}.html").render(known), status)

    def told(self, title: str, words: str, status: int = 200, **values: Any) -> HTMLResponse:
        """A page that says one thing."""
        return self.page("told", status, **{"title": title, "words": words, "manage": "", "action": "", **values})

    def form_token(self) -> str:
        """What the service's own form carries, for browsers that do not say where a form came from."""
        return sign(self.options.secret, "form", "", self.clock() + FORM_LASTS)

    def is_foreign(self, request: Request) -> bool:
        """Whether a browser says that another site sent this form (the header Origin of the Fetch standard)."""
        return said(request) not in ("", *self.options.origins)

    def is_ours(self, request: Request, form: FormData) -> bool:
        """Whether the form is the site's or ours: by Origin, or by the token that our own carries."""
        if said(request):
            return not self.is_foreign(request)
        return opened(self.options.secret, "form", text(form, "form"), self.clock()) is not None


def said(request: Request) -> str:
    """The header Origin, empty where a browser sends none or hides it."""
    origin = request.headers.get("origin", "")
    return "" if origin == "null" else origin


def text(form: FormData, name: str) -> str:
    """A field of a form; empty if it is absent, a file, or what UTF-8 cannot hold (a form names its own encoding)."""
    found = form.get(name)
    return found if isinstance(found, str) and _HALF.search(found) is None else ""


def texts(form: FormData, name: str) -> list[str]:
    """All values of a field."""
    return [value for value in form.getlist(name) if isinstance(value, str)]


async def read(request: Request) -> FormData:
    """The fields of a form, urlencoded or multipart; no files."""
    return await request.form(max_files=0, max_fields=100, max_part_size=4096)
