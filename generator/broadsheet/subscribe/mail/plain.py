"""An edition as plain text, 72 columns wide, in the same pieces as its HTML."""

import re
from collections.abc import Iterable
from textwrap import fill

from ...pages.prose import bare
from ...pages.site import description
from .edition import Edition, Note, Story, brief
from .pieces import COUNT, PERSONAL, Pieces

WIDTH, LONG_NOTE = 72, 4000
_BLANK = re.compile(r"\n\s*\n")


def text_pieces(edition: Edition, postal_address: str = "") -> Pieces:
    """The text of an edition; every paper with its address, since there is nothing to click on."""
    labels = {section.id: section.label for section in edition.sections}
    places = {("lead", s.id): _lead(s, labels[s.topics[0]] if s.topics else "") for s in edition.stories}
    places |= {("brief", s.id): _brief(s) for s in edition.stories}
    places |= {("section", s.id): _heading(s.label) for s in edition.sections}
    places |= {
        ("result", r.id): _block(f"{r.figure} {r.metric}", _wrapped(r.what, "  ", "  "), f"  {r.url}")
        for r in edition.results
    }
    places["results", ""] = _heading("New measured results")
    places["more", ""] = _block(f"{COUNT} more on the site: {edition.url}")
    places["web", ""] = _block("-" * WIDTH, f"On the site: {edition.url}")
    why = f"You get this because you subscribed to {edition.site_name}. {postal_address}"
    places["foot", ""] = _block("-" * WIDTH, f"On the site: {edition.url}", f"Unsubscribe: {PERSONAL}", _wrapped(why))
    return Pieces(_head(edition), places)


def _head(edition: Edition) -> str:
    top = [edition.site_name, _wrapped(edition.tagline), _wrapped(edition.span or edition.name), "-" * WIDTH]
    parts = [_block(*top)] + ([_block(_wrapped(edition.title))] if edition.title else [])
    return "".join([*parts, *(_note(note, len(edition.notes) > 1) for note in edition.notes)])


def _note(note: Note, among_others: bool) -> str:
    """The curator's own Markdown, which is made to be read as it stands; its words alone where it holds HTML."""
    text = bare(note.text) if note.markdown and "<" in note.text else note.text
    text = text if len(text) <= LONG_NOTE else description(text, LONG_NOTE)
    paragraphs = [_wrapped(part) for part in _BLANK.split(text)]
    heading = [note.heading] if among_others else []
    return _block(*heading, "\n\n".join(paragraphs), f"({note.curator})" if note.curator else "")


def _lead(story: Story, topic: str) -> str:
    links = [f"{link.label}: {link.url}" + (f" ({link.note})" if link.note else "") for link in story.links]
    figure = f"Authors report {story.figure}" if story.figure else ""
    title = _wrapped(f"* {story.title}", "  ")
    told = (topic, story.warning.upper(), story.byline, story.summary, figure, story.word)
    return _block(title, *(_wrapped(text, "  ", "  ") for text in told), *_indented([story.url, *links]))


def _brief(story: Story) -> str:
    told = (story.warning.upper(), story.byline, brief(story.summary), story.word)
    title = _wrapped(f"* {story.title}", "  ")
    return _block(title, *(_wrapped(text, "  ", "  ") for text in told), *_indented([story.url]))


def _indented(lines: Iterable[str]) -> list[str]:
    return [f"  {line}" for line in lines]


def _heading(label: str) -> str:
    return _block(label.upper(), "-" * min(len(label), WIDTH))


def _wrapped(text: str, indent: str = "", first: str = "") -> str:
    """A paragraph; addresses stay whole, however long."""
    return fill(
        " ".join(text.split()),
        WIDTH,
        initial_indent=first,
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )


def _block(*lines: str) -> str:
    """Lines that are there, and an empty one."""
    return "\n".join([line for line in lines if line.strip()]) + "\n\n"
