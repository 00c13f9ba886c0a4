"""The roster: sessions of a week, days without one, absences nobody stands in for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import QuerySet

from county.dimensions.procuracy.access import Permit
from county.dimensions.procuracy.knowledge import counsel
from county.dimensions.procuracy.models import Absence, Half, Question, Session
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Officer
from county.kernel import clock

HOUSE = "procuratorate"
WITH = ("procurator", "assistant")


def company() -> QuerySet[Officer]:
    """Everyone in service in the procuratorate."""
    return staff.officers().filter(department__kind=HOUSE).order_by("name")


def counsellors() -> QuerySet[Officer]:
    """Who may give advice on duty."""
    return company().filter(post__permits__contains=[Permit.COUNSEL])


def sessions(first: date, last: date) -> QuerySet[Session]:
    """The sessions of some days, in their order."""
    rows = Session.objects.filter(on__range=(first, last)).select_related(*WITH)
    return rows.order_by("on", "half")


@dataclass(frozen=True, slots=True)
class Cell:
    """One half-day of the week's grid."""

    on: date
    half: str
    session: Session | None
    absent: tuple[Absence, ...] = ()


@dataclass(frozen=True, slots=True)
class Day:
    """One day of the week's grid."""

    on: date
    works: bool
    is_gap: bool
    cells: tuple[Cell, ...]


def week(monday: date) -> list[Day]:
    """The grid of a week: each day with both halves, and whether it lacks a session."""
    last = monday + timedelta(days=6)
    planned = {(one.on, one.half): one for one in sessions(monday, last)}
    absent: dict[int, list[Absence]] = {}
    rows = Absence.objects.filter(session__on__range=(monday, last), substitute=None)
    for one in rows.select_related("officer"):
        absent.setdefault(one.session_id, []).append(one)
    days, today = [], clock.today()
    for number in range(7):
        on = monday + timedelta(days=number)
        works = clock.is_working_day(on)
        found = [(half, planned.get((on, half))) for half in Half.values]
        cells = tuple(
            Cell(on, half, one, tuple(absent.get(one.pk, ())) if one else ()) for half, one in found
        )
        empty = all(one is None for _half, one in found)
        days.append(Day(on, works, works and on >= today and empty, cells))
    return [day for day in days if day.works or any(cell.session for cell in day.cells)]


def gaps(today: date) -> list[date]:
    """Working days of the coming fortnight without any session."""
    last = today + timedelta(days=counsel.LOOK_AHEAD)
    return counsel.gaps(set(sessions(today, last).values_list("on", flat=True)), today)


def open_absences(today: date) -> list[Absence]:
    """Absences of the coming fortnight for which nobody stands in."""
    rows = Absence.objects.filter(substitute=None, session__on__gte=today)
    rows = rows.filter(session__on__lte=today + timedelta(days=counsel.LOOK_AHEAD))
    return list(rows.select_related("session", "officer").order_by("session__on", "pk"))


@dataclass(frozen=True, slots=True)
class Free:
    """A time of a session that may be booked."""

    session: Session
    slot: str

    @property
    def key(self) -> str:
        """The time as a form names it."""
        return f"{self.session.pk}/{self.slot}"

    @property
    def told(self) -> str:
        """The time as people read it."""
        return f"{self.session.on:%m-%d} {self.slot}"


def free_slots(*, days: int = counsel.LOOK_AHEAD) -> list[Free]:
    """The times that nobody has booked yet, from now on."""
    now = clock.now().astimezone(clock.SHANGHAI)
    coming = list(sessions(now.date(), now.date() + timedelta(days=days)))
    taken = set(Question.objects.filter(session__in=coming).values_list("session_id", "slot"))
    return [
        Free(one, slot)
        for one in coming
        for slot in counsel.SLOTS_OF[one.half]
        if (one.pk, slot) not in taken and (one.on > now.date() or slot > now.strftime("%H:%M"))
    ]
