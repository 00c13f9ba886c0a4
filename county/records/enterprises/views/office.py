"""For officers: the list of enterprises, one enterprise, opening and ending accounts."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from county.design import panels
from county.design.forms import complete
from county.design.http import address_of, go, html, show
from county.design.tables import LONGEST_EXPORT, Column, export, table
from county.foundation.staff.policy import OfficerRequest, allow, demand_export, may_export
from county.records.enterprises import actions, queries
from county.records.enterprises.access import Permit
from county.records.enterprises.forms import HOW, OpenForm, ReasonForm
from county.records.enterprises.models import Representative
from county.records.organisations.models import Organisation
from county.records.places.queries import name_of, town_names

COLUMNS = [
    Column(gettext_lazy("name of the enterprise"), lambda one: one.name, "name"),
    Column(gettext_lazy("credit code"), lambda one: one.code, "code"),
    Column(gettext_lazy("town"), lambda one: name_of(one.area_id[:9]), "area_id"),
    Column(gettext_lazy("industry"), lambda one: one.industry, "industry"),
    Column(gettext_lazy("account"), lambda one: _("yes") if one.has_account else _("no")),
]


@allow(Permit.READ)
@require_GET
def listing(request: OfficerRequest) -> HttpResponseBase:
    """The enterprises of the county: filtered, sorted, searched, exported."""
    asked = {
        "town": request.GET.get("town", "")[:9],
        "industry": request.GET.get("industry", "").strip()[:4],
        "account": request.GET.get("account", "")[:3],
        "words": request.GET.get("words", "").strip()[:40],
    }
    rows = queries.narrowed(queries.enterprises(), **asked)
    if (form := request.GET.get("format")) in ("xlsx", "csv"):
        demand_export(request.user)
        found = rows.order_by("name")[:LONGEST_EXPORT]
        return export(_("enterprises"), COLUMNS, found, form=str(form))
    context = {
        "table": table(request, rows, COLUMNS, default="name"),
        "towns": town_names(),
        "asked": asked,
        "query": request.GET.urlencode(),
        "may_export": may_export(request.user),
    }
    return show(request, "enterprises/listing.html", context)


def _firm(organisation_id: UUID) -> Organisation:
    found: Organisation = get_object_or_404(queries.enterprises(), pk=organisation_id)
    return found


@allow(Permit.READ)
@require_GET
def one(request: OfficerRequest, organisation_id: UUID) -> HttpResponseBase:
    """One enterprise: who speaks for it, masked, and what other apps show of it."""
    return show(request, "enterprises/one.html", _context(request, _firm(organisation_id)))


def _context(
    request: OfficerRequest, firm: Organisation, shown: dict[str, Any] | None = None
) -> dict[str, Any]:
    lent = panels.panels_for("organisation", request.user.has)
    invited = list(queries.invited_by(firm))
    return {
        "firm": firm,
        "record": f"organisation:{firm.pk}",
        "people": list(queries.people_of(firm)),
        "former": list(queries.former_of(firm)[:20]),
        "invited": [
            (each, queries.text_of(each) if settings.SIWEI_DEMO else "") for each in invited
        ],
        "words": queries.TRUST_WORDS,
        "form": OpenForm(auto_id="open_%s"),
        "reason": ReasonForm(auto_id=False),
        "shown": shown or {},
        "panels": [html(request, each.template, each.fill(request, firm.pk)) for each in lent],
    }


@allow(Permit.OPEN)
@require_POST
def open_account(request: OfficerRequest, organisation_id: UUID) -> HttpResponseBase:
    """Invite the legal representative, or a successor."""
    firm = _firm(organisation_id)
    said = dict(complete(OpenForm(request.POST)).cleaned_data)
    how, note = str(dict(HOW)[said.pop("how")]), said.pop("note")
    checked = f"{how} {note}".strip()
    actions.open_account(firm, **said, checked=checked, by=request.user)
    return go(request, f"/enterprises/{firm.pk}/")


def _person(organisation_id: UUID, representative_id: UUID) -> Representative:
    rows = queries.people_of(_firm(organisation_id))
    found: Representative = get_object_or_404(rows, pk=representative_id)
    return found


@allow(Permit.OPEN)
@require_POST
def end(
    request: OfficerRequest, organisation_id: UUID, representative_id: UUID
) -> HttpResponseBase:
    """End somebody's account for a reason."""
    person = _person(organisation_id, representative_id)
    actions.end(person, **complete(ReasonForm(request.POST)).cleaned_data, by=request.user)
    return go(request, f"/enterprises/{organisation_id}/")


@allow(Permit.READ)
@require_POST
def uncover(
    request: OfficerRequest, organisation_id: UUID, representative_id: UUID
) -> HttpResponseBase:
    """Show name and phone of one person in clear, once, for a reason."""
    person = _person(organisation_id, representative_id)
    said = complete(ReasonForm(request.POST)).cleaned_data
    clear = actions.uncover(person, **said, by=request.user, address=address_of(request))
    context = _context(request, _firm(organisation_id), {"who": person.pk, **clear})
    return show(request, "enterprises/one.html", context)
