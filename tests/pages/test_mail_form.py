"""The form for mail: one for each place that it can be sent to, with that place's names of fields."""

import dataclasses
from pathlib import Path
from typing import Any

import msgspec
import pytest
from issued import issued
from made import fragments

from broadsheet.config import load_config
from broadsheet.pages.digest_views import DigestView
from broadsheet.pages.digests import issue_pages
from broadsheet.pages.mail_form import form_target, mail_form
from broadsheet.pages.views import MailForm
from broadsheet.sources.subscribing import Subscriptions

UUID = "3f1a5a4e-7c0b-4f5e-9a53-0d1c1f0b2a11"
MAILCHIMP = "https://paper.us1.list-manage.com/subscribe/post?u=0a1b&id=2c3d"
CASES = [
    (
        {"service": "https://mail.example.org/digest"},
        MailForm("https://mail.example.org/digest/subscribe", "email", (), "homepage", True),
        "https://mail.example.org",
    ),
    (
        {"buttondown": "paper"},
        MailForm("https://buttondown.com/api/emails/embed-subscribe/paper", "email", (("embed", "1"),)),
        "https://buttondown.com",
    ),
    ({"mailchimp": MAILCHIMP}, MailForm(MAILCHIMP, "EMAIL", (), "b_0a1b_2c3d"), "https://paper.us1.list-manage.com"),
    (
        {"listmonk": {"url": "https://lists.example.org/", "lists": [UUID]}},
        MailForm("https://lists.example.org/subscription/form", "email", (("l", UUID),), "nonce"),
        "https://lists.example.org",
    ),
]


@dataclasses.dataclass
class Bare:
    """As much of a site as the form looks at."""

    config: Any
    landscape: Any


def bare(tmp_path: Path, wanted: dict[str, Any] | None) -> Any:
    from broadsheet.topics.landscape import Landscape

    (tmp_path / "site_config").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: The Paper\n")
    text = msgspec.json.encode({"subscriptions": wanted} if wanted is not None else {"tagline": "x"}).decode()
    (tmp_path / "site_config" / "site.yml").write_text(text)
    config, problems = load_config(tmp_path)
    assert problems == []
    return Bare(config, Landscape())


@pytest.mark.parametrize(("wanted", "form", "target"), CASES)
def test_a_form_for_each(wanted: dict[str, Any], form: MailForm, target: str, tmp_path: Path) -> None:
    site = bare(tmp_path, wanted)
    assert mail_form(site) == form
    assert form_target(site.config.settings.subscriptions) == target


def test_no_form_unless_configured(tmp_path: Path) -> None:
    assert mail_form(bare(tmp_path, None)) is None
    assert form_target(None) == ""


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("subscriptions: {}", "one-subscription-service"),
        ("subscriptions: {service: https://a.example, buttondown: b}", "one-subscription-service"),
        ("subscriptions: {buttondown: a b}", "bad-account"),
        ("subscriptions: {mailchimp: https://evil.example/subscribe/post?u=a&id=b}", "bad-form"),
        ("subscriptions: {listmonk: {url: https://a.example, lists: [x]}}", "bad-list"),
        ("subscriptions: {service: javascript:alert(1)}", "bad-url"),
        ("subscriptions: {provider: x}", "unknown-key"),
    ],
)
def test_settings_that_are_wrong(text: str, code: str, tmp_path: Path) -> None:
    (tmp_path / "site_config").mkdir()
    (tmp_path / "mkdocs.yml").write_text("site_name: The Paper\n")
    (tmp_path / "site_config" / "site.yml").write_text(text + "\n")
    _, problems = load_config(tmp_path)
    assert [problem.code for problem in problems] == [code]


def test_chosen_names_what_is_given() -> None:
    assert Subscriptions(buttondown="a", service="https://a.example").chosen == ("service", "buttondown")


def test_the_front_page_has_the_form_and_an_issue_has_none() -> None:
    wanted = msgspec.convert({"service": "https://mail.example.org"}, Subscriptions)
    site = issued({"2026-06-10": "a1"}, subscriptions=wanted)
    forms = {job.url: job.view.mail for job in issue_pages(site, fragments(site)) if isinstance(job.view, DigestView)}
    assert forms[""] is not None
    assert forms["digests/2026-06-10/"] is None
