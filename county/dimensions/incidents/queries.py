"""Incidents that a holder may see; how many there were of a type, in an area or at a firm."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from county.design.tables import Column
from county.dimensions.incidents.flow import State
from county.dimensions.incidents.models import AT_FIRMS, PROPERTY, Incident, What
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.kernel.deadlines import rule
from county.kernel.periods import Period
from county.records.places.queries import name_of

THEFT = What.THEFT.value
OUTCOME = rule("DL96")
SOON = 3
"""Days before the limit from which on an outcome stands in my day."""
COLUMNS = (
    Column(_("number"), lambda one: one.number, "number"),
    Column(_("type"), lambda one: one.get_what_display(), "what"),
    Column(_("day"), lambda one: one.happened_on, "happened_on"),
    Column(_("area"), lambda one: name_of(one.area_id), "area"),
    Column(_("enterprise"), lambda one: str(one.organisation or "")),
    Column(_("loss in yuan"), lambda one: one.loss, "loss"),
    Column(_("state"), lambda one: one.get_state_display(), "state"),
)
"""What lists and files of incidents show."""


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


def counted_for(holder: Holder, period: Period) -> QuerySet[Incident]:
    """Incidents of every type that happened in the period, but for what was no case."""
    rows = incidents_for(holder).exclude(state=State.DROPPED)
    return rows.filter(happened_on__range=(period.first, period.last))


def property_for(holder: Holder, period: Period) -> QuerySet[Incident]:
    """S24: what took people's property in the period, but for what was no case."""
    return counted_for(holder, period).filter(what__in=PROPERTY)


def solved_for(holder: Holder, period: Period) -> QuerySet[Incident]:
    """Of those, the ones whose case is solved."""
    return property_for(holder, period).filter(state=State.SOLVED)


def due_at(incident: Incident) -> datetime:
    """By when its outcome is to be noted (DL96)."""
    return OUTCOME.due_at(incident.happened_on)


def late_for(holder: Holder) -> QuerySet[Incident]:
    """Incidents of the holder's areas that are without an outcome past their limit."""
    return _open_since(holder, OUTCOME.length + 1)


def due_for(officer: Officer) -> QuerySet[Incident]:
    """Incidents of a station's own area whose outcome is due within days, the earliest first."""
    if officer.reach is None:
        return Incident.objects.none()
    return _open_since(officer, OUTCOME.length - SOON).order_by("happened_on", "pk")


def _open_since(holder: Holder, days: int) -> QuerySet[Incident]:
    last = clock.today() - timedelta(days=days)
    return incidents_for(holder).filter(state=State.OPEN, happened_on__lte=last)
