"""An edition to look at before it is sent: the message, its web view, its text, and a page that shows them together."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from html import escape

from msgspec.structs import replace

from ...sources.mailing import Mail
from ..subscribers import Subscriber
from .body import make_body, web_view
from .edition import Choice, Edition
from .message import make_letter, message
from .pieces import Pieces

_SAMPLE = Subscriber("reader@example.org", "day", (), "sample")
# The settings may not be there yet when somebody looks at a first edition.
_STAND_IN = Mail(sender="digest@example.org", unsubscribe="https://example.org/unsubscribe/")
_PAGE = """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>{title}</title>
<style>
body {{ margin: 1.5rem; font: 15px/1.5 system-ui, sans-serif; }}
table {{ border-collapse: collapse; }} th {{ text-align: left; vertical-align: top; padding-right: 1rem; }}
td {{ overflow-wrap: anywhere; }}
.ways {{ display: flex; flex-wrap: wrap; gap: 1.5rem; }}
iframe {{ border: 1px solid; max-width: 100%; height: 80vh; }}
pre {{ border: 1px solid; padding: 1rem; height: calc(80vh - 2rem); overflow: auto; margin: 0; }}
</style>
<h1>{title}</h1>
<p>{size}. <a href="message.eml">message.eml</a> opens in a mail program.</p>
<table>{headers}</table>
<div class="ways">
<section><h2>600 pixels</h2><iframe src="message.html" width="600" title="The message, wide"></iframe></section>
<section><h2>390 pixels</h2><iframe src="message.html" width="390" title="The message, narrow"></iframe></section>
<section><h2>Text</h2><pre>{text}</pre></section>
</div>
"""


def preview_files(edition: Edition, choice: Choice, html: Pieces, text: Pieces, mail: Mail) -> dict[str, bytes]:
    """Files by name, for a sample reader; the same bytes for the same edition, so dated by its last day."""
    mail = replace(mail, sender=mail.sender or _STAND_IN.sender, unsubscribe=mail.unsubscribe or _STAND_IN.unsubscribe)
    body = make_body(choice, html, text)
    letter = make_letter(mail, edition, body, datetime.fromisoformat(edition.day).replace(tzinfo=UTC))
    data = message(letter, mail, _SAMPLE)
    read = message_from_bytes(data, policy=default)
    plain, rich = (part.get_content().replace("\r\n", "\n") for part in read.iter_parts())
    page = _PAGE.format(
        title=escape(read["Subject"]),
        size=f"{len(data):,} bytes, {body.html_bytes:,} of them HTML",
        headers="".join(f"<tr><th>{escape(n)}<td>{escape(v)}" for n, v in read.items()),
        text=escape(plain),
    )
    return {
        "index.html": page.encode(),
        "message.eml": data,
        "message.html": rich.encode(),
        "message.txt": plain.encode(),
        "web.html": web_view(choice, html).encode(),
    }
