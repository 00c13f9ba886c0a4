"""Likely doubles: compare two files, join them, keep them apart, undo a joining."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import address_of, go, show
from county.foundation.staff.policy import OfficerRequest, allow
from county.records.residents import actions, queries
from county.records.residents.access import Permit
from county.records.residents.forms import JoinForm, PartForm
from county.records.residents.models import Joining, Resident


def _pair(request: OfficerRequest, one_id: UUID, other_id: UUID) -> tuple[Resident, Resident]:
    rows = queries.residents_for(request.user)
    return get_object_or_404(rows, pk=one_id), get_object_or_404(rows, pk=other_id)


@allow(Permit.MERGE)
@require_GET
def doubles(request: OfficerRequest) -> HttpResponseBase:
    """Files that may be of one person; nothing is joined by itself."""
    recent = Joining.objects.filter(kept__in=queries.residents_for(request.user))
    context = {
        "pairs": queries.likely_doubles(request.user),
        "joinings": list(recent.select_related("kept", "given_up").order_by("-at")[:20]),
    }
    return show(request, "residents/doubles.html", context)


@allow(Permit.MERGE)
@require_GET
def compare(request: OfficerRequest, one_id: UUID, other_id: UUID) -> HttpResponseBase:
    """Two files side by side, masked."""
    pair = _pair(request, one_id, other_id)
    for file in pair:
        actions.open_page(file, by=request.user, address=address_of(request))
    context = {
        "pair": pair,
        "consents": [queries.consents(file) for file in pair],
        "roles": [queries.roles_of(file) for file in pair],
        "form": JoinForm(auto_id="join_%s"),
    }
    return show(request, "residents/compare.html", context)


@allow(Permit.MERGE)
@require_POST
def join(request: OfficerRequest, one_id: UUID, other_id: UUID) -> HttpResponseBase:
    """Join two files; the one that stays is named."""
    one, other = _pair(request, one_id, other_id)
    form = complete(JoinForm(request.POST))
    kept, given_up = (other, one) if form.cleaned_data["keep"] == other.pk else (one, other)
    actions.join(kept, given_up, reason=form.cleaned_data["reason"], by=request.user)
    return go(request, f"/residents/{kept.pk}/")


@allow(Permit.MERGE)
@require_POST
def apart(request: OfficerRequest, one_id: UUID, other_id: UUID) -> HttpResponseBase:
    """Note that these are two people."""
    one, other = _pair(request, one_id, other_id)
    actions.keep_apart(one, other, by=request.user)
    return go(request, "/residents/doubles/")


@allow(Permit.MERGE)
@require_POST
def part(request: OfficerRequest, joining_id: UUID) -> HttpResponseBase:
    """Undo a joining."""
    rows = Joining.objects.filter(kept__in=queries.residents_for(request.user))
    joining = get_object_or_404(rows, pk=joining_id)
    form = complete(PartForm(request.POST))
    actions.part(joining, **form.cleaned_data, by=request.user)
    return go(request, f"/residents/{joining.kept_id}/")
