"""DKIM signatures (RFC 6376), by dkimpy, when there is a key."""

from ...faults import SetupError
from ...sources.mailing import Mail
from .message import Sign

# What readers' programs act on must be signed: RFC 8058 asks it of both List-Unsubscribe headers.
_SIGNED = """From Reply-To Subject Date To Message-ID MIME-Version Content-Type
List-Id List-Archive List-Unsubscribe List-Unsubscribe-Post""".split()


def signer(mail: Mail, key: bytes) -> Sign:
    """What puts a signature before a message. `key` is an RSA private key in PEM.

    Raises SetupError when dkimpy is not there, no selector is set, or the key cannot be used.
    """
    try:
        import dkim  # type: ignore[import-untyped]
    except ImportError as error:
        raise SetupError("a DKIM key was given but dkimpy is not installed: pip install 'broadsheet[mail]'") from error
    if not mail.dkim_selector:
        raise SetupError("a DKIM key was given but mail.dkim_selector is not set in site_config/site.yml")
    selector, domain = mail.dkim_selector.encode(), (mail.dkim_domain or mail.domain).encode()
    names = [name.lower().encode() for name in _SIGNED]

    def sign(message: bytes) -> bytes:
        head = message[: message.index(b"\r\n\r\n")].lower()
        there = [name for name in names if head.startswith(name + b":") or b"\n" + name + b":" in head]
        options = {"canonicalize": (b"relaxed", b"relaxed"), "include_headers": there}
        signature: bytes = dkim.sign(message, selector, domain, key, **options)
        return signature + message

    try:
        sign(b"From: <a@example.org>\r\n\r\n\r\n")
    except dkim.DKIMException as error:
        raise SetupError(f"the DKIM key cannot be used: {error}") from error
    return sign
