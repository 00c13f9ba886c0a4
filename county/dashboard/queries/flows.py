"""Which department's doing put how many tasks on which other department's list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.db.models import QuerySet

from county.foundation.figures.access import Permit
from county.foundation.figures.registry import OUTSIDE
from county.foundation.staff.models import Department, Officer
from county.kernel.periods import Period
from county.records.worklist.events import TaskAssigned
from county.records.worklist.models import Task
from county.records.worklist.queries import tasks_for

_DEEPEST = 6
"""Causes behind a task that are followed up to an officer's doing."""
# A task was given by an officer, or by a rule because of an officer's doing, which the log's causes
# lead up to; the first to have it is whom the first hand took it from, else who has it now. From
# then on each hand says itself from whom to whom it passed; what came back was no gift.
_SENT = """
WITH RECURSIVE told AS (
  SELECT DISTINCT ON (subject) substr(subject, 6)::uuid AS task, by, because_of, 0 AS depth
  FROM events_event WHERE kind = %s AND happened_at >= %s AND happened_at < %s
  ORDER BY subject, id
), causes AS (
  SELECT task, by, because_of, depth FROM told
  UNION ALL
  SELECT causes.task, event.by, event.because_of, causes.depth + 1
  FROM causes JOIN events_event AS event ON event.id = causes.because_of
  WHERE causes.by NOT LIKE 'officer:%%' AND causes.depth < %s
), sent AS (
SELECT officer.department_id AS sender, task.id,
  coalesce(first.from_department_id, task.department_id) AS receiver
FROM causes JOIN staff_officer AS officer
  ON officer.id = CASE WHEN causes.by LIKE 'officer:%%' THEN substr(causes.by, 9)::bigint END
JOIN worklist_task AS task ON task.id = causes.task AND task.assigned_at >= %s
LEFT JOIN (SELECT DISTINCT ON (task_id) task_id, from_department_id FROM worklist_hand
  ORDER BY task_id, id) AS first ON first.task_id = task.id
UNION
SELECT from_department_id, task_id, to_department_id FROM worklist_hand
WHERE given_at >= %s AND given_at < %s AND state <> 'returned'
)
"""
_COUNTED = """
SELECT sender, receiver, count(*), count(*) FILTER (WHERE id IN ({seen})) FROM sent
WHERE sender <> receiver GROUP BY 1, 2 ORDER BY 3 DESC, 1, 2
"""
_LISTED = "SELECT id FROM sent WHERE sender = %s AND receiver = %s AND id IN ({seen})"


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
    """The flows of a period, the greatest first, made of the tasks that this officer may see.

    Whoever is told all counts of the county learns of every flow, but not of fewer than three
    tasks that are another's (invariant 31).
    """
    counted = _sent(officer, period, _COUNTED)
    known = Department.objects.in_bulk([code for row in counted for code in row[:2]])
    whole = officer.has(Permit.COUNTS)
    told = [(one, to, n if whole and n >= OUTSIDE else seen) for one, to, n, seen in counted]
    found = [Flow(known[one], known[to], n) for one, to, n in told if n]
    return sorted(found, key=lambda flow: (-flow.count, flow.sender.pk, flow.receiver.pk))


def tasks_of(officer: Officer, period: Period, sender: str, receiver: str) -> QuerySet[Task]:
    """The tasks of one flow that this officer may see."""
    keys = [row[0] for row in _sent(officer, period, _LISTED, sender, receiver)]
    return tasks_for(officer).filter(pk__in=keys).select_related("officer", "department")


def _sent(officer: Officer, period: Period, question: str, *words: str) -> list[tuple[Any, ...]]:
    seen, values = tasks_for(officer).order_by().values("pk").query.sql_with_params()
    begins, ends = period.begins, period.ends
    said = [TaskAssigned.kind, begins, ends, _DEEPEST, begins, begins, ends, *words, *values]
    with connection.cursor() as cursor:
        cursor.execute(_SENT + question.format(seen=seen), said)
        return list(cursor.fetchall())
