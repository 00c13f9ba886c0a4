"""The visits an officer may see; a day's stops; who was visited lately."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet

from county.foundation.staff.models import Key, Officer
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.kernel.periods import Period
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.residents.models import Resident
from county.records.visits.access import Permit
from county.records.visits.flow import OPEN, State
from county.records.visits.knowledge import VISITED_DAYS, Point, length, route
from county.records.visits.models import Visit

WITH = ("resident", "organisation", "officer__department", "photo")


def visits_for(officer: Holder) -> QuerySet[Visit]:
    """The holder's own visits, and those in the areas they work in; every page starts here.

    Departments that are not the police's see visits to enterprises only (E20).
    """
    rows = Visit.objects.select_related(*WITH)
    if not officer.has(Permit.USE):
        return rows.none()
    if isinstance(officer, Officer | Key) and officer.department.is_another_house:
        rows = rows.filter(resident=None)
    reach = officer.reach
    if reach is None:
        return rows
    near = Q(area_code__in=reach) | Q(town_code__in=reach)
    near |= Q(resident=None, proposed_by=officer.actor)
    return rows.filter(Q(officer=officer) | near if isinstance(officer, Officer) else near)


def done_at_firms(holder: Holder, period: Period) -> QuerySet[Visit]:
    """S01: visits to enterprises that were made in the period, as far as the holder sees them."""
    rows = visits_for(holder).filter(organisation__isnull=False, state=State.DONE)
    return rows.filter(ended_at__gte=period.begins, ended_at__lt=period.ends)


def firms_to_visit(holder: Holder, period: Period) -> QuerySet[Organisation]:
    """What S01 is a share of: the enterprises in business in the areas the holder works in."""
    rows, reach = Organisation.objects.filter(is_active=True), holder.reach
    if reach is None:
        return rows
    return rows.filter(Q(area_id__in=reach) | Q(area__parent_id__in=reach))


WEEK, MINE, ALL = "week", "mine", "all"
"""How much of the list of visits is shown."""


def open_for(officer: Officer) -> QuerySet[Visit]:
    """What is proposed or planned, the earliest due first."""
    return visits_for(officer).filter(state__in=OPEN).order_by("due_on", "pk")


def narrowed(rows: QuerySet[Visit], whose: str, officer: Officer) -> QuerySet[Visit]:
    """Those that are the officer's own or nobody's: due within a week, or all of them; else all."""
    if whose == ALL:
        return rows
    mine = rows.filter(Q(officer=officer) | Q(officer__isnull=True))
    soon = clock.today() + timedelta(days=7)
    return mine.filter(due_on__lte=soon) if whose != MINE else mine


def of_resident(resident_id: UUID | str) -> list[Visit]:
    """Everything about visits to a resident, the latest first."""
    rows = Visit.objects.filter(resident_id=resident_id).select_related(*WITH)
    return list(rows.order_by("-due_on", "-pk"))


def of_organisation(organisation_id: UUID | str) -> list[Visit]:
    """Everything about visits to a firm, the latest first."""
    rows = Visit.objects.filter(organisation_id=organisation_id).select_related(*WITH)
    return list(rows.order_by("-due_on", "-pk"))


def visited_lately(resident: Resident) -> bool:
    """Whether somebody was there in the last thirty days."""
    since = clock.now() - timedelta(days=VISITED_DAYS)
    return Visit.objects.filter(resident=resident, state=State.DONE, ended_at__gte=since).exists()


def day(officer: Officer, on: date) -> tuple[list[Visit], float]:
    """The officer's stops of a day in a short order, and its kilometres as the crow flies.

    Stops of which no place is known come last.
    """
    rows = Visit.objects.filter(officer=officer, planned_on=on).select_related(*WITH)
    stops = list(rows.order_by("pk"))
    placed = [(one, place) for one in stops if (place := place_of(one)) is not None]
    start, points = _place(officer.department.areas), [place for _one, place in placed]
    order = route(points, start)
    sorted_stops = [placed[number][0] for number in order]
    rest = [one for one in stops if one not in sorted_stops]
    return sorted_stops + rest, round(length(points, order, start), 1)


def place_of(visit: Visit) -> Point | None:
    """Where a visit is: the place that was noted, or the middle of its area."""
    if visit.longitude is not None and visit.latitude is not None:
        return visit.longitude, visit.latitude
    return _place([visit.area_code, visit.town_code])


def _place(codes: list[str]) -> Point | None:
    areas = {area.code: area for area in Area.objects.filter(code__in=[c for c in codes if c])}
    for code in codes:
        area = areas.get(code)
        if area is not None and area.longitude is not None and area.latitude is not None:
            return area.longitude, area.latitude
    return None


def outlines() -> list[dict[str, object]]:
    """The towns' outlines and names: the map's own base, without any other's server."""
    towns = Area.objects.filter(level="town", alias_of=None).exclude(outline=None).order_by("code")
    return [
        {"outline": town.outline, "name": str(town), "at": [town.latitude, town.longitude]}
        for town in towns
    ]
