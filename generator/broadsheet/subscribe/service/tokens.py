"""Signed tokens that expire: a value, its last second, and a code over both and the purpose (HMAC, RFC 2104)."""

import base64
import hmac
import re

# Expiry in seconds since 1970, a value without dots, 32 bytes in base64url.
_SHAPE = re.compile(r"([0-9]{1,12})\.([A-Za-z0-9_-]{0,64})\.([A-Za-z0-9_-]{43})")


def sign(secret: bytes, purpose: str, value: str, expires: float) -> str:
    """A token that `opened` takes for this purpose alone, until `expires` (seconds since 1970)."""
    body = f"{int(expires)}.{value}"
    return f"{body}.{_code(secret, purpose, body)}"


def opened(secret: bytes, purpose: str, token: str, now: float) -> str | None:
    """The value of a token, None for one that is forged, of another purpose, or too old."""
    found = _SHAPE.fullmatch(token)
    if not found:
        return None
    expires, value, code = found.groups()
    good = hmac.compare_digest(code, _code(secret, purpose, f"{expires}.{value}"))
    return value if good and now <= int(expires) else None


def mark(secret: bytes, text: str) -> str:
    """Twelve hexadecimal digits that stand for an address in the log: the same for the same, and no way back."""
    return hmac.digest(secret, f"mark.{text}".encode(), "sha256").hex()[:12]


def _code(secret: bytes, purpose: str, body: str) -> str:
    # The purpose has no dots, so that no two pairs of purpose and body are one text.
    code = hmac.digest(secret, f"{purpose}.{body}".encode(), "sha256")
    return base64.urlsafe_b64encode(code).decode().rstrip("=")
