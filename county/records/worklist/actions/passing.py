"""A locked task goes from hand to hand: the rows of its way."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_noop

from county.foundation.staff.models import Department, Officer
from county.kernel import clock
from county.records.worklist import knowledge, queries
from county.records.worklist.actions.holding import note_act, people_of, send_word
from county.records.worklist.flow import HAND
from county.records.worklist.models import Hand, Task

SIGN = "worklist.sign"
"""The button of a card in WeCom by which it is signed for."""


def sign_silently(task: Task, by: Officer) -> Hand | None:
    """Sign for the passing that waits, if one does: the officer takes the task."""
    hand = queries.hand_waiting(task)
    if hand is None:
        return None
    HAND.move(hand, "sign")
    hand.signed_at, hand.signed_by = clock.now(), by
    hand.save(update_fields=["state", "signed_at", "signed_by"])
    return hand


def row(task: Task, unit: Department, to: Officer | None, words: str, by: Officer) -> Hand:
    """A passing that begins now, not yet kept; whoever held the task holds it no more."""
    now = clock.now()
    leave(task, now)
    return Hand(
        task=task, from_department=task.department, from_officer=task.officer, to_department=unit,
        to_officer=to, words=words, by=by, given_at=now,
    )  # fmt: skip


def leave(task: Task, now: datetime) -> None:
    """Note that whoever has the task now has it no longer."""
    Hand.objects.filter(task=task, left_at=None).update(left_at=now)


def give(
    task: Task, unit: Department, to: Officer | None, words: str, *, by: Officer,
    by_referee: bool = False,
) -> Hand:  # fmt: skip
    """Pass a locked task to a department, whose clock of signing begins; it is told."""
    hand = row(task, unit, to, words, by)
    hand.by_referee = by_referee
    hand.sign_by = knowledge.sign_by(hand.given_at, urgent=task.urgent)
    hand.save()
    task.officer, task.department = to, unit
    note_act(task, "officer", "department", "ruled")
    people = people_of(unit, to)
    send_word(people, task, gettext_noop("To be signed for: %s"), by=by, text=words,
              buttons=[SIGN])  # fmt: skip
    return hand
