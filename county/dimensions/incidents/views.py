"""The list of incidents; entering one; what came of it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from county.design.forms import complete
from county.design.http import go, show
from county.design.tables import LONGEST_EXPORT, export, table
from county.dimensions.incidents import actions, queries
from county.dimensions.incidents.access import Permit
from county.dimensions.incidents.flow import State
from county.dimensions.incidents.forms import DropForm, IncidentForm, SolveForm
from county.dimensions.incidents.models import AT_FIRMS, Incident, What
from county.foundation.staff.policy import OfficerRequest, allow, demand_export, may_export
from county.kernel import clock
from county.records.places.queries import town_names


@allow(Permit.READ)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The incidents of the officer's area: filtered, sorted, paged, or as a file."""
    wanted = {name: request.GET.get(name, "")[:20] for name in ("what", "area", "state")}
    rows = queries.narrowed(queries.incidents_for(request.user), **wanted)
    form = request.GET.get("format")
    if form in ("xlsx", "csv"):
        demand_export(request.user)
        found = rows.order_by("-happened_on", "-pk")[:LONGEST_EXPORT]
        return export(_("incidents"), queries.COLUMNS, found, form=str(form))
    context = {
        "table": table(request, rows, queries.COLUMNS, default="-happened_on"),
        "wanted": wanted,
        "kinds": What.choices,
        "states": State.choices,
        "towns": town_names(),
        "may_export": may_export(request.user),
    }
    return show(request, "incidents/listing.html", context)


@allow(Permit.WRITE)
@require_GET
def new(request: OfficerRequest) -> HttpResponseBase:
    """The form of a new incident."""
    form = IncidentForm(auto_id="new_%s", initial={"happened_on": clock.today()})
    return show(request, "incidents/new.html", {"form": form})


@allow(Permit.WRITE)
@require_POST
def enter(request: OfficerRequest) -> HttpResponseBase:
    """Enter an incident."""
    form = complete(IncidentForm(request.POST))
    incident = actions.enter(**form.cleaned_data, by=request.user)
    return go(request, incident.url)


def _incident(request: OfficerRequest, incident_id: UUID) -> Incident:
    return get_object_or_404(queries.incidents_for(request.user), pk=incident_id)


@allow(Permit.READ)
@require_GET
def one(request: OfficerRequest, incident_id: UUID) -> HttpResponseBase:
    """One incident, and the forms in which its end is noted."""
    incident = _incident(request, incident_id)
    context = {
        "incident": incident,
        "at_firm": incident.organisation_id and incident.what in AT_FIRMS,
        "solve": SolveForm(incident=incident, auto_id="solve_%s", initial={"loss": incident.loss}),
        "drop": DropForm(auto_id="drop_%s"),
        "record": incident.subject,
    }
    return show(request, "incidents/one.html", context)


@allow(Permit.WRITE)
@require_POST
def solve(request: OfficerRequest, incident_id: UUID) -> HttpResponseBase:
    """Note that the case is solved."""
    incident = _incident(request, incident_id)
    form = complete(SolveForm(request.POST, incident=incident))
    actions.solve(incident, **form.cleaned_data, by=request.user)
    return go(request, incident.url)


@allow(Permit.WRITE)
@require_POST
def drop(request: OfficerRequest, incident_id: UUID) -> HttpResponseBase:
    """Note that there is no case."""
    incident = _incident(request, incident_id)
    actions.drop(incident, **complete(DropForm(request.POST)).cleaned_data, by=request.user)
    return go(request, incident.url)
