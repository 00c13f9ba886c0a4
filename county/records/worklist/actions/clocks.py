"""Tell of what fell overdue, was not signed for, or lies still: each step up the line once."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_noop

from county.foundation.events.actions import announce
from county.foundation.events.registry import System
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Officer
from county.records.worklist import knowledge, queries
from county.records.worklist.access import Permit
from county.records.worklist.actions.holding import ids, people_of, send_word
from county.records.worklist.actions.outside import expire
from county.records.worklist.events import HandUnsigned, TaskIdle, TaskOverdue
from county.records.worklist.models import Hand, Reminder, Task
from county.records.worklist.models.tasks import Cause

CLOCK = System("clock")


@transaction.atomic
def remind(now: datetime) -> int:
    """Take every step that is due, each once; says how many tasks fell overdue a step further.

    Overdue: who holds it, then the department's supervisor, then the county's. Not signed for:
    the same line of the receiver, and the sender. Nobody moved it: who holds it, then the
    supervisor. What an office outside did not confirm in time fails.
    """
    overdue = queries.fallen_due(now)
    for task in overdue:
        _tell_late(task, now)
    for hand in queries.fallen_unsigned(now):
        _tell_unsigned(hand, now)
    for task in queries.fallen_idle(now):
        _tell_idle(task, now)
    expire(now)
    return len(overdue)


def _line(task: Task, step: int) -> list[Officer]:
    """Whom a step tells: who holds the task, the department's supervisor, or the county's."""
    if step == knowledge.HOLDER:
        return people_of(task.department, task.officer)
    if step == knowledge.SUPERVISOR:
        return queries.department_line(task) or _of_the_area(task)
    return queries.county_line(task)


def _of_the_area(task: Task) -> list[Officer]:
    """Where a department has no supervisor, those who supervise its area."""
    if not task.area_code:
        return []
    near = staff.holders(Permit.SUPERVISE, area=task.area_code).filter(post__county_wide=False)
    return [
        one for one in near if task.department and one.department.house == task.department.house
    ]


def _keep(task: Task, cause: str, step: int, since: datetime, people: list[Officer],
          now: datetime) -> None:  # fmt: skip
    Reminder.objects.get_or_create(
        task=task, cause=cause, step=step, since=since,
        defaults={"at": now, "told": sorted({one.pk for one in people})},
    )  # fmt: skip


def _tell_late(task: Task, now: datetime) -> None:
    step, people = task.late_step, _line(task, task.late_step)
    task.late_step += 1
    task.save(update_fields=["late_step"])
    _keep(task, Cause.LATE, step, task.due_at, people, now)
    announce(TaskOverdue(**ids(task), step=step), by=CLOCK)
    send_word(people, task, gettext_noop("Overdue: %s"), by=CLOCK)


def _tell_unsigned(hand: Hand, now: datetime) -> None:
    task, step = hand.task, hand.late_step
    people = _line(task, step)
    if step == knowledge.HOLDER:
        people = [*people, *people_of(hand.from_department, hand.from_officer)]
    hand.late_step += 1
    hand.save(update_fields=["late_step"])
    assert hand.sign_by is not None  # noqa: S101 - the question leaves others out
    _keep(task, Cause.UNSIGNED, step, hand.sign_by, people, now)
    announce(HandUnsigned(**ids(task), hand_id=hand.pk, step=step), by=CLOCK)
    send_word(people, task, gettext_noop("Not signed for in time: %s"), by=CLOCK)


def _tell_idle(task: Task, now: datetime) -> None:
    step, people = task.idle_step, _line(task, task.idle_step)
    task.idle_step += 1
    task.save(update_fields=["idle_step"])
    _keep(task, Cause.IDLE, step, task.moved_at, people, now)
    announce(TaskIdle(**ids(task), step=step), by=CLOCK)
    send_word(people, task, gettext_noop("Nobody has moved this: %s"), by=CLOCK)
