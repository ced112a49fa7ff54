"""Pictures for links: on the sheet and inside its margins, drawn when words change, the same bytes every time."""

import shutil
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from broadsheet.build import build
from broadsheet.executors import InProcess
from broadsheet.pages.environment import theme_folder
from broadsheet.pages.pictures import Picture
from broadsheet.press.pictures import BATCH, draw_batch, picture_files

Image = pytest.importorskip("PIL.Image", reason="Pillow is not installed")

from broadsheet.press.drawing import HEIGHT, MARGIN, SHADES, WIDTH, drawing_kit, shown  # noqa: E402
from broadsheet.press.faces import face  # noqa: E402
from broadsheet.press.typesetting import LEADING, cut_off, fitted  # noqa: E402

PLAIN = Picture("papers/a/", "The Paper", "17 April 2026", "Kernels", "A headline", ("Ada One, Ben Two", "A place"), 2)
WORD = "Supercalifragilisticexpialidocious"
HEADLINES = [
    "A",
    WORD,
    8 * WORD,
    "of many words " * 40,
    f"{3 * WORD} and {3 * WORD}",
    "WWWW " * 60,
    "Łódź, “naïve” fjord",
]
THEME = theme_folder()
FOLDERS = [THEME / "assets" / "vendor" / "picture-fonts", Path("no such folder")]


def changed(**fields: Any) -> Picture:
    return Picture(**{name: getattr(PLAIN, name) for name in PLAIN.__struct_fields__} | fields)


def picture(words: Picture, theme: Path = THEME) -> Any:
    [data] = draw_batch([words], theme)
    return Image.open(BytesIO(data))


@pytest.fixture
def bare_theme(tmp_path: Path) -> Path:
    """The theme as it is without Node.js: no fonts were bundled."""
    (tmp_path / "theme" / "assets").mkdir(parents=True)
    shutil.copy(THEME / "assets" / "broadsheet.css", tmp_path / "theme" / "assets")
    return tmp_path / "theme"


# --- the sheet ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("headline", HEADLINES)
@pytest.mark.parametrize("url", ["papers/a/", ""], ids=["story", "site"])
def test_everything_stays_inside_the_margins(headline: str, url: str) -> None:
    found = picture(changed(url=url, headline=headline, masthead=headline, kicker=headline, lines=(headline, headline)))
    assert found.size == (WIDTH, HEIGHT) == (1200, 630)
    left, top, right, bottom = found.getbbox()
    # A letter may hang over by what its own shape asks for.
    assert left >= MARGIN - 4 and right <= WIDTH - MARGIN + 4
    assert top >= 40 and bottom <= HEIGHT - 40


def test_a_headline_is_as_large_as_fits_and_clear_of_what_is_below() -> None:
    inks = [
        rows(picture(changed(headline=headline)), range(1, SHADES + 1)) for headline in ("Short", "many words " * 30)
    ]
    for found in inks:
        # Between the headline and the first line at the foot stands the hairline, in a colour of its own.
        assert any(not found[y] for y in range(460, 480))
    short = [y for y in range(220, 470) if inks[0][y]]
    long = [y for y in range(220, 470) if inks[1][y]]
    assert len(short) < len(long) and len(short) > 70


def rows(found: Any, values: range) -> list[bool]:
    """Whether each row of pixels has one of some values."""
    data, wide = found.tobytes(), found.width
    return [any(value in values for value in data[y * wide : (y + 1) * wide]) for y in range(found.height)]


def test_the_colours_are_those_of_the_style_sheets_light_edition() -> None:
    colours = drawing_kit(THEME).colours
    assert (colours["paper"], colours["ink"]) == ("#fdfcf8", "#191814")
    for accent in range(1, 13):
        found = picture(changed(accent=accent)).convert("RGB")
        tick = bytes.fromhex(colours[f"accent-{accent}"][1:])
        assert bytes(found.getpixel((MARGIN + 10, 160))) == tick
        assert bytes(found.getpixel((5, 5))) == bytes.fromhex(colours["paper"][1:])
    assert bytes(picture(changed(accent=0)).convert("RGB").getpixel((MARGIN + 10, 160))) == bytes.fromhex("191814")


