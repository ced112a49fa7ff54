"""An edition as HTML and text: who gets which stories, how large it may be, what stands in it."""

import quopri
from email import message_from_bytes
from email.policy import default

import html5lib
import pytest
from mail_samples import MAIL, MOMENT, THEME, edition, story

from broadsheet.subscribe.mail.body import MOST_BYTES, make_body, web_view
from broadsheet.subscribe.mail.edition import Edition, Note, brief, choose
from broadsheet.subscribe.mail.html import html_pieces
from broadsheet.subscribe.mail.message import make_letter, message
from broadsheet.subscribe.mail.plain import WIDTH, text_pieces
from broadsheet.subscribe.subscribers import Subscriber

READER = Subscriber("reader@example.org", "day", (), "a" * 120)


def both(of: Edition, *topics: str) -> tuple[str, str]:
    """HTML and text as a mail program reads them."""
    body = make_body(choose(of, topics), html_pieces(of, THEME), text_pieces(of))
    read = message_from_bytes(message(make_letter(MAIL, of, body, MOMENT), MAIL, READER), policy=default)
    assert read.get_content_type() == "multipart/alternative"
    text, html = read.iter_parts()
    assert (text.get_content_type(), html.get_content_type()) == ("text/plain", "text/html")
    return html.get_content(), text.get_content()


MIXED = edition(*(story(name, topic) for name, topic in zip("abcdef", ("caches", "codes") * 3, strict=True)))


@pytest.mark.parametrize(
    ("topics", "leads", "groups"),
    [
        ((), "abc", {"caches": "e", "codes": "df"}),
        (("caches",), "ace", {}),
        (("codes", "caches"), "abc", {"caches": "e", "codes": "df"}),
        (("unheard-of",), "", {}),
    ],
)
def test_readers_get_the_stories_of_their_topics(topics: tuple[str, ...], leads: str, groups: dict[str, str]) -> None:
    choice = choose(MIXED, topics)
    assert "".join(one.id for one in choice.leads) == leads
    assert {section.id: "".join(one.id for one in held) for section, held in choice.groups} == groups
    assert choice.stories == len(leads) + sum(map(len, groups.values()))


def test_finer_topics_count_and_results_of_other_topics_do_not() -> None:
    one = edition(story("a", topics=("caches", "paged")), story("b", topics=("codes",)))
    assert [found.id for found in choose(one, ("paged",)).leads] == ["a"]
    assert len(choose(one, ("paged",)).results) == 1  # it belongs to no paper


@pytest.mark.parametrize("at", [0, 3], ids=["leading", "brief"])
def test_what_was_retracted_is_called_so(at: int) -> None:
    found = [story(name) for name in "abcd"]
    found[at] = story(found[at].id, warning="Retracted")
    html, text = both(edition(*found))
    assert html.count(">Retracted</b> · <bdi>A. Author") == text.count("  RETRACTED\r\n  A. Author") == 1


def test_both_parts_say_the_same() -> None:
    one = edition()
    html, text = both(one)
    link = f"https://example.org/unsubscribe?token={'a' * 120}"
    for words in ("On alpha", "On delta", "A. Author and 3 more", link, one.url, "12 ms", "Latency"):
        assert words in html
        assert words in text
    assert "<em>note</em>" in html
    assert "A *note*." in text
    assert max(len(line) for line in text.splitlines() if "http" not in line) <= WIDTH


def test_the_html_needs_nothing_but_itself() -> None:
    html, _ = both(edition())
    html5lib.HTMLParser(strict=True).parse(html)
    assert "<img" not in html
    assert "<link" not in html
    assert "@import" not in html
    assert 'name="color-scheme" content="light dark"' in html
    assert "prefers-color-scheme: dark" in html
    assert 'style="color:#191814' in html or "color:#191814" in html
    assert not {"\ue001", "\ue002"} & set(html)


def test_texts_cannot_become_markup() -> None:
    evil = story(
        "evil", title='<script>alert("x")</script> <!--lead x-->', summary="</td></table><b>", word="<img src=x>"
    )
    html, text = both(edition(evil))
    assert "<script" not in html
    assert "<img" not in html
    assert "&lt;script&gt;" in html
    assert "<script>" in text  # there it is only text


def test_a_note_keeps_alt_texts_and_gets_whole_addresses() -> None:
    note = Note("Day", "https://example.org/digests/2026-04-17/", "", "![a chart](../c.png) [x](/papers/y/)", True)
    html, _ = both(edition(notes=(note,)))
    assert 'alt="a chart"' in html
    assert "https://example.org/digests/c.png" in html
    assert "https://example.org/papers/y/" in html


def test_a_large_edition_is_cut_evenly_and_says_so() -> None:
    many = edition(*(story(f"p{at}", ("caches", "codes")[at % 2], summary="Long words. " * 40) for at in range(600)))
    body = make_body(choose(many, ()), html_pieces(many, THEME), text_pieces(many))
    html, text = both(many)
    assert body.html_bytes <= MOST_BYTES
    assert len(html.encode()) <= MOST_BYTES
    shown = [html.count(f"/papers/p{at}/") > 0 for at in range(600)]
    assert abs(sum(shown[0::2]) - sum(shown[1::2])) <= 3
    assert 60 < sum(shown) < 600
    assert html.count("more on the site") == text.count("more on the site") == 2
    assert len(web_view(choose(many, ()), html_pieces(many, THEME))) > MOST_BYTES


def test_a_long_note_is_told_by_its_beginning() -> None:
    note = Note("Day", "https://example.org/", "", "Many *words* here. " * 2000, True)
    html, text = both(edition(notes=(note,)))
    assert len(html) < 30_000
    assert len(text) < 10_000


@pytest.mark.parametrize(
    ("text", "short"),
    [
        ("Short.", "Short."),
        ("One sentence of a good length, which is what one wants of a summary. " * 5, 3),
        ("word " * 100, "…"),
    ],
)
def test_short_summaries_end_with_a_sentence(text: str, short: str | int) -> None:
    found = brief(text)
    assert len(found) <= 241
    assert found.endswith(short) if isinstance(short, str) else found.count(".") == short


def test_the_body_is_what_a_decoder_reads() -> None:
    one = edition(
        story("ü", title="Ünïcode = ∑ and a very long line " + "x" * 200, url="https://example.org/p/?a=b&c=d")
    )
    body = make_body(choose(one, ()), html_pieces(one, THEME), text_pieces(one))
    data = body.with_address("https://example.org/?t=" + "z" * 300)
    assert max(map(len, data.split(b"\r\n"))) <= 76
    assert b"\n" not in data.replace(b"\r\n", b"")
    assert data.isascii()
    assert ("https://example.org/?t=" + "z" * 300).encode() in quopri.decodestring(data)


def test_the_same_edition_gives_the_same_bytes() -> None:
    assert both(edition()) == both(edition())
