"""The form "Get the digest in your inbox": whose it is, and what its fields are called there."""

from urllib.parse import parse_qs, urlsplit

from ..sources.subscribing import Subscriptions
from .site import Site
from .views import MailForm, MailTopic


def mail_form(site: Site, *chosen: str) -> MailForm | None:
    """The form of the settings, None without any; `chosen` are ids of topics to begin with.

    The names of fields are the providers' own, as the forms have them that they give out to embed. Only our own
    service can do something with a period and with topics: a provider makes its mail from the feed.
    """
    wanted = site.config.settings.subscriptions
    if not wanted:
        return None
    if wanted.service:
        topics = tuple(
            MailTopic(topic.id, topic.label, topic.id in chosen)
            for topic in (*site.landscape.topics, *site.landscape.finer)
            if not topic.parent or topic.id in chosen
        )
        return MailForm(f"{wanted.service.rstrip('/')}/subscribe", "email", (), "homepage", True, topics)
    if wanted.buttondown:
        action = f"https://buttondown.com/api/emails/embed-subscribe/{wanted.buttondown}"
        return MailForm(action, "email", (("embed", "1"),))
    if wanted.mailchimp:
        query = parse_qs(urlsplit(wanted.mailchimp).query)
        return MailForm(wanted.mailchimp, "EMAIL", (), f"b_{query['u'][0]}_{query['id'][0]}")
    if wanted.listmonk:
        lists = tuple(("l", one) for one in wanted.listmonk.lists)
        return MailForm(f"{wanted.listmonk.url.rstrip('/')}/subscription/form", "email", lists, "nonce")
    return None


def form_target(wanted: Subscriptions | None) -> str:
    """The origin to which pages may send that form, empty without any."""
    if not wanted:
        return ""
    listmonk = wanted.listmonk.url if wanted.listmonk else None
    buttondown = "https://buttondown.com" if wanted.buttondown else None
    parts = urlsplit(wanted.service or wanted.mailchimp or listmonk or buttondown or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""
