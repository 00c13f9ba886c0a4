"""What rights lend to shared pages: lines in the menu, and the resident's own panel."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.records.residents.models import Resident
from county.records.rights import queries
from county.records.rights.access import Permit

PROTECTION = _("Data protection")
menu(PROTECTION, _("Residents' requests"), "/rights/", icon="scale", permit=Permit.READ, order=70)
menu(
    PROTECTION,
    _("Kept for how long"),
    "/rights/periods/",
    icon="clock",
    permit=Permit.READ,
    order=75,
)


@panel("my_data", "rights/mine.html", permit="", order=90)
def mine(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """What the resident asked for and what came of it; the way to a copy; periods."""
    resident = Resident.objects.get(pk=resident_id)
    return {"requests": queries.of_resident(resident), "periods": queries.periods()}
