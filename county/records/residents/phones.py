"""Who speaks on a phone: its signed cookie holds the address of a conversation."""

from __future__ import annotations

from collections.abc import Callable

from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

from county.kernel.errors import NotAllowed
from county.records.residents.models import Resident
from county.records.residents.queries import current

COOKIE = "siwei_phone"
SALT = "county.phone"
LIFE = 365 * 86400
ABOUT_ME = "/helpdesk/phone/me/"
"""The page of what is kept of a resident; apps lend it panels, as the place `my_data`."""

Ask = Callable[[str], Resident | None]
OWNERS: list[Ask] = []


class NotBegun(NotAllowed):
    """The phone has not been through the first contact, or its cookie was forged or lost."""

    def __init__(self) -> None:
        super().__init__(
            _("Open the page again and read the notice first; what you wrote is kept here.")
        )


def owns(ask: Ask) -> Ask:
    """Let this question say whose conversation an address belongs to; None for one it lacks."""
    OWNERS.append(ask)
    return ask


def conversation_address(request: HttpRequest) -> str:
    """The address that this phone keeps; empty for a stranger or a forged cookie."""
    try:
        return str(signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LIFE))
    except signing.BadSignature:
        return ""


def resident_on(request: HttpRequest) -> Resident:
    """Who speaks on this phone; raises NotBegun, which says how to begin, for a stranger."""
    address = conversation_address(request)
    found = (ask(address) for ask in OWNERS) if address else ()
    resident = next((one for one in found if one is not None), None)
    if resident is None:
        raise NotBegun
    return current(resident)


def remember(response: HttpResponseBase, address: str) -> HttpResponseBase:
    """Let the phone keep the key to its conversation."""
    response.set_cookie(
        COOKIE, signing.dumps(address, salt=SALT), max_age=LIFE, httponly=True, samesite="Lax"
    )
    return response


def forget(response: HttpResponseBase) -> HttpResponseBase:
    """Take the key off the phone."""
    response.delete_cookie(COOKIE)
    return response
