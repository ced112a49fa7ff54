"""A connection to the SMTP server of the settings: encrypted, checked, logged in (RFC 3207, 4954, 8314)."""

import smtplib
import ssl
from ipaddress import ip_address

from ...faults import SetupError
from ...sources.mailing import Mail

# RFC 5321, 4.5.3.2, asks clients to wait five minutes for most replies and ten after the end of a message.
# A host that does not answer at all is known sooner.
CONNECT_TIMEOUT, TIMEOUT = 60.0, 600.0


def connect(
    mail: Mail, password: str = "", timeout: float = TIMEOUT, context: ssl.SSLContext | None = None
) -> smtplib.SMTP:
    """Connect, encrypt, log in. `context` says whom to trust; the system's authorities by default.

    Raises smtplib.SMTPException and OSError; SetupError where trying again would change nothing.
    """
    begin = min(timeout, CONNECT_TIMEOUT)
    trust = context or ssl.create_default_context()
    try:
        if mail.security == "tls":
            found: smtplib.SMTP = smtplib.SMTP_SSL(mail.host, mail.port, mail.domain, timeout=begin, context=trust)
        else:
            found = smtplib.SMTP(mail.host, mail.port, mail.domain, timeout=begin)
    except ssl.SSLCertVerificationError as error:
        raise SetupError(f"the certificate of {mail.host} is not to be trusted: {error.verify_message}") from error
    try:
        if mail.security == "starttls":
            found.starttls(context=trust)
        if mail.user:
            found.login(mail.user, password)
        else:
            found.ehlo_or_helo_if_needed()
    except ssl.SSLCertVerificationError as error:
        found.close()
        raise SetupError(f"the certificate of {mail.host} is not to be trusted: {error.verify_message}") from error
    except smtplib.SMTPNotSupportedError as error:
        found.close()
        raise SetupError(f"{mail.host}: {error}") from error
    except (smtplib.SMTPException, OSError):
        found.close()
        raise
    if found.sock:
        found.sock.settimeout(timeout)
    return found


def is_here(host: str) -> bool:
    """Whether a host is this machine, to which a password may go in the clear."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
