"""A polite and patient client of web services: bounded in time, size, redirects and retries; each failure is a problem.

Times are in seconds. Clock, sleep and chance are arguments, so that tests wait for nothing.
"""

from collections.abc import Callable, Iterator
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import NoReturn

import httpx
from msgspec import Struct

from ...model import Problem
from .http_cache import HttpCache

TRIES = 5
TRIES_WITHOUT_ANSWER = 3  # for a server that does not even answer: offline is told within seconds
LONGEST_WAIT = 60.0  # a server that asks for more is asked again by a person
LONGEST_ANSWER = 60.0
LARGEST_ANSWER = 8_000_000  # bytes
REDIRECTS = 5
TIMEOUT = httpx.Timeout(20.0, connect=10.0)
_BUSY = frozenset((429, 500, 502, 503, 504))
_REDIRECTS = frozenset((301, 302, 303, 307, 308))
_GONE = frozenset((404, 410))


class WebError(Exception):
    """Why there is no answer, as a problem that has no place yet.

    `answered` tells whether the server said something about what was asked. `tries` is how often to try what fails like
    this, and `after` how long the server asks to wait before. With `down` there is no use in asking it anything else.
    """

    def __init__(
        self,
        code: str,
        message: str,
        hint: str = "",
        *,
        answered: bool = False,
        tries: int = 1,
        after: float = 0.0,
        down: bool = False,
    ) -> None:
        super().__init__(message)
        self.problem = Problem("", 0, 0, code, message, hint)
        self.answered = answered
        self.tries = tries
        self.after = after
        self.down = down
        self.server = ""


class Answer(Struct, frozen=True):
    """The body that a service gave for a request; `url` is the address that was asked, before redirects."""

    url: str
    accept: str
    body: bytes


