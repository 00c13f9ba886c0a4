"""Incidents that a holder may see; how many there were of a type, in an area or at a firm."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from county.dimensions.incidents.models import AT_FIRMS, Incident, What
from county.foundation.staff.policy import Holder
from county.kernel.periods import Period

THEFT = What.THEFT.value


def is_at_firms(what: str) -> bool:
    """Whether incidents of this type point to a gap in a firm's management."""
    return what in AT_FIRMS


def incidents_for(holder: Holder) -> QuerySet[Incident]:
    """The incidents of the areas that the holder works in."""
    rows = Incident.objects.select_related("area", "organisation")
    if holder.reach is None:
        return rows
    near = Q()
    for code in holder.reach:
        near |= Q(area__code__startswith=code)
    return rows.filter(near) if holder.reach else rows.none()


def narrowed(
    rows: QuerySet[Incident], *, what: str = "", area: str = "", state: str = ""
) -> QuerySet[Incident]:
    """Those of a type, an area, a state, where one is named."""
    wanted = {"what": what, "area__code__startswith": area, "state": state}
    return rows.filter(**{name: value for name, value in wanted.items() if value})


def in_area(what: str, area: str, until: date, *, days: int) -> int:
    """How many there were of a type in an area in the days up to `until`, itself included."""
    first = until - timedelta(days=days - 1)
    rows = Incident.objects.filter(what=what, area_id=area, happened_on__range=(first, until))
    return rows.exclude(state="dropped").count()


def solved_at(organisation_id: str, what: str, until: date, *, days: int) -> int:
    """How many solved cases of a type a firm had in the days up to `until`, itself included."""
    first = until - timedelta(days=days - 1)
    rows = Incident.objects.filter(organisation_id=UUID(organisation_id), what=what, state="solved")
    return rows.filter(happened_on__range=(first, until)).count()


def found(incident_id: str) -> Incident:
    """One incident; Incident.DoesNotExist where there is none."""
    return Incident.objects.select_related("area", "organisation").get(pk=incident_id)


def by_town(period: Period, kinds: tuple[What, ...]) -> dict[str, int]:
    """How many incidents of these types each town had in the period."""
    rows = Incident.objects.filter(what__in=kinds).exclude(state="dropped")
    rows = rows.filter(happened_on__range=(period.first, period.last))
    counted: dict[str, int] = {}
    for area in rows.values_list("area_id", flat=True):
        counted[area[:9]] = counted.get(area[:9], 0) + 1
    return counted
