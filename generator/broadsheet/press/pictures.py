"""Pictures for links, each drawn when its words change and kept under a hash of everything that is drawn.

Drawing needs Pillow (the extra `pictures`); a site without it has no such pictures, and a build says so.
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from importlib.util import find_spec
from pathlib import Path

import msgspec

from ..executors import ordered
from ..model import Problem
from ..pages.jobs import batches
from ..pages.pictures import Picture, picture_url, pictures
from ..pages.site import Site

# Changes what is drawn: raise it with whatever changes in `drawing.py`, `typesetting.py` or `faces.py`.
_FORMAT = 1
# About a tenth of a second's work.
BATCH = 10


def site_pictures(site: Site, theme: Path) -> tuple[dict[str, Picture], list[Problem]]:
    """The pictures to be drawn, by their page's address, and a warning where nothing can draw.

    Left out are those whose headline has characters that the faces lack.
    """
    wanted = list(pictures(site))
    if not wanted:
        return {}, []
    if not find_spec("PIL"):
        message = "no pictures for links: Pillow is not installed"
        hint = "pip install 'broadsheet[pictures]' brings it; `pictures: 0` in site_config/site.yml does without"
        return {}, [Problem("pictures", 0, 0, "no-pictures", message, hint, "warning")]
    # Here and below, imported where it is used: Pillow is an optional dependency.
    from .drawing import drawing_kit, shown

    kit = drawing_kit(theme)
    found = (shown(picture, kit) for picture in wanted)
    return {picture.url: picture for picture in found if picture}, []


def picture_files(
    drawn: Mapping[str, Picture], theme: Path, cache: Path, pool: Executor
) -> Iterator[tuple[str, bytes]]:
    """Path and bytes of every picture: from `cache`, or drawn in the pool and put there; old ones are dropped."""
    if not drawn:
        return
    folder, look = cache / "pictures", fingerprint(theme)
    folder.mkdir(parents=True, exist_ok=True)
    kept = {url: folder / f"{_name(picture, look)}.png" for url, picture in drawn.items()}
    lacking = [url for url, path in kept.items() if not path.is_file()]
    results = ordered(pool, draw_batch, batches((drawn[url] for url in lacking), BATCH), theme)
    for urls, made in zip(batches(lacking, BATCH), results, strict=True):
        for url, data in zip(urls, made, strict=True):
            _write(kept[url], data)
    for url, path in kept.items():
        try:
            data = path.read_bytes()
        except FileNotFoundError:  # a build of other content has just dropped it
            [data] = draw_batch([drawn[url]], theme)
        yield picture_url(url), data
    for old in sorted({*folder.glob("*.png")} - set(kept.values())):
        old.unlink(missing_ok=True)


def draw_batch(batch: Sequence[Picture], theme: Path) -> list[bytes]:
    """The PNGs of some pictures."""
    from .drawing import draw, drawing_kit

    kit = drawing_kit(theme)
    return [draw(picture, kit) for picture in batch]


def fingerprint(theme: Path) -> str:
    """A hash of what all pictures are drawn with: program, faces, colours."""
    from PIL import __version__, features

    from .drawing import drawing_kit

    kit = drawing_kit(theme)
    versions = [__version__, *(features.version(name) or "" for name in ("freetype2", "raqm", "harfbuzz", "zlib"))]
    faces = [Path(file).read_bytes() for file in (*kit.bold.files, *kit.plain.files) if file]
    known = msgspec.json.encode([_FORMAT, versions, sorted(kit.colours.items()), faces])
    return hashlib.sha256(known).hexdigest()


def _name(picture: Picture, look: str) -> str:
    return hashlib.sha256(look.encode() + msgspec.json.encode(picture)).hexdigest()[:24]


def _write(path: Path, data: bytes) -> None:
    """Whole or not at all, whoever else builds."""
    fresh = path.with_suffix(f".{os.getpid()}")
    try:
        fresh.write_bytes(data)
        fresh.rename(path)
    except OSError:
        fresh.unlink(missing_ok=True)
        raise
