"""On their phones residents confirm, refuse, set, freeze, object to, keep and end their tags."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.foundation.staff.policy import public
from county.records.residents import phones
from county.records.tags import actions, queries
from county.records.tags.forms import ObjectForm, OwnForm, WishForm, WithdrawForm
from county.records.tags.knowledge import tags
from county.records.tags.models import Tagging

BACK = f"{phones.ABOUT_ME}#tags"


def _own(request: HttpRequest, tagging_id: UUID) -> Tagging:
    resident = phones.resident_on(request)
    return get_object_or_404(queries.own(resident.pk), pk=tagging_id)


@public("a resident's own tags")
@require_POST
def confirm(request: HttpRequest, tagging_id: UUID) -> HttpResponseBase:
    """Agree to a tag that an officer proposed."""
    actions.confirm(_own(request, tagging_id), by=phones.resident_on(request))
    return go(request, BACK)


@public("a resident's own tags")
@require_POST
def end(request: HttpRequest, tagging_id: UUID) -> HttpResponseBase:
    """Refuse a tag that was proposed, or end one in force; no reason is asked."""
    actions.end(_own(request, tagging_id), by=phones.resident_on(request))
    return go(request, BACK)


@public("a resident's own tags")
@require_POST
def freeze(request: HttpRequest, tagging_id: UUID) -> HttpResponseBase:
    """Let a tag have no effect for now."""
    actions.freeze(_own(request, tagging_id), by=phones.resident_on(request))
    return go(request, BACK)


@public("a resident's own tags")
@require_POST
def unfreeze(request: HttpRequest, tagging_id: UUID) -> HttpResponseBase:
    """Let a frozen tag have its effect again."""
    actions.unfreeze(_own(request, tagging_id), by=phones.resident_on(request))
    return go(request, BACK)


@public("a resident's own tags")
@require_POST
def object_to(request: HttpRequest, tagging_id: UUID) -> HttpResponseBase:
    """Say that a tag is wrong."""
    tagging = _own(request, tagging_id)
    form = complete(ObjectForm(request.POST))
    actions.object_to(tagging, words=form.cleaned_data["words"], by=phones.resident_on(request))
    return go(request, BACK)


@public("a resident's own tags")
@require_POST
def renew(request: HttpRequest, tagging_id: UUID) -> HttpResponseBase:
    """Keep a tag for another term."""
    actions.renew(_own(request, tagging_id), by=phones.resident_on(request))
    return go(request, BACK)


@public("a resident's own tags")
@require_POST
def refuse(request: HttpRequest) -> HttpResponseBase:
    """Switch “generic content only” or “emergencies only” on or off."""
    resident = phones.resident_on(request)
    form = complete(WishForm(request.POST))
    actions.refuse(resident, form.cleaned_data["code"], on=form.cleaned_data["on"])
    return go(request, BACK)


@public("a resident's own consent")
@require_POST
def withdraw(request: HttpRequest) -> HttpResponseBase:
    """Take a consent back; what rests on it ends at once."""
    resident = phones.resident_on(request)
    form = complete(WithdrawForm(request.POST))
    actions.withdraw(resident, form.cleaned_data["scope"])
    return go(request, BACK)


@public("a resident's own tags")
@require_GET
def choose(request: HttpRequest) -> HttpResponseBase:
    """What a tag is for and how long it lasts, before a resident sets it."""
    resident = phones.resident_on(request)
    form = complete(OwnForm(request.GET, resident_id=resident.pk))
    tag = tags()[form.cleaned_data["code"]]
    return show(request, "tags/new.html", {"tag": tag, "back": BACK})


@public("a resident's own tags")
@require_POST
def set_own(request: HttpRequest) -> HttpResponseBase:
    """Set a tag on oneself."""
    resident = phones.resident_on(request)
    form = complete(OwnForm(request.POST, resident_id=resident.pk))
    actions.set_own(resident, form.cleaned_data["code"])
    return go(request, BACK)
