"""My day; what belongs to a record; what fell overdue."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from county.foundation.staff.models import Officer
from county.foundation.staff.policy import Holder
from county.kernel import clock
from county.records.worklist.access import Permit
from county.records.worklist.flow import State
from county.records.worklist.models import Task


def tasks_for(officer: Officer) -> QuerySet[Task]:
    """The tasks this officer may see: the own ones, the department's, all for supervisors."""
    if officer.has(Permit.SUPERVISE) and officer.reach is None:
        return Task.objects.all()
    return Task.objects.filter(Q(officer=officer) | Q(department_id=officer.department_id))


def my_day(officer: Officer) -> QuerySet[Task]:
    """What is open for this officer, and what nobody in the department has taken, by deadline."""
    mine = Q(officer=officer) | Q(officer=None, department_id=officer.department_id)
    return Task.objects.filter(mine, state=State.OPEN).order_by("due_at", "id")


def about(subject: str) -> list[Task]:
    """Every task of a record, in the order of their deadlines."""
    return list(
        Task.objects.filter(about=subject).select_related("officer").order_by("due_at", "id")
    )


def fallen_due(now: datetime) -> list[Task]:
    """Open tasks past their deadline that nobody has been reminded of."""
    overdue = Task.objects.filter(state=State.OPEN, due_at__lt=now, reminded_at__isnull=True)
    return list(overdue.select_related("officer__department", "department")[:200])


def overdue_for(holder: Holder) -> QuerySet[Task]:
    """Open tasks past their deadline that this officer may see; of no key, for it has no tasks."""
    if not isinstance(holder, Officer):
        return Task.objects.none()
    late = tasks_for(holder).filter(state=State.OPEN, due_at__lt=clock.now())
    return late.select_related("officer", "department")
