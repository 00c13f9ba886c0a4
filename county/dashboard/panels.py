"""What the county at a glance lends: its pages, a notice's effect, figures of several houses."""

from __future__ import annotations

from typing import Any

from django.db.models import Max
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from county.dashboard.access import Permit
from county.dashboard.queries import effect_of, property_cases, years
from county.design.jinja import moment
from county.design.panels import menu, panel
from county.design.tables import Column
from county.dimensions.outreach.access import Permit as Outreach
from county.dimensions.procuracy.access import Permit as Law
from county.foundation.channels.access import Permit as Channels
from county.foundation.channels.queries import unread_accounts
from county.foundation.figures.registry import (
    COUNTY,
    Alarm,
    Figure,
    lend,
    ring,
)
from county.kernel.periods import Period

menu("", _("County at a glance"), "/county/", icon="device-desktop-analytics", permit=Permit.READ,
     order=4)  # fmt: skip
menu("", _("Wall of the county"), "/county/wall/", icon="chart-bar", permit=Permit.WALL, order=5)


@panel("campaign", "dashboard/effect.html", permit=Outreach.READ, order=20)
def effect(request: HttpRequest, campaign_id: Any) -> dict[str, Any]:
    """Cases of the notice's type in its towns before and after it."""
    return {"effect": effect_of(campaign_id)}


@panel("procuracy_figures", "dashboard/property.html", permit=Law.FIGURES, order=50)
def cases_by_town(request: HttpRequest, period: Period) -> dict[str, Any]:
    """What took property by town against last year (S24), by whole months."""
    return {"cases": property_cases(period), "months": period.months}


lend(
    Figure("S32", _("Safe county, years in a row"), _("Entered by hand with the document that says"
           " so; not counted from records."), pgettext_lazy("unit", "years"), COUNTY, Permit.READ,
           lambda holder, period: years(), value=Max("years"), smallest=0,
           columns=(Column(_("years in a row"), lambda row: row.years, "years"),
                    Column(_("document that says so"), lambda row: row.basis, "basis"),
                    Column(_("noted by"), lambda row: row.noted_by.name, "noted_by__name"),
                    Column(_("noted at"), lambda row: moment(row.noted_at), "noted_at")),
           sort="-noted_at", page=lambda row: "/county/years/"),
)  # fmt: skip
ring(
    Alarm(
        "channels_trouble",
        _("Accounts of channels that cannot be read"),
        Channels.MANAGE,
        lambda holder: unread_accounts(),
        moment="read_at",
        words=str,
        list="/channels/wecom/",
        page=lambda box: "/channels/wecom/",
    )
)
