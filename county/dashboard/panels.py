"""What the county at a glance lends to shared pages: the effect of a notice."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from county.dashboard.queries import effect_of, property_cases
from county.design.panels import panel
from county.dimensions.outreach.access import Permit
from county.dimensions.procuracy.access import Permit as Law
from county.kernel.periods import Period


@panel("campaign", "dashboard/effect.html", permit=Permit.READ, order=20)
def effect(request: HttpRequest, campaign_id: Any) -> dict[str, Any]:
    """Cases of the notice's type in its towns before and after it."""
    return {"effect": effect_of(campaign_id)}


@panel("procuracy_figures", "dashboard/property.html", permit=Law.FIGURES, order=50)
def cases_by_town(request: HttpRequest, period: Period) -> dict[str, Any]:
    """Theft and fraud by town against last year (S24)."""
    return {"cases": property_cases(period.first, period.last)}
