"""What the procuratorate lends to shared pages: the menu, the enterprise's page and its tabs."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from county.design.panels import menu, panel
from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.queries import suggestions as asked
from county.records.enterprises.access import Permit as Firm
from county.records.enterprises.pages import tab

LAW = _("Rule of law")
for permit in (Permit.HANDLE, Permit.REVIEW, Permit.APPROVE, Permit.MANAGE, Permit.LIAISE):
    menu(LAW, _("Suggestions"), "/procuracy/suggestions/", icon="gavel", permit=permit, order=30)
menu(LAW, _("Copied to us"), "/procuracy/copies/", icon="gavel", permit=Permit.COPIES, order=31)
menu(
    LAW, _("Figures"), "/procuracy/figures/", icon="chart-bar", permit=Permit.FIGURES, order=38,
    covers=("/procuracy/measures/",),
)  # fmt: skip
tab(
    _("Suggestions"), "/procuracy/firm/suggestions/", icon="gavel", trust=Firm.SUGGESTIONS,
    order=20,
)  # fmt: skip


@panel("firm", "procuracy/of_firm.html", permit=Firm.SUGGESTIONS, order=20)
def suggestions_of_firm(request: HttpRequest, organisation_id: Any) -> dict[str, Any]:
    """The suggestions delivered to the own enterprise that are not yet closed."""
    rows = asked.of_firm(organisation_id).exclude(state__in=asked.ENDED)
    return {"suggestions": list(rows[:5])}


# Lessons
menu(
    LAW,
    _("Orders of lessons"),
    "/procuracy/orders/",
    icon="clipboard-check",
    permit=Permit.FIGURES,
    order=64,
)
menu(
    LAW,
    _("Calendar of lessons"),
    "/procuracy/orders/calendar/",
    icon="calendar",
    permit=Permit.FIGURES,
    order=65,
)
menu(LAW, _("Menu of lessons"), "/procuracy/menu/", icon="book-2", permit=Permit.FIGURES, order=66)
menu(LAW, _("Lecturers"), "/procuracy/lecturers/", icon="users", permit=Permit.LIAISE, order=67)
menu(LAW, _("Yearly plan of lessons"), "/procuracy/plans/", icon="list-check",
     permit=Permit.FIGURES, order=68)  # fmt: skip
tab(_("Lessons"), "/procuracy/firm/menu/", icon="book-2", trust=Firm.LESSONS, order=30)
tab(_("Our orders"), "/procuracy/firm/orders/", icon="clipboard-check", trust=Firm.LESSONS,
    order=31)  # fmt: skip
