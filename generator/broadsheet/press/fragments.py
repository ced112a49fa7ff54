"""What appears in many places, rendered once: each paper's card, list line and feed entry."""

from concurrent.futures import Executor
from itertools import chain
from pathlib import Path

from msgspec import msgpack

from ..executors import ordered
from ..pages.environment import theme_folder
from ..pages.jobs import batches, render_cards
from ..pages.site import Fragments, Site
from ..pages.views import Card
from ..subscribe.entries import FeedEntry, feed_entry
from ..subscribe.feeds import early_formats, render_entries

BATCH = 200
_ENCODER = msgpack.Encoder()
_DECODER = msgpack.Decoder(list[tuple[Card, FeedEntry]])


def render_fragments(site: Site, cards: dict[str, Card], pool: Executor) -> Fragments:
    """Render once what appears in many places."""
    theme = theme_folder()
    ids, forms = list(cards), early_formats(site.config.settings)
    views = batches(((card, feed_entry(site, site.paper(i))) for i, card in cards.items()), BATCH)
    packed = map(_ENCODER.encode, views)
    rendered = list(chain.from_iterable(ordered(pool, render_fragment_batch, packed, theme, forms)))
    columns = zip(*rendered, strict=True) if rendered else ((), (), ())
    return Fragments(*(dict(zip(ids, column, strict=True)) for column in columns))


def render_fragment_batch(
    views: bytes, theme: Path, forms: tuple[str, ...]
) -> list[tuple[str, str, tuple[bytes, ...]]]:
    """Card, list line and feed entry, in `forms`, of each paper of a batch, which comes as MessagePack."""
    cards, entries = zip(*_DECODER.decode(views), strict=True)
    return [
        (*lines, entry)
        for lines, entry in zip(render_cards(cards, theme), render_entries(entries, forms, theme), strict=True)
    ]
