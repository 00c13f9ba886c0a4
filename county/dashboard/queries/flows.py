"""Which department's doing put how many tasks on which other department's list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

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
_SENT = """
WITH RECURSIVE told AS (
  SELECT id, substr(subject, 6)::uuid AS task, by, because_of, 0 AS depth
  FROM events_event WHERE kind = %s AND happened_at >= %s AND happened_at < %s
), causes AS (
  SELECT task, by, because_of, depth FROM told
  UNION ALL
  SELECT causes.task, event.by, event.because_of, causes.depth + 1
  FROM causes JOIN events_event AS event ON event.id = causes.because_of
  WHERE causes.by NOT LIKE 'officer:%%' AND causes.depth < %s
), sent AS (
SELECT DISTINCT officer.department_id AS sender, task.department_id AS receiver, task.id
FROM causes JOIN staff_officer AS officer
  ON officer.id = CASE WHEN causes.by LIKE 'officer:%%' THEN substr(causes.by, 9)::bigint END
JOIN worklist_task AS task ON task.id = causes.task
WHERE officer.department_id <> task.department_id
"""
_COUNTED = "SELECT sender, receiver, count(*) FROM sent GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2"
_LISTED = "SELECT id FROM sent WHERE sender = %s AND receiver = %s"


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
    counted = _sent(officer, period, _COUNTED)
    known = Department.objects.in_bulk([code for row in counted for code in row[:2]])
    return [Flow(known[sender], known[receiver], n) for sender, receiver, n in counted]


def tasks_of(officer: Officer, period: Period, sender: str, receiver: str) -> QuerySet[Task]:
    """The tasks of one flow that this officer may see."""
    keys = [row[0] for row in _sent(officer, period, _LISTED, sender, receiver)]
    return tasks_for(officer).filter(pk__in=keys).select_related("officer", "department")


def _sent(officer: Officer, period: Period, question: str, *words: str) -> list[tuple[Any, ...]]:
    seen, values = tasks_for(officer).order_by().values("pk").query.sql_with_params()
    said = [TaskAssigned.kind, period.begins, period.ends, _DEEPEST, *values, *words]
    with connection.cursor() as cursor:
        cursor.execute(f"{_SENT} AND task.id IN ({seen})) {question}", said)
        return list(cursor.fetchall())