def test_files_are_small() -> None:
    [data] = draw_batch([changed(headline="Training-free quantisation of the caches of long-context models")], THEME)
    assert len(data) < 20_000


def test_words_that_no_face_has_are_left_out() -> None:
    kit = drawing_kit(THEME)
    assert shown(changed(headline="自然"), kit) is None
    assert shown(changed(headline="عربي"), kit) is None
    found = shown(changed(kicker="分類", lines=("李 明", "Ada"), headline="  Two\nlines "), kit)
    assert found == changed(kicker="", lines=("Ada",), headline="Two lines")


def test_greek_and_the_like_are_drawn_where_fonts_are_bundled() -> None:
    if not FOLDERS[0].is_dir():
        pytest.skip("no fonts: npm ci && npm run bundle")
    bold = face(FOLDERS[0], 600)
    assert bold.shows("β-VAE, Привет, Łódź, Nguyễn")
    assert bold.width("aβ", 40) == bold.width("a", 40) + bold.width("β", 40)


def test_without_bundled_fonts_pillows_own_draws(bare_theme: Path) -> None:
    kit = drawing_kit(bare_theme)
    assert shown(PLAIN, kit) == PLAIN
    assert shown(changed(headline="自然"), kit) is None
    found = picture(PLAIN, bare_theme)
    assert found.getbbox()[0::2] == (MARGIN, WIDTH - MARGIN)
    # More than the rules: the name, the headline and the lines at the foot are there.
    drawn = rows(found, range(1, 256))
    assert any(drawn[60:110]) and any(drawn[230:300]) and any(drawn[540:570])


# --- lines ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("folder", FOLDERS, ids=["bundled", "built in"])
@pytest.mark.parametrize("text", HEADLINES)
def test_lines_fit_their_box(folder: Path, text: str) -> None:
    font = face(folder, 600)
    size, lines = fitted(font, text, 900, 250, (90, 60, 40))
    assert lines and len(lines) * size * LEADING <= 250
    assert all(font.width(line, size) <= 900 for line in lines)
    whole = " ".join(lines) == " ".join(text.split())
    # Only what does not fit at the smallest size is cut off, and that is shown.
    assert whole or (size == 40 and any(line.endswith("…") for line in lines))


def test_lines_are_about_equally_long() -> None:
    font = face(FOLDERS[1], 600)
    [*_, last] = fitted(font, "one two three four five six seven eight nine ten", 900, 400, (80,))[1]
    assert len(last.split()) > 1


@pytest.mark.parametrize(("wide", "ended"), [(10_000, "Ada, Ben and Cy"), (210, "Ada, Ben…"), (30, "…")])
def test_what_is_too_long_ends_in_an_ellipsis_at_a_word(wide: int, ended: str) -> None:
    assert cut_off(face(FOLDERS[1], 600), "Ada, Ben and Cy", 40, wide) == ended


# --- the cache ------------------------------------------------------------------------------------------------------


class Counting(InProcess):
    """Counts the pictures that it is asked to draw."""

    drawn = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Any:
        self.drawn += len(args[0])
        return super().submit(fn, *args, **kwargs)


def made(words: dict[str, Picture], cache: Path, theme: Path = THEME) -> tuple[dict[str, bytes], int]:
    """The files of some pictures, and how many of them were drawn."""
    pool = Counting()
    return dict(picture_files(words, theme, cache, pool)), pool.drawn


def test_a_picture_is_drawn_when_its_words_change_and_no_other(tmp_path: Path) -> None:
    words = {f"papers/{at}/": changed(url=f"papers/{at}/", headline=f"Paper {at}") for at in range(2 * BATCH + 1)}
    first, drawn = made(words, tmp_path)
    assert drawn == len(words)
    assert sorted(first) == sorted(f"{url}picture.png" for url in words)
    assert made(words, tmp_path) == (first, 0)
    words["papers/3/"] = changed(url="papers/3/", headline="Another")
    second, drawn = made(words, tmp_path)
    assert drawn == 1
    assert {name for name in first if first[name] != second[name]} == {"papers/3/picture.png"}
    # What is no longer wanted does not stay.
    assert len(list((tmp_path / "pictures").iterdir())) == len(words)
    del words["papers/3/"]
    assert len(made(words, tmp_path)[0]) == len(list((tmp_path / "pictures").iterdir())) == len(words)


