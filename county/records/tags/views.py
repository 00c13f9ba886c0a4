"""Propose a tag for a resident; take one back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_POST

from county.design.forms import complete
from county.design.http import go
from county.foundation.staff.policy import OfficerRequest, allow
from county.records.residents.queries import residents_for
from county.records.tags import actions, queries
from county.records.tags.access import Permit
from county.records.tags.forms import EndForm, ProposeForm


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
