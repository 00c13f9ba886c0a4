"""A task in hand: locked, and the officer's to act on; what ends with it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from county.foundation.events.registry import Actor
from county.foundation.notices.actions import tell
from county.foundation.staff.models import Department, Officer
from county.foundation.staff.policy import demand
from county.foundation.staff.queries import holders
from county.kernel import clock
from county.kernel.errors import Incomplete, NotAllowed, Refused
from county.kernel.saying import saying, trimmed
from county.records.worklist import queries
from county.records.worklist.access import Permit
from county.records.worklist.flow import HAND, OUTING, PART, HandState, PartState
from county.records.worklist.knowledge import SHORTEST_WORDS
from county.records.worklist.models import Hand, Part, Ruling, Task

MOST_TOLD = 20


def locked(task: Task) -> Task:
    """The task as it is now; nobody else acts on it until this is over."""
    rows = Task.objects.select_for_update(of=("self",)).select_related("officer", "department")
    return rows.get(pk=task.pk)


def held(task: Task, by: Officer) -> Task:
    """The task, locked, for whoever may act on it.

    Raises NotAllowed for who had a part in what is to be decided, Refused for somebody else's.
    """
    demand(by, Permit.USE)
    task = locked(task)
    if by.pk in task.apart:
        raise NotAllowed(_("You had a part in what is to be decided here. Somebody else does it."))
    if queries.may_act(task, by):
        return task
    if task.officer is not None:
        raise Refused(_("This task belongs to %s.") % task.officer)
    raise Refused(_("This task belongs to %s.") % (task.department or "–"))


def open_only(task: Task) -> None:
    """Refuse what has ended."""
    if not task.is_open:
        raise Refused(_("“%s” has ended. Nothing more is done with it.") % task)


def words_of(text: str, longest: int, ask: str) -> str:
    """The words, if there are any; else Incomplete with what is asked for."""
    said = trimmed(text)[:longest]
    if len(said.strip()) < SHORTEST_WORDS:
        raise Incomplete(ask)
    return said


def note_act(task: Task, *fields: str) -> None:
    """Keep these fields, and that somebody has acted: idle reminders begin anew."""
    task.moved_at, task.idle_step = clock.now(), 0
    task.save(update_fields=[*fields, "moved_at", "idle_step"])


def ids(task: Task) -> dict[str, str]:
    """The task in the words of every fact about it."""
    return {"task_id": str(task.pk), "about": task.about}


def able(officer: Officer, task: Task) -> None:
    """Refuse an officer who could not take the task: no worklist, or a part in what it decides."""
    if not officer.is_active or not officer.has(Permit.USE):
        raise Refused(_("%s has no worklist.") % officer)
    if officer.pk in task.apart:
        raise NotAllowed(
            _("%s had a part in what is to be decided here. Somebody else does it.") % officer
        )


def people_of(department: Department | None, officer: Officer | None) -> list[Officer]:
    """Whom a word about something for a department reaches: the officer, or all with a worklist."""
    if officer is not None:
        return [officer]
    if department is None:
        return []
    return list(holders(Permit.USE).filter(department=department)[:MOST_TOLD])


def send_word(
    people: list[Officer], task: Task, template: str, *, by: Actor, text: str = "",
    loud: bool = False, buttons: Sequence[str] = (),
) -> None:  # fmt: skip
    """Tell these people of the task, in a sentence with its title, with a way to its page."""
    others = [one for one in people if one.actor != by.actor and one.pk not in task.apart]
    tell(
        others, title=saying(template, task.title)[:300], text=text[:300], url=task.page, by=by,
        about=task.subject, loud=loud or task.urgent, buttons=buttons,
    )  # fmt: skip


def wind_up(task: Task, words: str, *, by: Officer) -> None:
    """End what hangs on a task that ends: an unsigned passing, parts, an unconfirmed hand-off."""
    now = clock.now()
    for hand in Hand.objects.filter(task=task, left_at=None):
        if hand.state == HandState.WAITING:
            HAND.move(hand, "end")
        hand.left_at = now
        hand.save(update_fields=["state", "left_at"])
    for part in Part.objects.filter(task=task, state=PartState.OPEN):
        PART.move(part, "release")
        part.outcome, part.ended_at, part.ended_by = words[:300], now, by
        part.save(update_fields=["state", "outcome", "ended_at", "ended_by"])
    outing = queries.outing_waiting(task)
    if outing is not None:
        OUTING.move(outing, "end")
        outing.answer, outing.answered_at = words[:300], now
        outing.save(update_fields=["state", "answer", "answered_at"])
    Ruling.objects.filter(task=task, decided_at=None, dropped_at=None).update(dropped_at=now)
    task.open_parts, task.is_out = 0, False
