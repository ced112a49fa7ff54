"""What stands at the head of a feed, in whatever format."""

from msgspec import Struct


class Head(Struct, frozen=True):
    """Texts are plain; addresses absolute, empty where there is none.

    `url` is the document's own address, `page` that of the page which it follows. A document of
    RFC 5005's archive names the feed itself as `current`. `root` is the relative way to the site's root.
    """

    id: str
    title: str
    about: str
    site_name: str
    url: str
    page: str
    updated: str
    root: str
    hub: str = ""
    previous_archive: str = ""
    next_archive: str = ""
    current: str = ""
