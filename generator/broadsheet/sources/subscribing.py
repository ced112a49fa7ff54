"""How readers can have the digest by mail, a part of the settings: a service of one's own or a provider's form."""

from typing import Annotated

from msgspec import Meta

from ..fields import Record, Url, form

ListId = Annotated[
    str,
    form(
        r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
        "bad-list",
        "write the UUID of a public list of Listmonk",
        "3f1a5a4e-7c0b-4f5e-9a53-0d1c1f0b2a11",
    ),
]
Account = Annotated[
    str,
    form(
        r"[A-Za-z0-9_-]+",
        "bad-account",
        "write the name of the newsletter at Buttondown",
        "my-digest",
    ),
]
FormUrl = Annotated[
    str,
    form(
        r"https://[a-z0-9.-]+\.list-manage\.com/subscribe/post\?u=[0-9a-f]+&id=[0-9a-f]+(&f_id=[0-9a-f]+)?",
        "bad-form",
        "copy the action of the form that Mailchimp gives to embed",
        "https://example.us1.list-manage.com/subscribe/post?u=0a1b&id=2c3d",
    ),
]


class Listmonk(Record, frozen=True):
    """Where Listmonk runs, and into which of its lists readers go."""

    url: Url
    lists: Annotated[tuple[ListId, ...], Meta(min_length=1)]


class Subscriptions(Record, frozen=True):
    """Exactly one of these: the public address of `broadsheet subscriptions serve`, or a provider's."""

    service: Url | None = None
    buttondown: Account | None = None
    mailchimp: FormUrl | None = None
    listmonk: Listmonk | None = None

    @property
    def chosen(self) -> tuple[str, ...]:
        """The names of those that are given."""
        return tuple(name for name in self.__struct_fields__ if getattr(self, name) is not None)
