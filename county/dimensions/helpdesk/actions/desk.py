"""Keep the answer library, the quick replies and the duty roster; hand an officer's desk over."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from county.dimensions.helpdesk.access import Permit
from county.dimensions.helpdesk.actions.matters import hand_on, ids
from county.dimensions.helpdesk.events import (
    AnswerPublished,
    DeskHandedOver,
    DutyEntered,
    DutyRemoved,
    MatterReleased,
)
from county.dimensions.helpdesk.flow import FLOWS, OPEN_STATES, State
from county.dimensions.helpdesk.models import Answer, Duty, Matter, QuickReply
from county.dimensions.helpdesk.queries.desk import able_to_open
from county.foundation.events.actions import announce
from county.foundation.events.registry import Actor
from county.foundation.notices.actions import tell
from county.foundation.staff import queries as staff
from county.foundation.staff.models import Officer
from county.foundation.staff.policy import demand
from county.kernel import clock
from county.kernel.errors import NotAllowed, Refused
from county.kernel.saying import saying
from county.records.worklist import actions as worklist

LONGEST_DUTY, FARTHEST_DUTY = timedelta(days=31), timedelta(days=366)
"""Local design values: what lies beyond is a slip of the pen, and no calendar may hold it."""


@transaction.atomic
def publish(
    *,
    topic: str,
    question: str,
    text: str,
    rule: str,
    expires_on: date,
    by: Officer,
    words: str = "",
    answer: Answer | None = None,
) -> Answer:
    """Put an answer in the library, or replace it, with its rule and the day of its review."""
    demand(by, Permit.LIBRARY)
    if expires_on <= clock.today():
        raise Refused(_("The review day lies in the past."))
    answer = answer or Answer()
    answer.topic, answer.question, answer.text, answer.words = topic, question, text, words
    answer.rule, answer.expires_on, answer.reviewed_by = rule, expires_on, by.name
    answer.changed_at = clock.now()
    answer.save()
    announce(AnswerPublished(answer_id=str(answer.pk)), by=by)
    return answer


@transaction.atomic
def count_use(answer_id: UUID) -> None:
    """Note that an answer was used in a reply."""
    Answer.objects.filter(pk=answer_id).update(used=F("used") + 1)


@transaction.atomic
def keep_quick_reply(*, title: str, text: str, topic: str, by: Officer) -> QuickReply:
    """Add a sentence that the department sends often; of a county-wide post, the whole county."""
    demand(by, Permit.REPLY)
    return QuickReply.objects.create(
        title=title, text=text, topic=topic, department=None if by.reach is None else by.department
    )


@transaction.atomic
def put_on_duty(
    officer: Officer, *, area_code: str, starts_at: datetime, ends_at: datetime, by: Actor
) -> Duty:
    """Enter who sits at the desk for an area, and until when; the same duty twice is one."""
    if isinstance(by, Officer):
        demand(by, Permit.DUTY)
    if ends_at <= starts_at:
        raise Refused(_("The duty ends before it begins."))
    if ends_at - starts_at > LONGEST_DUTY or abs(starts_at - clock.now()) > FARTHEST_DUTY:
        raise Refused(
            _("A duty lasts at most a month and begins within a year. Look at the dates.")
        )
    if isinstance(by, Officer) and by.reach is not None and area_code not in by.reach:
        raise NotAllowed(_("You enter duties for the areas you work in."))
    duty, made = Duty.objects.get_or_create(
        officer=officer, area_code=area_code, starts_at=starts_at, ends_at=ends_at
    )
    if made:
        announce(DutyEntered(duty_id=duty.pk, officer_id=officer.pk, area_code=area_code), by=by)
    return duty


@transaction.atomic
def take_off_duty(duty: Duty, *, by: Officer) -> None:
    """Remove a duty from the roster."""
    demand(by, Permit.DUTY)
    announce(
        DutyRemoved(duty_id=duty.pk, officer_id=duty.officer_id, area_code=duty.area_code), by=by
    )
    duty.delete()


@transaction.atomic
def release_desk(officer_id: int, *, by: Actor) -> int:
    """Return everything an officer held to the queue, because nobody sits at that desk any more.

    Threads, clocks and tasks stay; the chiefs of each town are told. Says how many.
    """
    held = Matter.objects.filter(assignee_id=officer_id, state__in=OPEN_STATES).order_by("pk")
    for matter in held.select_for_update(of=("self",)):
        if matter.state in (State.TAKEN, State.ASSIGNED):
            matter.state = FLOWS[matter.kind].start
        matter.assignee = None
        matter.save(update_fields=["state", "assignee"])
        worklist.follow(matter.subject, to=None, former=officer_id)
        announce(MatterReleased(**ids(matter), from_officer_id=officer_id), by=by)
        tell(
            able_to_open(staff.holders(Permit.ASSIGN, area=matter.town_code)[:20], matter),
            title=saying(gettext_noop("Without an officer: %s"), matter.number),
            url=matter.url,
            by=by,
            about=matter.subject,
        )
    return len(held)


@transaction.atomic
def hand_over_desk(leaving: Officer, *, to: Officer, by: Officer, reason: str) -> int:
    """Give everything an officer holds to another; files, threads and tasks stay. Says how many."""
    demand(by, Permit.ASSIGN)
    if by.reach is not None and by.department_id != leaving.department_id:
        raise NotAllowed(_("A desk is handed over by its own department."))
    held = Matter.objects.filter(assignee=leaving, state__in=OPEN_STATES).order_by("pk")
    for matter in held:
        hand_on(matter, to=to, by=by, reason=reason)
    announce(DeskHandedOver(officer_id=leaving.pk, taker_id=to.pk), by=by)
    return len(held)
