"""What else is known of a person: age and guardian, household, roles in enterprises, consents."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel.errors import Incomplete
from county.records.organisations.queries import exactly
from county.records.residents import actions, queries
from county.records.residents.access import Permit
from county.records.residents.forms import AgeForm, GuardianForm, HouseholdForm, RoleForm
from county.records.residents.models import HouseholdMember, Resident, WorkLink


def _file(request: OfficerRequest, resident_id: UUID) -> Resident:
    return get_object_or_404(queries.residents_for(request.user), pk=resident_id)


def _back(request: OfficerRequest, resident: Resident) -> HttpResponseBase:
    return go(request, f"/residents/{resident.pk}/")


@allow(Permit.CORRECT)
@require_POST
def age(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Note a birthday or a school as stated."""
    resident = _file(request, resident_id)
    form = complete(AgeForm(request.POST))
    if not any(form.cleaned_data.values()):
        raise Incomplete(_("Fill in what is to be changed."))
    actions.state_age(resident, **form.cleaned_data, by=request.user)
    return _back(request, resident)


@allow(Permit.CORRECT)
@require_POST
def child(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Empty the file of somebody who is under 14."""
    resident = _file(request, resident_id)
    actions.declare_child(resident, by=request.user)
    return _back(request, resident)


@allow(Permit.CORRECT)
@require_POST
def guardian(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Note that the guardian of a minor was told."""
    resident = _file(request, resident_id)
    form = complete(GuardianForm(request.POST))
    actions.inform_guardian(resident, **form.cleaned_data, by=request.user)
    return _back(request, resident)


@allow(Permit.CORRECT)
@require_POST
def household(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Let a resident who agreed share a household, a new one or that of another file."""
    resident = _file(request, resident_id)
    form = complete(HouseholdForm(request.POST))
    home = None
    if number := form.cleaned_data["with_number"]:
        mate = queries.residents_for(request.user).filter(number=number).first()
        rows = HouseholdMember.objects.filter(resident=mate, left_at=None) if mate else None
        member = rows.select_related("household").first() if rows is not None else None
        if member is None:
            raise Incomplete(_("File %s shares no household that you may see.") % number)
        home = member.household
    evidence = form.cleaned_data["evidence"]
    actions.share_household(resident, evidence=evidence, household=home, by=request.user)
    return _back(request, resident)


@allow(Permit.CORRECT)
@require_POST
def leave_household(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Take a resident out of their household."""
    resident = _file(request, resident_id)
    actions.leave_household(resident, by=request.user)
    return _back(request, resident)


@allow(Permit.CORRECT)
@require_POST
def role(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Note for which enterprise the person speaks."""
    resident = _file(request, resident_id)
    form = complete(RoleForm(request.POST))
    firm = exactly(form.cleaned_data["organisation"])
    if firm is None:
        raise Incomplete(_("No enterprise has this credit code or exactly this name."))
    actions.begin_role(
        resident,
        organisation=firm,
        role=form.cleaned_data["role"],
        since=form.cleaned_data["since"],
        by=request.user,
    )
    return _back(request, resident)


@allow(Permit.CORRECT)
@require_POST
def end_role(request: OfficerRequest, resident_id: UUID, link_id: int) -> HttpResponseBase:
    """End a role in an enterprise."""
    resident = _file(request, resident_id)
    rows = WorkLink.objects.filter(resident=resident, until=None)
    if link_id >= 2**63:
        link_id = 0
    actions.end_role(get_object_or_404(rows, pk=link_id), by=request.user)
    return _back(request, resident)


@allow(Permit.READ)
@require_GET
def consents(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Everything the person agreed to or took back: scope, notice, channel, evidence."""
    resident = get_object_or_404(queries.open_to(request.user), pk=resident_id)
    rows = queries.consent_history(resident)
    latest = {one.pk for one in queries.consents(resident)}
    context = {"resident": resident, "rows": rows, "latest": latest}
    return show(request, "residents/consents.html", context)
