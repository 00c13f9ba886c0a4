"""What visits lend to shared pages: the menu, a resident's and a firm's page, the person's own."""

from __future__ import annotations

from typing import Any

from django.db.models import Count
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from county.design.jinja import moment
from county.design.panels import menu, panel
from county.design.tables import Column
from county.foundation.figures.registry import ROWS, SAFETY, Figure, lend
from county.records.places.queries import name_of
from county.records.visits import queries
from county.records.visits.access import Permit
from county.records.visits.flow import OPEN
from county.records.visits.forms import FirmForm, ProposeForm

menu("", _("Visits"), "/visits/", icon="map-pin", permit=Permit.USE, order=22)


@panel("resident", "visits/of_one.html", permit=Permit.USE, order=50)
def of_resident(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """The visits to a resident, and proposing one."""
    return {
        "visits": queries.of_resident(resident_id),
        "address": f"/visits/residents/{resident_id}/",
        "form": ProposeForm(auto_id="visit_%s"),
    }


@panel("organisation", "visits/of_one.html", permit=Permit.USE, order=50)
def of_organisation(request: HttpRequest, organisation_id: Any) -> dict[str, Any]:
    """The visits to a firm, and proposing one."""
    return {
        "visits": queries.of_organisation(organisation_id),
        "address": f"/visits/organisations/{organisation_id}/",
        "form": FirmForm(auto_id="visit_%s"),
    }


@panel("my_data", "visits/mine.html", permit="", order=25)
def mine(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """The visits to the person who reads: when, by which unit, why, and what was noted."""
    visits = queries.of_resident(resident_id)
    return {
        "coming": [one for one in visits if one.state in OPEN],
        "past": [one for one in visits if one.state not in OPEN],
    }


lend(
    Figure("S01", _("Enterprises visited"), _("Distinct enterprises and shops with at least one"
           " completed visit in the period, of those in business."), pgettext_lazy("unit",
           "enterprises"), SAFETY,
           Permit.USE, queries.done_at_firms, of=queries.firms_to_visit, of_town="area__code",
           of_value=ROWS, town="town_code", grid="area_code", day="ended_at",
           value=Count("organisation", distinct=True), also=((_("visits"), Count("pk")),),
           columns=(Column(_("enterprise"), lambda row: row.organisation.name,
                           "organisation__name"),
                    Column(_("town"), lambda row: name_of(row.town_code), "town_code"),
                    Column(_("reason"), lambda row: row.why, "why"),
                    Column(_("officer"), lambda row: row.officer.name if row.officer else "",
                           "officer__name"),
                    Column(_("ended at"), lambda row: moment(row.ended_at), "ended_at")),
           sort="-ended_at", page=lambda row: f"/visits/{row.pk}/"),
)  # fmt: skip
