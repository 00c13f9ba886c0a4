"""Assign, finish, settle, withdraw."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.audit.links import open_links
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Department, Officer
from county.kernel import clock
from county.kernel.errors import Refused
from county.kernel.saying import saying
from county.records.worklist import queries
from county.records.worklist.actions.holding import (
    held,
    ids,
    locked,
    people_of,
    send_word,
    wind_up,
    words_of,
)
from county.records.worklist.actions.passing import sign_silently
from county.records.worklist.events import TaskAssigned, TaskDone, TaskWithdrawn
from county.records.worklist.flow import TASK
from county.records.worklist.models import Task

_rule: ContextVar[tuple[str, str]] = ContextVar("rule", default=("", ""))

ENDED = ["state", "officer", "outcome", "done_at", "done_by", "moved_at", "open_parts", "is_out"]


@contextmanager
def asked_by_rule(code: str, text: str) -> Iterator[None]:
    """Let every task that is assigned within, by whichever verb, name the rule and say its text."""
    token = _rule.set((code, text))
    try:
        yield
    finally:
        _rule.reset(token)


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
    urgent: bool = False,
    apart: Collection[int] = (),
) -> Task:
    """Give an officer, or a department, something to do. The same key twice is the same task.

    `apart` are officers who had a part in what is to be decided and must not do it, nor in
    somebody's place. Which rule of the county asks for it is said around it, by `asked_by_rule`.
    """
    now, (rule, rule_text) = clock.now(), _rule.get()
    task, made = Task.objects.get_or_create(
        key=key,
        defaults={
            "kind": kind, "title": title, "why": why, "about": about, "due_at": due_at,
            "officer": officer, "basis": basis, "url": url, "area_code": area_code, "rule": rule,
            "rule_text": rule_text, "urgent": urgent, "apart": sorted(apart), "assigned_at": now,
            "moved_at": now, "department": department or (officer.department if officer else None),
        },
    )  # fmt: skip
    if made:
        announce(TaskAssigned(task_id=str(task.pk), about=about), by=by)
        if officer is not None and officer.actor != by.actor:
            tell(
                [officer],
                title=saying(gettext_noop("New task: %s"), title),
                url=url if url in open_links(officer, [url]) else task.page,
                by=by,
                about=task.subject,
                loud=urgent,
            )
    return task


@transaction.atomic
def finish(task: Task, *, outcome: str, by: Officer) -> Task:
    """Note that the task is done and what came of it; whoever does it has signed for it.

    Raises Refused while a helper's part is open, an office outside has not confirmed, or the
    referee is asked who does it.
    """
    task = held(task, by)
    if task.open_parts:
        raise Refused(
            _("%s parts of this task are open. Wait for them, or release them with a reason.")
            % task.open_parts
        )
    if task.is_out:
        raise Refused(
            _("An office outside has not confirmed yet. Note its answer first, or that it failed.")
        )
    if queries.open_ruling(task) is not None:
        raise Refused(_("The referee is asked which department does this. Wait for the answer."))
    return _done(task, outcome, by)


@transaction.atomic
def settle(key: str, *, outcome: str, by: Officer) -> Task | None:
    """Note that what a task asked for was done where it belongs; None if there is no open one.

    What still hangs on the task ends with it, in the same words.
    """
    task = Task.objects.select_for_update(of=("self",)).filter(key=key, state=TASK.start).first()
    return None if task is None else _done(task, outcome or _("done where it belongs"), by)


def _done(task: Task, outcome: str, by: Officer) -> Task:
    TASK.move(task, "finish")
    sign_silently(task, by)
    wind_up(task, outcome, by=by)
    task.officer, task.done_by = task.officer or by, by
    task.outcome, task.done_at = outcome[:300], clock.now()
    task.moved_at = task.done_at
    task.save(update_fields=ENDED)
    announce(TaskDone(**ids(task)), by=by)
    return task


@transaction.atomic
def call_off(key: str, *, reason: str, by: Officer) -> bool:
    """Cancel a task because what it was for has gone; False if there is no open one.

    Who helps, holds it or was to sign for it is told, as with every task that is cancelled.
    """
    task = Task.objects.select_for_update(of=("self",)).filter(key=key, state=TASK.start).first()
    if task is not None:
        _withdrawn(task, reason[:300], by)
    return task is not None


@transaction.atomic
def withdraw(task: Task, *, reason: str, by: Officer) -> Task:
    """Cancel a task, with the reason, which its page shows; who helps or was to sign is told.

    Raises Incomplete without a reason.
    """
    task = held(locked(task), by)
    reason = words_of(reason, 300, _("Say why the task is cancelled. Everybody on it reads it."))
    return _withdrawn(task, reason, by)


def _withdrawn(task: Task, reason: str, by: Officer) -> Task:
    TASK.move(task, "withdraw")
    people = [
        one
        for part in task.parts.filter(state="open").select_related("department", "officer")
        for one in people_of(part.department, part.officer)
    ]
    if task.officer is not None:
        people.append(task.officer)
    wind_up(task, reason, by=by)
    task.outcome, task.done_at, task.done_by = reason, clock.now(), by
    task.moved_at = task.done_at
    task.save(update_fields=ENDED)
    announce(TaskWithdrawn(**ids(task), reason=reason), by=by)
    send_word(people, task, gettext_noop("Cancelled: %s"), by=by, text=reason)
    return task


@transaction.atomic
def follow(about: str, *, to: Officer | None, former: int | None = None) -> int:
    """Let the open tasks of a record go with it to another officer, or wait for one; says how many.

    What was handed over stays in the hands it is in; with `former`, so does what others hold.
    """
    rows = Task.objects.filter(about=about, state=TASK.start, hands__isnull=True)
    if former is not None:
        rows = rows.filter(officer_id=former)
    kept = Task.objects.filter(pk__in=list(rows.values_list("pk", flat=True)))
    if to is None:
        return kept.update(officer=None)
    return kept.exclude(apart__contains=[to.pk]).update(officer=to, department=to.department)
