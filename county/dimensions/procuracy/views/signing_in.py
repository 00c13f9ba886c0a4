"""Signing in to a lesson: the screen with its changing code, and the attendant's phone."""

from __future__ import annotations

import secrets
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from markupsafe import Markup

from county.design import qrcodes
from county.design.forms import complete
from county.design.http import address_of, show
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions.attendance import sign_in
from county.dimensions.procuracy.forms.lessons import NameForm
from county.dimensions.procuracy.knowledge.signing_in import code_at, is_good
from county.dimensions.procuracy.models.lessons import Order
from county.dimensions.procuracy.queries import orders as asked
from county.foundation.staff.policy import OfficerRequest, allow, public
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.limits import Limit

COOKIE, SALT = "lesson_phone", "county.procuracy.lesson"
LIFE = 400 * 86400
TYPING = 15 * 60
"""Seconds that one may take to write the name after the code was scanned."""
TRIES = Limit(600, 3600)
"""Openings from one address within an hour: a hall of people shares one."""


class TooOften(Refused):
    """No hall is that full."""

    status = 429


def drawn(text: str) -> Markup:
    """A code as a picture inside the page."""
    picture = qrcodes.svg(text).decode()
    return Markup(picture.partition("?>")[2] or picture)  # noqa: S704 - our own drawing


@allow(Permit.LIAISE)
@require_GET
def screen(request: OfficerRequest, order_id: UUID) -> HttpResponseBase:
    """The lesson's code, for the screen of the room; it is drawn anew each minute."""
    placed = get_object_or_404(asked.orders_for(request.user), pk=order_id, slot__isnull=False)
    code = code_at(settings.SECRET_KEY, placed.pk, clock.now())
    address = f"{settings.SIWEI_ADDRESS}/procuracy/lesson/{placed.pk}/{code}/"
    context = {
        "order": placed,
        "picture": drawn(address),
        "signed": placed.attendances.count(),
    }
    return show(request, "procuracy/screen.html", context, part="code")


@public("attendants of a lesson have no account; the code on the screen lets them in")
@require_http_methods(["GET", "POST"])
def attend(request: HttpRequest, order_id: UUID, code: str) -> HttpResponseBase:
    """Write one's name after scanning the code on the screen."""
    if not TRIES.take(address_of(request)):
        raise TooOften(_("Too many from this network. Ask the liaison to count you by hand."))
    placed = get_object_or_404(asked.orders(), pk=order_id, slot__isnull=False)
    if request.method == "POST":
        return _signed(request, placed)
    if not is_good(settings.SECRET_KEY, placed.pk, code, clock.now()):
        raise Refused(_("This code is no longer good. Scan the one on the screen now."))
    token = signing.dumps(str(placed.pk), salt=SALT)
    form = NameForm(initial={"token": token})
    context = {"order": placed, "form": form, "done": "", "year": clock.today().year}
    return show(request, "procuracy/attend.html", context)


def _signed(request: HttpRequest, placed: Order) -> HttpResponseBase:
    given = complete(NameForm(request.POST)).cleaned_data
    try:
        scanned = signing.loads(given["token"], salt=SALT, max_age=TYPING)
    except signing.BadSignature:
        scanned = ""
    if scanned != str(placed.pk):
        raise Refused(_("It took too long. Scan the code on the screen again."))
    phone = _phone(request)
    new = sign_in(placed, name=given["name"], phone=phone)
    context = {"order": placed, "form": None, "done": "new" if new else "known",
               "year": clock.today().year}  # fmt: skip
    response = show(request, "procuracy/attend.html", context)
    response.set_cookie(
        COOKIE, signing.dumps(phone, salt=SALT), max_age=LIFE, httponly=True, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )  # fmt: skip
    return response


def _phone(request: HttpRequest) -> str:
    """What this phone is known by; a new one gets a word of its own."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFE))
    except signing.BadSignature:
        return secrets.token_urlsafe(16)