def test_other_colours_and_other_fonts_are_drawn_anew(tmp_path: Path, bare_theme: Path) -> None:
    words = {PLAIN.url: PLAIN}
    plain, _ = made(words, tmp_path, bare_theme)
    style = bare_theme / "assets" / "broadsheet.css"
    style.write_text(style.read_text("utf-8").replace("--ink: #191814", "--ink: #000000"), "utf-8")
    assert made(words, tmp_path, bare_theme)[1] == 1
    fonts = bare_theme / "assets" / "vendor" / "picture-fonts"
    if not FOLDERS[0].is_dir():
        pytest.skip("no fonts: npm ci && npm run bundle")
    shutil.copytree(FOLDERS[0], fonts)
    bundled, drawn = made(words, tmp_path, bare_theme)
    assert drawn == 1 and bundled != plain


def test_a_picture_that_another_build_dropped_is_drawn_again(tmp_path: Path) -> None:
    words = {f"papers/{at}/": changed(url=f"papers/{at}/") for at in range(2)}
    whole, _ = made(words, tmp_path)
    files = picture_files(words, THEME, tmp_path, InProcess())
    first = next(files)
    for path in (tmp_path / "pictures").iterdir():
        path.unlink()
    assert dict([first, *files]) == whole


# --- on the site ----------------------------------------------------------------------------------------------------


def meta(page: Path) -> dict[str, str]:
    """What a page says to who shows links to it."""
    found = html.fromstring(page.read_bytes()).xpath("//meta[@property or starts-with(@name, 'twitter:')]")
    names = [tag.get("property") or tag.get("name") for tag in found]
    assert len(names) == len(set(names)), "each is said once"
    return {name: tag.get("content") for name, tag in zip(names, found, strict=True)}


@pytest.mark.parametrize("url", ["https://papers.example.org/", "https://example.org/digest/"])
def test_pages_name_their_pictures_by_their_whole_address(project: Path, tmp_path: Path, url: str) -> None:
    out = tmp_path / "out"
    build(project, out, url=url, search=False)
    paper = meta(out / "papers" / "attention" / "index.html")
    assert paper["og:image"] == f"{url}papers/attention/picture.png"
    assert paper["og:image:alt"] == "Attention Is All You Need · The Small Paper"
    assert (paper["og:image:width"], paper["og:image:height"]) == ("1200", "630")
    assert (paper["og:type"], paper["twitter:card"]) == ("article", "summary_large_image")
    assert (
        meta(out / "papers" / "index.html")["og:image"] == meta(out / "index.html")["og:image"] == f"{url}picture.png"
    )
    named = {meta(page).get("og:image") for page in out.rglob("index.html") if b"og:title" in page.read_bytes()}
    there = {url + path.relative_to(out).as_posix() for path in out.rglob("picture.png")}
    assert named == there
    assert {name.removeprefix(url).split("/")[0] for name in there} == {
        "authors", "digests", "papers", "picture.png", "topics"
    }  # fmt: skip


def test_a_site_without_pictures(project: Path, tmp_path: Path) -> None:
    settings = project / "site_config" / "site.yml"
    settings.write_text(settings.read_text("utf-8") + "\npictures: 0\n", "utf-8")
    report = build(project, tmp_path / "out", search=False)
    assert list((tmp_path / "out").rglob("picture.png")) == []
    said = meta(tmp_path / "out" / "papers" / "attention" / "index.html")
    assert "og:image" not in said and said["twitter:card"] == "summary"
    assert "no-pictures" not in {problem.code for problem in report.warnings}


def test_a_build_without_pillow_says_what_it_leaves_out(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("broadsheet.press.pictures.find_spec", lambda name: None)
    monkeypatch.delitem(sys.modules, "broadsheet.press.drawing")
    report = build(project, tmp_path / "out", search=False)
    [said] = [problem for problem in report.warnings if problem.code == "no-pictures"]
    assert said.severity == "warning" and "broadsheet[pictures]" in said.hint
    assert "og:image" not in meta(tmp_path / "out" / "papers" / "attention" / "index.html")
