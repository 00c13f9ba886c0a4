"""Which department's doing put how many tasks on which other department's list."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import connection
from django.db.models import QuerySet

from county.foundation.staff.models import Department, Officer
from county.kernel.periods import Period
from county.records.worklist.events import TaskAssigned
from county.records.worklist.models import Task
from county.records.worklist.queries import tasks_for

_DEEPEST = 6
"""Causes behind a task that are followed up to an officer's doing."""
# A task was assigned by an officer, or by a rule because of an officer's doing, which the log's
# causes lead up to. The receiver is the department that holds the task now. When each hand of a
# task is a row of its own (worklist's hands), giver and receiver are read from that row instead.
_FLOWS = """
WITH RECURSIVE told AS (
  SELECT id, substr(subject, 6)::uuid AS task, by, because_of, 0 AS depth
  FROM events_event WHERE kind = %s AND happened_at >= %s AND happened_at < %s
), causes AS (
  SELECT task, by, because_of, depth FROM told
  UNION ALL
  SELECT causes.task, event.by, event.because_of, causes.depth + 1
  FROM causes JOIN events_event AS event ON event.id = causes.because_of
  WHERE causes.by NOT LIKE 'officer:%%' AND causes.depth < %s
)
SELECT DISTINCT officer.department_id, task.department_id, task.id
FROM causes JOIN staff_officer AS officer ON causes.by = 'officer:' || officer.id
JOIN worklist_task AS task ON task.id = causes.task
WHERE officer.department_id <> task.department_id
"""


@dataclass(frozen=True, slots=True)
class Flow:
    """So many tasks that one department's doing put on another's list."""

    sender: Department
    receiver: Department
    count: int

    @property
    def url(self) -> str:
        """Where the tasks are listed."""
        return f"/county/flows/{self.sender.pk}/{self.receiver.pk}/"


def flows(officer: Officer, period: Period) -> list[Flow]:
    """The flows of a period, the greatest first, made of the tasks that this officer may see."""
    counted: dict[tuple[str, str], int] = {}
    for sender, receiver, _task in _sent(officer, period):
        counted[sender, receiver] = counted.get((sender, receiver), 0) + 1
    known = Department.objects.in_bulk([code for pair in counted for code in pair])
    found = [Flow(known[one], known[other], n) for (one, other), n in counted.items()]
    return sorted(found, key=lambda flow: (-flow.count, flow.sender.pk, flow.receiver.pk))


def tasks_of(officer: Officer, period: Period, sender: str, receiver: str) -> QuerySet[Task]:
    """The tasks of one flow that this officer may see."""
    keys = [
        task for one, other, task in _sent(officer, period) if (one, other) == (sender, receiver)
    ]
    return tasks_for(officer).filter(pk__in=keys).select_related("officer", "department")


def _sent(officer: Officer, period: Period) -> list[tuple[str, str, object]]:
    seen, values = tasks_for(officer).order_by().values("pk").query.sql_with_params()
    said = [TaskAssigned.kind, period.begins, period.ends, _DEEPEST, *values]
    with connection.cursor() as cursor:
        cursor.execute(f"{_FLOWS} AND task.id IN ({seen})", said)
        return [(one, other, task) for one, other, task in cursor.fetchall()]
