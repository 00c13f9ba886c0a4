"""What residents' files lend to shared pages: their line in the menu."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.records.residents import naming, queries
from county.records.residents.access import Permit
from county.records.residents.models import Resident

menu("", _("Residents' files"), "/residents/", icon="users", permit=Permit.READ, order=30)
menu(
    _("Data protection"),
    _("Looks to review"),
    "/residents/looks/",
    icon="eye",
    permit=Permit.OVERSEE,
    order=72,
)

NAMED = naming.residents
"""Loaded with the panels, so that every page of the log can call residents by name."""


@panel("my_data", "residents/mine.html", permit="", order=10)
def mine(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """A resident's own consents, home and roles, and the way to a copy of everything."""
    resident = Resident.objects.get(pk=resident_id)
    return {
        "consents": queries.consents(resident),
        "history": queries.consent_history(resident),
        "home": queries.housemates(resident),
        "roles": queries.roles_of(resident),
    }
