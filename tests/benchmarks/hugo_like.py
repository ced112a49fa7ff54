"""The same papers as a Hugo site whose pages show what ours show, by Hugo's own means and within our own frame.

Related papers are left out: with Hugo's own a build of 20,000 papers takes minutes, which would hide all else.
"""

import shutil
import tempfile
import textwrap
from pathlib import Path

from peers import write_hugo

from broadsheet.press.shells import render_shells
from corpus import Corpus

# Replace the bare layouts of the same names; lists and feeds have as many entries as there.
LAYOUTS = Path(__file__).with_name("hugo_like_layouts")
# Two levels down, as papers and authors are, addresses inside the site begin so.
ABOVE = "../../"
# What stands in our shell's markers, in their order.
MARKED = (
    "{{ plainify .Summary | truncate 160 | default .Title }}",
    "{{ .Title }} · {{ site.Title }}",
    """
    <link rel="canonical" href="{{ .Permalink }}"><meta property="og:title" content="{{ .Title }}">
    <meta property="og:url" content="{{ .Permalink }}"><meta property="og:site_name" content="{{ site.Title }}">
    {{ with .OutputFormats.Get "rss" -}}
    <link rel="alternate" type="application/rss+xml" title="{{ $.Title }}" href="{{ .Permalink }}">
    {{- end }}
    {{ block "head" . }}{{ end }}
    """,
    """<div class="sheet">{{ block "main" . }}{{ end }}</div>""",
    "",
)


def write_hugo_like(corpus: Corpus, root: Path, repository: Path) -> None:
    """The bare site of `write_hugo`, its layouts replaced where ours show more; the frame is that of `repository`."""
    write_hugo(corpus, root, more=True)
    shutil.copytree(LAYOUTS, root / "layouts", dirs_exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="frame-") as cache:
        shell = render_shells(repository, "mkdocs", "https://example.org/", Path(cache)).shells["papers", 2]
    pieces = [piece.decode().replace(ABOVE, "/").replace('"../"', '"/papers/"') for piece in shell.pieces]
    base = "".join(piece + textwrap.dedent(text).strip() for piece, text in zip(pieces, MARKED, strict=True))
    (root / "layouts" / "_default" / "baseof.html").write_text(base, encoding="utf-8")
