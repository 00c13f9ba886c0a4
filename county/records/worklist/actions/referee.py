"""Ask the referee which department does a task; decide."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.records.worklist import knowledge, queries
from county.records.worklist.access import Permit
from county.records.worklist.actions.holding import (
    ids,
    locked,
    note_act,
    open_only,
    people_of,
    send_word,
    words_of,
)
from county.records.worklist.actions.passing import give, leave
from county.records.worklist.events import RefereeAsked, TaskRuled
from county.records.worklist.flow import HAND, HandState
from county.records.worklist.models import Hand, Ruling, Task

LONGEST = 300


@transaction.atomic
def ask_referee(task: Task, *, reason: str, by: Officer) -> Task:
    """Put it to the referee which department does a task; either side may.

    Raises NotAllowed for who is on neither side, Refused where the task was passed to nobody, or
    the referee is asked or has decided already.
    """
    demand(by, Permit.USE)
    task = locked(task)
    open_only(task)
    last = Hand.objects.filter(task=task).exclude(state=HandState.PASSED).last()
    if last is None:
        raise Refused(_("It was handed to no other department yet: there is nothing to decide."))
    if by.department_id not in (last.from_department_id, last.to_department_id):
        raise NotAllowed(_("Only the two departments that it went between ask the referee."))
    if task.ruled:
        raise Refused(_("The referee has decided this. It stands."))
    if queries.open_ruling(task) is not None:
        raise Refused(_("The referee is asked already."))
    put_question(
        task, words_of(reason, LONGEST, _("Say what is to be decided.")), asked_by=by, by=by
    )
    return task


def put_question(task: Task, why: str, *, asked_by: Officer | None, by: Actor) -> Ruling:
    """Lay a locked task before the referees, who are told; nobody when it returned twice asked."""
    ruling = Ruling.objects.create(
        task=task, asked_at=clock.now(), asked_by=asked_by, question=why[:LONGEST]
    )
    announce(RefereeAsked(**ids(task)), by=by)
    send_word(
        list(queries.referees()), task, gettext_noop("Decide which department does it: %s"), by=by,
        text=why,
    )  # fmt: skip
    return ruling


@transaction.atomic
def decide(task: Task, *, department: Department, reason: str, by: Officer) -> Task:
    """Decide which department does a task, with the reason; that one does not return it.

    Raises NotAllowed for a house that may not read it, Refused where nobody asked.
    """
    demand(by, Permit.REFEREE)
    task = locked(task)
    ruling = queries.open_ruling(task)
    if ruling is None:
        raise Refused(_("Nobody asks the referee about this."))
    reason = words_of(reason, LONGEST, _("Say why. Both departments read it."))
    sides = _sides(task)
    _demand_able(task, department, sides)
    ruling.decided_at, ruling.decided_by = clock.now(), by
    ruling.department, ruling.reason = department, reason
    ruling.save(update_fields=["decided_at", "decided_by", "department", "reason"])
    task.ruled = True
    _carry_out(task, department, reason, by)
    announce(TaskRuled(**ids(task), department=department.pk), by=by)
    people = [one for unit in sides.values() for one in people_of(unit, None)]
    send_word(people, task, gettext_noop("The referee has decided: %s"), by=by, text=reason)
    return task


def _sides(task: Task) -> dict[str, Department]:
    """The departments that the task has been with."""
    units = [task.department]
    for hand in Hand.objects.filter(task=task).select_related("from_department", "to_department"):
        units += [hand.from_department, hand.to_department]
    return {unit.pk: unit for unit in units if unit is not None}


def _demand_able(task: Task, department: Department, sides: dict[str, Department]) -> None:
    if department.pk in sides:
        return
    if not people_of(department, None):
        raise Incomplete(_("Nobody of %s has a worklist.") % department)
    houses = {one.house for one in sides.values()}
    if department.house not in houses and not knowledge.may_cross(task.about):
        raise NotAllowed(
            _("This task is about a resident: it is not handed to another house than the police.")
        )


def _carry_out(task: Task, department: Department, reason: str, by: Officer) -> None:
    """Let the task be where the referee says; what waits there is only still to be signed for."""
    hand = queries.hand_waiting(task)
    if hand is not None and hand.to_department_id != department.pk:
        HAND.move(hand, "end")
        hand.save(update_fields=["state"])
        leave(task, clock.now())
        hand = None
    if hand is not None:
        hand.by_referee = True
        hand.save(update_fields=["by_referee"])
    elif task.department_id != department.pk:
        give(task, department, None, reason, by=by, by_referee=True)
        return
    note_act(task, "ruled")
