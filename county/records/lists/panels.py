"""What lists lend to shared pages: their lines in the menu, and what is to be approved."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.records.lists.access import Permit
from county.records.lists.models import Export
from county.records.residents.models import AgeBand

ADMINISTRATION = _("Administration")
menu(
    ADMINISTRATION,
    _("Bring lists in"),
    "/lists/imports/",
    icon="file-text",
    permit=Permit.IMPORT,
    order=98,
)
menu(
    ADMINISTRATION,
    _("Take lists out"),
    "/lists/exports/",
    icon="download",
    permit=Permit.EXPORT,
    order=99,
)


@panel("approval:lists.export", "lists/to_approve.html", permit=Permit.APPROVE)
def to_approve(request: HttpRequest, subject: str) -> dict[str, Any]:
    """Of whom the list is that the second person agrees to."""
    export = Export.objects.filter(pk=subject.partition(":")[2]).first()
    band = export.filters.get("age_band", "") if export else ""
    return {"export": export, "age": str(AgeBand(band).label) if band else ""}
