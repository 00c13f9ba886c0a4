"""What contacts lend to shared pages: a line in the menu, a panel on the page of a resident."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.records.contacts import queries
from county.records.contacts.access import Permit

menu(
    _("Administration"),
    _("Contacts in WeCom"),
    "/contacts/",
    icon="qrcode",
    permit=Permit.MANAGE,
    order=85,
    covers=(
        "/contacts/ways/",
        "/contacts/entrances/",
        "/contacts/mailings/",
        "/contacts/transfers/",
    ),
)


@panel("resident", "contacts/of_resident.html", permit=Permit.READ, order=35)
def of_resident(request: HttpRequest, resident_id: Any) -> dict[str, Any]:
    """Which officers have the resident as a contact in WeCom."""
    holder: Any = request.user
    rows = queries.contacts_for(holder).filter(resident_id=resident_id)
    return {"contacts": list(rows.order_by("-since")[:20])}
