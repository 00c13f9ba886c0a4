"""The visits that are open, a day's round on the map, and noting what came of one."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.tables import Column, table
from county.foundation.files.views import answer
from county.foundation.staff.policy import OfficerRequest, allow
from county.kernel import clock
from county.records.organisations.models import Organisation
from county.records.residents.queries import residents_for
from county.records.visits import actions, queries
from county.records.visits.access import Permit
from county.records.visits.forms import FirmForm, PlanForm, ProposeForm, RecordForm
from county.records.visits.models import Kind, Visit

COLUMNS = [
    Column(gettext_lazy("whom"), lambda one: one.whom),
    Column(gettext_lazy("kind"), lambda one: one.get_kind_display(), "kind"),
    Column(gettext_lazy("state"), lambda one: one.get_state_display(), "state"),
    Column(gettext_lazy("due"), lambda one: one.due_on, "due_on"),
    Column(gettext_lazy("planned for"), lambda one: one.planned_on, "planned_on"),
    Column(gettext_lazy("officer"), lambda one: str(one.officer or "")),
]


def _seen(request: OfficerRequest, visit_id: UUID) -> Visit:
    return get_object_or_404(queries.visits_for(request.user), pk=visit_id)


@allow(Permit.USE)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """What is proposed and planned here, the earliest due first."""
    whose = request.GET.get("whose", queries.WEEK)
    rows = queries.narrowed(queries.open_for(request.user), whose, request.user)
    context = {
        "table": table(request, rows, COLUMNS, default="due_on"),
        "today": clock.today(),
        "whose": whose,
    }
    return show(request, "visits/listing.html", context)


@allow(Permit.USE)
@require_GET
def day(request: OfficerRequest) -> HttpResponseBase:
    """The officer's own round of a day, in a short order, on the map."""
    on = _day(request.GET.get("on", ""))
    stops, kilometres = queries.day(request.user, on)
    places = [queries.place_of(one) for one in stops]
    context = {
        "on": on,
        "stops": stops,
        "kilometres": kilometres,
        "marks": [
            {"at": [place[1], place[0]], "title": f"{number}. {one.whom}"}
            for number, (one, place) in enumerate(zip(stops, places, strict=True), 1)
            if place is not None
        ],
        "base": queries.outlines(),
    }
    return show(request, "visits/day.html", context)


def _day(asked: str) -> date:
    try:
        return date.fromisoformat(asked)
    except ValueError:
        return clock.today()


@allow(Permit.USE)
@require_GET
def one(request: OfficerRequest, visit_id: UUID) -> HttpResponseBase:
    """One visit: why, when, and the forms in which it is planned and noted."""
    context = {
        "visit": _seen(request, visit_id),
        "record": f"visit:{visit_id}",
        "plan": PlanForm(auto_id="plan_%s", initial={"on": clock.today()}),
        "note": RecordForm(auto_id="rec_%s"),
    }
    return show(request, "visits/one.html", context)


@allow(Permit.USE)
@require_POST
def propose(request: OfficerRequest, resident_id: UUID) -> HttpResponseBase:
    """Put a visit to a resident on the list."""
    resident = get_object_or_404(residents_for(request.user), pk=resident_id)
    said = complete(ProposeForm(request.POST)).cleaned_data
    visit = actions.propose(resident=resident, **said, by=request.user)
    return go(request, f"/visits/{visit.pk}/")


@allow(Permit.USE)
@require_POST
def propose_firm(request: OfficerRequest, organisation_id: UUID) -> HttpResponseBase:
    """Put a visit to a firm on the list."""
    firm = get_object_or_404(Organisation, pk=organisation_id, is_active=True)
    said = complete(FirmForm(request.POST)).cleaned_data
    visit = actions.propose(kind=Kind.ENTERPRISE, organisation=firm, **said, by=request.user)
    return go(request, f"/visits/{visit.pk}/")


@allow(Permit.USE)
@require_POST
def plan(request: OfficerRequest, visit_id: UUID) -> HttpResponseBase:
    """Take a visit upon oneself, for a day that was agreed."""
    visit = _seen(request, visit_id)
    said = complete(PlanForm(request.POST)).cleaned_data
    actions.plan(visit, **said, by=request.user)
    return go(request, f"/visits/day/?on={said['on']}")


@allow(Permit.USE)
@require_POST
def record(request: OfficerRequest, visit_id: UUID) -> HttpResponseBase:
    """Note what came of a visit."""
    visit = _seen(request, visit_id)
    said = complete(RecordForm(request.POST, files=request.FILES)).cleaned_data
    photo = said.pop("photo", None)
    actions.record(
        visit, **said, by=request.user, photo=photo.read() if photo else b"",
        photo_name=photo.name[:80] if photo else "",
    )  # fmt: skip
    return go(request, f"/visits/{visit.pk}/")


@allow(Permit.USE)
@require_GET
def photo(request: OfficerRequest, visit_id: UUID) -> HttpResponseBase:
    """The photo of a visit, in its harmless form."""
    visit = get_object_or_404(queries.visits_for(request.user).exclude(photo=None), pk=visit_id)
    assert visit.photo is not None  # noqa: S101 - the question leaves others out
    return answer(request, visit.photo)
