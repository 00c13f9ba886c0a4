"""Sign in for an enterprise within WeCom: the account is tied once, by a code to the phone."""

from __future__ import annotations

from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from county.design.http import address_of, show
from county.foundation.channels.wecom import identity
from county.foundation.channels.wecom.client import client, is_set_up
from county.foundation.channels.wecom.errors import Step, WeComRefused
from county.foundation.staff.policy import public
from county.kernel.errors import Refused
from county.records.enterprises import queries
from county.records.enterprises.forms import PhoneForm
from county.records.enterprises.seats import SIGN_IN, sit

ENTERED = "/firm/sign-in/wecom/entered/"
WAITING, SALT, LIFE = "siwei_firm_account", "county.firm.account", 10 * 60
"""The cookie of an account that WeCom named and that no code has tied to a phone yet."""
HOME = "/firm/"
LONGEST_WISH = 200


class StartAgain(Refused):
    """The way through WeCom led nowhere; the phone and a code still do."""

    status = 400


def inside(request: HttpRequest, wanted: str) -> str:
    """The wanted address, if it is one of ours; else the enterprise's page."""
    wanted = wanted[:LONGEST_WISH]
    ours = wanted.startswith("/") and url_has_allowed_host_and_scheme(wanted, {request.get_host()})
    return wanted if ours else HOME


def address(wanted: str) -> str:
    """Where the way through WeCom begins."""
    return f"{SIGN_IN}wecom/?{urlencode({'next': wanted})}"


def goes_at_once(request: HttpRequest) -> bool:
    """Whether WeCom's own browser asks, which knows who is there: nothing need be typed."""
    fresh = "phone" not in request.GET and not waiting_account(request)
    return is_set_up() and identity.in_wecom(request) and fresh


def waiting_account(request: HttpRequest) -> str:
    """The account that WeCom named to this browser a short while ago; empty for none."""
    try:
        kept = signing.loads(request.COOKIES.get(WAITING, ""), salt=SALT, max_age=LIFE)
    except (ValueError, signing.BadSignature):
        return ""
    return str(kept)


def door(
    request: HttpRequest,
    wanted: str,
    *,
    form: PhoneForm | None = None,
    said: str = "",
    status: int = 200,
) -> HttpResponseBase:
    """The sign-in page; `said` is why WeCom did not open it."""
    context = {
        "form": form or PhoneForm(),
        "next": wanted,
        "said": said,
        "waiting": bool(waiting_account(request)),
        "with_wecom": address(wanted) if is_set_up() else "",
    }
    return show(request, "enterprises/sign_in.html", context, status=status)


@public("representatives set out to WeCom here to sign in")
@require_GET
def set_out(request: HttpRequest) -> HttpResponseBase:
    """Send the browser to WeCom, which knows the visitor or shows a QR code."""
    wish = inside(request, request.GET.get("next", ""))
    try:
        app = client().app
    except Refused as refused:
        return door(request, wish, said=str(refused), status=refused.status)
    journey = identity.set_out(wish)
    way = identity.way(
        app, journey, in_app=identity.in_wecom(request), english=get_language() == "en",
        entered=ENTERED,
    )  # fmt: skip
    response = HttpResponseRedirect(way)
    identity.remember(response, journey, back=ENTERED)
    return response


@public("WeCom sends representatives back here with a code")
@transaction.non_atomic_requests
@require_GET
def entered(request: HttpRequest) -> HttpResponseBase:
    """Sign in whom a code has tied to this account; ask the others for their phone once."""
    journey = identity.recall(request, request.GET.get("state", ""))
    wish = inside(request, journey.after if journey else "")
    try:
        if journey is None:
            raise StartAgain(_("This sign-in was not begun in this browser, or a while ago."))
        account = _account(request, request.GET.get("code", ""))
    except Refused as refused:
        response = door(request, wish, said=str(refused), status=refused.status)
    else:
        response = _known(request, account, wish)
    if journey:
        identity.forget(response, journey, back=ENTERED)
    return response


def _account(request: HttpRequest, code: str) -> str:
    """The account behind a code; raises Refused in words."""
    where = address_of(request)
    if not identity.is_code(code):
        raise StartAgain(_("WeCom sent no code. Sign in with your phone."))
    if identity.is_guessing(where):
        raise StartAgain(_("Too many sign-ins with WeCom have failed. Wait a minute."))
    try:
        account = identity.visitor(client(), code)
    except WeComRefused as refused:
        if refused.step is not Step.GIVE_UP:
            raise
        identity.note_bad_code(where)
        raise StartAgain(_("WeCom does not know this code. Sign in with your phone.")) from None
    if not account:
        raise StartAgain(_("WeCom did not say who you are. Sign in with your phone."))
    return account


def _known(request: HttpRequest, account: str, wish: str) -> HttpResponseBase:
    people = list(queries.tied_to(account)[:2])
    if people:
        where = "/firm/choose/" if len(people) > 1 else wish
        return sit(request, HttpResponseRedirect(where), people[0])
    response = HttpResponseRedirect(f"{SIGN_IN}?{urlencode({'next': wish, 'phone': ''})}")
    response.set_cookie(
        WAITING,
        signing.dumps(account, salt=SALT),
        max_age=LIFE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response
