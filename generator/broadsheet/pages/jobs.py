"""Pages to be made, and making them: views and template names in, bytes out, in batches on any executor."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec
from msgspec import Struct

from .benchmark_views import BenchmarkPage
from .digest_views import DigestPage
from .discovery_views import DiscoveryPage
from .environment import template
from .feed_views import FeedsView
from .heading_views import HeadingView
from .paper_views import PaperView
from .person_views import PersonView
from .technique_views import TechniquesView
from .views import ROOT, AnyPage, Card

T = TypeVar("T")

# Stands between what a page template writes for <head> and for <article>.
SPLIT = "\ue001".encode()


class Job(Struct, frozen=True):
    """A page to render. `url` is relative to the site's root and ends with a slash; `section` names its shell."""

    url: str
    section: str
    title: str
    description: str
    template: str
    view: (
        AnyPage
        | DigestPage
        | PaperView
        | PersonView
        | BenchmarkPage
        | TechniquesView
        | DiscoveryPage
        | FeedsView
        | HeadingView
    )
    # The address of its own picture for links, where it has one.
    picture: str = ""


class Made(Struct, frozen=True):
    """A rendered page, still without its shell."""

    url: str
    section: str
    title: str
    description: str
    head: bytes
    content: bytes
    picture: str = ""


def render(jobs: Sequence[Job], theme: Path) -> list[Made]:
    """Render a batch of pages."""
    made = []
    for job in jobs:
        html = template(theme, f"pages/{job.template}.html").render(view=job.view)
        # Addresses inside the site become relative, so that it works under any path and from any depth.
        data = html.replace(ROOT, "../" * job.url.count("/") or "./").encode()
        head, _, content = data.partition(SPLIT)
        made.append(Made(job.url, job.section, job.title, job.description, head.strip(), content.strip(), job.picture))
    return made


def render_cards(cards: Sequence[Card], theme: Path) -> list[tuple[str, str]]:
    """The card and the list line of each paper of a batch."""
    card, line = template(theme, "pages/card.html"), template(theme, "pages/line.html")
    return [(card.render(card=view).strip(), line.render(card=view).strip()) for view in cards]


def packed(jobs: Iterable[Job], size: int) -> Iterator[bytes]:
    """Batches of jobs as MessagePack, which takes less time than pickle: a page has many parts."""
    return map(_ENCODER.encode, batches(jobs, size))


def unpacked(data: bytes) -> list[Job]:
    """A batch of jobs again."""
    return _DECODER.decode(data)


_ENCODER = msgspec.msgpack.Encoder()
_DECODER = msgspec.msgpack.Decoder(list[Job])


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """Lists of `size` items, the last one shorter."""
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
