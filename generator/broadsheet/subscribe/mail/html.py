"""An edition as HTML with its styles inlined, cut into the pieces of which each reader gets some."""

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urljoin

from msgspec.structs import replace

from ...faults import SetupError
from ...pages.environment import template
from ...pages.prose import bare, inline, markdown
from ...pages.site import description
from .edition import Edition, Note, brief
from .pieces import COUNT, PERSONAL, Pieces

# Characters of the line that inboxes show after the subject, and of a long note.
PREHEADER, LONG_NOTE = 140, 4000
_CUT = re.compile(r"<!--(\w+) ([\w-]*)-->\s*")
_TARGET = re.compile(r'(?<=\s)(href|src)="([^"]*)"')
_LINES = re.compile(r"\n\s*")


def html_pieces(edition: Edition, theme: Path, postal_address: str = "") -> Pieces:
    """The HTML of an edition, made and inlined once for all its readers. Raises SetupError without css-inline."""
    # Imported here: only those who send mail need it.
    try:
        import css_inline
    except ImportError as error:
        raise SetupError("mail needs css-inline: pip install 'broadsheet[mail]'") from error

    labels = {section.id: section for section in edition.sections}
    whole = template(theme, "mail/edition.html").render(
        edition=edition,
        style=template(theme, "mail/mail.css").render(),
        screens=template(theme, "mail/screens.css").render().partition("*/")[2].strip(),
        preheader=description("; ".join(story.title for story in edition.stories[:3]), PREHEADER),
        notes=[
            {"heading": note.heading, "url": note.url, "curator": note.curator, "html": h}
            for note, h in _notes(edition)
        ],
        labels={story.id: labels[story.topics[0]] if story.topics else None for story in edition.stories},
        briefs={story.id: brief(story.summary) for story in edition.stories},
        postal_address=postal_address,
        PERSONAL=PERSONAL,
        COUNT=COUNT,
    )
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, minify_css=True)
    head, *parts = _CUT.split(_LINES.sub("\n", inliner.inline(whole)))
    places = {(kind, name): html for kind, name, html in zip(parts[::3], parts[1::3], parts[2::3], strict=True)}
    return Pieces(head, places, places.pop(("end", "")))


def _notes(edition: Edition) -> Iterator[tuple[Note, str]]:
    for note in edition.notes:
        if note.markdown and len(note.text) > LONG_NOTE:
            note = replace(note, text=description(bare(note.text), LONG_NOTE), markdown=False)
        html = absolute(markdown(note.text), note.url) if note.markdown else f"<p>{inline(note.text)}</p>"
        yield note, html


def absolute(html: str, base: str) -> str:
    """HTML with the relative addresses of links and pictures made absolute."""
    return _TARGET.sub(lambda found: f'{found[1]}="{urljoin(base, found[2])}"', html)