class Web:
    """Asks one address after the other; knows when it asked each server last, and which are down."""

    def __init__(
        self,
        client: httpx.Client,
        cache: HttpCache,
        *,
        clock: Callable[[], float],
        sleep: Callable[[float], object],
        chance: Callable[[], float],
    ) -> None:
        """`clock` gives seconds since 1970, `chance` numbers in 0..1; redirects are this class's, not the client's."""
        self.client = client
        self.cache = cache
        self.clock = clock
        self.sleep = sleep
        self.chance = chance
        self._asked: dict[str, float] = {}
        self._down: dict[str, WebError] = {}

    def get(self, url: str, accept: str, kind: str, pause: float = 0.0) -> Answer:
        """The answer to a GET of `url`, from the cache if it is there. Raises WebError.

        `kind` is how the media type must end (`json`, `xml`; `` takes any but a web page). Requests to the same server
        are `pause` apart at least. Give an answer that could be read to `keep`.
        """
        kept = self.cache.find(url, accept)
        if kept is not None:
            return Answer(url, accept, kept)
        try:
            address = httpx.URL(url)
        except httpx.InvalidURL as error:
            hint = "mend `services:` in site_config/site.yml"
            raise WebError("add-bad-address", f"{url} is no address: {error}", hint) from error
        tried = 0
        while True:
            tried += 1
            try:
                return Answer(url, accept, self._follow(address, accept, kind, pause))
            except WebError as error:
                if tried >= error.tries or error is self._down.get(error.server):
                    if error.down:
                        self._down[error.server] = error
                    raise
                # Half to the whole of 1, 2, 4 ... seconds: many programs that failed together come back apart.
                self.sleep(max(error.after, 2.0 ** (tried - 1) * (0.5 + self.chance() / 2)))

    def keep(self, answer: Answer) -> None:
        """Let the cache have an answer that made sense."""
        self.cache.keep(answer.url, answer.accept, answer.body)

    def _follow(self, url: httpx.URL, accept: str, kind: str, pause: float) -> bytes:
        first = url
        for _ in range(REDIRECTS + 1):
            found = self._ask(url, accept, kind, pause)
            if isinstance(found, bytes):
                return found
            if (
                found.scheme not in ("http", "https")
                or not found.host
                or (url.scheme, found.scheme) == ("https", "http")
            ):
                message = f"{url.host} leads on to {_shown(found)}, which is not followed"
                raise WebError(
                    "add-redirect", message, "only http and https, and never from https to http", answered=True
                )
            url = found
        raise WebError("add-redirect", f"{first.host} redirects more than {REDIRECTS} times", answered=True)

    def _ask(self, url: httpx.URL, accept: str, kind: str, pause: float) -> bytes | httpx.URL:
        """One request: the body, or where the server sends us."""
        server = url.netloc.decode()
        if server in self._down:
            raise self._down[server]
        self._pace(server, pause)
        try:
            return self._once(url, accept, kind)
        except WebError as error:
            error.server = server
            if error.problem.code == "add-unreachable":
                del self._asked[server]  # what did not arrive need not be spaced
            raise

    def _once(self, url: httpx.URL, accept: str, kind: str) -> bytes | httpx.URL:
        try:
            with self.client.stream("GET", url, headers={"Accept": accept}) as response:
                if response.status_code in _REDIRECTS and "location" in response.headers:
                    return url.join(response.headers["location"])
                self._check(response, url, kind)
                return b"".join(self._bounded(response, url))
        except httpx.DecodingError as error:
            raise _broken(url, error) from error
        except httpx.TransportError as error:
            raise _failure(error, url) from error

    def _pace(self, server: str, pause: float) -> None:
        if pause and server in self._asked:
            left = self._asked[server] + pause - self.clock()
            if left > 0:
                self.sleep(min(left, pause))
        self._asked[server] = self.clock()

    def _check(self, response: httpx.Response, url: httpx.URL, kind: str) -> None:
        status, host = response.status_code, url.host
        if status in _BUSY:
            self._busy(response, url)
        if status in _GONE:
            raise WebError(
                "add-not-found", f"{host} knows nothing of this", "look for a slip of the pen", answered=True
            )
        if status != 200:
            raise WebError("add-refused", f"{host} refuses: {_status(response)}", answered=True)
        media = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media and (not media.endswith(kind) or "html" in media):
            hint = "the service may be down, or a network's log-in page may stand before it"
            raise WebError("add-bad-answer", f"{host} gives {media} in place of a record", hint, answered=True)

    def _busy(self, response: httpx.Response, url: httpx.URL) -> NoReturn:
        after = _retry_after(response.headers.get("retry-after", ""), self.clock())
        far = after > LONGEST_WAIT
        hint = f"it asks to come back in {after / 60:.0f} minutes" if far else "try again later"
        message = f"{url.host} does not answer now: {_status(response)}"
        limited = response.status_code == 429
        raise WebError("add-unavailable", message, hint, tries=1 if far else TRIES, after=after, down=limited)

    def _bounded(self, response: httpx.Response, url: httpx.URL) -> Iterator[bytes]:
        size, start = 0, self.clock()
        for piece in response.iter_bytes():
            size += len(piece)
            if size > LARGEST_ANSWER:
                message = f"{url.host} gives more than {LARGEST_ANSWER // 1_000_000} MB"
                raise WebError("add-too-large", message, answered=True)
            if self.clock() - start > LONGEST_ANSWER:
                raise _slow(url)
            yield piece


def _failure(error: httpx.TransportError, url: httpx.URL) -> WebError:
    if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.ProxyError):
        message = f"{url.host} cannot be reached: {error or 'no connection in time'}"
        return WebError("add-unreachable", message, "is this machine online?", tries=TRIES_WITHOUT_ANSWER, down=True)
    if isinstance(error, httpx.TimeoutException):
        return _slow(url)
    return _broken(url, error)


def _slow(url: httpx.URL) -> WebError:
    return WebError("add-timeout", f"{url.host} did not answer in time", "try again later", tries=TRIES_WITHOUT_ANSWER)


def _broken(url: httpx.URL, error: httpx.RequestError) -> WebError:
    return WebError("add-broken", f"the answer of {url.host} is broken: {error}", "try again later", tries=TRIES)


def _retry_after(text: str, now: float) -> float:
    """Seconds to wait by a Retry-After header (RFC 9110, section 10.2.3): a number of seconds, or an HTTP date."""
    if text.strip().isdecimal():
        return float(text)
    try:
        when = parsedate_to_datetime(text)
    except ValueError:
        return 0.0
    return max(0.0, when.replace(tzinfo=when.tzinfo or UTC).timestamp() - now)


def _status(response: httpx.Response) -> str:
    return f"{response.status_code} {response.reason_phrase}".strip()


def _shown(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.host}"
