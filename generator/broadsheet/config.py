"""The settings of one digest: site_config/site.yml for what is Broadsheet's, mkdocs.yml for titles and addresses."""

from pathlib import Path
from typing import Annotated
from urllib.parse import quote, urlsplit

from msgspec import Meta, Struct
from yaml.nodes import MappingNode, ScalarNode

from .fields import Day, Record, Url, is_address
from .model import Problem
from .sources.files import read_text
from .sources.following import FeedFamily, FeedFormat, SavedFeed
from .sources.mailing import Mail
from .sources.records import read_record
from .sources.subscribing import Subscriptions
from .sources.web.services import Services
from .sources.yamlfile import FaultError, compose, is_empty, position

# Where the settings stand in a project.
SETTINGS = "site_config/site.yml"


class Settings(Record, frozen=True):
    """What site_config/site.yml may hold."""

    tagline: str = ""
    # Feed ids are tag: URIs (RFC 4151) minted from this name and day, so that they survive a change of address.
    tag_authority: str = "broadsheet.invalid"
    tag_date: Day = "2026-01-01"
    branch: str = "main"
    topics: Annotated[int, Meta(ge=1)] | None = None
    seed: int = 0
    page_size: Annotated[int, Meta(ge=10, le=500)] = 60
    # The newest papers, issues, topics and curated people that get a picture for links: as many of each; 0 for none.
    pictures: Annotated[int, Meta(ge=0)] = 200
    feed_size: Annotated[int, Meta(ge=1, le=500)] = 30
    feed_formats: tuple[FeedFormat, ...] = ("atom", "rss", "json")
    # There are many times more feeds of people than of everything else together: short ones, in one format.
    author_feed_size: Annotated[int, Meta(ge=1, le=500)] = 10
    author_feed_formats: tuple[FeedFormat, ...] = ("atom",)
    feed_archives: tuple[FeedFamily, ...] = ("site",)
    feeds: tuple[SavedFeed, ...] = ()
    websub_hub: Url | None = None
    services: Services = Services()
    mail: Mail = Mail()
    subscriptions: Subscriptions | None = None


class Config(Struct, frozen=True):
    """Everything that a build needs to know besides the content. `url` ends with a slash."""

    root: Path
    name: str
    description: str
    url: str
    repository: str
    settings: Settings

    @property
    def base(self) -> str:
        """The path under which the site is served, `/` or `/digest/`."""
        return urlsplit(self.url).path or "/"

    def source_url(self, path: str, line: int) -> str:
        """Where a line of the content can be seen and edited; empty without a known repository.

        `path` may be quoted already, or hold places that a script fills ({path}).
        """
        place = quote(path, safe="/{}%")
        return f"{self.repository}/blob/{self.settings.branch}/{place}?plain=1#L{line}" if self.repository else ""

    def new_file_url(self, path: str, text: str) -> str:
        """Where a file that is not there yet can be begun with a text; empty without a known repository."""
        folder, _, name = path.rpartition("/")
        asked = f"?filename={quote(name)}&value={quote(text)}"
        return f"{self.repository}/new/{self.settings.branch}/{folder}{asked}" if self.repository else ""

    def form_url(self, form: str, **fields: str) -> str:
        """Where an issue can be written with a form, with what is known filled in; empty without a known repository."""
        asked = "".join(f"&{name}={quote(value)}" for name, value in fields.items())
        return f"{self.repository}/issues/new?template={form}.yml{asked}" if self.repository else ""


def load_config(root: Path, url: str | None = None) -> tuple[Config, list[Problem]]:
    """Read the settings under `root`; `url` replaces mkdocs.yml's site_url (a local server's, say).

    A missing file means defaults. Every unknown key or wrong value is a problem.
    """
    settings = Settings()
    problems: list[Problem] = []
    path = root / SETTINGS
    if path.exists():
        found, problems = read_record(path, root, Settings)
        settings = found if isinstance(found, Settings) else settings
        problems += [*check_subscriptions(settings.subscriptions), *_check_addresses(settings)]
    mkdocs, more = _mkdocs(root)
    address = url or mkdocs.get("site_url") or "http://localhost:8000/"
    config = Config(
        root=root,
        name=mkdocs.get("site_name") or root.resolve().name,
        description=mkdocs.get("site_description", ""),
        url=address.rstrip("/") + "/",
        repository=mkdocs.get("repo_url", "").rstrip("/"),
        settings=settings,
    )
    return config, problems + more


def check_subscriptions(wanted: Subscriptions | None) -> list[Problem]:
    """A form can be sent to one place only."""
    if wanted is None or len(wanted.chosen) == 1:
        return []
    message = f"`subscriptions:` names {' and '.join(wanted.chosen) or 'nobody'} to send the form to"
    hint = "give one of service, buttondown, mailchimp and listmonk"
    return [Problem(SETTINGS, 0, 0, "one-subscription-service", message, hint)]


def _check_addresses(settings: Settings) -> list[Problem]:
    """Those of which pages and mails need the host."""
    wanted = settings.subscriptions or Subscriptions()
    named = {
        "subscriptions.service": wanted.service,
        "subscriptions.listmonk.url": wanted.listmonk.url if wanted.listmonk else None,
        "mail.unsubscribe": settings.mail.unsubscribe,
    }
    return [_bad_address(SETTINGS, 0, 0, key, text) for key, text in named.items() if text and not is_address(text)]


def _bad_address(path: str, line: int, column: int, key: str, text: str) -> Problem:
    message, hint = f"`{key}` cannot be `{text}`", "write a whole address, https://example.org/digest/ say"
    return Problem(path, line, column, "bad-url", message, hint)


def _mkdocs(root: Path) -> tuple[dict[str, str], list[Problem]]:
    """The plain values at the top of mkdocs.yml; the rest is for MkDocs, which knows its tags."""
    path = root / "mkdocs.yml"
    if not path.exists():
        hint = "run this in a digest's folder, or name the folder with -C DIR"
        return {}, [Problem("mkdocs.yml", 0, 0, "no-project", "there is no mkdocs.yml here", hint)]
    text, problems = read_text(path, "mkdocs.yml")
    try:
        top = compose(text, "mkdocs.yml")
    except FaultError as fault:
        return {}, [fault.problem]
    pairs = top.value if isinstance(top, MappingNode) else []
    plain = (pair for pair in pairs if isinstance(pair[1], ScalarNode) and not pair[1].tag and not is_empty(pair[1]))
    values = {}
    for key, item in plain:
        if key.value in ("site_url", "repo_url") and item.value and not is_address(item.value):
            problems.append(_bad_address("mkdocs.yml", *position(item), key.value, item.value))
        else:
            values[str(key.value)] = item.value
    return values, problems
