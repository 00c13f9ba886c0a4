"""Officers propose a tag and take one back; residents confirm, refuse, set and end their own."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.foundation.staff.policy import OfficerRequest, allow, public
from county.records.residents import phones
from county.records.residents.queries import residents_for
from county.records.tags import actions, queries
from county.records.tags.access import Permit
from county.records.tags.forms import EndForm, OwnForm, ProposeForm
from county.records.tags.knowledge import tags
from county.records.tags.models import Tagging

BACK = f"{phones.ABOUT_ME}#tags"


@allow(Permit.PROPOSE)
@require_POST
def propose(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Lay a tag before the resident."""
    resident = get_object_or_404(residents_for(request.user), pk=resident_id)
    form = complete(ProposeForm(request.POST, resident_id=resident.pk, by=request.user))
    actions.propose(resident, form.cleaned_data["code"], why=form.cleaned_data["why"],
                    by=request.user)  # fmt: skip
    return go(request, f"/residents/{resident.pk}/")


@allow(Permit.PROPOSE)
@require_POST
def end(request: OfficerRequest, tagging_id: UUID) -> HttpResponseBase:
    """Take a tag or a proposal back."""
    tagging = get_object_or_404(queries.taggings_for(request.user), pk=tagging_id)
    form = complete(EndForm(request.POST))
    actions.end(tagging, by=request.user, reason=form.cleaned_data["reason"])
    return go(request, f"/residents/{tagging.resident_id}/")


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
def end_own(request: HttpRequest, tagging_id: UUID) -> HttpResponseBase:
    """Refuse a tag that was proposed, or end one in force; no reason is asked."""
    actions.end(_own(request, tagging_id), by=phones.resident_on(request))
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
