"""A mail server that keeps a line for each message that it took: python mail_sink.py LOG [--cert F --key F] [...]

It prints its port. The local part of an address says how its command is answered: `rcpt-550-5.1.1+x@...`,
`data-451+x@...` always so, `once-450+x@...` the first time alone; `cut+x@...` breaks the connection off after the text,
the first time.
"""

import argparse
import asyncio
import re
import ssl
from pathlib import Path
from typing import Any

from aiosmtpd.smtp import SMTP, AuthResult

WORD = re.compile(r"(rcpt|data|once)-(\d{3})(?:-(\d\.\d+\.\d+))?\+")


class Handler:
    def __init__(self, log: Path, keep: Path | None) -> None:
        self.log = log.open("a", encoding="utf-8", buffering=1)
        self.keep = keep
        self.seen: set[str] = set()
        self.sessions = 0

    def answer(self, address: str, stage: str) -> str:
        found = WORD.match(address)
        if not found or found[1] not in (stage, "once") or (found[1] == "once" and (stage, address) in self.seen):
            return ""
        self.seen.add((stage, address)) if found[1] == "once" and stage == "rcpt" else None  # type: ignore[arg-type]
        return (
            "" if found[1] == "once" and stage == "data" else f"{found[2]} {found[3] or ''} as told".replace("  ", " ")
        )

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:  # noqa: N802
        if refusal := self.answer(address, "rcpt"):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        address = envelope.rcpt_tos[0]
        if refusal := self.answer(address, "data"):
            return refusal
        if address.startswith("cut") and address not in self.seen:
            self.seen.add(address)
            server.transport.abort()
            return "250 OK"
        found = re.search(rb"(?im)^Message-ID: *(\S+)", envelope.content[:2000])
        self.log.write(f"{address}\t{found[1].decode() if found else ''}\t{session.peer[1]}\n")
        if self.keep:
            (self.keep / f"{address}.eml").write_bytes(envelope.content)
        return "250 OK"


async def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("log", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--cert")
    parser.add_argument("--key")
    parser.add_argument("--tls", action="store_true", help="from the first byte, else STARTTLS where there is a cert")
    parser.add_argument("--password")
    options = parser.parse_args()
    handler = Handler(options.log, options.keep)
    context = None
    if options.cert:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.cert, options.key)

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        return AuthResult(success=data.password == options.password.encode(), handled=False)

    def protocol() -> SMTP:
        auth: dict[str, Any] = {}
        if options.password:
            auth = {"authenticator": authenticate, "auth_required": True, "auth_require_tls": not options.tls}
        return SMTP(handler, tls_context=None if options.tls else context, hostname="sink.example", **auth)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(protocol, "127.0.0.1", 0, ssl=context if options.tls else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main())
