"""Assign, take, finish, withdraw; remind of what fell overdue."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.notices.actions import tell
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.saying import saying
from county.records.worklist import queries
from county.records.worklist.access import Permit
from county.records.worklist.events import TaskAssigned, TaskDone, TaskOverdue, TaskWithdrawn
from county.records.worklist.flow import TASK
from county.records.worklist.models import Task

CLOCK = System("clock")


@transaction.atomic
def assign(
    *,
    key: str,
    kind: str,
    title: str,
    why: str,
    about: str,
    due_at: datetime,
    by: Actor,
    officer: Officer | None = None,
    department: Department | None = None,
    basis: str = "",
    url: str = "",
    area_code: str = "",
) -> Task:
    """Give an officer, or a department, something to do. The same key twice is the same task."""
    task, made = Task.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind,
            "title": title,
            "why": why,
            "about": about,
            "due_at": due_at,
            "officer": officer,
            "department": department or (officer.department if officer else None),
            "basis": basis,
            "url": url,
            "area_code": area_code,
        },
    )
    if made:
        announce(TaskAssigned(task_id=str(task.pk), about=about), by=by)
        if officer is not None and officer.actor != by.actor:
            tell(
                [officer],
                title=saying(gettext_noop("New task: %s"), title),
                url=url,
                by=by,
                about=f"task:{task.pk}",
            )
    return task


def _locked(task: Task, by: Officer) -> Task:
    demand(by, Permit.USE)
    task = Task.objects.select_for_update(of=("self",)).get(pk=task.pk)
    if task.officer_id not in (None, by.pk) and not by.has(Permit.SUPERVISE):
        raise Refused(_("This task belongs to %s.") % task.officer)
    return task


@transaction.atomic
def finish(task: Task, *, outcome: str, by: Officer) -> Task:
    """Note that the task is done and what came of it."""
    task = _locked(task, by)
    TASK.move(task, "finish")
    task.officer = task.officer or by
    task.outcome, task.done_at = outcome[:300], clock.now()
    task.save(update_fields=["state", "officer", "outcome", "done_at"])
    announce(TaskDone(task_id=str(task.pk), about=task.about), by=by)
    return task


@transaction.atomic
def withdraw(task: Task, *, reason: str, by: Officer) -> Task:
    """Take a task back, with the reason."""
    task = _locked(task, by)
    TASK.move(task, "withdraw")
    task.outcome, task.done_at = reason[:300], clock.now()
    task.save(update_fields=["state", "outcome", "done_at"])
    announce(TaskWithdrawn(task_id=str(task.pk), about=task.about, reason=reason[:300]), by=by)
    return task


@transaction.atomic
def hand_over(task: Task, *, to: Officer, by: Officer) -> Task:
    """Give an open task to another officer, who is told."""
    task = _locked(task, by)
    task.officer, task.department = to, to.department
    task.save(update_fields=["officer", "department"])
    announce(TaskAssigned(task_id=str(task.pk), about=task.about), by=by)
    tell(
        [to],
        title=saying(gettext_noop("New task: %s"), task.title),
        url=task.url,
        by=by,
        about=f"task:{task.pk}",
    )
    return task


@transaction.atomic
def remind(now: datetime) -> int:
    """Tell each officer of what fell overdue, and the supervisors of the department; once."""
    overdue = queries.fallen_due(now)
    for task in overdue:
        task.reminded_at = now
        task.save(update_fields=["reminded_at"])
        announce(TaskOverdue(task_id=str(task.pk), about=task.about), by=CLOCK)
        chiefs = staff.holders(Permit.SUPERVISE, area=task.area_code)
        people = {task.officer, *chiefs.filter(department=task.department)} - {None}
        tell(
            [person for person in people if person],
            title=saying(gettext_noop("Overdue: %s"), task.title),
            url=task.url,
            by=CLOCK,
            about=f"task:{task.pk}",
        )
    return len(overdue)


@transaction.atomic
def settle(key: str, *, outcome: str, by: Officer) -> Task | None:
    """Note that what a task asked for was done where it belongs; None if there is no open one."""
    task = Task.objects.select_for_update(of=("self",)).filter(key=key, state=TASK.start).first()
    if task is None:
        return None
    TASK.move(task, "finish")
    task.officer = task.officer or by
    task.outcome, task.done_at = outcome[:300], clock.now()
    task.save(update_fields=["state", "officer", "outcome", "done_at"])
    announce(TaskDone(task_id=str(task.pk), about=task.about), by=by)
    return task
