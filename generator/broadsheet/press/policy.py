"""The Content-Security-Policy of a page, as an element: a static host sets no headers.

Scripts run when they are files of the site or stand in the engine's frame, by hash (W3C, Content Security Policy
Level 3).
"""

import base64
import hashlib
import re

_CHARSET = re.compile(r'<meta charset="?utf-8"?>', re.IGNORECASE)
_SCRIPT = re.compile(r"<script([^>]*)>(.*?)</script\s*>", re.DOTALL | re.IGNORECASE)
# A browser runs scripts of no type or of these; others are data, of which a policy knows nothing.
_DATA = re.compile(r"""\stype\s*=\s*["']?(?!["'\s]*(?:module|text/javascript)\b)""", re.IGNORECASE)
_SOURCE = re.compile(r"\ssrc\s*=", re.IGNORECASE)
DIRECTIVES = {
    "default-src": "'none'",
    "base-uri": "'none'",
    "connect-src": "'self'",
    "font-src": "'self'",
    "form-action": "'self'",
    # The theme's style sheet has its marks inside it.
    "img-src": "'self' data:",
    "manifest-src": "'self'",
    "media-src": "'self'",
    "script-src": "'self'",
    "style-src": "'self'",
    # Lengths of bars, places on the map and the alignment of Markdown's tables: a length cannot fetch anything.
    "style-src-attr": "'unsafe-inline'",
    "worker-src": "'self'",
}


def with_policy(html: str, *, wasm: bool = False, forms: str = "") -> str:
    """The page with a policy that allows the scripts that it has now, and WebAssembly with `wasm`.

    `forms` is an origin besides the site's to which forms may be sent, empty for none.

    The element goes right after the one that tells the encoding, before anything that it speaks of; a page without
    that one is left as it is.
    """
    inline = [script for attributes, script in _SCRIPT.findall(html) if _is_run(attributes) and script]
    # In the page's order, each once.
    allowed = list(dict.fromkeys(map(_source, inline))) + ["'wasm-unsafe-eval'"] * wasm
    directives = DIRECTIVES | {"script-src": " ".join([DIRECTIVES["script-src"], *allowed])}
    directives |= {"form-action": f"{DIRECTIVES['form-action']} {forms}".rstrip()}
    policy = "; ".join(f"{name} {sources}" for name, sources in directives.items())
    element = f'<meta http-equiv="Content-Security-Policy" content="{policy}">'
    return _CHARSET.sub(lambda found: found[0] + element, html, count=1)


def _is_run(attributes: str) -> bool:
    return not _DATA.search(attributes) and not _SOURCE.search(attributes)


def _source(script: str) -> str:
    """The script as a policy names it: by the hash of what a parser makes of it, which ends every line with LF."""
    text = script.replace("\r\n", "\n").replace("\r", "\n")
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
