"""Hand a task to an office outside the system: it confirms, or it fails, in sight of everybody."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor, System
from county.foundation.staff.models import Officer
from county.kernel import clock
from county.kernel.errors import Incomplete, Refused
from county.kernel.saying import saying
from county.records.worklist import knowledge, queries
from county.records.worklist.actions.holding import (
    held,
    locked,
    note_act,
    open_only,
    people_of,
    send_word,
    words_of,
)
from county.records.worklist.events import OutingAnswered, TaskSentOut
from county.records.worklist.flow import OUTING, OutingState
from county.records.worklist.models import Outing, Task

CLOCK = System("clock")
LONGEST = 300


@transaction.atomic
def send_out(
    task: Task, *, office: str, way: str, receipt: str, by: Officer, words: str = ""
) -> Outing:
    """Record that an office outside was given this: which, how, and the number of its receipt.

    It stays on the own list until the office confirms; after a failure it is tried again with a
    receipt of its own. Raises Incomplete without office, way or receipt, Refused while one waits.
    """
    task = held(task, by)
    open_only(task)
    if queries.hand_waiting(task) is not None:
        raise Refused(_("Sign for it first, or return it with a reason."))
    if task.is_out:
        raise Refused(_("It is with an office outside already. Note its answer first."))
    office = words_of(office, 60, _("Say which office."))
    receipt = words_of(
        receipt, 60, _("Say the receipt number: without one nothing was handed over.")
    )
    if way not in Outing.Way.values:
        raise Incomplete(_("Say how it was handed over."))
    now = clock.now()
    outing = Outing(
        task=task, office=office, way=way, receipt=receipt, words=words.strip()[:LONGEST], by=by,
        given_at=now, confirm_by=knowledge.confirm_by(now),
    )  # fmt: skip
    outing.save()
    task.is_out = True
    note_act(task, "is_out")
    announce(TaskSentOut(task_id=str(task.pk), outing_id=outing.pk), by=by)
    return outing


@transaction.atomic
def confirm(outing: Outing, *, words: str, by: Officer) -> Outing:
    """Note that the office confirmed, by whom or with which number; late is better than never."""
    task, outing = _locked(outing)
    held(task, by)
    latest = Outing.objects.filter(task=task).last()
    if latest is None or latest.pk != outing.pk:
        raise Refused(_("It was tried again since. Note the answer to the latest hand-off."))
    words = words_of(words, LONGEST, _("Say who confirmed, or with which number."))
    return _answer(task, outing, "confirm", words, by=by)


@transaction.atomic
def fail(outing: Outing, *, reason: str, by: Officer) -> Outing:
    """Note that the office did not take it, and why; it is tried again, or done otherwise."""
    task, outing = _locked(outing)
    held(task, by)
    words = words_of(reason, LONGEST, _("Say why it failed."))
    return _answer(task, outing, "fail", words, by=by)


@transaction.atomic
def expire(now: datetime) -> int:
    """Let hand-offs fail that nobody confirmed in time: they come back to who made them."""
    done = 0
    for waiting in queries.outings_overdue(now):
        task, outing = _locked(waiting)
        if outing.state != OutingState.HANDED:
            continue
        words = saying(gettext_noop("not confirmed in time"))
        _answer(task, outing, "fail", words, by=CLOCK)
        done += 1
    return done


def _locked(outing: Outing) -> tuple[Task, Outing]:
    task = locked(outing.task)
    rows = Outing.objects.select_for_update(of=("self",)).select_related("by__department")
    return task, rows.get(pk=outing.pk)


def _answer(task: Task, outing: Outing, verb: str, words: str, *, by: Actor) -> Outing:
    open_only(task)
    OUTING.move(outing, verb)
    outing.answer, outing.answered_at = words, clock.now()
    outing.save(update_fields=["state", "answer", "answered_at"])
    task.is_out = False
    note_act(task, "is_out")
    fact = OutingAnswered(task_id=str(task.pk), outing_id=outing.pk, state=outing.state)
    announce(fact, by=by)
    if verb == "fail":
        people = {one.pk: one for one in [*people_of(task.department, task.officer), outing.by]}
        send_word(
            list(people.values()), task, gettext_noop("Outside hand-off failed: %s"), by=by,
            text=f"{outing.office} {outing.receipt}",
        )  # fmt: skip
    return outing
