"""Find a resident; one person's file, masked until a reason is given."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design import panels
from county.design.forms import complete
from county.design.http import address_of, fragment, go, html, show
from county.design.jinja import moment
from county.design.tables import Column, table
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel.errors import Incomplete
from county.records.places.queries import name_of
from county.records.residents import actions, queries
from county.records.residents.access import Permit
from county.records.residents.forms import (
    AgeForm,
    CorrectForm,
    GuardianForm,
    HouseholdForm,
    LeaveForm,
    ReasonForm,
    RoleForm,
)
from county.records.residents.models import Resident

COLUMNS = [
    Column(gettext_lazy("called"), lambda one: one.called, "alias"),
    Column(gettext_lazy("name"), lambda one: one.name_masked),
    Column(gettext_lazy("phone"), lambda one: one.phone_masked),
    Column(gettext_lazy("identity number"), lambda one: one.identity_masked),
    Column(gettext_lazy("area"), lambda one: name_of(one.area_code), "area_code"),
    Column(gettext_lazy("opened"), lambda one: moment(one.opened_at), "opened_at"),
]


@allow(Permit.READ)
@require_GET
def search(request: OfficerRequest) -> HttpResponseBase:
    """Files by the chosen name, or by the exact name, phone, identity or file number."""
    words = request.GET.get("words", "").strip()[:40]
    rows = queries.found(words, request.user) if words else queries.residents_for(request.user)
    context = {
        "table": table(request, rows, COLUMNS, default="-opened_at"),
        "sought": words,
        "elsewhere": queries.elsewhere(words, request.user) if words else None,
        "query": request.GET.urlencode(),
    }
    return show(request, "residents/search.html", context)


@allow(Permit.READ)
@require_GET
def one(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """One person, one file: what is kept, masked; consents; who looked. Each opening is a look.

    A file that was joined leads to the one that stays; one of another station asks for a reason.
    """
    resident = get_object_or_404(Resident.objects.select_related("merged_into"), pk=resident_id)
    if (stays := queries.current(resident)) != resident:
        return go(request, f"/residents/{stays.pk}/")
    if not queries.open_to(request.user).filter(pk=resident.pk).exists():
        context = {"resident": resident, "form": LeaveForm(auto_id="leave_%s")}
        return show(request, "residents/leave.html", context)
    actions.open_page(resident, by=request.user, address=address_of(request))
    return show(request, "residents/one.html", _context(request, resident))


def _context(request: OfficerRequest, resident: Resident) -> dict[str, Any]:
    lent = panels.panels_for("resident", request.user.has)
    return {
        "resident": resident,
        "minor": queries.is_minor(resident),
        "consents": queries.consents(resident),
        "looks": list(queries.looks_for(resident, request.user)[:20]),
        "panels": [html(request, each.template, each.fill(request, resident.pk)) for each in lent],
        "roles": queries.roles_of(resident),
        "home": queries.housemates(resident),
        "doubles": queries.doubles_of(resident, request.user),
        "joinings": list(queries.joinings_of(resident)[:10]),
        "form": CorrectForm(auto_id="fix_%s"),
        "why": ReasonForm(auto_id="why_%s"),
        "age": AgeForm(auto_id="age_%s"),
        "guardian": GuardianForm(auto_id="guardian_%s"),
        "household": HouseholdForm(auto_id="home_%s"),
        "role": RoleForm(auto_id="role_%s"),
    }


@allow(Permit.READ)
@require_POST
def leave(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Open a file of another station, for a reason."""
    resident = queries.current(get_object_or_404(Resident.objects.all(), pk=resident_id))
    form = complete(LeaveForm(request.POST))
    address = address_of(request)
    actions.ask_leave(resident, **form.cleaned_data, by=request.user, address=address)
    return go(request, f"/residents/{resident.pk}/")


@allow(Permit.CORRECT)
@require_POST
def correct(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Change what is kept of a resident."""
    resident = get_object_or_404(queries.residents_for(request.user), pk=resident_id)
    form = complete(CorrectForm(request.POST))
    if not form.filled():
        raise Incomplete(_("Fill in what is to be changed."))
    actions.correct(resident, by=request.user, **form.filled())
    return go(request, f"/residents/{resident.pk}/")


@allow(Permit.REVEAL)
@require_POST
def reveal(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Show the private fields, for a reason."""
    resident = get_object_or_404(queries.open_to(request.user), pk=resident_id)
    form = complete(ReasonForm(request.POST))
    address = address_of(request)
    shown = actions.show_private(resident, **form.cleaned_data, by=request.user, address=address)
    names = {
        "name": _("Name"),
        "phone": _("Phone"),
        "identity": _("Identity"),
        "address": _("Address"),
        "born_on": _("Born on"),
    }
    return fragment(request, "residents/one.html", {"shown": shown, "names": names}, part="private")
