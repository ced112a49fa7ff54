"""The handlers of the way in: the form, what it sends, and the link in the confirmation mail."""

from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import Response

from . import store
from .limits import client_key
from .messages import choice
from .service import Service, read, text, texts
from .tokens import opened
from .wishes import Wish, checked_address, checked_period, checked_topics, same

_SIGN_UPS = "broadsheet_sign_ups_total"


async def home(service: Service, request: Request) -> Response:
    """The form."""
    topics = checked_topics(request.query_params.getlist("topics"))
    return _form(service, Wish("", checked_period(request.query_params.get("period", "")), topics))


async def subscribe(service: Service, request: Request) -> Response:
    """Note a request and say the same to everybody, whoever subscribes already."""
    form = await read(request)
    # A person sees neither this field nor a reason to fill it.
    if text(form, "homepage"):
        service.metrics.add(_SIGN_UPS, outcome="trap")
        return _sent(service)
    if service.is_foreign(request):
        service.metrics.add(_SIGN_UPS, outcome="foreign")
        return service.told("Not from here", "This form was sent by another site. Nothing was done.", 403)
    typed = _typed(form)
    if not service.is_ours(request, form):
        service.metrics.add(_SIGN_UPS, outcome="unsigned")
        error = "Your browser does not say where the form was. Please press the button once more."
        return _form(service, typed, error, 403)
    address = checked_address(typed.address)
    if not address:
        service.metrics.add(_SIGN_UPS, outcome="invalid")
        return _form(service, typed, "This is no mail address that we can write to.", 400)
    wait = service.clients.wait(client_key(request.client.host if request.client else ""))
    if wait:
        service.metrics.add(_SIGN_UPS, outcome="limited")
        answer = service.told("Too many at once", "Please try again in a while.", 429)
        answer.headers["Retry-After"] = str(int(wait) + 1)
        return answer
    wish, now = Wish(address, typed.period, typed.topics), service.clock()
    if service.addresses.wait(same(address)):
        # Nobody's mailbox is flooded, and nobody learns that it would have been.
        service.metrics.add(_SIGN_UPS, outcome="enough")
        await service.run(lambda connection: store.requested(connection, ""))
    else:
        await service.run(lambda connection: store.ask(connection, wish, now))
        service.metrics.add(_SIGN_UPS, outcome="noted")
    service.journal.write("sign-up", address=service.journal.mark(same(address)))
    return _sent(service)


async def ask_to_confirm(service: Service, request: Request) -> Response:
    """The page behind the link in the mail. It changes nothing: programs that check mail open links too."""
    token = request.query_params.get("t", "")
    found = opened(service.options.secret, "confirm", token, service.clock())
    wish = await service.run(lambda connection: store.requested(connection, found)) if found else None
    if not wish:
        return _late(service)
    words = f"{service.options.name} to {wish.address}: {choice(service.options, wish.period, wish.topics)}."
    return service.told("Confirm", words, action="confirm", button="Send it to me", token=token)


async def confirm(service: Service, request: Request) -> Response:
    """Make the request a subscription."""
    form = await read(request)
    if service.is_foreign(request):
        return service.told("Not from here", "This form was sent by another site. Nothing was done.", 403)
    now = service.clock()
    found = opened(service.options.secret, "confirm", text(form, "t"), now)
    member = await service.run(lambda connection: store.confirm(connection, found, now)) if found else None
    if not member:
        return _late(service)
    service.metrics.add("broadsheet_confirmed_total")
    service.journal.write("confirmed", address=service.journal.mark(same(member.wish.address)))
    words = f"You get {service.options.name}: {choice(service.options, member.wish.period, member.wish.topics)}."
    return service.told("Confirmed", words, manage=member.token)


def _typed(form: FormData) -> Wish:
    return Wish(text(form, "email")[:320], checked_period(text(form, "period")), checked_topics(texts(form, "topics")))


def _form(service: Service, wish: Wish, error: str = "", status: int = 200) -> Response:
    return service.page("form", status, wish=wish, form_token=service.form_token(), error=error)


def _sent(service: Service) -> Response:
    words = "If this address can get mail, a message with a link is on its way. Nothing comes before you confirm."
    return service.told("Look into your mailbox", words)


def _late(service: Service) -> Response:
    words = "This link was used already, or it is older than three days. If you have pressed its button, all is well."
    return service.told("Nothing to confirm", words, 410, again=True)
