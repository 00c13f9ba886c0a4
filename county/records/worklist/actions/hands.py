"""Hand a task over, sign for it, return it with a reason."""

from __future__ import annotations

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
    able,
    held,
    ids,
    locked,
    note_act,
    open_only,
    people_of,
    send_word,
    words_of,
)
from county.records.worklist.actions.passing import give, row, sign_silently
from county.records.worklist.actions.referee import put_question
from county.records.worklist.events import TaskHanded, TaskReturned, TaskSigned
from county.records.worklist.flow import HAND, HandState
from county.records.worklist.models import Hand, Task

LONGEST = 300


@transaction.atomic
def hand_over(
    task: Task,
    *,
    by: Officer,
    to: Officer | None = None,
    department: Department | None = None,
    words: str = "",
) -> Task:
    """Give an open task to a colleague, or to another department or an officer there.

    Another department signs for it within its clock, or returns it; a colleague need not. Raises
    Incomplete without anybody or, to another department, without words; NotAllowed where a task
    about a resident would leave the police; Refused while somebody else is to act first.
    """
    task = held(task, by)
    open_only(task)
    unit = to.department if to is not None else department
    if unit is None:
        raise Incomplete(_("Say who is to do it: a department, or an officer."))
    if to is not None:
        able(to, task)
    if unit.pk == task.department_id:
        if to is None or to.pk == task.officer_id:
            raise Incomplete(_("It is there already. Choose a colleague or another department."))
        return _pass_inside(task, to, unit, words, by)
    _demand_free(task)
    _demand_may_cross(task, unit)
    words = words_of(words, LONGEST, _("Say why you hand it over. The department reads it."))
    _announce(task, give(task, unit, to, words, by=by), by)
    return task


def _pass_inside(task: Task, to: Officer, unit: Department, words: str, by: Officer) -> Task:
    waiting = queries.hand_waiting(task)
    if waiting is not None:
        # A supervisor gives out what came to the department: the named colleague signs for it.
        waiting.to_officer = to
        waiting.save(update_fields=["to_officer"])
        hand = waiting
    else:
        hand = row(task, unit, to, words[:LONGEST], by)
        hand.state = HandState.PASSED
        hand.save()
    task.officer = to
    note_act(task, "officer")
    _announce(task, hand, by)
    send_word([to], task, gettext_noop("New task: %s"), by=by, text=words)
    return task


def _announce(task: Task, hand: Hand, by: Officer) -> None:
    fact = TaskHanded(
        **ids(task), hand_id=hand.pk, from_department=hand.from_department_id or "",
        to_department=hand.to_department_id,
    )  # fmt: skip
    announce(fact, by=by)


def _demand_free(task: Task) -> None:
    """Refuse to pass on what another has first to act on."""
    if queries.hand_waiting(task) is not None:
        raise Refused(_("Sign for it first, or return it with a reason."))
    if task.is_out:
        raise Refused(
            _("An office outside has not confirmed yet. Note its answer first, or that it failed.")
        )
    if queries.open_ruling(task) is not None:
        raise Refused(_("The referee is asked which department does this. Wait for the answer."))
    if task.ruled:
        raise Refused(_("The referee decided that your department does this. It stays there."))


def _demand_may_cross(task: Task, unit: Department) -> None:
    own = task.department.house if task.department is not None else "police"
    if unit.house != own and not knowledge.may_cross(task.about):
        raise NotAllowed(
            _("This task is about a resident: it is not handed to another house than the police.")
        )


@transaction.atomic
def sign(task: Task, *, by: Officer) -> Task:
    """Sign for a task that was handed over: it is this officer's from now on.

    Raises Refused for who comes second, in words that name the first.
    """
    task, hand = _received(task, by)
    sign_silently(task, by)
    if task.officer_id is None:
        task.officer = _whose(hand, by)
    note_act(task, "officer")
    announce(TaskSigned(**ids(task), hand_id=hand.pk), by=by)
    people = people_of(hand.from_department, hand.from_officer)
    send_word(people, task, gettext_noop("Signed for: %s"), by=by)
    return task


def _whose(hand: Hand, by: Officer) -> Officer:
    """Whose the task is now: the signer's, or of whom the signer stands in for there."""
    if by.department_id == hand.to_department_id:
        return by
    away = [one for one in queries.absent(by) if one.department_id == hand.to_department_id]
    return away[0] if away else by


def _received(task: Task, by: Officer) -> tuple[Task, Hand]:
    """The task, locked, and the passing that waits, for one of those it was handed to."""
    demand(by, Permit.USE)
    task = locked(task)
    hand = queries.hand_waiting(task)
    if hand is None:
        raise Refused(_already(task))
    if by.pk in task.apart:
        raise NotAllowed(_("You had a part in what is to be decided here. Somebody else does it."))
    if not queries.may_sign(task, hand, by):
        raise Refused(_("This task belongs to %s.") % (task.officer or task.department))
    return task, hand


def _already(task: Task) -> str:
    last = Hand.objects.filter(task=task).select_related("signed_by", "returned_by").last()
    if last is not None and last.signed_by is not None:
        return _("%s has signed for it already.") % last.signed_by
    if last is not None and last.returned_by is not None:
        return _("%s has returned it already.") % last.returned_by
    return _("There is nothing to sign for.")


@transaction.atomic
def send_back(task: Task, *, reason: str, by: Officer) -> Task:
    """Return what was handed over, with the reason: it is on the sender's list again.

    Two returns, and the referee decides whose it is. Raises Incomplete without a reason, Refused
    for what the referee decided or somebody has signed for.
    """
    task, hand = _received(task, by)
    if hand.by_referee:
        raise Refused(_("The referee decided that your department does this. It stays there."))
    why = words_of(reason, LONGEST, _("Say why you return it. The sender reads it."))
    now = clock.now()
    HAND.move(hand, "return")
    hand.returned_at, hand.returned_by, hand.why, hand.left_at = now, by, why, now
    hand.save(update_fields=["state", "returned_at", "returned_by", "why", "left_at"])
    task.officer, task.department = hand.from_officer, hand.from_department
    task.returns += 1
    note_act(task, "officer", "department", "returns")
    back = hand.from_department_id or ""
    announce(TaskReturned(**ids(task), hand_id=hand.pk, to_department=back), by=by)
    people = people_of(hand.from_department, hand.from_officer)
    send_word(people, task, gettext_noop("Returned to you: %s"), by=by, text=why)
    if task.returns >= knowledge.etiquette().returns_before_referee:
        put_question(task, why, asked_by=None, by=by)
    return task
