"""The roster of the duty desk: a week's grid to read, edit, print and take out."""

from __future__ import annotations

from datetime import date, timedelta

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.tables import Column, export
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.actions import duty as actions
from county.dimensions.procuracy.forms.counsel import AbsenceForm, PlanForm, SubstituteForm
from county.dimensions.procuracy.knowledge.counsel import monday_of
from county.dimensions.procuracy.models import Session
from county.dimensions.procuracy.queries import duty as queries
from county.foundation.staff.policy import OfficerRequest, allow, demand_export, signed_in
from county.kernel import clock
from county.kernel.errors import NotAllowed

COLUMNS = [
    Column(gettext_lazy("day"), lambda one: one.on),
    Column(gettext_lazy("half-day"), lambda one: one.get_half_display()),
    Column(gettext_lazy("procurator"), lambda one: one.procurator.name),
    Column(gettext_lazy("assistant"), lambda one: one.assistant.name),
]
READERS = (Permit.ROSTER, Permit.COUNSEL, Permit.COUNTER)
WEEK = timedelta(days=7)


def _monday(asked: str) -> date:
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        day = clock.today()
    near = clock.today() - timedelta(days=3660), clock.today() + timedelta(days=3660)
    return monday_of(min(max(day, near[0]), near[1]))


def _demand_reader(request: OfficerRequest) -> None:
    if not any(request.user.has(permit) for permit in READERS):
        raise NotAllowed(_("Your post does not include the duty desk."))


@signed_in
@require_GET
def roster(request: OfficerRequest) -> HttpResponseBase:
    """The week's grid with what is missing in the coming fortnight."""
    _demand_reader(request)
    monday = _monday(request.GET.get("week", ""))
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        rows = queries.sessions(monday, monday + timedelta(days=27))
        return export(_("duty roster"), COLUMNS, rows, form=str(form))
    today = clock.today()
    context = {
        "monday": monday,
        "before": monday - WEEK,
        "after": monday + WEEK,
        "days": queries.week(monday),
        "gaps": queries.gaps(today),
        "absences": queries.open_absences(today),
        "today": today,
        "plan": PlanForm(auto_id="plan_%s", initial={"on": today}),
        "printed": "print" in request.GET,
    }
    return show(request, "procuracy/duty.html", context)


@allow(Permit.ROSTER)
@require_POST
def plan(request: OfficerRequest) -> HttpResponseBase:
    """Put two people on a half-day."""
    said = complete(PlanForm(request.POST)).cleaned_data
    actions.plan(**said, by=request.user)
    return go(request, f"/procuracy/duty/?week={said['on']}")


def _session(session_id: int) -> Session:
    rows = Session.objects.select_related("procurator__post", "assistant__post")
    return get_object_or_404(rows, pk=session_id if session_id < 2**63 else 0)


@signed_in
@require_GET
def one(request: OfficerRequest, session_id: int) -> HttpResponseBase:
    """One half-day: who is on duty, note an absence, name a substitute."""
    _demand_reader(request)
    session = _session(session_id)
    context = {
        "session": session,
        "absent": AbsenceForm(auto_id="absent_%s", initial={"officer": session.procurator_id}),
        "substitute": SubstituteForm(auto_id="sub_%s", initial={"officer": session.procurator_id}),
        "coming": session.on >= clock.today(),
    }
    return show(request, "procuracy/session.html", context)


@signed_in
@require_POST
def absent(request: OfficerRequest, session_id: int) -> HttpResponseBase:
    """Note that somebody cannot come."""
    _demand_reader(request)
    session = _session(session_id)
    actions.note_absence(
        session, **complete(AbsenceForm(request.POST)).cleaned_data, by=request.user
    )
    return go(request, f"/procuracy/duty/?week={session.on}")


@allow(Permit.ROSTER)
@require_POST
def substitute(request: OfficerRequest, session_id: int) -> HttpResponseBase:
    """Let somebody stand in."""
    session = _session(session_id)
    actions.substitute(
        session, **complete(SubstituteForm(request.POST)).cleaned_data, by=request.user
    )
    return go(request, f"/procuracy/duty/?week={session.on}")
