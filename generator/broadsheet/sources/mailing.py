"""How the digest goes out by mail: a part of the settings. Secrets are not among them."""

from typing import Annotated, Literal

from msgspec import Meta

from ..fields import Record, Url, form

Security = Literal["starttls", "tls", "none"]


_ATOMS = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_HOST = r"[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*"
Mailbox = Annotated[str, form(f"({_ATOMS}@{_HOST})?", "bad-mail", "write a plain mail address", "digest@example.org")]
Host = Annotated[str, form(rf"({_HOST}|[0-9A-Fa-f:]+)?", "bad-host", "write a host name", "smtp.example.org")]
Line = Annotated[str, form(r"[^\n\r]*", "bad-line", "write it on one line", "The editors")]


class Mail(Record, frozen=True):
    """Who sends the digest, through which server, and how readers leave it.

    `unsubscribe` is the address to which a reader's token is added; it ends with `/` or `=`. `bounces` is where servers
    return what they cannot deliver (the envelope's sender). `rate` is messages a second over all connections.
    """

    sender: Mailbox = ""
    sender_name: Line = ""
    reply_to: Mailbox = ""
    bounces: Mailbox = ""
    unsubscribe: Url | None = None
    list_id: Host = ""
    postal_address: Line = ""
    host: Host = ""
    port: Annotated[int, Meta(ge=1, le=65535)] = 587
    security: Security = "starttls"
    user: Line = ""
    connections: Annotated[int, Meta(ge=1, le=20)] = 4
    rate: Annotated[float, Meta(gt=0, le=10000)] = 10.0
    dkim_domain: Host = ""
    dkim_selector: Host = ""

    @property
    def domain(self) -> str:
        """The sender's domain."""
        return self.sender.rpartition("@")[2]

    @property
    def list_name(self) -> str:
        """The identifier by which readers' programs file the digest (RFC 2919); it should never change."""
        return self.list_id or f"digest.{self.domain}"
