"""Which prosecutor stands by which town; contacts, needs, the quarter's visits (S20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.knowledge import counsel
from county.dimensions.procuracy.models import Assignment, Contact, Need, Part
from county.dimensions.procuracy.queries.duty import company
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.records.enterprises.queries import enterprises
from county.records.organisations.models import Organisation
from county.records.places.models import Area
from county.records.places.queries import towns
from county.records.visits.flow import State
from county.records.visits.models import Kind, Visit


def liaisons() -> QuerySet[Officer]:
    """Who may stand by a town: liaison prosecutors, and handling ones as deputies."""
    able = Q(post__permits__contains=[Permit.LIAISE]) | Q(post__permits__contains=[Permit.COUNSEL])
    return company().filter(able)


def active(on: date) -> QuerySet[Assignment]:
    """The assignments in force on a day."""
    rows = Assignment.objects.filter(from_on__lte=on).filter(Q(until_on=None) | Q(until_on__gte=on))
    return rows.select_related("officer", "town").order_by("town_id", "part", "pk")


@dataclass(frozen=True, slots=True)
class Town:
    """A row of the coverage matrix."""

    area: Area
    main: Assignment | None
    deputies: tuple[Assignment, ...]
    firms: int


def matrix(on: date) -> list[Town]:
    """The towns of the county with who stands by each on a day."""
    found: dict[str, list[Assignment]] = {}
    for one in active(on):
        found.setdefault(one.town_id, []).append(one)
    counted: dict[str, int] = {}
    for code in enterprises().values_list("area_id", flat=True):
        counted[code[:9]] = counted.get(code[:9], 0) + 1
    return [
        Town(
            area,
            next((one for one in found.get(area.pk, ()) if one.part == Part.MAIN), None),
            tuple(one for one in found.get(area.pk, ()) if one.part == Part.DEPUTY),
            counted.get(area.pk, 0),
        )
        for area in towns()
    ]


def coverage(on: date) -> tuple[int, int]:
    """How many of the towns have an active liaison on a day, and of how many (S20)."""
    rows = matrix(on)
    return sum(row.main is not None for row in rows), len(rows)


def uncovered(on: date) -> list[Area]:
    """The towns without an active liaison prosecutor on a day."""
    return [row.area for row in matrix(on) if row.main is None]


def liaison_of(organisation: Organisation) -> Assignment | None:
    """Who stands by an enterprise today: the liaison of its town, or else a deputy."""
    rows = active(clock.today()).filter(town_id=organisation.area_id[:9])
    return rows.order_by("-part", "pk").first()  # main sorts after deputy


def towns_of(officer: Officer) -> list[Assignment]:
    """The towns by which an officer stands today."""
    return list(active(clock.today()).filter(officer=officer))


def contacts() -> QuerySet[Contact]:
    """First contacts that were asked for, the open and most urgent first."""
    rows = Contact.objects.select_related("organisation", "officer", "made_by")
    return rows.order_by("-made_on", "due_on")


def contacts_of(organisation_id: UUID | str) -> list[Contact]:
    """The first contacts of an enterprise."""
    return list(contacts().filter(organisation_id=organisation_id))


def needs_of(organisation_id: UUID | str) -> list[Need]:
    """What an enterprise needs, the open first."""
    rows = Need.objects.filter(organisation_id=organisation_id)
    return list(rows.select_related("noted_by", "helped_by").order_by("met_on", "-pk"))


@dataclass(frozen=True, slots=True)
class Quarter:
    """An officer's quarter: the enterprises that were visited, what is planned, who is left."""

    first: date
    last: date
    visited: tuple[Visit, ...]
    planned: tuple[Visit, ...]
    left: tuple[Organisation, ...]
    contacts: tuple[Contact, ...]
    needs: tuple[Need, ...]

    @property
    def done(self) -> int:
        """How many enterprises were visited: twice at one counts once."""
        return len({one.organisation_id for one in self.visited})

    @property
    def target(self) -> int:
        """How many it should be; a local design value."""
        return counsel.FIRMS_A_QUARTER


def quarter(officer: Officer, on: date) -> Quarter:
    """The officer's quarterly list for the towns by which they stand."""
    first, last = counsel.quarter_of(on)
    mine = [one.town_id for one in towns_of(officer)]
    rows = Visit.objects.filter(kind=Kind.ENTERPRISE, officer=officer)
    rows = rows.select_related("organisation").order_by("-planned_on", "-due_on")
    begins, ends = clock.start_of_day(first), clock.end_of_day(last)
    visited = tuple(rows.filter(state=State.DONE, ended_at__range=(begins, ends)))
    planned = tuple(rows.filter(state__in=(State.PROPOSED, State.PLANNED)))
    seen = {one.organisation_id for one in visited + planned}
    near = Q(pk__in=[])
    for town in mine:
        near |= Q(area_id=town) | Q(area__parent_id=town)
    firms = enterprises().filter(near).exclude(pk__in=seen).order_by("name")
    own = Q(officer=officer) | Q(officer=None)
    return Quarter(
        first, last, visited, planned, tuple(firms[:50]),
        tuple(contacts().filter(own, made_on=None)),
        tuple(Need.objects.filter(near_needs(mine), met_on=None).select_related("organisation")),
    )  # fmt: skip


def near_needs(towns_: list[str]) -> Q:
    """Needs of enterprises in these towns."""
    near = Q(pk__in=[])
    for town in towns_:
        near |= Q(organisation__area_id=town) | Q(organisation__area__parent_id=town)
    return near
