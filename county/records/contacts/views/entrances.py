"""Entrances to customer service: choose account and town, see the code, print it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design import qrcodes
from county.design.forms import complete
from county.design.http import go, show
from county.foundation.channels.models import Mailbox
from county.foundation.channels.queries import mailboxes
from county.foundation.channels.wecom.ways import with_parameter
from county.foundation.staff.policy import OfficerRequest, allow
from county.records.contacts.access import Permit
from county.records.contacts.actions import entrances as acts
from county.records.contacts.flow import EntranceState
from county.records.contacts.forms import EntranceForm
from county.records.contacts.models import Entrance
from county.records.contacts.queries import ways as queries

PAGE = "/contacts/entrances/"


@allow(Permit.MANAGE)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The accounts, their links, and the code of the chosen account and town."""
    known = list(queries.entrances_for(request.user))
    ready = [one for one in known if one.state == EntranceState.READY]
    form = EntranceForm(request.GET or None, by=request.user, auto_id="in_%s")
    chosen = form.cleaned_data if ready and form.is_bound and form.is_valid() else None
    there = {one.mailbox_id for one in known}
    context: dict[str, Any] = {
        "form": form,
        "ready": ready,
        "waiting": [one for one in known if one.state != EntranceState.READY],
        "without": [one for one in mailboxes() if one.pk not in there],
        "chosen": chosen,
        "address": _address(**chosen) if chosen else "",
    }
    return show(request, "contacts/entrances.html", context)


@allow(Permit.MANAGE)
@require_POST
def make(request: OfficerRequest) -> HttpResponseBase:
    """Have the link of an account made; it is there in a moment."""
    name = request.POST.get("account", "")[:100].replace("\x00", "")
    acts.ask(get_object_or_404(Mailbox, pk=name), by=request.user)
    return go(request, PAGE)


@allow(Permit.MANAGE)
@require_GET
def code(request: OfficerRequest, entrance_id: UUID) -> HttpResponseBase:
    """The code as a picture: for the page, or as PNG to keep."""
    chosen = _chosen(request, entrance_id)
    text = _address(**chosen)
    if request.GET.get("kind") != "png":
        return HttpResponse(qrcodes.svg(text), content_type="image/svg+xml")
    response = HttpResponse(qrcodes.png(text), content_type="image/png")
    name = f"entrance-{chosen['town_code'] or 'county'}.png"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@allow(Permit.MANAGE)
@require_GET
def poster(request: OfficerRequest, entrance_id: UUID) -> HttpResponseBase:
    """The code on a page of its own, to be printed and put up."""
    chosen = _chosen(request, entrance_id)
    entrance, town = chosen["entrance"], chosen["town_code"]
    context = {
        "kind": "entrance",
        "name": str(entrance),
        "town": town,
        "picture": f"{PAGE}{entrance.pk}/code/?town_code={town}",
        "back": f"{PAGE}?entrance={entrance.pk}&town_code={town}",
    }
    return show(request, "contacts/poster.html", context)


def _chosen(request: OfficerRequest, entrance_id: UUID) -> dict[str, Any]:
    """The account and town of an address, if this officer may print them; Http404 for no link."""
    usable = queries.entrances_for(request.user).filter(state=EntranceState.READY)
    entrance = get_object_or_404(usable, pk=entrance_id)
    town = request.GET.get("town_code", "")
    said = {"entrance": str(entrance.pk), "town_code": town}
    return complete(EntranceForm(said, by=request.user)).cleaned_data


def _address(*, entrance: Entrance, town_code: str) -> str:
    return with_parameter(entrance.link, town_code)
