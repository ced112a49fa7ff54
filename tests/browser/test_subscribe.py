"""The whole round in a real browser: the form of the built site, the mail, the link, choices, one click, erasing."""

import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

pytest.importorskip("starlette", reason="the extra `service` is not installed")
pytest.importorskip("aiosmtpd", reason="aiosmtpd is not installed")

from serving import serve

from broadsheet.build import build
from broadsheet.subscribe.subscribers import stored_subscribers
from serving_mail import Sink, database_in, mail_server, subscription_service, token_in

pytestmark = pytest.mark.browser
CORPUS = Path(__file__).resolve().parents[1] / "corpus"
# A folder for pictures to look at; none are taken without it.
PICTURES = os.environ.get("BROADSHEET_PICTURES", "")


@pytest.fixture(scope="module")
def newsroom(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str, Sink, Path]]:
    """Addresses of a built site and of its service, the mail server, and where the service keeps its data."""
    folder, data = tmp_path_factory.mktemp("paper"), tmp_path_factory.mktemp("data")
    root = shutil.copytree(CORPUS, folder / "root")
    listening = socket.create_server(("127.0.0.1", 0))
    service = f"http://127.0.0.1:{listening.getsockname()[1]}/"
    with (root / "site_config" / "site.yml").open("a") as settings:
        settings.write(f"\nsubscriptions:\n  service: {service}\n")
    build(root, folder / "site")
    with (
        mail_server() as (sink, port),
        serve(folder / "site") as site,
        subscription_service(database_in(data), port, listening, site_url=site),
    ):
        yield site, service, sink, data


@pytest.fixture(params=[True, False], ids=["with JavaScript", "without"])
def page(request: pytest.FixtureRequest, chromium: Any) -> Iterator[Any]:
    context = chromium.new_context(java_script_enabled=request.param)
    context.set_default_timeout(10_000)
    yield context.new_page()
    context.close()


def stored(data: Path) -> list[tuple[str, str, int]]:
    found, problems = stored_subscribers(data / "subscribers.sqlite")
    assert problems == []
    return [(one.address, one.period, len(one.topics)) for one in found]


def test_the_whole_round(page: Any, newsroom: tuple[str, str, Sink, Path]) -> None:
    site, service, sink, data = newsroom
    sink.messages.clear()
    page.goto(f"{site}feeds/")
    page.get_by_label("Mail address").fill("reader@example.org")
    page.get_by_label("Every day").check()
    page.get_by_text("Only some topics").click()
    page.locator(".mail [name=topics]").first.check()
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_role("heading", name="Look into your mailbox").wait_for()
    assert page.url == f"{service}subscribe"
    mail = sink.wait(1)[0].get_content()
    link = next(word for word in mail.split() if word.startswith(service))
    assert stored(data) == []
    page.goto(link)
    page.get_by_role("button", name="Send it to me").click()
    page.get_by_role("heading", name="Confirmed").wait_for()
    assert stored(data) == [("reader@example.org", "day", 1)]
    page.get_by_role("link", name="Change how often").click()
    token = token_in(page.content())
    page.get_by_label("Every month").check()
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved.").wait_for()
    assert stored(data) == [("reader@example.org", "month", 1)]
    with page.expect_download() as download:
        page.get_by_role("button", name="Download it").click()
    assert '"reader@example.org"' in Path(download.value.path()).read_text(encoding="utf-8")
    # A mail program's click, then what the reader's own browser says of it.
    httpx.post(f"{service}unsubscribe?t={token}", data={"List-Unsubscribe": "One-Click"}, trust_env=False)
    assert stored(data) == []
    page.get_by_role("button", name="Unsubscribe and erase it").click()
    page.get_by_role("heading", name="You are unsubscribed").wait_for()
    assert page.context.cookies() == []


def test_a_topic_by_itself(page: Any, newsroom: tuple[str, str, Sink, Path]) -> None:
    site, service, sink, data = newsroom
    sink.messages.clear()
    page.goto(f"{site}topics/")
    page.locator(".sheet .shares a").first.click()
    page.locator("#mail").wait_for()
    page.get_by_label("Mail address").fill("topical@example.org")
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_role("heading", name="Look into your mailbox").wait_for()
    page.goto(next(word for word in sink.wait(1)[0].get_content().split() if word.startswith(service)))
    page.get_by_role("button", name="Send it to me").click()
    token = token_in(page.content())
    assert stored(data) == [("topical@example.org", "week", 1)]
    page.goto(f"{service}unsubscribe?t={token}")
    page.get_by_role("button", name="Unsubscribe").click()
    page.get_by_role("heading", name="You are unsubscribed").wait_for()
    assert stored(data) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_pages_fit_and_can_be_used(
    width: int, scheme: str, chromium: Any, newsroom: tuple[str, str, Sink, Path]
) -> None:
    site, service, sink, _ = newsroom
    sink.messages.clear()
    email = f"look-{width}-{scheme}@example.org"
    httpx.post(f"{service}subscribe", data={"email": email}, headers={"Origin": service.rstrip("/")}, trust_env=False)
    link = token_in(sink.wait(1)[0].get_content())
    confirmed = httpx.post(f"{service}confirm", data={"t": link}, trust_env=False).text
    context = chromium.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    seen = context.new_page()
    faults: list[str] = []
    seen.on("console", lambda message: faults.append(message.text) if message.type == "error" else None)
    token = token_in(confirmed)
    pages = {"site": f"{site}feeds/#mail", "form": service, "manage": f"{service}manage?t={token}"}
    pages["unsubscribe"] = f"{service}unsubscribe?t={token}"
    for name, url in pages.items():
        seen.goto(url)
        assert seen.evaluate("document.documentElement.scrollWidth <= innerWidth"), name
        small = "[...document.querySelectorAll('main form :is(button, label), .mail :is(button, fieldset label)')]"
        heights = seen.evaluate(f"{small}.map(e => e.getBoundingClientRect().height).filter(h => h > 1)")
        assert heights, name
        assert min(heights) >= 24, name
        if PICTURES:
            seen.screenshot(path=f"{PICTURES}/{name}-{width}-{scheme}.png", full_page=name != "site")
    context.close()
    assert [fault for fault in faults if "favicon" not in fault and "404" not in fault] == []
