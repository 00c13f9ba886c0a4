"""Which representative speaks in a request, and the doors that ask for one."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext as _

from county.design.http import wants_plain
from county.foundation.staff.policy import View
from county.kernel import clock
from county.kernel.errors import NotAllowed
from county.kernel.text import clean
from county.records.enterprises.actions import digest_of
from county.records.enterprises.models import Representative, Seat

COOKIE = "siwei_firm"
IDLE, LONGEST = timedelta(hours=12), timedelta(days=30)
"""How long a device stays signed in unused, and at most; local design values."""
SEEN_AGAIN = timedelta(minutes=5)
"""A device that is used is noted this often at most."""
SIGN_IN = "/firm/sign-in/"
LEFT = f"{SIGN_IN}?phone="
"""Where one goes who has left: within WeCom too, which would else sign in again at once."""
OWN = "speaks for an enterprise"
"""What doors ask that are open to everybody who speaks for an enterprise."""


class RepresentativeRequest(HttpRequest):
    """A request by a representative who is signed in for an enterprise."""

    representative: Representative


class SignedOut(NotAllowed):
    """Nobody is signed in for an enterprise on this device."""

    status = 401

    def __init__(self) -> None:
        super().__init__(_("Nobody is signed in for an enterprise here. Sign in first."))


def speaks_for(permit: str) -> Callable[[View], View]:
    """Let only representatives who are trusted with `permit` through this view."""
    return _door(permit)


def speaks(view: View) -> View:
    """Open this view to everybody who speaks for an enterprise: it shows the own things only."""
    return _door("")(view)


def _door(permit: str) -> Callable[[View], View]:
    def decorate(view: View) -> View:
        @wraps(view)
        def guarded(request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
            seat = seat_on(request)
            if seat is None:
                return _to_the_door(request)
            request.representative = seat.representative
            demand_trust(request.representative, permit)
            return view(request, *args, **kwargs)

        door = login_not_required(guarded)
        door.permit = permit or OWN  # type: ignore[attr-defined]
        door.of_firms = True  # type: ignore[attr-defined]
        return door

    return decorate


def demand_trust(representative: Representative, permit: str) -> None:
    """Refuse whoever the enterprise did not trust with this."""
    if permit and not representative.has(permit):
        raise NotAllowed(_("You are not trusted with this. Ask your legal representative."))


def _to_the_door(request: HttpRequest) -> HttpResponseBase:
    if wants_plain(request):
        raise SignedOut
    wish = request.path if request.method == "GET" else "/firm/"
    return HttpResponseRedirect(f"{SIGN_IN}?{urlencode({'next': wish})}")


def seat_on(request: HttpRequest) -> Seat | None:
    """The device's seat, if its token is good: used lately, and not too old."""
    token = request.COOKIES.get(COOKIE, "")
    if not 20 <= len(token) <= 100 or not token.isascii():
        return None
    now = clock.now()
    rows = Seat.objects.select_related("representative__organisation")
    seat = rows.filter(
        digest=digest_of(token), ended_at=None, seen_at__gt=now - IDLE, made_at__gt=now - LONGEST,
        representative__left_at=None,
    ).first()  # fmt: skip
    if seat is not None and seat.seen_at < now - SEEN_AGAIN:
        Seat.objects.filter(pk=seat.pk).update(seen_at=now)
    return seat


def sit(
    request: HttpRequest, response: HttpResponseBase, representative: Representative
) -> HttpResponseBase:
    """Sign this device in for an enterprise; whoever sat here before gets up."""
    rise(request, response)
    token, now = secrets.token_urlsafe(32), clock.now()
    device = clean(request.headers.get("User-Agent", ""), 120)
    Seat.objects.create(
        digest=digest_of(token), representative=representative, device=device[:120],
        made_at=now, seen_at=now,
    )  # fmt: skip
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(LONGEST.total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def rise(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Sign this device out: its token is worthless from now on."""
    token = request.COOKIES.get(COOKIE, "")
    Seat.objects.filter(digest=digest_of(token), ended_at=None).update(ended_at=clock.now())
    response.delete_cookie(COOKIE, samesite="Lax")
    return response
