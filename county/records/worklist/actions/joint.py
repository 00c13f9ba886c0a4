"""Joint handling: a lead, and helpers with a part of their own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.events.actions import announce
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.records.worklist import knowledge, queries
from county.records.worklist.access import Permit
from county.records.worklist.actions.holding import (
    held,
    locked,
    note_act,
    open_only,
    people_of,
    send_word,
    words_of,
)
from county.records.worklist.events import PartAsked, PartEnded
from county.records.worklist.flow import PART, PartState
from county.records.worklist.models import Part, Task

LONGEST = 300


@transaction.atomic
def ask_along(
    task: Task,
    *,
    department: Department,
    what: str,
    by: Officer,
    officer: Officer | None = None,
    due_at: datetime | None = None,
) -> Part:
    """Ask another department to do a part; the lead finishes only when every part has ended.

    Raises Incomplete without words or for the own department, NotAllowed where a task about a
    resident would leave the police, Refused for a department that has an open part already.
    """
    task = held(task, by)
    open_only(task)
    if queries.hand_waiting(task) is not None:
        raise Refused(_("Sign for it first, or return it with a reason."))
    what = words_of(what, LONGEST, _("Say what the department is asked to do."))
    if department.pk == task.department_id:
        raise Incomplete(_("The task is with this department already."))
    house = task.department.house if task.department is not None else "police"
    if department.house != house and not knowledge.may_cross(task.about):
        raise NotAllowed(
            _("This task is about a resident: it is not handed to another house than the police.")
        )
    people = people_of(department, officer)
    if not people or (officer is not None and officer.department_id != department.pk):
        raise Incomplete(_("Nobody of %s has a worklist.") % department)
    if Part.objects.filter(task=task, department=department, state=PartState.OPEN).exists():
        raise Refused(_("%s has a part in this already.") % department)
    part = Part(
        task=task, department=department, officer=officer, what=what, asked_by=by,
        asked_at=clock.now(), due_at=min(due_at or task.due_at, task.due_at),
    )  # fmt: skip
    part.save()
    task.open_parts += 1
    note_act(task, "open_parts")
    announce(PartAsked(task_id=str(task.pk), part_id=part.pk, department=department.pk), by=by)
    send_word(people, task, gettext_noop("Your help is asked: %s"), by=by, text=what)
    return part


@transaction.atomic
def finish_part(part: Part, *, outcome: str, by: Officer) -> Part:
    """Note that a part is done and what came of it; the lead is told."""
    task, part = _locked(part)
    demand(by, Permit.USE)
    if not _is_theirs(part, by):
        raise NotAllowed(_("This part belongs to %s.") % (part.officer or part.department))
    outcome = words_of(outcome, LONGEST, _("Say what came of it. The lead reads it."))
    return _end(task, part, "finish", outcome, by)


@transaction.atomic
def release_part(part: Part, *, reason: str, by: Officer) -> Part:
    """Let a helper go, as the lead, with the reason; the helper is told."""
    task, part = _locked(part)
    held(task, by)
    reason = words_of(reason, LONGEST, _("Say why the part is released. The helper reads it."))
    return _end(task, part, "release", reason, by)


def _locked(part: Part) -> tuple[Task, Part]:
    task = locked(part.task)
    rows = Part.objects.select_for_update(of=("self",)).select_related("department", "officer")
    return task, rows.get(pk=part.pk)


def _is_theirs(part: Part, by: Officer) -> bool:
    if part.officer_id is None:
        return part.department_id == by.department_id
    supervises = by.has(Permit.SUPERVISE) and by.department_id == part.department_id
    stands_in = any(one.pk == part.officer_id for one in queries.absent(by))
    return part.officer_id == by.pk or supervises or stands_in


def _end(task: Task, part: Part, verb: str, words: str, by: Officer) -> Part:
    PART.move(part, verb)
    part.outcome, part.ended_at, part.ended_by = words, clock.now(), by
    part.save(update_fields=["state", "outcome", "ended_at", "ended_by"])
    task.open_parts -= 1
    note_act(task, "open_parts")
    announce(PartEnded(task_id=str(task.pk), part_id=part.pk, how=part.state), by=by)
    if verb == "finish":
        people, template = people_of(task.department, task.officer), gettext_noop("Part done: %s")
    else:
        people, template = people_of(part.department, part.officer), gettext_noop("Released: %s")
    send_word(people, task, template, by=by, text=words)
    return part
