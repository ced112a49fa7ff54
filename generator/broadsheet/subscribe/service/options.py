"""What the subscription service is told when it starts, as one frozen value."""

from urllib.parse import urlsplit

from msgspec import Struct

PERIODS = {"day": "Every day", "week": "Every week", "month": "Every month"}
# Seconds for which the link in a confirmation mail holds, and for which a form of ours can be sent.
LINK_LASTS = 3 * 24 * 3600
FORM_LASTS = 2 * 3600


class Options(Struct, frozen=True):
    """`site_url` and `service_url` end with a slash; `topics` maps ids to names.

    A client may sign up `client_limit` times an hour, and an address gets at most `address_limit` confirmation mails
    a day. `secret` signs links; whoever knows it can confirm anybody.
    """

    name: str
    site_url: str
    service_url: str
    secret: bytes
    sender: str
    sender_name: str = ""
    topics: dict[str, str] = {}
    client_limit: int = 30
    address_limit: int = 5
    mails_per_second: float = 20.0

    @property
    def origins(self) -> tuple[str, str]:
        """The origins (RFC 6454) whose forms may be sent here: the site's and our own."""
        return origin(self.site_url), origin(self.service_url)


def origin(url: str) -> str:
    """Scheme, host and port of an address, as browsers write them in the header Origin."""
    parts = urlsplit(url)
    default = {"http": 80, "https": 443}.get(parts.scheme)
    port = f":{parts.port}" if parts.port not in (None, default) else ""
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname or ""
    return f"{parts.scheme}://{host}{port}"
