"""The handlers behind the links of every digest: leaving with one click, choices, one's data, erasing it."""

import json
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import Response

from . import store
from .service import Service, read, text, texts
from .wishes import Wish, checked_period, checked_topics, same

_ERASED = "broadsheet_erased_total"
_GONE = ("You are not subscribed", "Nobody subscribes with this link: nothing is kept, and no mail will come.")


async def ask_to_leave(service: Service, request: Request) -> Response:
    """A page with one button; opening a link must not end a subscription (RFC 8058, section 1)."""
    token = request.query_params.get("t", "")
    member = await service.run(lambda connection: store.subscriber(connection, token))
    if not member:
        return service.told(*_GONE)
    words = f"{service.options.name} will no longer come to {member.wish.address}, and the address is erased."
    return service.told("Unsubscribe?", words, action="unsubscribe", button="Unsubscribe", token=token, manage=token)


async def unsubscribe(service: Service, request: Request) -> Response:
    """Erase, for a button of ours or for a mail program's (RFC 8058); twice does no harm."""
    form = await read(request)
    token = text(form, "t") or request.query_params.get("t", "")
    one_click = text(form, "List-Unsubscribe") == "One-Click"
    return await _erase(service, request, token, "one click" if one_click else "page")


async def erase(service: Service, request: Request) -> Response:
    """Erase, from the page of choices."""
    return await _erase(service, request, text(await read(request), "t"), "erased")


async def manage(service: Service, request: Request) -> Response:
    """The page of choices."""
    token = request.query_params.get("t", "")
    member = await service.run(lambda connection: store.subscriber(connection, token))
    return service.page("manage", member=member, saved=False) if member else service.told(*_GONE)


async def choose(service: Service, request: Request) -> Response:
    """Keep new choices."""
    form = await read(request)
    if service.is_foreign(request):
        return _foreign(service)
    wish = Wish("", checked_period(text(form, "period")), checked_topics(texts(form, "topics")))
    token = text(form, "t")
    member = await service.run(lambda connection: store.choose(connection, token, wish))
    return service.page("manage", member=member, saved=True) if member else service.told(*_GONE)


async def export(service: Service, request: Request) -> Response:
    """Everything that is kept about a subscriber, as JSON."""
    token = text(await read(request), "t")
    if service.is_foreign(request):
        return _foreign(service)
    member = await service.run(lambda connection: store.subscriber(connection, token))
    if not member:
        return service.told(*_GONE)
    wish = member.wish
    asked = await service.run(lambda connection: store.open_requests(connection, wish.address))
    kept = _as_json(wish) | {
        "asked": _time(member.asked),
        "confirmed": _time(member.confirmed),
        "token": member.token,
        "requests": [_as_json(one) | {"asked": _time(at)} for one, at in asked],
    }
    data = json.dumps(kept, indent=2, ensure_ascii=False) + "\n"
    headers = {"Content-Disposition": 'attachment; filename="my-subscription.json"'}
    return Response(data, media_type="application/json", headers=headers)


async def _erase(service: Service, request: Request, token: str, how: str) -> Response:
    # A mail program's click says nothing of where it comes from, or something of its own.
    if how != "one click" and service.is_foreign(request):
        return _foreign(service)
    member = await service.run(lambda connection: store.subscriber(connection, token))
    if member:
        await service.run(lambda connection: store.erase(connection, token))
        service.metrics.add(_ERASED, how=how)
        service.journal.write("left", how=how, address=service.journal.mark(same(member.wish.address)))
    words = "No mail will come any more, and nothing is kept about you here."
    return service.told("You are unsubscribed", words, again=True)


def _foreign(service: Service) -> Response:
    return service.told("Not from here", "This form was sent by another site. Nothing was done.", 403)


def _as_json(wish: Wish) -> dict[str, object]:
    return {"address": wish.address, "period": wish.period, "topics": list(wish.topics)}


def _time(seconds: int) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat()
