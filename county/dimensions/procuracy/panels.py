"""What the rule of law lends to shared pages: its lines of the menu."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from county.design.panels import menu
from county.dimensions.procuracy.access import Permit

LAW = _("Rule of law")

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
