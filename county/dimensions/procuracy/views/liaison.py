"""Which prosecutor stands by which town; the own quarter; contacts and needs of enterprises."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.tables import Column, export
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import liaison as actions
from county.dimensions.procuracy.forms.counsel import AssignForm, EndForm, VisitForm, WordsForm
from county.dimensions.procuracy.models import Assignment, Contact, Need
from county.dimensions.procuracy.queries import liaison as queries
from county.foundation.staff.policy import OfficerRequest, allow, demand_export, signed_in
from county.kernel import clock
from county.kernel.errors import NotAllowed
from county.records.organisations.models import Organisation

COLUMNS = [
    Column(gettext_lazy("town"), lambda one: str(one.area)),
    Column(
        gettext_lazy("liaison prosecutor"), lambda one: one.main.officer.name if one.main else ""
    ),
    Column(
        gettext_lazy("deputies"), lambda one: " ".join(each.officer.name for each in one.deputies)
    ),
    Column(gettext_lazy("firms"), lambda one: one.firms),
]  # fmt: skip
READERS = (Permit.LIAISE, Permit.COUNSEL, Permit.ROSTER, Permit.FIGURES)
MINE = "/procuracy/liaison/mine/"


def _demand_reader(request: OfficerRequest) -> None:
    if not any(request.user.has(permit) for permit in READERS):
        raise NotAllowed(_("Your post does not include liaison with enterprises."))


@signed_in
@require_GET
def matrix(request: OfficerRequest) -> HttpResponseBase:
    """The towns with who stands by each, how many are covered, and what is to be done."""
    _demand_reader(request)
    today = clock.today()
    rows = queries.matrix(today)
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        return export(_("liaison"), COLUMNS, rows, form=str(form))
    covered = sum(row.main is not None for row in rows)
    context = {
        "rows": rows,
        "covered": covered,
        "towns": len(rows),
        "contacts": list(queries.contacts().filter(made_on=None)[:50]),
        "today": today,
        "assign": AssignForm(auto_id="assign_%s", initial={"from_on": today}),
        "end": EndForm(auto_id=False, initial={"on": today}),
    }
    return show(request, "procuracy/liaison.html", context)


@allow(Permit.ROSTER)
@require_POST
def assign(request: OfficerRequest) -> HttpResponseBase:
    """Let a prosecutor stand by a town."""
    actions.assign(**complete(AssignForm(request.POST)).cleaned_data, by=request.user)
    return go(request, actions.LIAISON_URL)


@allow(Permit.ROSTER)
@require_POST
def end(request: OfficerRequest, assignment_id: int) -> HttpResponseBase:
    """End an assignment with a day."""
    rows = Assignment.objects.all()
    kept = get_object_or_404(rows, pk=assignment_id if assignment_id < 2**63 else 0)
    actions.end(kept, **complete(EndForm(request.POST)).cleaned_data, by=request.user)
    return go(request, actions.LIAISON_URL)


@allow(Permit.LIAISE)
@require_GET
def mine(request: OfficerRequest) -> HttpResponseBase:
    """The own quarter: enterprises visited and left, contacts to make, needs to meet."""
    context = {
        "quarter": queries.quarter(request.user, clock.today()),
        "mine": queries.towns_of(request.user),
        "visit": VisitForm(auto_id=False),
        "words": WordsForm(auto_id=False),
    }
    return show(request, "procuracy/quarter.html", context)


def _firm(organisation_id: UUID) -> Organisation:
    return get_object_or_404(Organisation, pk=organisation_id, is_active=True)


@allow(Permit.LIAISE)
@require_POST
def visit(request: OfficerRequest, organisation_id: UUID) -> HttpResponseBase:
    """Put a visit on the own list."""
    said = complete(VisitForm(request.POST)).cleaned_data
    made = actions.propose_visit(_firm(organisation_id), **said, by=request.user)
    return go(request, f"/visits/{made.pk}/")


@signed_in
@require_POST
def contacted(request: OfficerRequest, contact_id: int) -> HttpResponseBase:
    """Note that an enterprise was contacted."""
    _demand_reader(request)
    contact = get_object_or_404(Contact, pk=contact_id if contact_id < 2**63 else 0)
    said = complete(WordsForm(request.POST)).cleaned_data
    actions.make_contact(contact, **said, by=request.user)
    return go(request, f"/enterprises/{contact.organisation_id}/")


@signed_in
@require_POST
def need(request: OfficerRequest, organisation_id: UUID) -> HttpResponseBase:
    """Note what an enterprise needs."""
    _demand_reader(request)
    firm = _firm(organisation_id)
    actions.note_need(firm, **complete(WordsForm(request.POST)).cleaned_data, by=request.user)
    return go(request, f"/enterprises/{firm.pk}/")


@signed_in
@require_POST
def met(request: OfficerRequest, need_id: int) -> HttpResponseBase:
    """Note how a need was met."""
    _demand_reader(request)
    kept = get_object_or_404(Need, pk=need_id if need_id < 2**63 else 0)
    said = complete(WordsForm(request.POST)).cleaned_data
    actions.meet_need(kept, **said, by=request.user)
    return go(request, f"/enterprises/{kept.organisation_id}/")
